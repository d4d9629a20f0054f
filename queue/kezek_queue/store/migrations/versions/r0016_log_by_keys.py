"""Indexes for the log of waits: by day and time, and by the length of the wait."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision: str | None = "0014"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """The service leaves the index of days for the instant; lower bounds are found by theirs."""
    op.drop_index("parts_day", "parts")
    op.create_index("parts_day", "parts", ["office_id", "office_day", "issued_us"])
    measured = sa.text("wait_us IS NOT NULL")
    op.create_index(
        "parts_wait", "parts", ["office_id", "wait_us"],
        sqlite_where=measured, postgresql_where=measured,
    )  # fmt: skip
    op.drop_index("parts_estimated", "parts")
    estimated = sa.text("wait_exact = 0")
    op.create_index(
        "parts_estimated", "parts", ["office_id", "wait_exact", "ticket_id"],
        sqlite_where=estimated, postgresql_where=estimated,
    )  # fmt: skip
