"""Ticket numbers: a letter and at least three digits, never twice in an office day."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from kezek_queue.errors import DayLimitReachedError
from kezek_queue.office import Service
from kezek_queue.schema import counters, days
from kezek_queue.transaction import Transaction

DIGITS = 3

_mine = (
    counters.c.office_id == sa.bindparam("office"),
    counters.c.office_day == sa.bindparam("day"),
    counters.c.name == sa.bindparam("counter"),
)
_COUNT = counters.update().where(*_mine).values(last=counters.c.last + 1).returning(counters.c.last)
_FIRST = counters.insert()
_this_day = (
    days.c.office_id == sa.bindparam("office"),
    days.c.office_day == sa.bindparam("day"),
)
_KNOWN_DAY = sa.select(days.c.closed).where(*_this_day)
_OPEN_AGAIN = days.update().where(*_this_day).values(closed=0)
_TODAY = sa.select(counters.c.name, counters.c.last).where(
    counters.c.office_id == sa.bindparam("office"), counters.c.office_day == sa.bindparam("day")
)


def ticket_number(letter: str, count: int) -> str:
    """The number as called, for example ``A015``."""
    return f"{letter}{count:0{DIGITS}d}"


def ticket_id(office_day: date, number: str) -> str:
    """Readable and unique for ever, for example ``2026-11-23-A015``."""
    return f"{office_day.isoformat()}-{number}"


def service_counter(service: Service) -> str:
    """Name of the counter of a service with a limit of its own."""
    return f"service:{service.id}"


def next_number(
    tx: Transaction, service: Service, office_day: date, *, limited: bool = True
) -> str:
    """Take the next number of the service's letter.

    Args:
        tx: the transaction.
        service: the service.
        office_day: the day.
        limited: whether the service's own daily limit counts; it is a limit of hand-ins, and
            whoever collects a result that lies in the office takes nobody's place.

    Raises:
        DayLimitReachedError: the letter, or the service, has given out all of the day.
    """
    if limited and service.daily_limit is not None:
        given = _count(tx, service_counter(service), office_day)
        _refuse_above(service.daily_limit, given, service, office_day)
    _know_day(tx, office_day)
    given = _count(tx, service.letter, office_day)
    _refuse_above(tx.office.numbers_per_letter, given, service, office_day)
    return ticket_number(service.letter, given)


def counts_of(connection: sa.Connection, office_id: str, office_day: date) -> dict[str, int]:
    """What every counter of an office day stands at."""
    where = {"office": office_id, "day": office_day.isoformat()}
    return {row.name: row.last for row in connection.execute(_TODAY, where)}


def _count(tx: Transaction, name: str, office_day: date) -> int:
    where = {"office": tx.office_id, "day": office_day.isoformat(), "counter": name}
    row = tx.connection.execute(_COUNT, where).one_or_none()
    if row is not None:
        return int(row.last)
    tx.connection.execute(
        _FIRST,
        {"office_id": tx.office_id, "office_day": where["day"], "name": name, "last": 1},
    )
    return 1


def _know_day(tx: Transaction, office_day: date) -> None:
    """The day has tickets; one that was closed (longer hours, a wrong clock) is open again."""
    where = {"office": tx.office_id, "day": office_day.isoformat()}
    known = tx.connection.execute(_KNOWN_DAY, where).one_or_none()
    if known is not None and known.closed:
        tx.connection.execute(_OPEN_AGAIN, where)
    if known is None:
        tx.connection.execute(
            days.insert(), {"office_id": tx.office_id, "office_day": where["day"], "closed": 0}
        )


def _refuse_above(limit: int, given: int, service: Service, office_day: date) -> None:
    if given > limit:
        raise DayLimitReachedError(
            f"expected a free number for {service.id!r} on {office_day}, but all {limit} were "
            "given out; come on another day, or raise the limit in office.toml",
            service=service.id,
            limit=limit,
            office_day=office_day.isoformat(),
        )
