"""All visits of the journal, settled day by day, and the service times of each day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.moments import Boots
from kezek_core.tickets import TicketState
from kezek_queue.clock import MICROSECOND
from kezek_queue.proving.differences import Differences
from kezek_queue.proving.proven_visit import BEARING, ProvenVisit
from kezek_queue.proving.tables import AT_ONCE, Book, StoredTables
from kezek_queue.schema.tables import parts, service_days, tickets
from kezek_queue.values import Event


class Visits:
    """All visits of the journal; those of days that are over are settled as it goes on.

    Args:
        stored: the tables.
        differences: collects what they say otherwise.
        boots: what is known of the boots whenever an event is taken.
        settled: told of every visit that no later event touches.
    """

    def __init__(
        self,
        stored: StoredTables,
        differences: Differences,
        boots: Boots,
        settled: Callable[[ProvenVisit], None],
    ) -> None:
        self.count = 0
        self.last_arrival = 0
        self._stored = stored
        self._differences = differences
        self._boots = boots
        self._tell_settled = settled
        self._visits: dict[str, ProvenVisit] = {}
        self._tickets = Book(tickets, stored, differences, self._strangers(tickets, "id"))
        self._parts = Book(parts, stored, differences, self._strangers(parts, "ticket_id"))
        self._days = Book(service_days, stored, differences)

    @property
    def books(self) -> tuple[Book, ...]:
        """The tables this proves."""
        return self._tickets, self._parts, self._days

    def take(self, event: Event) -> None:
        """Let one event happen to its visit."""
        if event.ticket_id is None:
            return
        if event.kind is EventKind.TICKET_ISSUED:
            self._issue(event)
        elif event.kind in BEARING:
            self._move(event)

    def judge_again(self, days_closed: Iterable[str]) -> None:
        """The first anchor of a boot is known: the clocks of visits that go on are mended."""
        closed = set(days_closed)
        for visit in self._visits.values():
            absent = visit.fold.state is TicketState.NO_SHOW
            if not (absent and visit.visit.office_day.isoformat() in closed):
                visit.judged_again()

    def settle_day(self, office_day: str, seq: int) -> None:
        """A day is over: compare its visits, but for those of whom later events tell."""
        over = [
            ticket_id
            for ticket_id, visit in self._visits.items()
            if visit.visit.office_day <= date.fromisoformat(office_day)
        ]
        later = self._stored.told_of(over, BEARING, after=seq)
        self._settle([ticket_id for ticket_id in over if ticket_id not in later])

    def is_over(self, office_day: str, seq: int) -> bool:
        """Whether every visit of a day is settled, and nobody comes to it later in the journal."""
        if any(each.visit.office_day.isoformat() == office_day for each in self._visits.values()):
            return False
        return not self._stored.told_of_day(office_day, [EventKind.TICKET_ISSUED], after=seq)

    def settle_all(self) -> None:
        """The journal has no more events."""
        self._settle(list(self._visits))

    def _issue(self, event: Event) -> None:
        ticket_id = str(event.ticket_id)
        self.count += 1
        self.last_arrival = event.body["arrival_seq"]
        visit = ProvenVisit(event, self._boots)
        visit.take(event)
        self._visits[ticket_id] = visit

    def _move(self, event: Event) -> None:
        visit = self._visits[str(event.ticket_id)]
        visit.take(event)
        visit.claims(event, self._differences)
        if event.kind in (EventKind.SERVICE_FINISHED, EventKind.TICKET_TRANSFERRED):
            self._learn(visit)

    def _learn(self, visit: ProvenVisit) -> None:
        """The day has seen one more service time."""
        ended = next(part for part in reversed(visit.fold.parts) if part.finished is not None)
        length = visit.present(ended.place).service_time
        if length is not None and length.exact:
            day = visit.visit.office_day.isoformat()
            seen = self._days.get(day, ended.service)
            self._days.put(
                day,
                ended.service,
                served=seen.get("served", 0) + 1,
                service_us=seen.get("service_us", 0) + length.length // MICROSECOND,
            )

    def _settle(self, ticket_ids: list[str]) -> None:
        for start in range(0, len(ticket_ids), AT_ONCE):
            chunk = ticket_ids[start : start + AT_ONCE]
            for ticket_id in chunk:
                visit = self._visits.pop(ticket_id)
                self._tell_settled(visit)
                self._tickets.put(ticket_id, **visit.ticket_row())
                for place, row in visit.part_rows.items():
                    self._parts.put(ticket_id, place, **row)
            self._tickets.settle(chunk)
            self._parts.settle(chunk)

    def _strangers(self, table: sa.Table, column: str) -> Any:
        return lambda: self._stored.untold(table, column, [EventKind.TICKET_ISSUED])
