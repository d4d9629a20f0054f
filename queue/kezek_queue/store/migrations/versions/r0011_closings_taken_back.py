"""Which visitors wait again after a closing out, and since when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision: str | None = "0010"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Make the table; nothing that exists is touched."""
    op.create_table(
        "taken_back",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["office_id", "ticket_id"], ["tickets.office_id", "tickets.id"]),
        sa.PrimaryKeyConstraint("office_id", "ticket_id"),
    )
