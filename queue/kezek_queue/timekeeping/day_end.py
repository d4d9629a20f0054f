"""When the office day of a visitor is over for certain: a guess closes nobody out.

Whoever took a ticket stands in the hall until the contrary is proven. What proves it is a known
clock that has passed the closing out of the last day the visitor can have come on, or a boot clock
that has counted more than the longest office day since. See docs/decisions/0306.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kezek_core.calendar import DayHours
from kezek_core.moments import Boots, Moment, latest_time, span_between
from kezek_queue.journal.office_clock import OfficeTime
from kezek_queue.office.office import Office

ONE_DAY = timedelta(days=1)


def closed_out_at(office: Office, office_day: date) -> datetime:
    """When an office day is over for good.

    A day that the hours no longer know (they were changed) ends with its calendar date.
    """
    closes = office.hours.closes_at(office_day)
    if closes is None:
        midnight = datetime.combine(office_day, datetime.min.time(), tzinfo=office.hours.zone)
        closes = midnight + ONE_DAY
    return closes + timedelta(minutes=office.close_out_minutes_after_closing)


def longest_day(office: Office) -> timedelta:
    """From opening to closing out on the longest day of the office's hours."""
    known = [*office.hours.week.values(), *filter(None, office.hours.overrides.values())]
    hours = max((_length(each) for each in known), default=ONE_DAY)
    return hours + timedelta(minutes=office.close_out_minutes_after_closing)


@dataclass(frozen=True, slots=True)
class DayEnd:
    """Tells at one instant whose office day is over.

    Args:
        office: with its hours.
        time: the present, and whether anybody knows it.
        boots: what is known of the boots of the machine.
    """

    office: Office
    time: OfficeTime
    boots: Boots

    def is_over(self, came: Moment, written: date | None = None) -> bool:
        """Whether the day of a visitor is over for certain.

        Args:
            came: when the ticket was issued, or its closing out was taken back.
            written: the day it was issued for, by the clock of then; None when that is past.
        """
        if not self.time.known:
            passed = span_between(came, self.time.moment, self.boots).length
            return passed >= longest_day(self.office)
        latest = latest_time(came, self.time.moment, self.boots)
        return closed_out_at(self.office, self._day_of(latest, written)) <= self.time.moment.at

    def _day_of(self, latest: datetime, written: date | None) -> date:
        """The last day the visitor can have come on; the written one when its date is right.

        The office's hours may have been changed since, and no longer know the written day.
        """
        if written is not None and latest.astimezone(self.office.hours.zone).date() == written:
            return written
        return self.office.hours.office_day(latest)


def _length(hours: DayHours) -> timedelta:
    opens = datetime.combine(date.min, hours.opens)
    closes = datetime.combine(date.min, hours.closes)
    return closes - opens + (ONE_DAY if closes <= opens else timedelta())
