"""What staff said the time was, on a machine whose clock nothing else sets right."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Make the table; nothing that exists is touched."""
    op.create_table(
        "told_clocks",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("boot_id", sa.Text(), nullable=False),
        sa.Column("boottime_us", sa.BigInteger(), nullable=False),
        sa.Column("utc_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "boot_id"),
        sqlite_with_rowid=False,
    )
