"""Commands to a visit, wherever it stands: hold, release, return, cancel."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.tickets import AT_WINDOW, Command, after
from kezek_core.waits import Outcome
from kezek_queue.errors import wrong_state
from kezek_queue.journal.journal import events_of
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import windows
from kezek_queue.store.transaction import Transaction
from kezek_queue.tickets.live_days import is_closed_out
from kezek_queue.tickets.numbering import refuse_second_bearer
from kezek_queue.tickets.replay_visit import ended_by_closing
from kezek_queue.tickets.rows import TicketRow
from kezek_queue.tickets.ticket_store import (
    count_return,
    expect,
    get,
    judge_part,
    reopen_part,
    save,
    show,
)
from kezek_queue.values import Ticket
from kezek_queue.windows.serving import judged, put_on_hold

_FREE = Prepared(
    windows.update()
    .where(
        windows.c.office_id == sa.bindparam("office"),
        windows.c.ticket_id == sa.bindparam("visitor"),
    )
    .values(ticket_id=None)
)
_FORGET_ABSENT = Prepared(
    windows.update()
    .where(
        windows.c.office_id == sa.bindparam("office"),
        windows.c.absent_id == sa.bindparam("visitor"),
    )
    .values(absent_id=None)
)


def hold_ticket(tx: Transaction, ticket_id: str, *, until: datetime | None, actor: str) -> Ticket:
    """Put a visitor who waits or was called aside."""
    before = get(tx, ticket_id)
    expect(before, Command.HOLD)
    held = put_on_hold(before, until)
    save(tx, before, held)
    free_window(tx, before)
    tell(tx, EventKind.TICKET_HELD, held, actor=actor, until=until and until.isoformat())
    return show(tx, held)


def release(tx: Transaction, ticket_id: str, *, actor: str) -> Ticket:
    """Let a held visitor wait again, in the old place."""
    before = get(tx, ticket_id)
    expect(before, Command.RELEASE)
    waiting = replace(before, state=after(Command.RELEASE), held_until_us=None)
    save(tx, before, waiting)
    tell(tx, EventKind.TICKET_RELEASED, waiting, actor=actor)
    return show(tx, waiting)


def return_visitor(tx: Transaction, ticket_id: str, *, actor: str) -> Ticket:
    """A no-show is back within the office day; the absence is the visitor's own."""
    before = get(tx, ticket_id)
    expect(before, Command.RETURN)
    if is_closed_out(tx.connection, tx.office_id, before.office_day) or ended_by_closing(
        events_of(tx.connection, tx.office_id, before.id)
    ):
        raise wrong_state(before.number, "day_closed", Command.RETURN.value, ())
    refuse_second_bearer(tx, before.id, before.number)
    waiting = replace(
        before,
        state=after(Command.RETURN),
        clock=before.clock.returned(tx.now, tx.boots),
    )
    save(tx, before, waiting)
    reopen_part(tx, waiting)
    count_return(tx, waiting)
    _FORGET_ABSENT.change(tx.connection, office=tx.office_id, visitor=before.id)
    tell(tx, EventKind.VISITOR_RETURNED, waiting, actor=actor)
    return show(tx, waiting)


def cancel(tx: Transaction, ticket_id: str, *, actor: str, **why: str) -> Ticket:
    """The visitor leaves before service: judged on the wait until now.

    Args:
        tx: the transaction.
        ticket_id: the visit.
        actor: who says so.
        why: what the event tells besides.
    """
    before = get(tx, ticket_id)
    expect(before, Command.CANCEL)
    left = replace(
        before,
        state=after(Command.CANCEL),
        held_until_us=None,
        clock=before.clock.started(tx.now, tx.boots),
    )
    save(tx, before, left)
    free_window(tx, before)
    wait = judge_part(tx, left, Outcome.LEFT)
    tell(tx, EventKind.TICKET_CANCELLED, left, actor=actor, **judged(left, wait), **why)
    return show(tx, left)


def free_window(tx: Transaction, before: TicketRow) -> None:
    """Nobody stands at the window any more where this visitor stood."""
    if before.state in AT_WINDOW:
        _FREE.change(tx.connection, office=tx.office_id, visitor=before.id)


def tell(tx: Transaction, kind: EventKind, row: TicketRow, *, actor: str, **body: Any) -> int:
    """Record an event of a visit."""
    return tx.record(
        kind,
        actor=actor,
        ticket_id=row.id,
        window=row.window,
        number=row.number,
        service=row.service,
        **body,
    )
