"""The request register: requests, the wording they were accepted under, and the people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None

OPEN = "state IN ('accepted', 'corrected', 'returned', 'sent')"
KEPT = "state IN ('ready', 'unclaimed')"
ERASABLE = "closed_on IS NOT NULL AND erased_on IS NULL"


def upgrade() -> None:
    """Make the tables of the register."""
    op.create_table(
        "register_editions",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_table(
        "register_requests",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=True),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.Column("documents", sa.Text(), nullable=False),
        sa.Column("accepted_on", sa.Text(), nullable=False),
        sa.Column("accepted_us", sa.BigInteger(), nullable=False),
        sa.Column("first_due_on", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.Column("extension", sa.Integer(), nullable=True),
        sa.Column("extended_on", sa.Text(), nullable=True),
        sa.Column("extension_notice_by_on", sa.Text(), nullable=True),
        sa.Column("sent_on", sa.Text(), nullable=True),
        sa.Column("return_by_on", sa.Text(), nullable=True),
        sa.Column("returned_on", sa.Text(), nullable=True),
        sa.Column("return_notice_by_on", sa.Text(), nullable=True),
        sa.Column("times_returned", sa.Integer(), nullable=False),
        sa.Column("ready_on", sa.Text(), nullable=True),
        sa.Column("keep_until_on", sa.Text(), nullable=True),
        sa.Column("hand_over_on", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("closed_us", sa.BigInteger(), nullable=True),
        sa.Column("valid_until_on", sa.Text(), nullable=True),
        sa.Column("fee_tenge", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Text(), nullable=True),
        sa.Column("erased_on", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id", "kept"],
            ["register_editions.office_id", "register_editions.id"],
        ),
        sa.CheckConstraint(
            "state IN ('accepted', 'sent', 'returned', 'corrected', 'ready', 'issued', 'refused', "
            "'unclaimed', 'handed_over')",
            name="register_requests_state",
        ),
        sa.PrimaryKeyConstraint("office_id", "number"),
    )
    op.create_index(
        "register_requests_day", "register_requests", ["office_id", "accepted_on", "number"]
    )
    _partial("register_requests_due", "register_requests", ("due_on", "number"), OPEN)
    _partial("register_requests_kept", "register_requests", ("keep_until_on", "number"), KEPT)
    _partial("register_requests_erasable", "register_requests", ("closed_on", "number"), ERASABLE)
    op.create_table(
        "register_steps",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("office_id", "number", "seq"),
    )
    op.create_table(
        "register_refusals",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=True),
        sa.Column("window", sa.Integer(), nullable=True),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Text(), nullable=False),
        sa.Column("erased_on", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    _partial("register_refusals_erasable", "register_refusals", ("closed_on",), ERASABLE)
    op.create_table(
        "register_people",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "seq"),
    )
    op.create_index("register_people_subject", "register_people", ["office_id", "subject", "seq"])


def _partial(name: str, table: str, columns: tuple[str, ...], where: str) -> None:
    op.create_index(
        name,
        table,
        ["office_id", *columns],
        unique=False,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
