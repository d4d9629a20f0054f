"""How times, spans and shares are written on pages and in reports: never rounded up."""

from __future__ import annotations

from datetime import date, timedelta

from kezek_core.dates import short_date
from kezek_core.texts import NO_BREAK_SPACE
from kezek_queue.translated import text

UNKNOWN = "—"

DECIMAL_SIGN = text(".", context="decimal sign")
"""What stands before the decimals: a comma unless the catalogue of a language says otherwise."""

_SHARE = text("{number}%", context="share")


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
    return share(f"{tenths // 10}.{tenths % 10}" if tenths < 1000 else "100", language)


def share(percent: str, language: str) -> str:
    """A number of percent with the sign of percent as the language sets it: ``58,3 %``."""
    return _SHARE.in_language(language).format(number=decimal(percent, language))


def decimal(number: str, language: str) -> str:
    """A number such as ``58.3`` with the decimal sign of the language."""
    return number.replace(".", DECIMAL_SIGN.in_language(language))


def edition_words(edition: str) -> str:
    """The name of an edition, its date, as tables write dates; another name stays."""
    try:
        return short_date(date.fromisoformat(edition))
    except ValueError:
        return edition


def grouped(number: int) -> str:
    """A whole number in groups of three digits, with no-break spaces."""
    return f"{number:,}".replace(",", NO_BREAK_SPACE)
