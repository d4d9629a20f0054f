"""The ``[hours]`` table of an office file: lines like "09:00-13:00, 14:00-18:00" made to hours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise

from kezek_core.calendar import DayHours
from kezek_core.phrases import Phrase
from kezek_core.toml_table import MISSING, Table

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFF = "off"
DAY_MINUTES = 24 * 60
EXPECTED = Phrase(
    '"09:00-20:00", "09:00-13:00, 14:00-18:00", "00:00-24:00" (round the clock) or "off"'
)
ORDER_HINT = Phrase("name the stretches in the order of the day; a break lies between two of them")
STRETCH = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-(([01][0-9]|2[0-3]):([0-5][0-9])|24:00)")
DATE = re.compile(r"2[01][0-9]{2}-[0-9]{2}-[0-9]{2}")
ONE_DAY = timedelta(days=1)

Overrides = dict[date, DayHours | None]


class HoursError(ValueError):
    """A line names no hours; ``hint`` says why."""

    def __init__(self, hint: Phrase) -> None:
        super().__init__(hint)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class WeekFile:
    """The hours of the file: by weekday (Monday 0), and of single dates."""

    week: Mapping[int, DayHours]
    overrides: Mapping[date, DayHours | None]

    def on(self, day: date) -> DayHours | None:
        """The hours of a date; None for a day off."""
        return self.overrides[day] if day in self.overrides else self.week.get(day.weekday())


def read_hours(table: Table) -> WeekFile:
    """Read the ``[hours]`` table; what is wrong is noted, a wrong day is left out."""
    week = {}
    for weekday, name in enumerate(WEEKDAYS):
        hours = _read_day(table, name, table.text_or_none(name))
        if hours is not None:
            week[weekday] = hours
    dates = table.table("dates")
    found = WeekFile(week, _read_dates(dates))
    _note_always_closed(table, found)
    _note_overlaps(table, dates, found)
    return found


def parse_day(text: str) -> DayHours | None:
    """The hours that one line of the file names.

    Args:
        text: stretches of "HH:MM-HH:MM" divided by commas, the gaps between them are the breaks.
            Only the last one may go past midnight.

    Returns:
        The hours, None for "off".

    Raises:
        HoursError: the text has another form; the hint says what is amiss.
    """
    if text == OFF:
        return None
    stretches = [_stretch(part.strip()) for part in text.split(",")]
    for earlier, later in pairwise(stretches):
        if not earlier[0] < earlier[1] < later[0]:
            raise HoursError(ORDER_HINT)
    opens, (begins, ends) = stretches[0][0], stretches[-1]
    if begins == ends or (ends < begins and ends > opens):
        raise HoursError(Phrase('a day lasts at most 24 hours; round the clock is "00:00-24:00"'))
    return DayHours(
        opens=_clock(opens),
        closes=_clock(ends),
        breaks=tuple(
            (_clock(earlier[1]), _clock(later[0])) for earlier, later in pairwise(stretches)
        ),
    )


def _read_day(table: Table, key: str, text: str | None) -> DayHours | None:
    if text is None:
        return None
    try:
        return parse_day(text)
    except HoursError as error:
        table.wrong(key, EXPECTED, error.hint)
        return None


def _read_dates(dates: Table) -> Overrides:
    overrides: Overrides = {}
    for key, text in dates.entries().items():
        day = _date(key)
        if day is None:
            dates.wrong(
                key,
                Phrase('a date of the calendar as the key, for example "2026-12-16" = "off"'),
            )
        elif text:
            overrides[day] = _read_day(dates, key, text)
    return overrides


def _note_always_closed(table: Table, hours: WeekFile) -> None:
    noted = table.findings.is_noted(table.at())
    if not noted and not hours.week and not any(hours.overrides.values()):
        expected = Phrase("at least one day with hours, written as %(form)s", form=EXPECTED)
        table.findings.note(table.at(), MISSING, expected)


def _note_overlaps(table: Table, dates: Table, hours: WeekFile) -> None:
    """A day that runs past midnight must end before the next one begins."""
    for weekday, name in enumerate(WEEKDAYS):
        _note_overlap(table, name, hours.week.get(weekday), hours.week.get((weekday + 1) % 7))
    for day in hours.overrides:
        before, later = day - ONE_DAY, day + ONE_DAY
        _note_overlap(dates, day.isoformat(), hours.on(before), hours.on(day))
        if later not in hours.overrides:
            _note_overlap(dates, day.isoformat(), hours.on(day), hours.on(later))


def _note_overlap(table: Table, key: str, first: DayHours | None, second: DayHours | None) -> None:
    if first is None or second is None or first.closes > first.opens:
        return
    if second.opens < first.closes:
        table.wrong(
            key,
            Phrase("a day that ends before the next one begins"),
            Phrase(
                "one closes at %(closes)s of the next day, which opens at %(opens)s",
                closes=f"{first.closes:%H:%M}",
                opens=f"{second.opens:%H:%M}",
            ),
        )


def _stretch(text: str) -> tuple[int, int]:
    """Begin and end in minutes of the day."""
    found = STRETCH.fullmatch(text)
    if found is None:
        raise HoursError(
            Phrase('"%(text)s" is not of the form HH:MM-HH:MM with both digits', text=text)
        )
    ends = DAY_MINUTES if found[3] == "24:00" else int(found[4]) * 60 + int(found[5])
    return int(found[1]) * 60 + int(found[2]), ends


def _clock(minutes: int) -> time:
    """24:00 is the 00:00 that ends the day: hours that close at or before they open."""
    return time(minutes % DAY_MINUTES // 60, minutes % 60)


def _date(text: str) -> date | None:
    """A date of this century or the next; None for anything else."""
    try:
        return date.fromisoformat(text) if DATE.fullmatch(text) else None
    except ValueError:
        return None
