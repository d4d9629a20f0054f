"""Requests as rows: reading, writing and finding them by what people look for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

import sqlalchemy as sa

from kezek_core.papers import CheckDigitError, NoRequestNumberError, RequestNumber, parse
from kezek_queue import errors
from kezek_queue.clock import from_us, to_us
from kezek_queue.register.values import Request, RequestState
from kezek_queue.schema.tables import (
    ERASABLE,
    KEPT_REQUEST,
    OPEN_REQUEST,
    register_refusals,
    register_requests,
    register_steps,
)
from kezek_queue.store.transaction import Transaction

_columns = register_requests.c
_mine = _columns.office_id == sa.bindparam("office")
_ROWS = sa.select(*(column for column in _columns if column.name != "office_id")).where(_mine)
_BY_NUMBER = _ROWS.where(_columns.number == sa.bindparam("which"))
_LAST = sa.select(sa.func.max(_columns.number)).where(
    _mine,
    _columns.number >= sa.bindparam("from_number"),
    _columns.number <= sa.bindparam("to_number"),
)
_DUE_ON = _ROWS.where(OPEN_REQUEST, _columns.due_on == sa.bindparam("day")).order_by(
    _columns.number
)
_OVERDUE = _ROWS.where(OPEN_REQUEST, _columns.due_on < sa.bindparam("day")).order_by(
    _columns.due_on, _columns.number
)
_NOT_COLLECTED = _ROWS.where(KEPT_REQUEST, _columns.keep_until_on < sa.bindparam("day")).order_by(
    _columns.keep_until_on, _columns.number
)
_ERASABLE = sa.select(_columns.number).where(
    _mine, ERASABLE, _columns.closed_on <= sa.bindparam("day")
)
_ERASABLE_REFUSALS = sa.select(register_refusals.c.id).where(
    register_refusals.c.office_id == sa.bindparam("office"),
    ERASABLE,
    register_refusals.c.closed_on <= sa.bindparam("day"),
)
_CHANGE = register_requests.update().where(_mine, _columns.number == sa.bindparam("which"))
_STEPS = (
    sa.select(register_steps.c.seq)
    .where(
        register_steps.c.office_id == sa.bindparam("office"),
        register_steps.c.number == sa.bindparam("which"),
    )
    .order_by(register_steps.c.seq)
)
_DATES = tuple(each.name for each in fields(Request) if each.type in ("date", "date | None"))


def stored_number(text: str) -> str:
    """A request number as typed, shown or scanned in the form it is stored in.

    Raises:
        RequestNumberError: it is no request number.
        MistypedNumberError: its check digit does not fit.
    """
    try:
        return parse(text).stored
    except CheckDigitError as error:
        raise errors.MistypedNumberError(str(error)) from error
    except NoRequestNumberError as error:
        raise errors.RequestNumberError(str(error)) from error


def next_request_number(tx: Transaction, on: date) -> str:
    """The next number of the year; no number is ever given twice."""
    year = on.year % 100
    lowest, highest = f"{year:02d}000000", f"{year:02d}9999999"
    where = {"office": tx.office_id, "from_number": lowest, "to_number": highest}
    last = tx.connection.execute(_LAST, where).scalar_one()
    count = 0 if last is None else parse(last).count
    try:
        return RequestNumber(year, count + 1).stored
    except NoRequestNumberError as error:
        raise errors.RequestNumberError(str(error)) from error


def insert_request(tx: Transaction, request: Request, kept_id: str) -> None:
    """Store a new request."""
    tx.connection.execute(
        register_requests.insert(),
        {
            "office_id": tx.office_id,
            "kept": kept_id,
            **{
                each.name: _stored(getattr(request, each.name))
                for each in fields(request)
                if not each.name.endswith("_at")
            },
            "accepted_us": to_us(tx.now.at),
            "closed_us": None,
        },
    )


def change_request(tx: Transaction, number: str, **changes: Any) -> None:
    """Change some columns of a request."""
    stored = {name: _stored(value) for name, value in changes.items()}
    tx.connection.execute(_CHANGE, {"office": tx.office_id, "which": number, **stored})


def remember_step(tx: Transaction, number: str, seq: int) -> None:
    """Note that a journal event belongs to a request."""
    tx.connection.execute(
        register_steps.insert(), {"office_id": tx.office_id, "number": number, "seq": seq}
    )


def steps_of(connection: sa.Connection, office_id: str, number: str) -> list[int]:
    """The journal events of a request, in order."""
    where = {"office": office_id, "which": number}
    return list(connection.execute(_STEPS, where).scalars())


def find_row(connection: sa.Connection, office_id: str, number: str) -> Any:
    """The row of a stored number; None when there is none."""
    where = {"office": office_id, "which": number}
    return connection.execute(_BY_NUMBER, where).one_or_none()


def get_row(connection: sa.Connection, office_id: str, number: str) -> Any:
    """The row of a number as typed, shown or scanned.

    Raises:
        RequestNumberError, MistypedNumberError: it is no request number.
        UnknownRequestError: there is no such request.
    """
    stored = stored_number(number)
    row = find_row(connection, office_id, stored)
    if row is None:
        shown = parse(stored).shown
        raise errors.UnknownRequestError(
            f"expected the number of a request in this office's register, got {shown}; compare "
            "it with the receipt, and look whether another office gave it",
            number=shown,
        )
    return row


def read_request(row: Any) -> Request:
    """The request of a row."""
    values: dict[str, Any] = {
        each.name: getattr(row, each.name)
        for each in fields(Request)
        if not each.name.endswith("_at")
    }
    for name in _DATES:
        values[name] = values[name] and date.fromisoformat(values[name])
    return Request(
        **values
        | {
            "state": RequestState(row.state),
            "documents": json.loads(row.documents),
            "accepted_at": from_us(row.accepted_us),
            "closed_at": None if row.closed_us is None else from_us(row.closed_us),
        }
    )


def due_requests(connection: sa.Connection, office_id: str, on: date) -> list[Request]:
    """Open requests whose last day is ``on``."""
    return _read_all(connection, _DUE_ON, office_id, on)


def overdue_requests(connection: sa.Connection, office_id: str, on: date) -> list[Request]:
    """Open requests whose last day was before ``on``, the oldest first."""
    return _read_all(connection, _OVERDUE, office_id, on)


def uncollected(connection: sa.Connection, office_id: str, on: date) -> list[Request]:
    """Results whose keeping ended before ``on``: still ready, or unclaimed already."""
    return _read_all(connection, _NOT_COLLECTED, office_id, on)


def accepted_between(
    connection: sa.Connection,
    office_id: str,
    first_day: date | None,
    last_day: date | None,
    state: RequestState | None,
) -> list[Request]:
    """Requests by day of acceptance and state, in the order of their numbers."""
    statement = _ROWS.order_by(_columns.accepted_on, _columns.number)
    where: dict[str, Any] = {"office": office_id}
    if first_day is not None:
        statement = statement.where(_columns.accepted_on >= sa.bindparam("first"))
        where["first"] = first_day.isoformat()
    if last_day is not None:
        statement = statement.where(_columns.accepted_on <= sa.bindparam("last"))
        where["last"] = last_day.isoformat()
    if state is not None:
        statement = statement.where(_columns.state == sa.bindparam("state"))
        where["state"] = state.value
    return [read_request(row) for row in connection.execute(statement, where)]


def erasable(connection: sa.Connection, office_id: str, closed_by: date) -> list[str]:
    """Requests and refusals closed on or before a day whose people are still named."""
    where = {"office": office_id, "day": closed_by.isoformat()}
    return [
        *connection.execute(_ERASABLE, where).scalars(),
        *connection.execute(_ERASABLE_REFUSALS, where).scalars(),
    ]


def _read_all(
    connection: sa.Connection, statement: sa.Select[Any], office_id: str, on: date
) -> list[Request]:
    where = {"office": office_id, "day": on.isoformat()}
    return [read_request(row) for row in connection.execute(statement, where)]


def _stored(value: Any) -> Any:
    if isinstance(value, RequestState):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False)
    return value
