"""Idempotency keys of memos: an answer that was lost is asked for again and prints one paper."""

from __future__ import annotations

import sqlalchemy as sa

from kezek_core.calendar import office_date
from kezek_queue.errors import IdempotencyConflictError
from kezek_queue.schema.tables import requests
from kezek_queue.store.transaction import Transaction

KEY_PREFIX = "memo:"

_SEEN = sa.select(requests.c.request, requests.c.print_job).where(
    requests.c.office_id == sa.bindparam("office"), requests.c.key == sa.bindparam("seen_key")
)


def seen(tx: Transaction, key: str, expected: str) -> int | None:
    """The print job that a key led to; None for a new key.

    Raises:
        IdempotencyConflictError: the key stood for another memo.
    """
    where = {"office": tx.office_id, "seen_key": f"{KEY_PREFIX}{key}"}
    row = tx.connection.execute(_SEEN, where).one_or_none()
    if row is None:
        return None
    if row.request != expected:
        raise IdempotencyConflictError(
            f"expected the memo that the idempotency key {key!r} stood for, got another one; "
            "use a new key for every memo",
            key=key,
        )
    return int(row.print_job)


def remember(tx: Transaction, key: str, told: str, service: str, print_job: int) -> None:
    """Note what a key led to; it is forgotten with the office day."""
    tx.connection.execute(
        requests.insert(),
        {
            "office_id": tx.office_id,
            "key": f"{KEY_PREFIX}{key}",
            "office_day": office_date(tx.now.at, tx.office.hours.zone).isoformat(),
            "request": told,
            "ticket_id": service,
            "print_job": print_job,
        },
    )
