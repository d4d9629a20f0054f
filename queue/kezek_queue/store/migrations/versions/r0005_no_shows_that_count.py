"""Every unanswered call of a visitor, and how often a no-show of a part came back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None

_CALLED = sa.text("SELECT office_id, id, call_moments FROM tickets WHERE call_moments IS NOT NULL")
_CALLS = sa.text(
    "SELECT utc_us, boottime_us, synced, boot_id FROM journal "
    "WHERE office_id = :office AND ticket_id = :ticket "
    "AND kind IN ('ticket_called', 'ticket_recalled') ORDER BY seq"
)
_KEEP = sa.text(
    "UPDATE tickets SET call_moments = :moments WHERE office_id = :office AND id = :ticket"
)
_COUNT_RETURNS = sa.text("""
UPDATE parts SET returns = (
    SELECT count(*) FROM journal AS back
    WHERE back.office_id = parts.office_id AND back.ticket_id = parts.ticket_id
    AND back.kind = 'visitor_returned'
    AND parts.part = 1 + (
        SELECT count(*) FROM journal AS sent
        WHERE sent.office_id = back.office_id AND sent.ticket_id = back.ticket_id
        AND sent.kind = 'ticket_transferred' AND sent.seq < back.seq
    )
)
WHERE (office_id, ticket_id) IN (
    SELECT office_id, ticket_id FROM journal WHERE kind = 'visitor_returned'
)
""")


def upgrade() -> None:
    """Name the column for what it holds by now, and fill both from the journal."""
    op.execute("ALTER TABLE tickets RENAME COLUMN call_moment TO call_moments")
    op.add_column("parts", sa.Column("returns", sa.Integer(), server_default="0", nullable=False))
    connection = op.get_bind()
    for row in connection.execute(_CALLED).all():
        where = {"office": row.office_id, "ticket": row.id}
        calls = [
            f"{call.utc_us} {call.boottime_us} {call.synced} {call.boot_id}"
            for call in connection.execute(_CALLS, where)
        ]
        first = calls.index(row.call_moments) if row.call_moments in calls else len(calls)
        unanswered = calls[first:]
        if len(unanswered) > 1:
            connection.execute(_KEEP, {**where, "moments": "\n".join(unanswered)})
    connection.execute(_COUNT_RETURNS)
