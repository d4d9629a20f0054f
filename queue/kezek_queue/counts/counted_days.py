"""Office days as reports read them: from the summary where there is one, else counted anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from kezek_core.moments import Moment
from kezek_core.waits import Verdict
from kezek_queue.clock import from_us
from kezek_queue.counts.day_summary import DaySummary, ServiceSummary
from kezek_queue.counts.summaries import WITHOUT_SUMMARY, summary_of_day
from kezek_queue.counts.summary_rows import read_service
from kezek_queue.schema.tables import day_summaries, hour_summaries
from kezek_queue.screens.snapshot import Snapshot


def _of_period(table: sa.Table) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        table.c.office_id == sa.bindparam("office"),
        table.c.office_day >= sa.bindparam("first"),
        table.c.office_day <= sa.bindparam("last"),
    )


_SERVICES = (
    sa.select(day_summaries)
    .where(*_of_period(day_summaries))
    .order_by(day_summaries.c.office_day, day_summaries.c.service)
)
_HOURS = (
    sa.select(
        hour_summaries.c.office_day,
        hour_summaries.c.hour_us,
        *(sa.func.sum(hour_summaries.c[each.value]).label(each.value) for each in Verdict),
    )
    .where(*_of_period(hour_summaries))
    .group_by(hour_summaries.c.office_day, hour_summaries.c.hour_us)
)


@dataclass(frozen=True)
class CountedDays:
    """Some office days, counted.

    Args:
        connection: one consistent view of the database.
        office_id: the office.
        zone: its time zone.
        now: the instant that open waits are measured to.
        first: first office day.
        last: last office day, included.
    """

    connection: sa.Connection
    office_id: str
    zone: ZoneInfo
    now: Moment
    first: date
    last: date

    @classmethod
    def of(cls, reading: Snapshot, first: date, last: date) -> CountedDays:
        """The days of a period as one look at the office sees them.

        Args:
            reading: the look.
            first: first office day.
            last: last office day, included.
        """
        office = reading.office
        return cls(reading.connection, office.id, office.hours.zone, reading.now, first, last)

    @cached_property
    def unsummarised(self) -> dict[date, DaySummary]:
        """The days without a summary, counted from their parts."""
        rows = self.connection.execute(WITHOUT_SUMMARY, self._period).all()
        found = (date.fromisoformat(row.office_day) for row in rows)
        return {
            day: summary_of_day(self.connection, self.office_id, self.zone, self.now, day)
            for day in found
        }

    def services(self) -> Iterator[ServiceSummary]:
        """Every service of every day, in the order of their first waits."""
        found = [
            (row.office_day, summary)
            for row in self.connection.execute(_SERVICES, self._period)
            for summary in (read_service(row),)
        ]
        found += [
            (day.isoformat(), summary)
            for day, counted in self.unsummarised.items()
            for summary in counted.services.values()
        ]
        found.sort(key=lambda each: (each[0], each[1].first))
        return (summary for _, summary in found)

    def hours(self) -> Counter[tuple[date, int, Verdict]]:
        """The waits by office day, the hour they began in (0 to 23, office time), and verdict."""
        counts: Counter[tuple[date, int, Verdict]] = Counter()
        for row in self.connection.execute(_HOURS, self._period):
            day, hour = date.fromisoformat(row.office_day), self._hour(row.hour_us)
            for verdict in Verdict:
                counts[day, hour, verdict] += getattr(row, verdict.value)
        for day, counted in self.unsummarised.items():
            for key, summary in counted.hours.items():
                for verdict, count in summary.verdicts.items():
                    counts[day, self._hour(key.hour_us), verdict] += count
        return counts

    @property
    def _period(self) -> dict[str, str]:
        return {
            "office": self.office_id,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
        }

    def _hour(self, hour_us: int) -> int:
        return from_us(hour_us).astimezone(self.zone).hour
