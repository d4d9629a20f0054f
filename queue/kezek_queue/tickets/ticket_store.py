"""Reading and writing tickets and their parts inside a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from kezek_core.moments import Moment, Span, span_between
from kezek_core.standards import edition_on, limit_minutes
from kezek_core.tickets import TRANSITIONS, Command, Stage, TicketState, allowed
from kezek_core.waits import Outcome, judge
from kezek_queue.clock import MICROSECOND, to_us
from kezek_queue.errors import wrong_state
from kezek_queue.office.office import Service
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import parts
from kezek_queue.store.transaction import Transaction
from kezek_queue.tickets.rows import (
    INSERT,
    UPDATE,
    TicketRow,
    changes,
    due_columns,
    find,
    values_of,
    view,
)
from kezek_queue.values import Ticket

PART_INSERT = Prepared(parts.insert())
_part_update = parts.update().where(
    parts.c.office_id == sa.bindparam("office"),
    parts.c.ticket_id == sa.bindparam("ticket"),
    parts.c.part == sa.bindparam("place"),
)
PART_UPDATE = Prepared(_part_update)
PART_RETURNED = Prepared(_part_update.values(returns=parts.c.returns + 1))


def get(tx: Transaction, ticket_id: str) -> TicketRow:
    """The ticket as this transaction sees it."""
    return find(tx.connection, tx.office_id, ticket_id)


def show(tx: Transaction, row: TicketRow) -> Ticket:
    """The ticket as the outside sees it now."""
    return view(row, tx.now, tx.boots, tx.office)


def insert(tx: Transaction, row: TicketRow) -> None:
    """Store a new ticket with its first part."""
    INSERT.change(tx.connection, office_id=tx.office_id, **values_of(row), **_due(tx, row))
    open_part(tx, row)


def save(tx: Transaction, before: TicketRow, after: TicketRow) -> None:
    """Store what has changed."""
    changed = {**changes(before, after), **_due(tx, after)}
    UPDATE.change(tx.connection, office=tx.office_id, ticket=after.id, **changed)


def expect(row: TicketRow, command: Command) -> None:
    """Refuse a command that the ticket's state does not allow.

    Raises:
        WrongStateError: with what is allowed instead.
    """
    if not allowed(command, row.state):
        raise wrong_state(row.number, row.state.value, command.value, can_do(row.state))


def can_do(state: TicketState) -> list[str]:
    """The commands that a state allows."""
    return [command.value for command in TRANSITIONS if allowed(command, state)]


def legal_columns(tx: Transaction, service: Service, stage: Stage) -> dict[str, Any]:
    """Limit, standard, edition and source for a part that begins now."""
    standard = tx.config.standards.get(service.standard)
    today = tx.now.at.astimezone(tx.office.hours.zone).date()
    return {
        "limit_minutes": limit_minutes(standard, stage),
        "standard": standard.id,
        "edition": edition_on(standard, today).name,
        "source": standard.source(f"waiting_minutes.{stage.value}") or "",
    }


def open_part(tx: Transaction, row: TicketRow) -> None:
    """A part of the visit begins: issue or transfer."""
    standard = tx.config.standards.get(row.standard)
    PART_INSERT.change(
        tx.connection,
        office_id=tx.office_id,
        ticket_id=row.id,
        part=row.part,
        number=row.number,
        office_day=row.office_day.isoformat(),
        service=row.service,
        stage=row.stage.value,
        category=row.category,
        language=row.language,
        standard=row.standard,
        edition=row.edition,
        source=row.source,
        limit_minutes=row.limit_minutes,
        service_limit_minutes=limit_minutes(standard, Stage.SERVICE),
        issued_us=to_us(row.part_began.at),
        outcome=Outcome.WAITING.value,
    )


def judge_part(tx: Transaction, row: TicketRow, outcome: Outcome, **columns: Any) -> Span:
    """The wait of a part has ended (or is judged again): write its measures and its verdict.

    Args:
        row: the ticket after the command, its clock stopped.
        outcome: what became of the visitor in this part.
        columns: more columns of the part.

    Returns:
        The legal wait that was judged.
    """
    wait = row.clock.wait(tx.now, tx.boots)
    change_part(
        tx,
        row,
        outcome=outcome.value,
        window=window_of_part(row),
        wait_us=wait.length // MICROSECOND,
        wait_exact=int(wait.exact),
        own_us=row.clock.own.length // MICROSECOND,
        own_exact=int(row.clock.own.exact),
        verdict=judge(wait, row.limit_minutes).value,
        **_measures(tx, row),
        **columns,
    )
    return wait


def window_of_part(row: TicketRow) -> int | None:
    """The window the present part was called to; the last call may have been in an earlier one."""
    return None if row.first_call is None else row.window


def reopen_part(tx: Transaction, row: TicketRow) -> None:
    """The wait of a part goes on: a no-show came back or was withdrawn."""
    change_part(tx, row, outcome=Outcome.WAITING.value, wait_us=None, wait_exact=None, verdict=None)


def count_return(tx: Transaction, row: TicketRow) -> None:
    """One more no-show of the present part came back."""
    PART_RETURNED.change(tx.connection, office=tx.office_id, ticket=row.id, place=row.part)


def change_part(tx: Transaction, row: TicketRow, **columns: Any) -> None:
    """Write columns of the present part."""
    PART_UPDATE.change(tx.connection, office=tx.office_id, ticket=row.id, place=row.part, **columns)


def _measures(tx: Transaction, row: TicketRow) -> dict[str, Any]:
    """The three measures of the part, as the clock on the wall of the hall would show them."""
    started = row.started if row.state in (TicketState.SERVING, TicketState.SERVED) else None
    spans = {
        "issued_to_called": _between(tx, row.part_began, row.first_call),
        "called_to_started": _between(tx, row.first_call, started),
        "issued_to_started": _between(tx, row.part_began, started),
    }
    return {
        "called_us": row.first_call and to_us(row.first_call.at),
        "started_us": started and to_us(started.at),
        **span_columns(spans),
    }


def _between(tx: Transaction, start: Moment | None, end: Moment | None) -> Span | None:
    return None if start is None or end is None else span_between(start, end, tx.boots)


def span_columns(spans: Mapping[str, Span | None]) -> dict[str, int | None]:
    """The columns ``NAME_us`` and ``NAME_exact`` of measures by their name."""
    columns: dict[str, int | None] = {}
    for name, span in spans.items():
        columns[f"{name}_us"] = None if span is None else span.length // MICROSECOND
        columns[f"{name}_exact"] = None if span is None else int(span.exact)
    return columns


def _due(tx: Transaction, row: TicketRow) -> dict[str, Any]:
    return due_columns(row, tx.now, tx.office.near_limit_percent, tx.boots)
