"""The summaries of office days, counted anew from the visits that the journal proves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from kezek_core.waits import VisitWait
from kezek_queue.counts.day_summary import CountedPart, DaySummary
from kezek_queue.counts.summary_rows import hour_rows, is_over, service_rows
from kezek_queue.proving.differences import Differences
from kezek_queue.proving.proven_visit import ProvenVisit
from kezek_queue.proving.tables import Book, StoredTables, names_of
from kezek_queue.schema.tables import day_summaries, hour_summaries
from kezek_queue.values import Event
from kezek_queue.wait_log.rows import LogRow

Mend = Callable[[str, DaySummary | None], object]
"""Told of every day, as it is stored, whose summary is missing or is not what the journal proves;
None where it proves that there is none."""


class Summaries:
    """Counts each day visit by visit, and compares it with what is stored when it is over.

    A day without a stored summary is counted from its parts by whoever asks: that is no difference.

    Args:
        stored: the tables.
        differences: collects what they say otherwise.
        zone: of the office, for its hours.
        mend: told of every day whose summary is missing or differs.
    """

    def __init__(
        self, stored: StoredTables, differences: Differences, zone: ZoneInfo, mend: Mend
    ) -> None:
        self._stored = stored
        self._differences = differences
        self._zone = zone
        self._mend = mend
        self._days: dict[str, DaySummary] = {}
        self._goes_on: set[str] = set()
        self._compared: set[str] = set()
        self._services = Book(day_summaries, stored, differences, self._strangers(day_summaries))
        self._hours = Book(hour_summaries, stored, differences, self._strangers(hour_summaries))

    @property
    def books(self) -> tuple[Book, ...]:
        """The tables this proves."""
        return self._services, self._hours

    def take(self, event: Event) -> None:
        """Nothing: visits are counted once no event can touch them any more."""

    @property
    def open_days(self) -> list[str]:
        """The days that are not compared yet."""
        return list(self._days)

    def count(self, visit: ProvenVisit) -> None:
        """Count one visit, which no later event touches."""
        day = visit.visit.office_day.isoformat()
        summary = self._days.setdefault(day, DaySummary(self._zone))
        rows = visit.part_rows
        if any(row["verdict"] is None for row in rows.values()):
            self._goes_on.add(day)
            return
        parts = [
            CountedPart(_wait(visit, place, row), row["operator"]) for place, row in rows.items()
        ]
        summary.take(visit.arrival, parts, visit.no_shows.by_service())

    def settle(self, office_day: str) -> None:
        """Compare one day, every visit of which was counted, and forget it."""
        summary = self._days.pop(office_day)
        if office_day in self._goes_on or not is_over(summary):
            return
        before, stored = self._differences.count, self._is_stored(office_day)
        if stored:
            self._compare(office_day, summary)
        if not stored or self._differences.count > before:
            self._mend(office_day, summary)

    def finish(self) -> None:
        """Compare what is left; no other day has a summary that the journal proves."""
        for office_day in self.open_days:
            self.settle(office_day)
        strange = {
            str(row["office_day"])
            for table in (day_summaries, hour_summaries)
            for row in self._stored.found(_days_of(table))
        } - self._compared
        for office_day in sorted(strange):
            self._mend(office_day, None)

    def _compare(self, office_day: str, summary: DaySummary) -> None:
        self._compared.add(office_day)
        for row in service_rows(summary):
            self._services.put(office_day, row.pop("service"), **row)
        for row in hour_rows(summary):
            key = (row.pop("service"), row.pop("window"), row.pop("operator"), row.pop("hour_us"))
            self._hours.put(office_day, *key, **row)
        for book in self.books:
            book.settle([office_day])

    def _is_stored(self, office_day: str) -> bool:
        return any(
            row
            for table in (day_summaries, hour_summaries)
            for row in self._stored.rows(table, "office_day", [office_day])
        )

    def _strangers(self, table: sa.Table) -> Any:
        """Rows of days that no visit of the journal belongs to."""
        keys = [each for each in table.primary_key if each.name != "office_id"]
        statement = sa.select(*keys).where(table.c.office_id == sa.bindparam("office"))
        return lambda: names_of(
            row for row in self._stored.found(statement) if row["office_day"] not in self._compared
        )


def _days_of(table: sa.Table) -> sa.Select[Any]:
    statement = sa.select(table.c.office_day).where(table.c.office_id == sa.bindparam("office"))
    return statement.distinct()


def _wait(visit: ProvenVisit, place: int, row: dict[str, Any]) -> VisitWait:
    """The wait that a proven part tells of; it has ended."""
    whole = {**row, "ticket_id": visit.visit.ticket_id, "part": place}
    return LogRow(**{name: whole[name] for name in LogRow._fields}).wait()
