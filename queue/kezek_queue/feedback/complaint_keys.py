"""Idempotency keys of complaints: a button pressed twice registers one complaint."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from kezek_queue.errors import IdempotencyConflictError
from kezek_queue.feedback.values import Complaint
from kezek_queue.journal.journal import canonical
from kezek_queue.schema.tables import requests
from kezek_queue.store.transaction import Transaction

KEY_PREFIX = "complaint:"

_SEEN = sa.select(requests.c.request, requests.c.ticket_id, requests.c.print_job).where(
    requests.c.office_id == sa.bindparam("office"), requests.c.key == sa.bindparam("seen_key")
)


def fingerprint(told: Mapping[str, Any]) -> str:
    """What a complaint is recognised by; nothing personal may be in it."""
    return hashlib.sha256(canonical(dict(told)).encode()).hexdigest()


def seen(tx: Transaction, key: str, expected: str) -> tuple[str, int | None] | None:
    """The stored number and the talon's job that a key led to; None for a new key.

    Raises:
        IdempotencyConflictError: the key stood for a complaint of another fingerprint.
    """
    where = {"office": tx.office_id, "seen_key": f"{KEY_PREFIX}{key}"}
    row = tx.connection.execute(_SEEN, where).one_or_none()
    if row is None:
        return None
    if row.request != expected:
        raise IdempotencyConflictError(
            f"expected the complaint that the idempotency key {key!r} stood for, got another one; "
            "use a new key for every complaint",
            key=key,
        )
    return row.ticket_id, row.print_job


def remember(
    tx: Transaction, key: str, told: str, complaint: Complaint, print_job: int | None
) -> None:
    """Note what a key led to; it is forgotten with the office day."""
    tx.connection.execute(
        requests.insert(),
        {
            "office_id": tx.office_id,
            "key": f"{KEY_PREFIX}{key}",
            "office_day": complaint.registered_on.isoformat(),
            "request": told,
            "ticket_id": complaint.number,
            "print_job": print_job,
        },
    )
