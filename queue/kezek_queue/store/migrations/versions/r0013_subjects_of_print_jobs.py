"""What a print job is about: a kind and an id, where one column held ids of four kinds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision: str | None = "0012"
branch_labels: str | None = None
depends_on: str | None = None

_TELL_KINDS = sa.text("""
UPDATE print_jobs SET subject_kind = CASE
    WHEN subject_id = '' THEN 'memo'
    WHEN EXISTS (
        SELECT 1 FROM tickets
        WHERE tickets.office_id = print_jobs.office_id AND tickets.id = print_jobs.subject_id
    ) THEN 'ticket'
    WHEN EXISTS (
        SELECT 1 FROM register_requests AS request
        WHERE request.office_id = print_jobs.office_id AND request.number = print_jobs.subject_id
    ) THEN 'request'
    WHEN EXISTS (
        SELECT 1 FROM register_refusals AS refusal
        WHERE refusal.office_id = print_jobs.office_id AND refusal.id = print_jobs.subject_id
    ) THEN 'refusal'
    WHEN EXISTS (
        SELECT 1 FROM complaints AS complaint
        WHERE complaint.office_id = print_jobs.office_id
        AND complaint.number = print_jobs.subject_id
    ) THEN 'complaint'
    ELSE 'unknown'
END
""")
"""By the tables, which know; a paper about nothing that is stored stays unknown."""


def upgrade() -> None:
    """Name the column for what it holds, and tell the kind of every paper there is."""
    op.drop_index("print_jobs_ticket", "print_jobs")
    op.execute("ALTER TABLE print_jobs RENAME COLUMN ticket_id TO subject_id")
    op.add_column(
        "print_jobs",
        sa.Column("subject_kind", sa.Text(), server_default="unknown", nullable=False),
    )
    op.get_bind().execute(_TELL_KINDS)
    op.create_index(
        "print_jobs_subject", "print_jobs", ["office_id", "subject_kind", "subject_id", "id"]
    )
