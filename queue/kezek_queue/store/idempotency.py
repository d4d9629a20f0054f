"""What was asked for under a key happens once, however often it is asked for again.

An answer may get lost on its way: the caller asks again under the same key and is told what came
of the first time. This is the only way to it; a command says what it was asked, what it does, and
by which ids its answer is found again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from kezek_core.calendar import office_date
from kezek_queue.errors import IdempotencyConflictError
from kezek_queue.journal.event_text import canonical
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import idempotency_keys
from kezek_queue.store.transaction import Transaction

KEPT_DAYS = 7
"""How long after a day was closed its keys are still known."""

A = TypeVar("A")
Facts = Mapping[str, Any]

_SEEN = Prepared(
    sa.select(idempotency_keys.c.fingerprint, idempotency_keys.c.answer).where(
        idempotency_keys.c.office_id == sa.bindparam("office"),
        idempotency_keys.c.scope == sa.bindparam("within"),
        idempotency_keys.c.key == sa.bindparam("asked_under"),
    )
)
_REMEMBER = Prepared(idempotency_keys.insert())
_FORGET = Prepared(
    idempotency_keys.delete().where(
        idempotency_keys.c.office_id == sa.bindparam("office"),
        idempotency_keys.c.used_on < sa.bindparam("day"),
    )
)


def once(
    tx: Transaction,
    scope: str,
    key: str | None,
    asked: Facts,
    *,
    do: Callable[[], A],
    kept: Callable[[A], Facts],
    again: Callable[[Facts], A],
) -> A:
    """Do what is asked, or answer what was answered before under the same key.

    Args:
        tx: the transaction; effect and key are committed together or not at all.
        scope: which commands share their keys; one scope never meets another's.
        key: chosen by the caller; None does it whatever was asked before.
        asked: what is asked, plain values. It names nobody: who is erased leaves no hash behind.
        do: does it.
        kept: the ids by which an answer is found again, plain values that name nobody.
        again: the answer of before by those ids.

    Raises:
        IdempotencyConflictError: the key stood for something else.
    """
    if key is None:
        return do()
    fingerprint = fingerprint_of(asked)
    seen = _SEEN.first(tx.connection, office=tx.office_id, within=scope, asked_under=key)
    if seen is None:
        answer = do()
        _remember(tx, scope, key, fingerprint, kept(answer))
        return answer
    ids = json.loads(seen.answer)
    if seen.fingerprint != fingerprint:
        raise _conflict(key, ids)
    return again(ids)


def fingerprint_of(asked: Facts) -> str:
    """Requests that differ in anything have different ones."""
    return hashlib.sha256(canonical(asked).encode()).hexdigest()


def forget_keys(tx: Transaction, closed: date) -> None:
    """Forget keys that were used long before a day that is closed now."""
    oldest = closed - timedelta(days=KEPT_DAYS)
    _FORGET.change(tx.connection, office=tx.office_id, day=oldest.isoformat())


def _conflict(key: str, ids: Facts) -> IdempotencyConflictError:
    # A ticket's number hangs on the board; those of receipts and talons are their holders' alone.
    public = {"ticket": ids["ticket"]} if "ticket" in ids else {}
    return IdempotencyConflictError(
        f"expected what the idempotency key {key!r} was used for before, got another request; "
        "send this one under a new key, or the one of before unchanged",
        key=key,
        **public,
    )


def _remember(tx: Transaction, scope: str, key: str, fingerprint: str, answer: Facts) -> None:
    _REMEMBER.change(
        tx.connection,
        office_id=tx.office_id,
        scope=scope,
        key=key,
        fingerprint=fingerprint,
        answer=canonical(answer),
        used_on=office_date(tx.now.at, tx.office.hours.zone).isoformat(),
    )
