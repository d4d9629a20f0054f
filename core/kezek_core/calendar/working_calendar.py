"""Which dates are working days: the week, the holidays, and what the office says of single dates.

Terms are counted in working days by this calendar. Whether the door is open is another question:
on a duty Saturday it is, and the day still does not count (see ``working_time``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from kezek_core.calendar.holidays_kz import (
    FIRST_YEAR,
    LAST_YEAR,
    CalendarError,
    DayOffKind,
    LegalDays,
    Swap,
    YearOutOfRangeError,
    kazakhstan_days,
)
from kezek_core.calendar.office_hours import DayHours, OfficeHours
from kezek_core.standards.values import Standard
from kezek_core.standards.words import Weekday
from kezek_core.texts.local_text import LocalText

__all__ = [
    "FIVE_DAY_WEEK",
    "SIX_DAY_WEEK",
    "CalendarError",
    "DateOverride",
    "Day",
    "DayKind",
    "OverrideKind",
    "Swap",
    "WorkingCalendar",
    "YearOutOfRangeError",
    "calendar_for",
    "overrides_from_hours",
    "week_of",
]

FIVE_DAY_WEEK = frozenset(range(5))
"""Monday to Friday."""

SIX_DAY_WEEK = frozenset(range(6))
"""Monday to Saturday."""

LONGEST_PAUSE_DAYS = 400
"""An office without one working day in thirteen months is closed for good."""

LegalDaysOf = Callable[[int, frozenset[int], tuple[Swap, ...]], LegalDays]
"""What answers for the days off of a year; Kazakhstan's unless an office passes its own."""


class OverrideKind(StrEnum):
    """What an office says of a single date, against the week and the holidays."""

    WORKING = "working"
    SHORT = "short"
    DUTY = "duty"
    OFF = "off"


class DayKind(StrEnum):
    """What a date is; the first four words are those of the override that made it so."""

    WORKING = "working"
    SHORT = "short"
    DUTY = "duty"
    OFF = "off"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    RELIGIOUS = "religious"
    TRANSFERRED = "transferred"
    SWAPPED = "swapped"


WORKING_KINDS = frozenset({DayKind.WORKING, DayKind.SHORT})
"""The kinds of day that a term counts."""


@dataclass(frozen=True, slots=True)
class DateOverride:
    """The office's word on one date.

    Args:
        kind: working (a swapped Saturday), short, duty (open, but no working day), or off.
        hours: the hours of that date; a short and a duty day need them, a working day may keep
            those of its weekday.
        reason: the order behind it, shown to staff.
    """

    kind: OverrideKind
    hours: DayHours | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.kind in (OverrideKind.SHORT, OverrideKind.DUTY) and self.hours is None:
            raise CalendarError(
                f"expected the hours of a {self.kind.value} day, got none; give its opening and "
                "closing"
            )


@dataclass(frozen=True, slots=True)
class Day:
    """One date of the calendar.

    Args:
        on: the date.
        kind: what it is.
        name: the holiday, or None.
        moved_from: the holiday a moved day stands for, or the other day of a swap.
        estimated: the holiday rests on a computed moon.
        override: the office's own word, where there is one.
    """

    on: date
    kind: DayKind
    name: LocalText | None = None
    moved_from: date | None = None
    estimated: bool = False
    override: DateOverride | None = None

    @property
    def is_working(self) -> bool:
        """Whether a term counts the day."""
        return self.kind in WORKING_KINDS


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The working days of one office or standard.

    Args:
        week: working weekdays, Monday 0.
        overrides: the office's word on single dates; it goes before law and week.
        swaps: days off moved by the government that the ``holidays`` package does not know.
        legal_days: the days off of a year by law.
    """

    week: frozenset[int]
    overrides: Mapping[date, DateOverride] = field(default_factory=dict)
    swaps: tuple[Swap, ...] = ()
    legal_days: LegalDaysOf = kazakhstan_days

    def __post_init__(self) -> None:
        if not self.week or not self.week <= frozenset(range(7)):
            raise CalendarError(
                f"expected working weekdays from 0 (Monday) to 6, at least one, got "
                f"{sorted(self.week)}; check the schedule of the standard or the office"
            )

    def day(self, on: date) -> Day:
        """What a date is.

        Raises:
            CalendarError: the date is an instant, or lies in a year whose holidays are unknown.
        """
        refuse_instant(on)
        override = self.overrides.get(on)
        if override is not None:
            return Day(on, DayKind(override.kind.value), override=override)
        legal = self.legal_days(on.year, self.week, self.swaps)
        if on in legal.off:
            off = legal.off[on]
            return Day(on, _KIND_OF[off.kind], off.name, off.moved_from, off.estimated)
        if on in legal.worked:
            return Day(on, DayKind.WORKING, moved_from=legal.worked[on].off_on)
        return Day(on, DayKind.WORKING if on.weekday() in self.week else DayKind.WEEKEND)

    def is_working_day(self, on: date) -> bool:
        """Whether a term counts the date."""
        return self.day(on).is_working

    def next_working_day(self, on: date) -> date:
        """The date itself if it is a working day, else the first one after it.

        Raises:
            CalendarError: there is none in the next thirteen months.
        """
        for ahead in range(LONGEST_PAUSE_DAYS):
            candidate = _later(on, ahead)
            if self.is_working_day(candidate):
                return candidate
        raise CalendarError(
            f"expected a working day within {LONGEST_PAUSE_DAYS} days of {on}, got none; check "
            "the dates that the office has closed"
        )

    def add_working_days(self, start: date, count: int) -> date:
        """The ``count``-th working day after ``start``, which itself is not counted.

        Args:
            start: any date.
            count: 1 or more.

        Raises:
            CalendarError: the count is below 1, or the dates leave the known years.
        """
        if count < 1:
            raise CalendarError(f"expected 1 or more working days to add, got {count}")
        reached = start
        for _ in range(count):
            reached = self.next_working_day(_later(reached, 1))
        return reached

    def count_working_days(self, start: date, end: date) -> int:
        """How many working days lie after ``start`` up to and with ``end``.

        Raises:
            CalendarError: ``end`` lies before ``start``.
        """
        if end < start:
            raise CalendarError(f"expected an end on or after {start}, got {end}; swap the dates")
        return sum(day.is_working for day in self.days(_later(start, 1), end))

    def days(self, first: date, last: date) -> Iterator[Day]:
        """Every date from ``first`` to ``last``, both included."""
        for ahead in range((last - first).days + 1):
            yield self.day(first + timedelta(days=ahead))

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether an estimated holiday lies in a stretch of dates, both ends included."""
        return any(day.estimated for day in self.days(first, last))


def week_of(weekdays: Iterable[Weekday]) -> frozenset[int]:
    """The weekdays of a standard's schedule as numbers, Monday 0."""
    order = list(Weekday)
    return frozenset(order.index(day) for day in weekdays)


def calendar_for(
    standard: Standard, *, hours: OfficeHours | None = None, swaps: tuple[Swap, ...] = ()
) -> WorkingCalendar:
    """The calendar in which a standard's terms are counted.

    The working days are those of the standard's own schedule, not those on which the office's
    door is open: an office open on Sundays does not shorten a term by that.

    Args:
        standard: gives the days of the week.
        hours: the office's hours, whose single dates are taken over (see
            ``overrides_from_hours``).
        swaps: swaps that the ``holidays`` package does not know.
    """
    plain = WorkingCalendar(week_of(standard.schedule.days), swaps=swaps)
    if hours is None:
        return plain
    return WorkingCalendar(plain.week, overrides_from_hours(hours, plain), swaps)


def overrides_from_hours(
    hours: OfficeHours, calendar: WorkingCalendar
) -> Mapping[date, DateOverride]:
    """Read the single dates of an office's hours as words on working days.

    A closed date is off. Hours on a working day make it a short one, whatever their length;
    hours on a day off make it a duty day, which serves visitors and counts in no term. A day
    off that became a working day by order belongs into ``swaps``.
    """
    return MappingProxyType(
        {on: _override(on, of_date, calendar) for on, of_date in hours.overrides.items()}
    )


def _override(on: date, of_date: DayHours | None, calendar: WorkingCalendar) -> DateOverride:
    if of_date is None:
        return DateOverride(OverrideKind.OFF)
    kind = OverrideKind.SHORT if calendar.is_working_day(on) else OverrideKind.DUTY
    return DateOverride(kind, of_date)


def refuse_instant(on: date) -> None:
    """Refuse an instant where a date is meant: its time zone would decide the day unseen.

    Raises:
        CalendarError: ``on`` is a datetime.
    """
    if isinstance(on, datetime):
        raise CalendarError(
            f"expected a date of the office, got the instant {on.isoformat()}; turn it into the "
            "office's date first"
        )


def _later(on: date, days: int) -> date:
    refuse_instant(on)
    try:
        return on + timedelta(days=days)
    except OverflowError as error:
        raise YearOutOfRangeError(
            f"expected a date of the years {FIRST_YEAR} to {LAST_YEAR}, got one {days} days after "
            f"{on}; check the date"
        ) from error


_KIND_OF = {kind: DayKind(kind.value) for kind in DayOffKind}
