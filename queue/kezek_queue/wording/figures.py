"""How times, spans and shares are written on pages and in reports: never rounded up."""

from __future__ import annotations

from datetime import date, timedelta

from kezek_core.texts import NO_BREAK_SPACE

UNKNOWN = "—"
ENGLISH = "en"


def whole_seconds(span: timedelta | float | None) -> int | None:
    """A span in whole seconds, cut down; None stays unknown."""
    if span is None:
        return None
    seconds = span.total_seconds() if isinstance(span, timedelta) else span
    return int(seconds // 1)


def clock(span: timedelta | float | None) -> str:
    """A span as minutes and seconds, ``72:05``; cut down to the second, never rounded up."""
    seconds = whole_seconds(span)
    if seconds is None:
        return UNKNOWN
    sign = "−" if seconds < 0 else ""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{sign}{minutes:02d}:{rest:02d}"


def percent_tenths(value: float | None) -> int | None:
    """A share in tenths of a percent, cut down; None stays unknown."""
    # A share is a quotient: 58.3 may be stored a hair below what it is.
    return None if value is None else int(value * 10 + 1e-9)


def percent(value: float | None, language: str) -> str:
    """A share with one decimal, cut down: 99.97 is not 100."""
    return tenths_of_percent(percent_tenths(value), language)


def tenths_of_percent(tenths: int | None, language: str) -> str:
    """Tenths of a percent as the language writes a share."""
    if tenths is None:
        return UNKNOWN
    text = f"{tenths // 10}.{tenths % 10}" if tenths < 1000 else "100"
    shown = decimal_sign(text, language)
    return f"{shown}%" if language == ENGLISH else f"{shown}{NO_BREAK_SPACE}%"


def decimal_sign(number: str, language: str) -> str:
    """A decimal number with the sign that a language sets: a point in English, else a comma."""
    return number if language == ENGLISH else number.replace(".", ",")


def short_date(on: date) -> str:
    """A date for tables: ``24.03.2026``."""
    return on.strftime("%d.%m.%Y")


def edition_words(edition: str) -> str:
    """The name of an edition, its date, as tables write dates; another name stays."""
    try:
        return short_date(date.fromisoformat(edition))
    except ValueError:
        return edition


def grouped(number: int) -> str:
    """A whole number in groups of three digits, with no-break spaces."""
    return f"{number:,}".replace(",", NO_BREAK_SPACE)
