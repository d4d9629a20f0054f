"""Days, numbers and the head row as the journal proves them."""

from __future__ import annotations

import re

from kezek_core.events import EventKind
from kezek_core.papers import parse
from kezek_queue.feedback.complaints import COUNTER, LETTER
from kezek_queue.journal.moment_text import moment_text
from kezek_queue.proving.differences import Differences
from kezek_queue.proving.tables import Book, StoredTables
from kezek_queue.schema.tables import counters, days, offices, taken_back
from kezek_queue.tickets.replay_visit import ID_DATE_CHARACTERS
from kezek_queue.values import Event

NUMBER = re.compile(r"(\D+)(\d+)")
CENTURY = 2000


class ProvenCounts:
    """Which days there were, how far every letter was counted, and where the head row stands."""

    def __init__(self, stored: StoredTables, differences: Differences) -> None:
        self._differences = differences
        self._stored = stored
        self._days = Book(days, stored, differences)
        self._counters = Book(counters, stored, differences)
        self._taken_back = Book(taken_back, stored, differences)

    @property
    def books(self) -> tuple[Book, ...]:
        """The tables this proves."""
        return self._days, self._counters, self._taken_back

    def take(self, event: Event) -> None:
        """Count one event."""
        if event.kind is EventKind.TICKET_ISSUED:
            self._issued(str(event.ticket_id)[:ID_DATE_CHARACTERS], event.body["number"])
        elif event.kind is EventKind.DAY_CLOSED and event.ticket_id is None:
            self._days.put(event.body["office_day"], closed=1)
        elif event.kind is EventKind.CLOSING_TAKEN_BACK:
            self._take_back(event)
        elif event.kind is EventKind.COMPLAINT_REGISTERED:
            number = parse(event.body["complaint"].removeprefix(LETTER))
            self._counters.put(str(CENTURY + number.year), COUNTER, last=number.count)

    def closed_days(self) -> list[str]:
        """The days that are over."""
        return [str(key[0]) for key, row in self._days.open_rows() if row["closed"]]

    def finish(self, *, last_arrival: int, last_job: int) -> None:
        """Compare the head row's own counts."""
        proven = {"last_arrival": last_arrival, "last_job": last_job}
        for row in self._stored.all_rows(offices):
            self._differences.compare(offices.name, str(row["office_id"]), row, proven)

    def _take_back(self, event: Event) -> None:
        if event.ticket_id is None:
            self._days.put(event.body["office_day"], closed=0)
        else:
            self._taken_back.put(event.ticket_id, moment=moment_text(event.moment))

    def _issued(self, office_day: str, number: str) -> None:
        self._days.put(office_day, closed=0)
        found = NUMBER.fullmatch(number)
        if found is not None:
            self._counters.put(office_day, found[1], last=int(found[2]))
