"""Dates in words and in figures, in every language."""

from __future__ import annotations

from datetime import date
from typing import Final

from kezek_core.texts.local_text import LocalText, filled
from kezek_core.translated import text

MONTH_NAMES: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

MONTHS: Final = tuple(text(name, context="in a date") for name in MONTH_NAMES)
"""The months as a date names them."""

_DAY: Final = text("{day} {month} {year}", context="date")
_WITH_WEEKDAY: Final = text("{weekday}, {date}", context="date with its weekday")


def months_in(language: str) -> tuple[str, ...]:
    """The twelve months as a date of that language names them."""
    return tuple(month.in_language(language) for month in MONTHS)


def day_words(on: date) -> LocalText:
    """A date: ``2026 ж. 24 наурыз``, ``24 марта 2026 г.``, ``24 March 2026``."""
    return filled(_DAY, day=on.day, month=MONTHS[on.month - 1], year=on.year)


def with_weekday(on: date, weekday: str) -> LocalText:
    """A date after or before the name of its weekday, as each language has it.

    Args:
        on: the date.
        weekday: its name, in the language that the text will be read in.
    """
    return filled(_WITH_WEEKDAY, weekday=weekday, date=day_words(on))


def short_date(on: date) -> str:
    """A date in figures, for tables and short sentences: ``24.03.2026`` in every language."""
    return f"{on:%d.%m.%Y}"


def day_pattern(language: str) -> str:
    """How a date is put together, for a script: ``%(year)s ж. %(day)s %(month)s``."""
    places = {name: f"%({name})s" for name in ("day", "month", "year")}
    return _DAY.in_language(language).format(**places)
