"""The law of the year in an office's file: a new monthly index, and days off that were swapped.

Both are set anew every year, after a release of Kezek was made; an office enters them itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kezek_core.calendar import (
    FIRST_YEAR,
    FIVE_DAY_WEEK,
    LAST_YEAR,
    SIX_DAY_WEEK,
    DayHours,
    IndexChange,
    Swap,
    WorkingCalendar,
)
from kezek_core.phrases import Phrase
from kezek_core.toml_table import Table

TENGE_MAX = 1_000_000
"""Two hundred times the index of 2026: a larger number has a digit too many."""

HoursOfDates = Mapping[date, DayHours | None]


def read_index_changes(table: Table) -> tuple[IndexChange, ...]:
    """Read ``[[monthly_index]]``, noting what is wrong.

    Args:
        table: the whole office file.
    """
    found: list[IndexChange] = []
    for each in table.tables("monthly_index"):
        change = IndexChange(
            _day(each, "from"), each.whole("tenge", 1, TENGE_MAX), each.text("source")
        )
        if change.from_on in {earlier.from_on for earlier in found}:
            each.wrong("from", Phrase("one index for a day; this day has one already in this file"))
        found.append(change)
    return tuple(found)


def read_swaps(table: Table, dates: HoursOfDates) -> tuple[Swap, ...]:
    """Read ``[[swaps]]``, noting what is wrong.

    Args:
        table: the whole office file.
        dates: what the file says of single dates under ``[hours.dates]``.
    """
    found: list[Swap] = []
    for each in table.tables("swaps"):
        swap = Swap(_day(each, "off_on"), _day(each, "work_on"), each.text("source"))
        if date.min not in (swap.off_on, swap.work_on):
            _note_faults(each, swap, tuple(found), dates)
        found.append(swap)
    return tuple(found)


def _note_faults(table: Table, swap: Swap, earlier: tuple[Swap, ...], dates: HoursOfDates) -> None:
    taken = {day for other in earlier for day in (other.off_on, other.work_on)}
    if swap.off_on == swap.work_on:
        table.wrong("work_on", Phrase("another day than the day off"))
        return
    for key, day in (("off_on", swap.off_on), ("work_on", swap.work_on)):
        if day in taken:
            table.wrong(key, Phrase("a day that no other swap of this file moves"))
    five = WorkingCalendar(FIVE_DAY_WEEK, swaps=earlier)
    six = WorkingCalendar(SIX_DAY_WEEK, swaps=earlier)
    if not (five.is_working_day(swap.off_on) or six.is_working_day(swap.off_on)):
        table.wrong(
            "off_on",
            Phrase("the working day that becomes a day off"),
            Phrase("this day is one already"),
        )
    if five.is_working_day(swap.work_on):
        table.wrong(
            "work_on",
            Phrase("the day off that is worked instead"),
            Phrase("this day is a working day already"),
        )
    elif not _is_worked(swap, earlier):
        table.wrong(
            "work_on",
            Phrase("a day off of the week, or one a holiday was moved to"),
            Phrase("this day is a holiday and stays one"),
        )
    if dates.get(swap.work_on, ...) is None:
        table.wrong(
            "work_on",
            Phrase("a day that [hours.dates] does not close"),
            Phrase('take "%(day)s" = "off" out of [hours.dates], or this swap', day=swap.work_on),
        )
    if dates.get(swap.off_on) is not None:
        table.wrong(
            "off_on",
            Phrase("a day that [hours.dates] does not open"),
            Phrase('take "%(day)s" out of [hours.dates], or this swap', day=swap.off_on),
        )


def _is_worked(swap: Swap, earlier: tuple[Swap, ...]) -> bool:
    """Whether the swap makes its day a working day for anybody."""
    weeks = (FIVE_DAY_WEEK, SIX_DAY_WEEK)
    return any(
        WorkingCalendar(week, swaps=(*earlier, swap)).is_working_day(swap.work_on) for week in weeks
    )


def _day(table: Table, key: str) -> date:
    """A date whose calendar is known; ``date.min`` for one that was noted as wrong."""
    if not table.has(key):
        return table.day(key)
    day = table.day_or_none(key)
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        table.wrong(
            key,
            Phrase("a date of the years %(first)s to %(last)s", first=FIRST_YEAR, last=LAST_YEAR),
        )
        return date.min
    return day or date.min
