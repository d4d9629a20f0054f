"""Complaints with their personal data beside them, and the survey after a visit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Make the three tables; nothing that exists is touched."""
    op.create_table(
        "complaint_people",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "seq"),
    )
    op.create_index("complaint_people_number", "complaint_people", ["office_id", "number", "seq"])
    op.create_table(
        "complaints",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=True),
        sa.Column("standard", sa.Text(), nullable=True),
        sa.Column("ticket_id", sa.Text(), nullable=True),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("registered_on", sa.Text(), nullable=False),
        sa.Column("registered_us", sa.BigInteger(), nullable=False),
        sa.Column("registered_by", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.Column("term_amount", sa.Integer(), nullable=False),
        sa.Column("term_unit", sa.Text(), nullable=False),
        sa.Column("term_source", sa.Text(), nullable=False),
        sa.Column("resolved_on", sa.Text(), nullable=True),
        sa.Column("resolved_us", sa.BigInteger(), nullable=True),
        sa.Column("resolved_by", sa.Text(), nullable=True),
        sa.Column("justified", sa.SmallInteger(), nullable=True),
        sa.Column("on_time", sa.SmallInteger(), nullable=True),
        sa.Column("erased_on", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "number"),
    )
    op.create_index("complaints_day", "complaints", ["office_id", "registered_on", "number"])
    op.create_index(
        "complaints_open",
        "complaints",
        ["office_id", "due_on", "number"],
        sqlite_where=sa.text("resolved_on IS NULL"),
        postgresql_where=sa.text("resolved_on IS NULL"),
    )
    op.create_table(
        "surveys",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=False),
        sa.Column("office_day", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("answered_us", sa.BigInteger(), nullable=False),
        sa.Column("process", sa.SmallInteger(), nullable=True),
        sa.Column("information", sa.SmallInteger(), nullable=True),
        sa.Column("politeness", sa.SmallInteger(), nullable=True),
        sa.Column("complaint_procedure", sa.SmallInteger(), nullable=True),
        sa.Column("complaint_term", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "ticket_id"),
    )
    op.create_index("surveys_day", "surveys", ["office_id", "office_day", "service"])
