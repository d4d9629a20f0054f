"""The load of the week: who came in which hour of which weekday, and how many waited too long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kezek_queue.counts import HourArrivals

WEEKS = 4
LEVELS = 5
"""Steps of the colour; the number in the cell is what counts."""


@dataclass(frozen=True, slots=True)
class WaitTotals:
    """Some waits together.

    Args:
        came: waits that began.
        breached: those of them past the limit.
        limited: those of them that have a limit.
    """

    came: int = 0
    breached: int = 0
    limited: int = 0

    @property
    def past_tenths(self) -> int | None:
        """The share past the limit in tenths of a percent, cut up: one breach is never none."""
        return None if self.limited == 0 else -(-1000 * self.breached // self.limited)


@dataclass(frozen=True, slots=True)
class WeekdayLoad:
    """One weekday of the map.

    Args:
        weekday: Monday 0.
        days: how many office days somebody came on.
        loads: by the hours of the map.
        total: all hours together.
    """

    weekday: int
    days: int
    loads: tuple[WaitTotals, ...]
    total: WaitTotals


@dataclass(frozen=True, slots=True)
class WeekMap:
    """Four weeks, folded into one.

    Args:
        first_day: first office day.
        last_day: last office day, included.
        hours: every hour between the first and the last that somebody came in; empty when nobody
            came at all.
        weekdays: Monday first; a weekday that nobody ever comes on is left out.
        by_hour: all weekdays together, by the hours.
        total: everybody.
    """

    first_day: date
    last_day: date
    hours: tuple[int, ...]
    weekdays: tuple[WeekdayLoad, ...]
    by_hour: tuple[WaitTotals, ...]
    total: WaitTotals

    @property
    def busiest(self) -> int:
        """The most that came in one hour of one weekday."""
        return max((load.came for day in self.weekdays for load in day.loads), default=0)

    def level(self, load: WaitTotals) -> int:
        """The step of the colour, 0 for nobody to ``LEVELS`` for the busiest hour."""
        return -(-LEVELS * load.came // self.busiest) if load.came else 0

    def peak(self) -> tuple[WeekdayLoad, int, WaitTotals] | None:
        """The busiest hour; None when nobody came."""
        return max(self._cells(), key=lambda cell: cell[2].came, default=None)

    def worst(self) -> tuple[WeekdayLoad, int, WaitTotals] | None:
        """The hour with the most waits past the limit; None when there was none."""
        found = max(self._cells(), key=lambda cell: cell[2].breached, default=None)
        return found if found is not None and found[2].breached else None

    def _cells(self) -> Iterable[tuple[WeekdayLoad, int, WaitTotals]]:
        return (
            (day, hour, load)
            for day in self.weekdays
            for hour, load in zip(self.hours, day.loads, strict=True)
        )


def first_day_of(today: date) -> date:
    """The first of the days that end today and hold each weekday equally often."""
    return today - timedelta(weeks=WEEKS) + timedelta(days=1)


def week_map(arrivals: Sequence[HourArrivals], first_day: date, last_day: date) -> WeekMap:
    """Fold the arrivals of some office days into the hours of one week.

    Args:
        arrivals: of these days.
        first_day: first office day.
        last_day: last office day, included.
    """
    came_in = {each.hour for each in arrivals}
    hours = tuple(range(min(came_in), max(came_in) + 1)) if came_in else ()
    weekdays = sorted({each.office_day.weekday() for each in arrivals})
    return WeekMap(
        first_day=first_day,
        last_day=last_day,
        hours=hours,
        weekdays=tuple(_weekday(weekday, hours, arrivals) for weekday in weekdays),
        by_hour=tuple(_sum(each for each in arrivals if each.hour == hour) for hour in hours),
        total=_sum(arrivals),
    )


def _weekday(weekday: int, hours: Iterable[int], arrivals: Iterable[HourArrivals]) -> WeekdayLoad:
    mine = [each for each in arrivals if each.office_day.weekday() == weekday]
    return WeekdayLoad(
        weekday=weekday,
        days=len({each.office_day for each in mine}),
        loads=tuple(_sum(each for each in mine if each.hour == hour) for hour in hours),
        total=_sum(mine),
    )


def _sum(arrivals: Iterable[HourArrivals]) -> WaitTotals:
    each = list(arrivals)
    return WaitTotals(
        came=sum(one.came for one in each),
        breached=sum(one.breached for one in each),
        limited=sum(one.limited for one in each),
    )
