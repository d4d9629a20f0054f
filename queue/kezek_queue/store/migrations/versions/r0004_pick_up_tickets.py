"""Which request a pick-up ticket was taken for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Make the table; nothing that exists is touched."""
    op.create_table(
        "register_visits",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["office_id", "ticket_id"], ["tickets.office_id", "tickets.id"]),
        sa.ForeignKeyConstraint(
            ["office_id", "number"],
            ["register_requests.office_id", "register_requests.number"],
        ),
        sa.PrimaryKeyConstraint("office_id", "ticket_id"),
    )
    op.create_index(
        "register_visits_number", "register_visits", ["office_id", "number", "ticket_id"]
    )
