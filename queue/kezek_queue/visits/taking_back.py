"""A closing out is taken back: whoever was closed out waits again, as if it had not been."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.tickets import TicketState
from kezek_core.waits import Outcome
from kezek_queue.errors import NothingToTakeBackError
from kezek_queue.journal.journal import events_of, rows_about
from kezek_queue.journal.moment_text import moment_text
from kezek_queue.schema.tables import days, taken_back, tickets, windows
from kezek_queue.store.transaction import Transaction
from kezek_queue.tickets.numbering import refuse_second_bearer
from kezek_queue.tickets.replay_visit import clock_from_events, ended_by_closing
from kezek_queue.tickets.rows import TicketRow, read_row
from kezek_queue.tickets.ticket_store import change_part, reopen_part, save, show
from kezek_queue.tickets.window_rows import read_windows
from kezek_queue.values import Ticket
from kezek_queue.visits.commands import tell
from kezek_queue.visits.reasons import checked_reason

_office: sa.BindParameter[str] = sa.bindparam("office")
_ENDED = (
    sa.select(*(column for column in tickets.c if column.name != "office_id"))
    .where(tickets.c.office_id == _office, tickets.c.office_day == sa.bindparam("day"))
    .where(tickets.c.state.in_(("cancelled", "no_show", "served")))
    .order_by(tickets.c.arrival_seq)
)
_OPEN_AGAIN = (
    days.update()
    .where(days.c.office_id == _office, days.c.office_day == sa.bindparam("day"))
    .values(closed=0)
)
_FORGET = taken_back.delete().where(
    taken_back.c.office_id == _office, taken_back.c.ticket_id == sa.bindparam("ticket")
)
_SEAT = (
    windows.update()
    .where(windows.c.office_id == _office, windows.c.id == sa.bindparam("number"))
    .values(ticket_id=sa.bindparam("visitor"))
)


def take_back(
    tx: Transaction,
    office_day: date,
    *,
    reason: str,
    actor: str,
    ticket_ids: Collection[str] | None = None,
) -> tuple[Ticket, ...]:
    """Let visitors of an office day wait again whom its closing out had ended.

    Their places and their clocks are what they would be without it. Whoever was called or on hold
    waits; whoever was being served is at the window again if it is free, else stays served.

    Args:
        tx: the transaction.
        office_day: the day, as it stands in the ids of the tickets.
        reason: why, in words; it stands in the journal for good, so it names nobody.
        actor: who decides.
        ticket_ids: these only; everyone when not given.

    Raises:
        ReasonNeededError: the reason is missing, too long or not on one line.
        NothingToTakeBackError: nobody of the day was closed out, or not one who was named.
        NumberTakenError: the number of one of them was given to somebody else meanwhile.
    """
    why = checked_reason(reason)
    found = {row.id: row for row in _closed_out(tx, office_day)}
    chosen = list(found) if ticket_ids is None else list(dict.fromkeys(ticket_ids))
    if not chosen or not found.keys() >= set(chosen):
        raise _nothing(office_day, [each for each in chosen if each not in found])
    waiting = [_let_wait(tx, found[each], why, actor) for each in chosen]
    tx.connection.execute(_OPEN_AGAIN, {"office": tx.office_id, "day": office_day.isoformat()})
    tx.record(
        EventKind.CLOSING_TAKEN_BACK,
        actor=actor,
        office_day=office_day.isoformat(),
        tickets=len(waiting),
        reason=why,
    )
    return tuple(show(tx, row) for row in waiting)


def _closed_out(tx: Transaction, office_day: date) -> list[TicketRow]:
    """The visits that may go on; a service goes on only where its window is free."""
    where = {"office": tx.office_id, "day": office_day.isoformat()}
    rows = [read_row(row) for row in tx.connection.execute(_ENDED, where)]
    ids = [row.id for row in rows]
    closed = rows_about(tx.connection, tx.office_id, ids, [EventKind.DAY_CLOSED])
    closed_out = {each.ticket_id for each in closed}
    free = {n for n, each in read_windows(tx.connection, tx.office).items() if each.is_free}
    return [
        row
        for row in rows
        if row.id in closed_out
        and (row.state is not TicketState.SERVED or row.window in free)
        and ended_by_closing(events_of(tx.connection, tx.office_id, row.id))
    ]


def _let_wait(tx: Transaction, before: TicketRow, reason: str, actor: str) -> TicketRow:
    refuse_second_bearer(tx, before.id, before.number)
    serving = before.state is TicketState.SERVED
    state = TicketState.SERVING if serving else TicketState.WAITING
    tell(tx, EventKind.CLOSING_TAKEN_BACK, before, actor=actor, reason=reason, state=state.value)
    clock = clock_from_events(events_of(tx.connection, tx.office_id, before.id), tx.boots)
    again = replace(before, state=state, clock=clock)
    save(tx, before, again)
    if serving:
        change_part(tx, again, outcome=Outcome.SERVING.value)
        seat = {"office": tx.office_id, "number": again.window, "visitor": again.id}
        tx.connection.execute(_SEAT, seat)
    else:
        reopen_part(tx, again)
    _remember(tx, again)
    return again


def _remember(tx: Transaction, row: TicketRow) -> None:
    """From now on the visitor's day ends as if the ticket had been issued now."""
    tx.connection.execute(_FORGET, {"office": tx.office_id, "ticket": row.id})
    tx.connection.execute(
        taken_back.insert(),
        {"office_id": tx.office_id, "ticket_id": row.id, "moment": moment_text(tx.now)},
    )


def _nothing(office_day: date, strangers: list[str]) -> NothingToTakeBackError:
    who = ", ".join(strangers[:5]) if strangers else "anybody"
    return NothingToTakeBackError(
        f"expected a visitor whom the closing out of {office_day} had ended, it did not end {who}; "
        "look at the list of those closed out again",
        office_day=office_day.isoformat(),
        tickets=strangers,
    )
