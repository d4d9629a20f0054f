"""Reading what a page is asked for in its address: a day, a whole number; nothing is an error."""

from __future__ import annotations

from datetime import date

FIRST_YEAR, LAST_YEAR = 2000, 2200


def day_of(text: str | None) -> date | None:
    """A day as a date field sends it; None when it is none, or nobody's century."""
    try:
        on = date.fromisoformat(text or "")
    except ValueError:
        return None
    return on if FIRST_YEAR <= on.year <= LAST_YEAR else None


def whole_number(text: str | None) -> int | None:
    """A whole number as typed, from 0; None when it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None


def page_number(text: str | None) -> int:
    """The page asked for, from 1."""
    return max(1, whole_number(text) or 1)
