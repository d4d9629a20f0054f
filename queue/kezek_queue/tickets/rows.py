"""A ticket as the database keeps it, and as the outside sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

import sqlalchemy as sa

from kezek_core.moments import NO_SPAN, Boots, Moment, Span
from kezek_core.tickets import Stage, TicketState
from kezek_core.waits import CallsSoFar, LegalClock, judge
from kezek_queue.clock import MICROSECOND, from_us
from kezek_queue.errors import UnknownTicketError
from kezek_queue.journal.moment_text import (
    later_text,
    moment_text,
    moments_text,
    read_later,
    read_moment,
    read_moments,
    read_optional_moment,
)
from kezek_queue.office.office import Office
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import LIVE, tickets
from kezek_queue.values import Ticket

NEAR_MARK = 1
REACHED_MARK = 2

_columns = [column for column in tickets.c if column.name != "office_id"]
_mine = tickets.c.office_id == sa.bindparam("office")
BY_ID = Prepared(sa.select(*_columns).where(_mine, tickets.c.id == sa.bindparam("ticket")))
LIVE_TICKETS = Prepared(sa.select(*_columns).where(_mine, LIVE).order_by(tickets.c.arrival_seq))
INSERT = Prepared(tickets.insert())
UPDATE = Prepared(tickets.update().where(_mine, tickets.c.id == sa.bindparam("ticket")))


@dataclass(frozen=True, slots=True)
class TicketRow:
    """Everything that is stored of a ticket; a change makes a new row."""

    id: str
    number: str
    office_day: date
    arrival_seq: int
    service: str
    stage: Stage
    state: TicketState
    language: str
    category: str | None
    category_rank: int
    window: int | None
    part: int
    times: int
    called_seq: int | None
    limit_minutes: int | None
    standard: str
    edition: str
    source: str
    issued: Moment
    part_began: Moment
    first_call: Moment | None
    called_us: int | None
    started: Moment | None
    finished_us: int | None
    held_until_us: int | None
    clock: LegalClock
    marks: int


def read_row(row: Any) -> TicketRow:
    """The ticket of a database row."""
    issued = read_moment(row.issued_moment)
    return TicketRow(
        id=row.id,
        number=row.number,
        office_day=date.fromisoformat(row.office_day),
        arrival_seq=row.arrival_seq,
        service=row.service,
        stage=Stage(row.stage),
        state=TicketState(row.state),
        language=row.language,
        category=row.category,
        category_rank=row.category_rank,
        window=row.window,
        part=row.part,
        times=row.times,
        called_seq=row.called_seq,
        limit_minutes=row.limit_minutes,
        standard=row.standard,
        edition=row.edition,
        source=row.source,
        issued=issued,
        part_began=cast(Moment, read_later(row.part_moment, issued)),
        first_call=read_later(row.first_call_moment, issued),
        called_us=row.called_us,
        started=read_later(row.started_moment, issued),
        finished_us=row.finished_us,
        held_until_us=row.held_until_us,
        clock=read_clock(row),
        marks=row.marks,
    )


def read_clock(row: Any) -> LegalClock:
    """The legal clock of a ticket's database row."""
    return LegalClock(
        counted=_span(row.counted_us, row.counted_exact),
        own=_span(row.own_us, row.own_exact),
        running_since=read_optional_moment(row.running_moment),
        unanswered_calls=read_moments(row.call_moments),
        stopped=read_optional_moment(row.stopped_moment),
    )


def read_waited_clock(row: Any) -> LegalClock:
    """As much of a legal clock as the wait so far rests on: everybody's is read at each call."""
    return LegalClock(
        counted=_span(row.counted_us, row.counted_exact),
        running_since=read_optional_moment(row.running_moment),
        stopped=read_optional_moment(row.stopped_moment),
    )


def values_of(row: TicketRow) -> dict[str, Any]:
    """The columns of a ticket, but for the office and the next mark of the limit watcher."""
    return {
        "id": row.id,
        "number": row.number,
        "office_day": row.office_day.isoformat(),
        "arrival_seq": row.arrival_seq,
        "service": row.service,
        "stage": row.stage.value,
        "state": row.state.value,
        "language": row.language,
        "category": row.category,
        "category_rank": row.category_rank,
        "window": row.window,
        "part": row.part,
        "times": row.times,
        "called_seq": row.called_seq,
        "limit_minutes": row.limit_minutes,
        "standard": row.standard,
        "edition": row.edition,
        "source": row.source,
        "issued_moment": moment_text(row.issued),
        "part_moment": later_text(row.part_began, row.issued),
        "first_call_moment": later_text(row.first_call, row.issued),
        "called_us": row.called_us,
        "started_moment": later_text(row.started, row.issued),
        "finished_us": row.finished_us,
        "held_until_us": row.held_until_us,
        **clock_columns(row.clock),
        "marks": row.marks,
    }


def clock_columns(clock: LegalClock) -> dict[str, Any]:
    """The columns of a ticket's legal clock."""
    return {
        "running_moment": moment_text(clock.running_since),
        "call_moments": moments_text(clock.unanswered_calls),
        "stopped_moment": moment_text(clock.stopped),
        "counted_us": clock.counted.length // MICROSECOND,
        "counted_exact": int(clock.counted.exact),
        "own_us": clock.own.length // MICROSECOND,
        "own_exact": int(clock.own.exact),
    }


def find(connection: sa.Connection, office_id: str, ticket_id: str) -> TicketRow:
    """The ticket of an id.

    Raises:
        UnknownTicketError: there is none.
    """
    row = BY_ID.first(connection, office=office_id, ticket=ticket_id)
    if row is None:
        raise UnknownTicketError(
            f"expected the id of a ticket, like 2026-11-23-A001, got {ticket_id!r}; "
            "read the queue again and choose a ticket from it",
            ticket=ticket_id,
        )
    return read_row(row)


def next_mark(row: TicketRow, near_percent: int) -> timedelta | None:
    """The legal wait at which the limit watcher must speak next; None when it need not."""
    running = row.clock.running_since is not None and row.clock.stopped is None
    if not running or row.limit_minutes is None or row.marks >= REACHED_MARK:
        return None
    limit = timedelta(minutes=row.limit_minutes)
    return limit if row.marks else limit * near_percent / 100


def due_columns(row: TicketRow, now: Moment, near_percent: int, boots: Boots) -> dict[str, Any]:
    """When the limit watcher must look at the ticket: a reading of the boot clock.

    A wait that began in another boot is looked at every time (``due_boot`` names that boot):
    a later anchor can lengthen it.
    """
    mark = next_mark(row, near_percent)
    since = row.clock.running_since
    if mark is None or since is None:
        return {"due_us": None, "due_boot": None}
    left = mark - row.clock.wait(now, boots).length
    return {"due_us": now.boottime_us + left // MICROSECOND, "due_boot": since.boot_id}


def view(row: TicketRow, now: Moment, boots: Boots, office: Office) -> Ticket:
    """The ticket as the outside sees it at an instant."""
    wait = row.clock.wait(now, boots)
    return Ticket(
        id=row.id,
        number=row.number,
        service=row.service,
        stage=row.stage,
        state=row.state,
        language=row.language,
        category=row.category,
        office_day=row.office_day,
        arrival_seq=row.arrival_seq,
        window=row.window,
        issued_at=row.issued.at,
        called_at=None if row.called_us is None else from_us(row.called_us),
        started_at=None if row.started is None else row.started.at,
        finished_at=None if row.finished_us is None else from_us(row.finished_us),
        held_until=None if row.held_until_us is None else from_us(row.held_until_us),
        limit_minutes=row.limit_minutes,
        standard=row.standard,
        edition=row.edition,
        source=row.source,
        wait=wait,
        own=row.clock.own,
        verdict=judge(wait, row.limit_minutes),
        near=_near(wait, row.limit_minutes, office.near_limit_percent),
        times=row.times,
        part=row.part,
        no_show=_no_show(row, now, boots, office),
    )


def changes(before: TicketRow, after: TicketRow) -> Mapping[str, Any]:
    """The columns in which two rows of one ticket differ."""
    old, new = values_of(before), values_of(after)
    return {name: value for name, value in new.items() if value != old[name]}


def _no_show(row: TicketRow, now: Moment, boots: Boots, office: Office) -> CallsSoFar | None:
    if row.state is not TicketState.CALLED:
        return None
    return office.no_show.look(row.clock.unanswered_calls, now, boots)


def _near(wait: Span, limit_minutes: int | None, near_percent: int) -> bool:
    if limit_minutes is None:
        return False
    return wait.length >= timedelta(minutes=limit_minutes) * near_percent / 100


def _span(length_us: int, exact: int) -> Span:
    return Span(timedelta(microseconds=length_us), bool(exact)) if length_us else _zero(exact)


def _zero(exact: int) -> Span:
    return NO_SPAN if exact else Span(timedelta(), exact=False)
