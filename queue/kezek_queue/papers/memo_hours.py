"""The hours of an office and of a standard in words, as short as a paper wants them."""

from __future__ import annotations

from itertools import groupby

from kezek_core.calendar import DayHours
from kezek_core.standards import Hours, Season, Weekday
from kezek_core.texts import LocalText, chained, same
from kezek_queue.papers import memo_words as words
from kezek_queue.papers.form_words import hours_words, joined

ALL_WEEK = tuple(Weekday)
ALL_YEAR = "all"


def day_hours(hours: Hours) -> str:
    breaks = tuple((each.start, each.end) for each in hours.breaks)
    return hours_words(DayHours(hours.open, hours.close, breaks))


def season_words(season: Season, hours: str) -> LocalText:
    if season.name == ALL_YEAR:
        return same(hours)
    return joined(words.SEASONS.get(season.name, same(season.name)), hours, " ")


def week_words(week: dict[Weekday, str]) -> LocalText:
    """The hours of a week, days of equal hours together: ``mon-fri 09:00–18:00``."""
    stretches = [
        (list(days), hours) for hours, days in groupby(week, key=lambda day: week[day]) if hours
    ]
    if len(stretches) == 1 and stretches[0][0] == list(ALL_WEEK):
        hours = stretches[0][1]
        return words.ROUND_THE_CLOCK if hours == "00:00–24:00" else joined(words.DAILY, hours, " ")
    return chained([joined(days_words(days), hours, " ") for days, hours in stretches], "; ")


def days_words(days: list[Weekday]) -> LocalText:
    """Neighbouring days as a stretch, others one by one: ``mon–fri``, ``mon, wed``."""
    order = list(Weekday)
    places = sorted(order.index(day) for day in days)
    runs = [
        [order[place] for _, place in run]
        for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0])
    ]
    stretches = [
        joined(words.WEEKDAYS[run[0]], words.WEEKDAYS[run[-1]], "–")
        if len(run) > 2
        else chained([words.WEEKDAYS[day] for day in run], ", ")
        for run in runs
    ]
    return chained(stretches, ", ")
