"""The end of an office day: whoever was never called is written so, nothing stays open."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.tickets import TicketState
from kezek_core.waits import Outcome
from kezek_queue.live_days import live_days
from kezek_queue.office import Office
from kezek_queue.schema import ABSENT, LIVE, days, requests, tickets, windows
from kezek_queue.serving import judged
from kezek_queue.ticket_rows import TicketRow, read_row
from kezek_queue.ticket_store import change_part, judge_part, save
from kezek_queue.transaction import Transaction
from kezek_queue.visits import free_window, tell

CLOSER = "day"
KEYS_KEPT_DAYS = 7

_office: sa.BindParameter[str] = sa.bindparam("office")
_LEFT_OVER = (
    sa.select(*(column for column in tickets.c if column.name != "office_id"))
    .where(tickets.c.office_id == _office, LIVE, tickets.c.office_day == sa.bindparam("day"))
    .order_by(tickets.c.arrival_seq)
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
_FORGET_KEYS = requests.delete().where(
    requests.c.office_id == _office, requests.c.office_day < sa.bindparam("day")
)
_ISSUED = (
    sa.select(sa.func.count())
    .select_from(tickets)
    .where(tickets.c.office_id == _office, tickets.c.office_day == sa.bindparam("day"))
)
"""Tickets, not counters: a number that was left out is no ticket."""


def days_to_close(connection: sa.Connection, office: Office, at: datetime) -> list[date]:
    """Office days with tickets whose close-out time has passed."""
    return [day for day in live_days(connection, office.id) if closed_out_at(office, day) <= at]


def closed_out_at(office: Office, office_day: date) -> datetime:
    """When an office day is over for good.

    A day that the hours no longer know (they were changed) ends with its calendar date.
    """
    closes = office.hours.closes_at(office_day)
    if closes is None:
        midnight = datetime.combine(office_day, datetime.min.time(), tzinfo=office.hours.zone)
        closes = midnight + timedelta(days=1)
    return closes + timedelta(minutes=office.close_out_minutes_after_closing)


def close_day(tx: Transaction, office_day: date) -> bool:
    """Close one office day.

    Returns:
        False when another process closed it first, or when visitors of today are in it.
    """
    where = {"office": tx.office_id, "day": office_day.isoformat()}
    if office_day not in days_to_close(tx.connection, tx.office, tx.now.at):
        return False
    left_over = [read_row(row) for row in tx.connection.execute(_LEFT_OVER, where)]
    over = [row for row in left_over if _is_over(tx, row)]
    outcomes = Counter(_close_out(tx, row).value for row in over)
    if len(over) < len(left_over):
        return False
    tx.connection.execute(_FORGET_ABSENT, where)
    tx.connection.execute(_CLOSE, where)
    oldest = office_day - timedelta(days=KEYS_KEPT_DAYS)
    tx.connection.execute(_FORGET_KEYS, {"office": tx.office_id, "day": oldest.isoformat()})
    issued = tx.connection.execute(_ISSUED, where).scalar_one()
    tx.record(
        EventKind.DAY_CLOSED,
        actor=CLOSER,
        office_day=office_day.isoformat(),
        issued=int(issued),
        closed_out=outcomes,
    )
    return True


def _is_over(tx: Transaction, row: TicketRow) -> bool:
    """Whether the boot clock, too, knows the day of a ticket to be over.

    A wall clock that was wrong and is set right (or the other way round) leaves people in the
    hall with tickets of another date; they came today, and their day is over when today is.
    """
    if row.issued.boot_id != tx.now.boot_id:
        return True
    passed = timedelta(microseconds=tx.now.boottime_us - row.issued.boottime_us)
    came_at = tx.now.at - passed
    if came_at < closed_out_at(tx.office, row.office_day):
        return True
    return closed_out_at(tx.office, tx.office.hours.office_day(came_at)) <= tx.now.at


def _close_out(tx: Transaction, before: TicketRow) -> Outcome:
    """End one visit that the day left open; a call nobody answered is a no-show."""
    if before.state is TicketState.SERVING:
        return _forgotten(tx, before)
    if before.state is TicketState.CALLED:
        clock, state, outcome = before.clock.absent(), TicketState.NO_SHOW, Outcome.NO_SHOW
    else:
        clock = before.clock.started(tx.now, tx.boots)
        state, outcome = TicketState.CANCELLED, Outcome.NEVER_CALLED
    over = replace(before, state=state, clock=clock, held_until_us=None)
    save(tx, before, over)
    free_window(tx, before)
    wait = judge_part(tx, over, outcome)
    _tell(tx, over, reason=outcome.value, **judged(over, wait))
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
