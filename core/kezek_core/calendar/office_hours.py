"""When an office is open, when it opens next, and which office day an instant belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOOK_AHEAD_DAYS = 400
"""An office that opens on no day of the next thirteen months is closed for good."""

LOOK_BACK_DAYS = 400
"""One that did not open in the last thirteen months has no day to show."""


@dataclass(frozen=True, slots=True)
class DayHours:
    """The hours of one office day, in office time.

    Args:
        opens: first minute visitors are let in.
        closes: the day ends here; a time at or before ``opens`` means after midnight.
        breaks: pairs of start and end inside the hours.
    """

    opens: time
    closes: time
    breaks: tuple[tuple[time, time], ...] = ()


DAYS_KNOWN = 1000
"""So many office days are remembered: far more than anybody asks for in a day."""


@dataclass(frozen=True, slots=True)
class _OfficeDay:
    """One office day in instants: its ends, and the stretches between its breaks."""

    opens: datetime
    closes: datetime
    received: tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The week of an office with its exceptions.

    Args:
        zone: the office's time zone.
        week: hours by weekday, Monday 0; a missing weekday is a day off.
        overrides: hours of single dates, None for a day off; they go before the week.
    """

    zone: ZoneInfo
    week: Mapping[int, DayHours]
    overrides: Mapping[date, DayHours | None] = field(default_factory=dict)
    # Every ticket asks for its day again, and reckoning with time zones is dear.
    _days: dict[date, _OfficeDay | None] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def hours_on(self, on: date) -> DayHours | None:
        """The hours of a date; None when the office is off."""
        return self.overrides[on] if on in self.overrides else self.week.get(on.weekday())

    def is_open(self, at: datetime) -> bool:
        """Whether visitors are received at an instant (breaks are closed)."""
        return any(opens <= at < closes for opens, closes in self._received_around(at))

    def next_open(self, at: datetime) -> datetime | None:
        """The first instant at or after ``at`` at which the office receives visitors."""
        for opens, closes in self._received_from(self._local(at).date() - timedelta(days=1)):
            if at < closes:
                return max(at, opens)
        return None

    def opens_at(self, on: date) -> datetime | None:
        """The instant the office day ``on`` begins; None for a day off."""
        day = self._day(on)
        return None if day is None else day.opens

    def closes_at(self, on: date) -> datetime | None:
        """The instant the office day ``on`` ends; None for a day off."""
        day = self._day(on)
        return None if day is None else day.closes

    def office_day(self, at: datetime) -> date:
        """The office day of an instant: the day whose closing comes next.

        The day rolls over at closing, not at midnight: what is issued after closing belongs to
        the next day the office is open. An office with no day ahead keeps the calendar date.
        """
        first = self._local(at).date() - timedelta(days=1)
        for on in _days_from(first):
            closes = self.closes_at(on)
            if closes is not None and at < closes:
                return on
        return self._local(at).date()

    def shown_day(self, at: datetime) -> date:
        """The office day that pages tell of at an instant: the one that opened last.

        Numbers are given out for ``office_day``, which after closing is the next day already;
        what people came to see stays until that day opens. An office that has never opened shows
        the day it will open on.
        """
        today = self._local(at).date()
        for back in range(LOOK_BACK_DAYS):
            opened = self.opens_at(today - timedelta(days=back))
            if opened is not None and opened <= at:
                return today - timedelta(days=back)
        return self.office_day(at)

    def _received_around(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        today = self._local(at).date()
        for on in (today - timedelta(days=1), today):
            day = self._day(on)
            yield from () if day is None else day.received

    def _received_from(self, first: date) -> Iterator[tuple[datetime, datetime]]:
        for on in _days_from(first):
            day = self._day(on)
            yield from () if day is None else day.received

    def _day(self, on: date) -> _OfficeDay | None:
        """An office day, reckoned once; None for a day off."""
        if on not in self._days:
            if len(self._days) >= DAYS_KNOWN:
                self._days.clear()
            hours = self.hours_on(on)
            self._days[on] = None if hours is None else self._reckoned(on, hours)
        return self._days[on]

    def _reckoned(self, on: date, hours: DayHours) -> _OfficeDay:
        past_midnight = hours.closes <= hours.opens
        opens = self._instant(on, hours.opens)
        closes = self._instant(on + timedelta(days=past_midnight), hours.closes)
        return _OfficeDay(opens, closes, tuple(self._received(on, hours, opens, closes)))

    def _received(
        self, on: date, hours: DayHours, opens: datetime, closes: datetime
    ) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of one office day between its breaks."""
        begins = opens
        for starts, ends in sorted(self._break_on(on, hours, pause) for pause in hours.breaks):
            if begins < starts:
                yield begins, starts
            begins = max(begins, ends)
        if begins < closes:
            yield begins, closes

    def _break_on(
        self, on: date, hours: DayHours, pause: tuple[time, time]
    ) -> tuple[datetime, datetime]:
        starts_on = on + timedelta(days=pause[0] < hours.opens)
        ends_on = on + timedelta(days=pause[1] < hours.opens)
        return self._instant(starts_on, pause[0]), self._instant(ends_on, pause[1])

    def _instant(self, on: date, clock: time) -> datetime:
        return datetime.combine(on, clock, tzinfo=self.zone).astimezone(UTC)

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)


def _days_from(first: date) -> Iterator[date]:
    for ahead in range(LOOK_AHEAD_DAYS):
        yield first + timedelta(days=ahead)
