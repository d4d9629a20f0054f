"""What screens read: one ticket, the whole queue, the hall board, the journal's new events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.moments import Moment
from kezek_core.papers import ExpectedWait
from kezek_core.standards import limit_minutes
from kezek_core.tickets import TicketState
from kezek_queue.dispatch.queue_state import (
    MeanServices,
    QueuePosition,
    ahead,
    load,
    mean_services,
    waiting_before,
    waiting_by_service,
)
from kezek_queue.journal.journal import last_seq
from kezek_queue.journal.office_clock import office_time
from kezek_queue.journal.stored_boots import StoredBoots
from kezek_queue.office.issuing_hours import issuing_from
from kezek_queue.office.lookup import service_of, title_of
from kezek_queue.schema.tables import ABSENT, journal, tickets
from kezek_queue.screens.board import calls_since, last_calls
from kezek_queue.store.transaction import QueueConfig
from kezek_queue.tickets.live_days import live_days
from kezek_queue.tickets.numbering import counts_of, first_free, service_counter
from kezek_queue.tickets.rows import LIVE_TICKETS, find, read_row, view
from kezek_queue.tickets.window_rows import WindowRow, read_windows, window_of
from kezek_queue.values import Board, QueueSnapshot, ServiceState, Ticket, WindowAnswer
from kezek_queue.windows.command import window_state

_mine = tickets.c.office_id == sa.bindparam("office")
_closing, _taking_back = journal.alias(), journal.alias()
# A day that is open again may hold visitors whom its closing out had ended and nobody let back.
_CLOSED_OUT = sa.exists().where(
    _closing.c.office_id == tickets.c.office_id,
    _closing.c.ticket_id == tickets.c.id,
    _closing.c.kind == EventKind.DAY_CLOSED.value,
    ~sa.exists().where(
        _taking_back.c.office_id == _closing.c.office_id,
        _taking_back.c.ticket_id == _closing.c.ticket_id,
        _taking_back.c.kind == EventKind.CLOSING_TAKEN_BACK.value,
        _taking_back.c.seq > _closing.c.seq,
    ),
)
_ABSENT = (
    sa.select(*(column for column in tickets.c if column.name != "office_id"))
    # By a list: with `OF_LIVE_DAYS` SQLite reads everybody of these days, not the absent alone.
    .where(_mine, ABSENT, tickets.c.office_day.in_(sa.bindparam("days", expanding=True)))
    .where(~_CLOSED_OUT)
    .order_by(tickets.c.arrival_seq)
)


class Snapshot:
    """One consistent look at the queue.

    Args:
        connection: a view that does not change while it is read.
        config: the office and how it works.
        machine: the instant that waits are measured to, as the machine sees it.
    """

    def __init__(self, connection: sa.Connection, config: QueueConfig, machine: Moment) -> None:
        self.connection = connection
        self.config = config
        self.office = config.office
        self.time = office_time(connection, config.office.id, machine)
        self.now = self.time.moment
        self.boots = StoredBoots(connection, config.office.id)

    def ticket(self, ticket_id: str) -> Ticket:
        """The ticket of an id."""
        row = find(self.connection, self.office.id, ticket_id)
        return view(row, self.now, self.boots, self.office)

    def ahead_of(self, ticket_id: str) -> int:
        """People called before a ticket if nothing changes; 0 once it was called."""
        row = find(self.connection, self.office.id, ticket_id)
        if row.state not in (TicketState.WAITING, TicketState.HELD):
            return 0
        line = QueuePosition(row.service, row.category_rank, row.arrival_seq)
        return ahead(self.office, line, waiting_before(self.connection, self.office.id, line))

    def expected_wait(self, service: str) -> ExpectedWait | None:
        """What a newcomer to a service may expect."""
        return self._expect(QueuePosition(service_of(self.office, service).id))

    def expected_wait_of(self, ticket_id: str) -> ExpectedWait | None:
        """What a ticket may still expect; None once it was called or is held."""
        row = find(self.connection, self.office.id, ticket_id)
        if row.state is not TicketState.WAITING:
            return None
        return self._expect(QueuePosition(row.service, row.category_rank, row.arrival_seq))

    def window(self, number: int) -> WindowAnswer:
        """A window and who is there."""
        row = window_of(read_windows(self.connection, self.office), number)
        waiting = waiting_by_service(self.connection, self.office.id)
        return WindowAnswer(
            window=window_state(self.office, row, waiting),
            ticket=None if row.ticket_id is None else self.ticket(row.ticket_id),
        )

    def snapshot(self) -> QueueSnapshot:
        """The whole queue."""
        office_day = self.office.hours.office_day(self.now.at)
        opens_at = issuing_from(self.office, self.now.at, clock_known=self.time.known)
        windows = read_windows(self.connection, self.office)
        waiting = waiting_by_service(self.connection, self.office.id)
        absent = {"office": self.office.id, "days": [day.isoformat() for day in self.live_days]}
        return QueueSnapshot(
            now=self.now.at,
            clock=self.time.source,
            seq=last_seq(self.connection, self.office.id),
            office_day=office_day,
            shown_day=self.office.hours.shown_day(self.now.at),
            open=opens_at == self.now.at,
            opens_at=None if opens_at == self.now.at else opens_at,
            services=self._services(office_day, windows),
            windows=tuple(window_state(self.office, row, waiting) for row in windows.values()),
            tickets=self._tickets(LIVE_TICKETS.rows(self.connection, office=self.office.id)),
            absent=self._tickets(self.connection.execute(_ABSENT, absent)),
        )

    def board(self, rows: int, after: int | None) -> Board:
        """The last calls, newest first; with ``after`` every call since that event, too."""
        connection, office_id, live = self.connection, self.office.id, self.live_days
        hours = self.office.hours
        return Board(
            now=self.now.at,
            seq=last_seq(connection, office_id),
            office_day=hours.office_day(self.now.at),
            waiting=sum(waiting_by_service(connection, office_id).values()),
            calls=last_calls(connection, office_id, rows),
            since=() if after is None else calls_since(connection, office_id, after),
            days=tuple(sorted({*live, hours.shown_day(self.now.at)}, reverse=True)),
        )

    def _expect(self, line: QueuePosition) -> ExpectedWait | None:
        before = waiting_before(self.connection, self.office.id, line)
        windows = read_windows(self.connection, self.office)
        means = self._means()
        return self.config.forecast.expect(load(self.office, line, before, windows, means))

    def _means(self) -> MeanServices:
        """How long service takes: what the day that is shown has seen of it."""
        return mean_services(self.connection, self.office, self.office.hours.shown_day(self.now.at))

    @cached_property
    def live_days(self) -> tuple[date, ...]:
        """The office days that are not closed out."""
        return live_days(self.connection, self.office.id)

    def _tickets(self, rows: Iterable[Any]) -> tuple[Ticket, ...]:
        return tuple(view(read_row(row), self.now, self.boots, self.office) for row in rows)

    def _services(
        self, office_day: date, windows: dict[int, WindowRow]
    ) -> tuple[ServiceState, ...]:
        waiting = waiting_by_service(self.connection, self.office.id)
        before = waiting_before(self.connection, self.office.id, QueuePosition(""))
        means = self._means()
        full = self._full_services(office_day)
        states = []
        for service in self.office.services.values():
            state = load(self.office, QueuePosition(service.id), before, windows, means)
            standard = self.config.standards.get(service.standard)
            states.append(
                ServiceState(
                    service=service.id,
                    title=title_of(self.config.standards, service),
                    waiting=waiting.get(service.id, 0),
                    open_windows=state.windows,
                    limit_minutes=limit_minutes(standard, service.stages[0]),
                    expected_wait=self.config.forecast.expect(state),
                    full=service.id in full,
                )
            )
        return tuple(states)

    def _full_services(self, office_day: date) -> set[str]:
        """The services for which the day has no number left."""
        counts = counts_of(self.connection, self.office.id, office_day)
        others = [day for day in self.live_days if day != office_day]
        return {
            service.id
            for service in self.office.services.values()
            if _is_spent(service.daily_limit, counts.get(service_counter(service), 0))
            or self._next_number(service.letter, counts, others) > self.office.numbers_per_letter
        }

    def _next_number(self, letter: str, counts: dict[str, int], others: Sequence[date]) -> int:
        least = counts.get(letter, 0) + 1
        return first_free(self.connection, self.office.id, letter, least, others)


def _is_spent(limit: int | None, given: int) -> bool:
    return limit is not None and given >= limit
