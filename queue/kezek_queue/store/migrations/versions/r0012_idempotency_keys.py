"""One table of idempotency keys: scope, key, fingerprint and answer, each in its column."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision: str | None = "0011"
branch_labels: str | None = None
depends_on: str | None = None

_KEYS = sa.text("""
SELECT seen.office_id, seen.key, seen.office_day, seen.request, seen.ticket_id, seen.print_job,
    EXISTS (
        SELECT 1 FROM tickets
        WHERE tickets.office_id = seen.office_id AND tickets.id = seen.ticket_id
    ) AS is_ticket
FROM requests_seen AS seen
""")
_REFUSAL_RECEIPTS = sa.text(
    "SELECT id FROM print_jobs WHERE office_id = :office AND ticket_id = :refusal "
    "ORDER BY id LIMIT 2"
)


def upgrade() -> None:
    """Carry every key over: a command that is repeated after the upgrade happened already."""
    keys = op.create_table(
        "idempotency_keys",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("used_on", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "scope", "key"),
    )
    connection = op.get_bind()
    carried = [_carried(connection, row) for row in connection.execute(_KEYS).all()]
    if carried:
        op.bulk_insert(keys, carried)
    op.create_index("idempotency_keys_used", "idempotency_keys", ["office_id", "used_on"])
    op.drop_index("requests_seen_day", "requests_seen")
    op.drop_table("requests_seen")


def _carried(connection: sa.Connection, row: Any) -> dict[str, Any]:
    scope, key, fingerprint, answer = _parts(connection, row)
    return {
        "office_id": row.office_id,
        "scope": scope,
        "key": key,
        "fingerprint": fingerprint,
        "answer": _canonical(answer),
        "used_on": row.office_day,
    }


def _parts(connection: sa.Connection, row: Any) -> tuple[str, str, str, dict[str, Any]]:
    """Scope, key, fingerprint and answer; tickets had no word before their keys."""
    word, _, key = row.key.partition(":")
    if row.is_ticket:
        return "ticket", row.key, row.request, {"ticket": row.ticket_id, "job": row.print_job}
    if word == "memo":
        service, language = row.request.split(" ")
        asked = _canonical({"service": service, "language": language})
        return word, key, hashlib.sha256(asked.encode()).hexdigest(), {"job": row.print_job}
    if word == "complaint":
        return word, key, row.request, {"complaint": row.ticket_id, "job": row.print_job}
    return "documents", key, row.request, _documents(connection, row)


def _documents(connection: sa.Connection, row: Any) -> dict[str, Any]:
    if not row.ticket_id.startswith("refusal-"):
        return {"request": row.ticket_id, "refusal": None, "jobs": [row.print_job]}
    where = {"office": row.office_id, "refusal": row.ticket_id}
    jobs = [int(job) for job in connection.execute(_REFUSAL_RECEIPTS, where).scalars()]
    return {"request": None, "refusal": row.ticket_id, "jobs": jobs}


def _canonical(values: dict[str, Any]) -> str:
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
