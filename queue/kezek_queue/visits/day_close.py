"""The end of an office day: whoever was never called is written so, nothing stays open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.moments import Boots, Moment
from kezek_core.tickets import TicketState
from kezek_core.waits import Outcome
from kezek_queue.counts.summaries import make_summary
from kezek_queue.journal.moment_text import read_moment
from kezek_queue.journal.office_clock import OfficeTime
from kezek_queue.office.office import Office
from kezek_queue.schema.tables import ABSENT, LIVE, days, taken_back, tickets, windows
from kezek_queue.store.idempotency import forget_keys
from kezek_queue.store.transaction import Transaction
from kezek_queue.tickets.live_days import live_days
from kezek_queue.tickets.rows import TicketRow, read_row
from kezek_queue.tickets.ticket_store import change_part, judge_part, save
from kezek_queue.timekeeping.day_end import DayEnd
from kezek_queue.visits.commands import free_window, tell
from kezek_queue.windows.serving import judged, rule_facts

CLOSER = "day"

_office: sa.BindParameter[str] = sa.bindparam("office")
_of_day = sa.select(*(column for column in tickets.c if column.name != "office_id")).where(
    tickets.c.office_id == _office, tickets.c.office_day == sa.bindparam("day")
)
_LEFT_OVER = _of_day.where(LIVE).order_by(tickets.c.arrival_seq)
_LAST = _of_day.order_by(tickets.c.arrival_seq.desc()).limit(1)
_TAKEN_BACK = (
    sa.select(taken_back.c.ticket_id, taken_back.c.moment)
    .join(
        tickets,
        sa.and_(
            tickets.c.office_id == taken_back.c.office_id, tickets.c.id == taken_back.c.ticket_id
        ),
    )
    .where(taken_back.c.office_id == _office, tickets.c.office_day == sa.bindparam("day"))
)
_CLOSE = (
    days.update()
    .where(days.c.office_id == _office, days.c.office_day == sa.bindparam("day"))
    .values(closed=1)
)
_FORGET_ABSENT = (
    windows.update()
    .where(windows.c.office_id == _office)
    .where(
        windows.c.absent_id.in_(
            sa.select(tickets.c.id).where(
                tickets.c.office_id == _office,
                ABSENT,
                tickets.c.office_day == sa.bindparam("day"),
            )
        )
    )
    .values(absent_id=None)
)
_ISSUED = (
    sa.select(sa.func.count())
    .select_from(tickets)
    .where(tickets.c.office_id == _office, tickets.c.office_day == sa.bindparam("day"))
)
"""Tickets, not counters: a number that was left out is no ticket."""


@dataclass(frozen=True, slots=True)
class _Day:
    """An office day that is not closed: who is left in it, and who came last."""

    left_over: tuple[TicketRow, ...]
    last: TicketRow
    taken_back: Mapping[str, Moment]


def days_to_close(
    connection: sa.Connection, office: Office, time: OfficeTime, boots: Boots
) -> list[date]:
    """Open office days in which something is to be closed out: the day, or a visit of it."""
    end = DayEnd(office, time, boots)
    days_open = {day: _read(connection, office, day) for day in live_days(connection, office.id)}
    return [
        office_day
        for office_day, day in days_open.items()
        if any(_is_over(end, day, row) for row in (*day.left_over, day.last))
    ]


def close_day(tx: Transaction, office_day: date) -> bool:
    """Close out the visits of one office day that are over for certain, and the day with the last.

    Returns:
        False when another process closed it first, or when visitors of today are in it.
    """
    where = {"office": tx.office_id, "day": office_day.isoformat()}
    if office_day not in live_days(tx.connection, tx.office_id):
        return False
    day = _read(tx.connection, tx.office, office_day)
    end = DayEnd(tx.office, OfficeTime(tx.now, tx.clock), tx.boots)
    over = [row for row in day.left_over if _is_over(end, day, row)]
    outcomes = Counter(_close_out(tx, row).value for row in over)
    if len(over) < len(day.left_over) or not _is_over(end, day, day.last):
        return False
    tx.connection.execute(_FORGET_ABSENT, where)
    tx.connection.execute(_CLOSE, where)
    make_summary(tx, office_day)
    forget_keys(tx, office_day)
    issued = tx.connection.execute(_ISSUED, where).scalar_one()
    tx.record(
        EventKind.DAY_CLOSED,
        actor=CLOSER,
        office_day=office_day.isoformat(),
        issued=int(issued),
        closed_out=outcomes,
    )
    return True


def _read(connection: sa.Connection, office: Office, office_day: date) -> _Day:
    where = {"office": office.id, "day": office_day.isoformat()}
    return _Day(
        tuple(read_row(row) for row in connection.execute(_LEFT_OVER, where)),
        read_row(connection.execute(_LAST, where).one()),
        {row.ticket_id: read_moment(row.moment) for row in connection.execute(_TAKEN_BACK, where)},
    )


def _is_over(end: DayEnd, day: _Day, row: TicketRow) -> bool:
    """Who waits again after a closing out is closed out with the next one, whatever the date."""
    again = day.taken_back.get(row.id)
    return end.is_over(row.issued, row.office_day) if again is None else end.is_over(again)


def _close_out(tx: Transaction, before: TicketRow) -> Outcome:
    """End one visit that the day left open; a call nobody answered is a no-show."""
    if before.state is TicketState.SERVING:
        return _forgotten(tx, before)
    if before.state is TicketState.CALLED:
        clock = before.clock.left_unanswered(tx.office.no_show, tx.now, tx.boots)
        state, outcome = TicketState.NO_SHOW, Outcome.NO_SHOW
    else:
        clock = before.clock.started(tx.now, tx.boots)
        state, outcome = TicketState.CANCELLED, Outcome.NEVER_CALLED
    over = replace(before, state=state, clock=clock, held_until_us=None)
    save(tx, before, over)
    free_window(tx, before)
    wait = judge_part(tx, over, outcome)
    by = rule_facts(tx) if outcome is Outcome.NO_SHOW else {}
    _tell(tx, over, reason=outcome.value, **judged(over, wait), **by)
    return outcome


def _forgotten(tx: Transaction, before: TicketRow) -> Outcome:
    """Nobody pressed finish: the visit is over, how long it took is not known."""
    served = replace(before, state=TicketState.SERVED)
    save(tx, before, served)
    free_window(tx, before)
    change_part(tx, served, outcome=Outcome.SERVED.value)
    _tell(tx, served, reason="forgotten", measured=False)
    return Outcome.SERVED


def _tell(tx: Transaction, row: TicketRow, **body: object) -> None:
    tell(tx, EventKind.DAY_CLOSED, row, actor=CLOSER, **body)
