"""Who still has to choose an own PIN."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Nobody knows who set the PINs so far: all of them stay good."""
    op.add_column(
        "users",
        sa.Column("own_pin_needed", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "staff_sessions", sa.Column("pin_due", sa.String(), server_default="no", nullable=False)
    )
