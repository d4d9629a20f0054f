"""Every judged part of every visit of some office days, for the log and the table of waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from kezek_core.moments import Boots, Moment, Span, span_between
from kezek_core.tickets import Stage, TicketState
from kezek_core.waits import Outcome, Verdict, VisitWait, judge
from kezek_queue.clock import from_us
from kezek_queue.journal.stored_boots import StoredBoots
from kezek_queue.schema.tables import parts, tickets
from kezek_queue.tickets.rows import LIVE_TICKETS, TicketRow, read_row
from kezek_queue.tickets.ticket_store import window_of_part

_range = (
    parts.c.office_id == sa.bindparam("office"),
    parts.c.office_day >= sa.bindparam("first"),
    parts.c.office_day <= sa.bindparam("last"),
)
_PARTS = (
    sa.select(parts, tickets.c.arrival_seq)
    .join(
        tickets,
        sa.and_(tickets.c.office_id == parts.c.office_id, tickets.c.id == parts.c.ticket_id),
    )
    .where(*_range)
    .order_by(parts.c.office_day, tickets.c.arrival_seq, parts.c.part)
)
STILL = {
    TicketState.WAITING: Outcome.WAITING,
    TicketState.CALLED: Outcome.CALLED,
    TicketState.HELD: Outcome.HELD,
}


def visit_waits(
    connection: sa.Connection,
    office_id: str,
    now: Moment,
    first: date,
    last: date,
    *,
    service: str | None = None,
    verdict: Verdict | None = None,
) -> Iterator[VisitWait]:
    """The waits of office days, in the order of arrival.

    Args:
        connection: one consistent view of the database.
        office_id: the office.
        now: the instant that open waits are measured to.
        first: first office day.
        last: last office day, included.
        service: only this service.
        verdict: only this verdict, as it stands now.
    """
    for _, wait in judged_parts(connection, office_id, now, first, last, service=service):
        if verdict is None or wait.verdict is verdict:
            yield wait


def judged_parts(
    connection: sa.Connection,
    office_id: str,
    now: Moment,
    first: date,
    last: date,
    *,
    service: str | None = None,
) -> Iterator[tuple[Any, VisitWait]]:
    """The stored parts of office days, in the order of arrival, each with its wait.

    Args:
        connection: as for `visit_waits`.
        office_id: as for `visit_waits`.
        now: as for `visit_waits`.
        first: as for `visit_waits`.
        last: as for `visit_waits`.
        service: as for `visit_waits`.
    """
    boots = StoredBoots(connection, office_id)
    where = {"office": office_id, "first": first.isoformat(), "last": last.isoformat()}
    still = {
        row.id: row
        for row in map(read_row, LIVE_TICKETS.rows(connection, office=office_id))
        if row.state in STILL
    }
    statement = _PARTS if service is None else _PARTS.where(parts.c.service == service)
    for part in connection.execute(statement, where):
        row = still.get(part.ticket_id)
        open_row = row if row is not None and row.part == part.part else None
        yield part, wait_of(part) if open_row is None else _still(part, open_row, now, boots)


def wait_of(part: Any) -> VisitWait:
    """The wait that a stored part tells of; it has ended."""
    return _wait(
        part,
        window=part.window,
        called_us=part.called_us,
        issued_to_called=_span(part.issued_to_called_us, part.issued_to_called_exact),
        wait=Span(timedelta(microseconds=part.wait_us or 0), bool(part.wait_exact)),
        own=Span(timedelta(microseconds=part.own_us), bool(part.own_exact)),
        verdict=Verdict(part.verdict),
        outcome=Outcome(part.outcome),
    )


def _still(part: Any, row: TicketRow, now: Moment, boots: Boots) -> VisitWait:
    wait = row.clock.wait(now, boots)
    first_call = row.first_call
    called = first_call and span_between(row.part_began, first_call, boots)
    return _wait(
        part,
        window=window_of_part(row),
        called_us=None,
        issued_to_called=called,
        wait=wait,
        own=row.clock.own,
        verdict=judge(wait, row.limit_minutes),
        outcome=STILL[row.state],
        called_at=first_call and first_call.at,
    )


def _wait(part: Any, *, called_us: int | None, **changed: Any) -> VisitWait:
    values = {
        "ticket_id": part.ticket_id,
        "number": part.number,
        "office_day": date.fromisoformat(part.office_day),
        "service": part.service,
        "stage": Stage(part.stage),
        "standard": part.standard,
        "edition": part.edition,
        "source": part.source,
        "limit_minutes": part.limit_minutes,
        "issued_at": from_us(part.issued_us),
        "called_at": None if called_us is None else from_us(called_us),
        "started_at": None if part.started_us is None else from_us(part.started_us),
        "finished_at": None if part.finished_us is None else from_us(part.finished_us),
        "called_to_started": _span(part.called_to_started_us, part.called_to_started_exact),
        "issued_to_started": _span(part.issued_to_started_us, part.issued_to_started_exact),
        "category": part.category,
        "language": part.language,
        "service_time": _span(part.service_us, part.service_exact),
        "part": part.part,
        "returns": part.returns,
    }
    return VisitWait(**{**values, **changed})


def _span(length_us: int | None, exact: int | None) -> Span | None:
    return None if length_us is None else Span(timedelta(microseconds=length_us), bool(exact))
