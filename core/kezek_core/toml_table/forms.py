"""The forms that values of a TOML file have, and the words for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from kezek_core.phrases import Phrase, whole_from

Choice = TypeVar("Choice", str, int)
Bound = int | Decimal

CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SHORT_MAX_CHARS = 28
"""A longer name does not fit a button of the kiosk or a line of the ticket."""

SMALLEST_EXPONENT = -30
"""A number with more places after the point is a slip of the pen, and costs minutes to reckon."""


TEXT_FORM = Phrase("a text in quotes, not empty, without spaces or breaks at its ends")
TEXTS_FORM = Phrase('a list of texts, none of them empty, as ["...", "..."]')
DAY_FORM = Phrase("a date of the calendar as YYYY-MM-DD, for example 2007-11-30")
MONTH_DAY_FORM = Phrase('a day of the year in quotes, as "MM-DD", for example "04-01"')
CLOCK_FORM = Phrase('a time of day in quotes, as "HH:MM", for example "09:00"')


def text_of(value: object) -> str | None:
    """A text with something in it and nothing blank at its ends; None for anything else."""
    return value if isinstance(value, str) and value and value == value.strip() else None


def any_text_of(value: object) -> str | None:
    """A text, empty too; None for anything else."""
    return value if isinstance(value, str) else None


def flag_of(value: object) -> bool | None:
    """True or false; None for anything else."""
    return value if isinstance(value, bool) else None


def whole_of(value: object, lowest: int, highest: int) -> int | None:
    """A whole number within bounds; None for anything else."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if lowest <= value <= highest else None


def number_of(value: object, lowest: Bound, highest: Bound) -> Decimal | None:
    """A number within bounds; None for anything else."""
    if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
        return None
    number = Decimal(value)
    if not number.is_finite() or not lowest <= number <= highest:
        return None
    return number if number == 0 or number.adjusted() > SMALLEST_EXPONENT else None


def day_of(value: object) -> date | None:
    """A day, written with quotes or without; None for anything else."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def month_day_of(value: object) -> str | None:
    """A day of any year as "MM-DD"; None for anything else."""
    # 2000 was a leap year: the 29th of February is a day too.
    return value if isinstance(value, str) and day_of(f"2000-{value}") else None


def clock_of(value: object) -> time | None:
    """A time of day as "HH:MM"; None for anything else."""
    found = CLOCK.fullmatch(value) if isinstance(value, str) else None
    return time(int(found[1]), int(found[2])) if found else None


def choice_of(value: object, choices: Sequence[Choice]) -> Choice | None:
    """The choice that it is; None for anything else."""
    # `1 == True` in Python, so the type must agree too.
    return next((each for each in choices if type(value) is type(each) and value == each), None)


def wholes_form(lowest: int, highest: int) -> Phrase:
    """The words for a list of whole numbers within bounds."""
    return Phrase(
        "a list of whole numbers from %(least)s to %(most)s, as [1, 2]",
        least=lowest,
        most=highest,
    )


def whole_form(lowest: int, highest: int) -> Phrase:
    """The words for a whole number within bounds."""
    return without_quotes(whole_from(lowest, highest))


def without_quotes(form: Phrase) -> Phrase:
    """The words for a value that is no text."""
    return Phrase("%(form)s, without quotes", form=form)


def values_of(words: type[Enum]) -> tuple[str, ...]:
    """The words of an enumeration as they stand in a file."""
    return tuple(each.value for each in words)
