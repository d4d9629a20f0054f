"""Kazakhstan's days off by law: holidays, the days they move to, and working days swapped.

Which days follow a holiday depends on the working week. A holiday that meets a day off of the
week moves to the next working day, so a holiday on a Saturday moves for five days' offices and
not for six days' ones. For the same reason a swapped Saturday is nothing to a six-day office.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from kezek_core.errors import CoreError
from kezek_core.texts.local_text import LocalText
from kezek_core.translated import from_kazakh, text

FIRST_YEAR = 2002
"""The law on holidays of 13 December 2001 is the first to move a holiday off a day off."""

LAST_YEAR = 2099
"""The package's table of Kurban Ait ends here."""

KURBAN_AIT_CONFIRMED = frozenset({date(2026, 5, 27)})
"""Dates that the package still estimates and that were announced since (inform.kz, May 2026)."""

HOLIDAY_SOURCE = "Law of Kazakhstan on holidays, 13 December 2001, no. 267, art. 5"
DAY_OFF_SOURCE = "Labour Code of Kazakhstan, 23 November 2015, art. 84"
SWAP_SOURCE = "Labour Code of Kazakhstan, 23 November 2015, art. 85, item 3"


class CalendarError(CoreError, ValueError):
    """A calendar cannot answer for a date."""

    code = "calendar_error"


class YearOutOfRangeError(CalendarError):
    """A date lies outside the years whose holidays are known."""

    code = "year_out_of_range"


class DayOffKind(StrEnum):
    """Why the law makes a date a day off."""

    HOLIDAY = "holiday"
    RELIGIOUS = "religious"
    TRANSFERRED = "transferred"
    SWAPPED = "swapped"


@dataclass(frozen=True, slots=True)
class DayOff:
    """One day off by law.

    Args:
        name: the holiday; for a swapped day the words say so.
        kind: a holiday never moves the rest; a religious day off is never moved itself.
        moved_from: the holiday of a transferred day, or the day worked instead of a swapped one.
        estimated: the date rests on a computed moon, and may still move by a day.
    """

    name: LocalText
    kind: DayOffKind
    moved_from: date | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Swap:
    """A day off moved by the government: ``off_on`` is free, ``work_on`` is worked instead."""

    off_on: date
    work_on: date
    source: str = SWAP_SOURCE


@dataclass(frozen=True, slots=True)
class LegalDays:
    """What the law says of the dates of one year for one working week.

    Args:
        off: days off beside those of the week.
        worked: days off of the week that are worked, each with its swap.
    """

    off: Mapping[date, DayOff]
    worked: Mapping[date, Swap]


@lru_cache(maxsize=256)
def kazakhstan_days(year: int, week: frozenset[int], swaps: tuple[Swap, ...] = ()) -> LegalDays:
    """Return the holidays, moved days and swaps of a year.

    Args:
        year: 2002 to 2099.
        week: working weekdays, Monday 0.
        swaps: swaps that the package does not know; one for a known ``off_on`` replaces it.

    Returns:
        The days off and the worked days off of that year.

    Raises:
        YearOutOfRangeError: the year is outside the range.
        CalendarError: the week has no working day.

    Source: the law on holidays, art. 5 (moving), the Labour Code, arts. 84 and 85 (7 January and
    Kurban Ait are days off and do not move; swaps), as the ``holidays`` package lists them.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutOfRangeError(
            f"expected a date of the years {FIRST_YEAR} to {LAST_YEAR}, whose holidays are known, "
            f"got the year {year}; check the date"
        )
    if not week:
        raise CalendarError("expected at least one working weekday, got none; check the schedule")
    off = _holidays(year)
    _transfer(off, week)
    worked: dict[date, Swap] = {}
    for swap in _swaps_of(year, swaps):
        _apply(swap, off, worked, week)
    return LegalDays(
        MappingProxyType({on: day for on, day in off.items() if on.year == year}),
        MappingProxyType({on: swap for on, swap in worked.items() if on.year == year}),
    )


def known_swaps(year: int) -> tuple[Swap, ...]:
    """The swaps of the package that free a day of ``year``; none after 2025."""
    # Imported late: with its tables the package costs a good part of a cold start.
    from holidays.countries.kazakhstan import KazakhstanStaticHolidays

    rows: Any = KazakhstanStaticHolidays.special_public_holidays.get(year, ())
    rows = (rows,) if rows and not isinstance(rows[0], tuple) else rows
    return tuple(
        Swap(
            off_on=date(year, row[0], row[1]),
            work_on=date(row[4] if len(row) > 4 else year, row[2], row[3]),
        )
        for row in rows
    )


def _holidays(year: int) -> dict[date, DayOff]:
    """The holidays of a year on their own dates, whatever weekday they fall on."""
    from holidays.countries.kazakhstan import Kazakhstan

    table = Kazakhstan(years=year, observed=False, language="kk")
    # Even so the package lists its swaps, which here depend on the week.
    swapped = {swap.off_on for swap in known_swaps(year)}
    mark = Kazakhstan.estimated_label.replace("%s", "")
    return {
        on: _day_off(table.get_list(on), mark, confirmed=on in KURBAN_AIT_CONFIRMED)
        for on in sorted(table)
        if on not in swapped
    }


def _day_off(titles: list[str], estimated_mark: str, *, confirmed: bool) -> DayOff:
    """One date of the package, where a title ends in a mark if its date is estimated.

    Where two days off meet, the one that moves gives its name to the date.
    """
    plain = [title.removesuffix(estimated_mark) for title in titles]
    moving = [title for title in plain if title not in _NEVER_MOVED]
    title = (moving or plain)[0]
    return DayOff(
        from_kazakh(title),
        DayOffKind.HOLIDAY if moving else DayOffKind.RELIGIOUS,
        estimated=not moving and plain != titles and not confirmed,
    )


def _transfer(off: dict[date, DayOff], week: frozenset[int]) -> None:
    """Free the next working day for every holiday that meets a day off of the week."""
    for on, day in sorted(off.items()):
        if day.kind is DayOffKind.HOLIDAY and on.weekday() not in week:
            moved = on + timedelta(days=1)
            while moved.weekday() not in week or moved in off:
                moved += timedelta(days=1)
            off[moved] = DayOff(day.name, DayOffKind.TRANSFERRED, on)


def _swaps_of(year: int, passed: Iterable[Swap]) -> tuple[Swap, ...]:
    """Every swap with a day in ``year``; a swap may reach over New Year."""
    replaced = {swap.off_on: swap for near in (year, year + 1) for swap in known_swaps(near)}
    replaced |= {swap.off_on: swap for swap in passed}
    return tuple(
        swap for swap in replaced.values() if year in (swap.off_on.year, swap.work_on.year)
    )


def _apply(
    swap: Swap, off: dict[date, DayOff], worked: dict[date, Swap], week: frozenset[int]
) -> None:
    """Swap two days where the one to be worked is a day off of this week; else nothing changes.

    The same holds for a moved holiday: in 2020 the free Monday 11 May was swapped with Friday.
    """
    moved_holiday = off.get(swap.work_on)
    if swap.work_on.weekday() not in week:
        worked[swap.work_on] = swap
    elif moved_holiday is not None and moved_holiday.kind is DayOffKind.TRANSFERRED:
        del off[swap.work_on]
    else:
        return
    off.setdefault(swap.off_on, DayOff(SWAPPED_NAME, DayOffKind.SWAPPED, swap.work_on))


SWAPPED_NAME = text("Day off swapped by the government")

_ORTHODOX_CHRISTMAS = "Православиелік Рождество"
_KURBAN_AIT = "Құрбан айт"
_NEVER_MOVED = frozenset({_ORTHODOX_CHRISTMAS, _KURBAN_AIT})
