"""Ticket numbers: a letter and at least three digits, never twice in an office day.

Nor is one ever borne by two people who may be called: two office days overlap while the older is
not closed out (round the clock at midnight, a late close-out, a clock that was set), and then the
younger one leaves out the numbers of those who are still here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import count

import sqlalchemy as sa

from kezek_queue.errors import DayLimitReachedError, NumberTakenError
from kezek_queue.office.office import Service
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import BEARING, counters, days, tickets
from kezek_queue.store.transaction import Transaction
from kezek_queue.tickets.live_days import live_days

DIGITS = 3

_mine = (
    counters.c.office_id == sa.bindparam("office"),
    counters.c.office_day == sa.bindparam("day"),
    counters.c.name == sa.bindparam("counter"),
)
_COUNT = Prepared(
    counters.update().where(*_mine).values(last=counters.c.last + 1).returning(counters.c.last)
)
_SKIP_TO = Prepared(counters.update().where(*_mine).values(last=sa.bindparam("number")))
_FIRST = Prepared(counters.insert())
_OPEN_AGAIN = Prepared(
    days.update()
    .where(days.c.office_id == sa.bindparam("office"), days.c.office_day == sa.bindparam("day"))
    .values(closed=0)
)
_BEGIN = Prepared(days.insert())
_BORNE = sa.select(tickets.c.id).where(
    tickets.c.office_id == sa.bindparam("office"),
    tickets.c.id.in_(sa.bindparam("ids", expanding=True)),
    BEARING,
)
_TODAY = Prepared(
    sa.select(counters.c.name, counters.c.last).where(
        counters.c.office_id == sa.bindparam("office"), counters.c.office_day == sa.bindparam("day")
    )
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
        taken = _count(tx, service_counter(service), office_day)
        _refuse_above(service.daily_limit, taken, service, office_day)
    others = _other_live_days(tx, office_day)
    counted = _count(tx, service.letter, office_day)
    given = first_free(tx.connection, tx.office_id, service.letter, counted, others)
    _refuse_above(tx.office.numbers_per_letter, given, service, office_day)
    if given > counted:
        _skip_to(tx, service.letter, office_day, given)
    return ticket_number(service.letter, given)


def first_free(
    connection: sa.Connection, office_id: str, letter: str, least: int, others: Sequence[date]
) -> int:
    """The first number of a letter that nobody who may be called bears.

    Args:
        connection: what is read.
        office_id: the office.
        letter: the letter.
        least: where to begin.
        others: the live office days beside the one the number is for; mostly there is none.
    """
    return next(
        number
        for number in count(least)
        if not bearers(connection, office_id, ticket_number(letter, number), others)
    )


def bearers(
    connection: sa.Connection, office_id: str, number: str, of_days: Iterable[date]
) -> list[str]:
    """The tickets of some office days that bear a number and may still be called."""
    ids = [ticket_id(day, number) for day in of_days]
    if not ids:
        return []
    where = {"office": office_id, "ids": ids}
    return [row.id for row in connection.execute(_BORNE, where)]


def refuse_second_bearer(tx: Transaction, ticket: str, number: str) -> None:
    """A ticket may live again only while nobody else is called by its number.

    Numbering sees to it by itself; a day that was closed out and is open again may hold a ticket
    whose number was given out anew meanwhile.

    Raises:
        NumberTakenError: somebody else bears the number.
    """
    living = live_days(tx.connection, tx.office_id)
    others = [
        each for each in bearers(tx.connection, tx.office_id, number, living) if each != ticket
    ]
    if others:
        raise NumberTakenError(
            f"expected number {number} to be free for {ticket}, it is borne by {others[0]} now; "
            "give this visitor a new ticket",
            number=number,
            ticket=others[0],
        )


def counts_of(connection: sa.Connection, office_id: str, office_day: date) -> dict[str, int]:
    """What every counter of an office day stands at."""
    rows = _TODAY.rows(connection, office=office_id, day=office_day.isoformat())
    return {row.name: row.last for row in rows}


def _count(tx: Transaction, name: str, office_day: date) -> int:
    day = office_day.isoformat()
    row = _COUNT.first(tx.connection, office=tx.office_id, day=day, counter=name)
    if row is not None:
        return int(row.last)
    _FIRST.change(tx.connection, office_id=tx.office_id, office_day=day, name=name, last=1)
    return 1


def _skip_to(tx: Transaction, name: str, office_day: date, number: int) -> None:
    day = office_day.isoformat()
    _SKIP_TO.change(tx.connection, office=tx.office_id, day=day, counter=name, number=number)


def _other_live_days(tx: Transaction, office_day: date) -> list[date]:
    """The day lives from now on; those that live beside it."""
    live = live_days(tx.connection, tx.office_id)
    if office_day not in live:
        _begin(tx, office_day)
    return [day for day in live if day != office_day]


def _begin(tx: Transaction, office_day: date) -> None:
    """The day has tickets; one that was closed (longer hours, a wrong clock) is open again."""
    day = office_day.isoformat()
    if _OPEN_AGAIN.change(tx.connection, office=tx.office_id, day=day) == 0:
        _BEGIN.change(tx.connection, office_id=tx.office_id, office_day=day, closed=0)


def _refuse_above(limit: int, given: int, service: Service, office_day: date) -> None:
    if given > limit:
        raise DayLimitReachedError(
            f"expected a free number for {service.id!r} on {office_day}, but all {limit} were "
            "given out; come on another day, or raise the limit in office.toml",
            service=service.id,
            limit=limit,
            office_day=office_day.isoformat(),
        )
