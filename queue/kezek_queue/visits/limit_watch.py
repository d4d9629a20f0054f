"""The limit watcher: near the limit and at the limit, once each, whatever happens in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.moments import Boots, Moment, span_between
from kezek_core.tickets import TicketState
from kezek_queue.clock import MICROSECOND, to_us
from kezek_queue.journal.journal import events_of
from kezek_queue.office.office import Office
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import DUE, HELD, tickets
from kezek_queue.store.transaction import Transaction
from kezek_queue.tickets.rows import NEAR_MARK, REACHED_MARK, TicketRow, find, next_mark
from kezek_queue.tickets.ticket_store import get, save
from kezek_queue.visits.commands import release, tell

WATCHER = "watcher"
MARKS = ((NEAR_MARK, EventKind.LIMIT_NEAR), (REACHED_MARK, EventKind.LIMIT_REACHED))

_mine = tickets.c.office_id == sa.bindparam("office")
_DUE = Prepared(
    sa.select(tickets.c.id)
    .where(_mine, DUE)
    .where(
        sa.or_(
            tickets.c.due_us <= sa.bindparam("boottime_us"),
            tickets.c.due_boot != sa.bindparam("boot"),
        )
    )
    .order_by(tickets.c.arrival_seq)
)
_HELD_UNTIL = Prepared(
    sa.select(tickets.c.id, tickets.c.held_until_us)
    .where(_mine, HELD, tickets.c.held_until_us.is_not(None))
    .order_by(tickets.c.arrival_seq)
)


def limits_due(connection: sa.Connection, office: Office, now: Moment, boots: Boots) -> list[str]:
    """Tickets that have come near or past their limit since anybody looked."""
    near = office.near_limit_percent
    return [
        ticket_id
        for ticket_id in _to_look_at(connection, office.id, now)
        if is_due(find(connection, office.id, ticket_id), now, near, boots)
    ]


def _to_look_at(connection: sa.Connection, office_id: str, now: Moment) -> list[str]:
    """Tickets that may have come near or past their limit.

    A ticket whose wait began before a reboot is always among them: an anchor written later can
    lengthen what is known of its wait.
    """
    rows = _DUE.rows(connection, office=office_id, boottime_us=now.boottime_us, boot=now.boot_id)
    return [row.id for row in rows]


def mark_limits(tx: Transaction, ticket_ids: list[str]) -> int:
    """Write the events that are due, and the marks that keep them from being written again."""
    return sum(_mark(tx, get(tx, ticket_id)) for ticket_id in ticket_ids)


def is_due(row: TicketRow, now: Moment, near_percent: int, boots: Boots) -> bool:
    """Whether the legal wait has reached the next mark."""
    mark = next_mark(row, near_percent)
    return mark is not None and row.clock.wait(now, boots).length >= mark


def held_until(connection: sa.Connection, office_id: str, now: Moment, boots: Boots) -> list[str]:
    """Held tickets whose time has come, by the wall clock or by what the boot clock has counted.

    A hold "until three" of a clock that was an hour fast must not last an hour longer.
    """
    return [
        row.id
        for row in _HELD_UNTIL.rows(connection, office=office_id)
        if row.held_until_us <= to_us(now.at)
        or _held_long_enough(connection, office_id, row, now, boots)
    ]


def _held_long_enough(
    connection: sa.Connection, office_id: str, row: Any, now: Moment, boots: Boots
) -> bool:
    events = events_of(connection, office_id, row.id)
    held = next(each.moment for each in reversed(events) if each.kind is EventKind.TICKET_HELD)
    asked = timedelta(microseconds=row.held_until_us - to_us(held.at))
    return span_between(held, now, boots).length >= asked


def release_all(tx: Transaction, ticket_ids: list[str]) -> int:
    """Let held tickets wait again; one that was released meanwhile is passed over."""
    held = [each for each in ticket_ids if get(tx, each).state is TicketState.HELD]
    for ticket_id in held:
        release(tx, ticket_id, actor=WATCHER)
    return len(held)


def _mark(tx: Transaction, row: TicketRow) -> int:
    written = 0
    for mark, kind in MARKS:
        due = is_due(row, tx.now, tx.office.near_limit_percent, tx.boots)
        if row.marks >= mark or not due:
            continue
        wait = row.clock.wait(tx.now, tx.boots)
        tell(
            tx,
            kind,
            row,
            actor=WATCHER,
            waited_us=wait.length // MICROSECOND,
            exact=wait.exact,
            limit_minutes=row.limit_minutes,
            part=row.part,
        )
        marked = replace(row, marks=mark)
        save(tx, row, marked)
        row = marked
        written += 1
    return written
