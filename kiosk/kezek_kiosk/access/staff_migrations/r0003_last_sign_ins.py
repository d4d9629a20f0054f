"""When and from where people signed in last, and what failed since."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """An account knows its own; a session remembers the one before it, to tell its person."""
    for table in ("users", "staff_sessions"):
        op.add_column(table, sa.Column("last_sign_in_at", sa.DateTime(), nullable=True))
        op.add_column(table, sa.Column("last_sign_in_from", sa.String(), nullable=True))
        op.add_column(
            table, sa.Column("failed_tries", sa.Integer(), server_default="0", nullable=False)
        )
