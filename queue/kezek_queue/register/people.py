"""One person's data in the register: exported on request, erased on request and on schedule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from kezek_core.calendar import office_date
from kezek_core.events import EventKind
from kezek_core.papers import SubjectKind, kind_written
from kezek_queue.errors import BadDateError, RequestStateError, UnknownRequestError
from kezek_queue.people.personal_data import blank, texts_of
from kezek_queue.register.rows import (
    change_request,
    erasable,
    get_row,
    read_request,
    remember_step,
)
from kezek_queue.register.values import CLOSED, Request
from kezek_queue.schema.tables import register_refusals
from kezek_queue.store.transaction import Transaction

ERASER = "erasure"

_refusal = (
    register_refusals.c.office_id == sa.bindparam("office"),
    register_refusals.c.id == sa.bindparam("which"),
)
_REFUSAL = sa.select(register_refusals).where(*_refusal)
_ERASE_REFUSAL = register_refusals.update().where(*_refusal)


def erase(tx: Transaction, *, subject: str, actor: str) -> bool:
    """Erase whatever names a person in one request or refusal; False when it was erased before.

    Raises:
        UnknownRequestError: there is no such request or refusal.
        RequestStateError: the office still needs the name to answer the request.
    """
    if kind_written(subject) is SubjectKind.REFUSAL:
        return _erase_refusal(tx, subject, actor)
    request = read_request(get_row(tx.connection, tx.office_id, subject))
    if request.state not in CLOSED:
        raise RequestStateError(
            f"expected a request that is issued, refused or handed over, got {request.shown} "
            f"which is {request.state.value}; finish it first, its papers name the person",
            number=request.shown,
            state=request.state.value,
            command="erase",
            allowed=[],
        )
    if request.erased_on is not None:
        return False
    blank(tx, request.number)
    change_request(tx, request.number, erased_on=_today(tx))
    remember_step(tx, request.number, _tell(tx, actor, request=request.number))
    return True


def erase_all(tx: Transaction, *, subjects: Iterable[str], actor: str) -> int:
    """Erase many at once, for the schedule; returns how many."""
    return sum(erase(tx, subject=each, actor=actor) for each in subjects)


def due_for_erasure(
    connection: sa.Connection, office_id: str, on: date, keep_days: int
) -> list[str]:
    """Whatever was closed ``keep_days`` ago or earlier and still names a person.

    Raises:
        BadDateError: the days are below nought.
    """
    if keep_days < 0:
        raise BadDateError(
            f"expected 0 or more days to keep personal data, got {keep_days}; check the settings"
        )
    return erasable(connection, office_id, on - timedelta(days=keep_days))


def exported(connection: sa.Connection, office_id: str, subject: str) -> dict[str, Any]:
    """Everything the register holds of one person's request or refusal, as plain values.

    Raises:
        UnknownRequestError: there is no such request or refusal.
    """
    if kind_written(subject) is SubjectKind.REFUSAL:
        row = _refusal_row(connection, office_id, subject)
        facts = {name: value for name, value in row._mapping.items() if name != "office_id"}
        return {"refusal": facts, "person": texts_of(connection, office_id, subject)}
    request = read_request(get_row(connection, office_id, subject))
    person = texts_of(connection, office_id, request.number)
    return {"request": request_json(request), "person": person}


def request_json(request: Request) -> dict[str, Any]:
    """A request as plain values."""
    values: dict[str, Any] = {}
    for name in request.__slots__:
        value = getattr(request, name)
        values[name] = value.isoformat() if isinstance(value, date) else value
    return values | {
        "number": request.shown,
        "state": request.state.value,
        "documents": dict(request.documents),
    }


def _erase_refusal(tx: Transaction, subject: str, actor: str) -> bool:
    row = _refusal_row(tx.connection, tx.office_id, subject)
    if row.erased_on is not None:
        return False
    blank(tx, subject)
    where = {"office": tx.office_id, "which": subject}
    tx.connection.execute(_ERASE_REFUSAL, {**where, "erased_on": _today(tx).isoformat()})
    _tell(tx, actor, refusal=subject)
    return True


def _refusal_row(connection: sa.Connection, office_id: str, subject: str) -> Any:
    row = connection.execute(_REFUSAL, {"office": office_id, "which": subject}).one_or_none()
    if row is None:
        raise UnknownRequestError(
            f"expected the id of a refusal in this office's register, got {subject[:40]!r}; take "
            "it from the event documents_refused",
            number=subject[:40],
        )
    return row


def _tell(tx: Transaction, actor: str, **subject: Any) -> int:
    return tx.record(EventKind.PERSON_ERASED, actor=actor, **subject)


def _today(tx: Transaction) -> date:
    return office_date(tx.now.at, tx.office.hours.zone)
