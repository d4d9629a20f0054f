"""One row of the log: a judged part of a visit as it is stored, or as it stands now."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from kezek_core.moments import Boots, Moment, Span, span_between
from kezek_core.tickets import Stage, TicketState
from kezek_core.waits import HEADING_OF, Heading, Outcome, Verdict, VisitWait, judge
from kezek_queue.clock import MICROSECOND, from_us, to_us
from kezek_queue.schema.tables import parts
from kezek_queue.tickets.rows import LIVE_TICKETS, TicketRow, read_row
from kezek_queue.tickets.ticket_store import span_columns, window_of_part

STILL = {
    TicketState.WAITING: Outcome.WAITING,
    TicketState.CALLED: Outcome.CALLED,
    TicketState.HELD: Outcome.HELD,
}
"""The outcome of a part whose visitor still waits, by the state of the ticket."""

WAITING = frozenset(
    each.value for each, heading in HEADING_OF.items() if heading is Heading.WAITING
)
UNDECIDED = frozenset({Verdict.WITHIN.value, Verdict.ESTIMATED.value})


class LogRow(NamedTuple):
    """A wait in the columns of the table ``parts``: lengths and instants in microseconds.

    A file of a million rows has no time to make a `VisitWait` of each; `wait` makes one.
    """

    ticket_id: str
    part: int
    number: str
    office_day: str
    service: str
    stage: str
    category: str | None
    language: str
    standard: str
    edition: str
    source: str
    limit_minutes: int | None
    window: int | None
    operator: str | None
    issued_us: int
    called_us: int | None
    started_us: int | None
    finished_us: int | None
    issued_to_called_us: int | None
    issued_to_called_exact: int | None
    called_to_started_us: int | None
    called_to_started_exact: int | None
    issued_to_started_us: int | None
    issued_to_started_exact: int | None
    wait_us: int
    wait_exact: int
    own_us: int
    own_exact: int
    service_us: int | None
    service_exact: int | None
    verdict: str
    outcome: str
    returns: int

    @property
    def open(self) -> bool:
        """Whether the visitor still waits and may yet be called within the limit."""
        return self.outcome in WAITING and self.verdict in UNDECIDED

    @property
    def open_with_own(self) -> bool:
        """The same with the visitor's own absence counted."""
        return self.outcome in WAITING and self.verdict_with_own in UNDECIDED

    @property
    def leaves_out(self) -> bool:
        """Whether something was left out of the wait as the visitor's own."""
        return bool(self.own_us) or not self.own_exact

    @property
    def verdict_with_own(self) -> str:
        """The verdict with the visitor's own absence counted."""
        if not self.leaves_out:
            return self.verdict
        exact = bool(self.wait_exact and self.own_exact)
        return judge(Span(self.with_own_us * MICROSECOND, exact), self.limit_minutes).value

    @property
    def with_own_us(self) -> int:
        """The wait with the visitor's own absence counted."""
        return self.wait_us + self.own_us

    def wait(self) -> VisitWait:
        """The wait as the core knows it."""
        return VisitWait(
            ticket_id=self.ticket_id,
            number=self.number,
            office_day=date.fromisoformat(self.office_day),
            service=self.service,
            stage=Stage(self.stage),
            standard=self.standard,
            edition=self.edition,
            source=self.source,
            limit_minutes=self.limit_minutes,
            window=self.window,
            issued_at=from_us(self.issued_us),
            called_at=None if self.called_us is None else from_us(self.called_us),
            started_at=None if self.started_us is None else from_us(self.started_us),
            finished_at=None if self.finished_us is None else from_us(self.finished_us),
            issued_to_called=_span(self.issued_to_called_us, self.issued_to_called_exact),
            called_to_started=_span(self.called_to_started_us, self.called_to_started_exact),
            issued_to_started=_span(self.issued_to_started_us, self.issued_to_started_exact),
            wait=Span(timedelta(microseconds=self.wait_us), bool(self.wait_exact)),
            own=Span(timedelta(microseconds=self.own_us), bool(self.own_exact)),
            verdict=Verdict(self.verdict),
            outcome=Outcome(self.outcome),
            category=self.category,
            language=self.language,
            service_time=_span(self.service_us, self.service_exact),
            part=self.part,
            returns=self.returns,
        )


COLUMNS = [parts.c[name] for name in LogRow._fields]
OVER = parts.c.verdict.is_not(None)
"""The wait of a part has ended, and its row says everything; the others are `open_rows`."""

_STORED = sa.select(*COLUMNS).where(
    parts.c.office_id == sa.bindparam("office"),
    parts.c.ticket_id.in_(sa.bindparam("ticket_ids", expanding=True)),
)


def open_rows(
    connection: sa.Connection, office_id: str, now: Moment, boots: Boots
) -> list[tuple[LogRow, int]]:
    """The waits that go on, as they stand now, each with its place in the order of arrival.

    They are no more than the hall holds, so they are worked out here and not in the database.
    """
    live = map(read_row, LIVE_TICKETS.rows(connection, office=office_id))
    waiting = [row for row in live if row.state in STILL]
    where = {"office": office_id, "ticket_ids": [row.id for row in waiting]}
    stored = {(row.ticket_id, row.part): row for row in connection.execute(_STORED, where)}
    return [
        (_as_it_stands(LogRow._make(stored[row.id, row.part]), row, now, boots), row.arrival_seq)
        for row in waiting
    ]


def _as_it_stands(part: LogRow, row: TicketRow, now: Moment, boots: Boots) -> LogRow:
    wait, first_call = row.clock.wait(now, boots), row.first_call
    called = None if first_call is None else span_between(row.part_began, first_call, boots)
    measured: dict[str, Any] = span_columns({"issued_to_called": called})
    return part._replace(
        window=window_of_part(row),
        called_us=None if first_call is None else to_us(first_call.at),
        wait_us=wait.length // MICROSECOND,
        wait_exact=int(wait.exact),
        own_us=row.clock.own.length // MICROSECOND,
        own_exact=int(row.clock.own.exact),
        verdict=judge(wait, row.limit_minutes).value,
        outcome=STILL[row.state].value,
        **measured,
    )


def _span(length_us: int | None, exact: int | None) -> Span | None:
    return None if length_us is None else Span(timedelta(microseconds=length_us), bool(exact))
