"""How times, spans and shares are written on the staff's pages: tabular, and never rounded up."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

NO_BREAK_SPACE = "\u00a0"
UNKNOWN = "—"
KK_MONTHS = (
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
    "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
)  # fmt: skip
RU_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
EN_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


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


def percent(value: float | None, language: str) -> str:
    """A share with one decimal, cut down: 99.97 is not 100."""
    if value is None:
        return UNKNOWN
    tenths = int(value * 10 + 1e-9)
    text = f"{tenths // 10}.{tenths % 10}" if tenths < 1000 else "100"
    if language == "en":
        return f"{text}%"
    return f"{text.replace('.', ',')}{NO_BREAK_SPACE}%"


def time_of_day(at: datetime | None, zone: ZoneInfo, *, seconds: bool = False) -> str:
    """An instant as office time, ``14:05`` or ``14:05:09``."""
    if at is None:
        return UNKNOWN
    return at.astimezone(zone).strftime("%H:%M:%S" if seconds else "%H:%M")


def long_date(on: date, language: str) -> str:
    """A date as it is written in the language: ``2026 ж. 24 наурыз``, ``24 марта 2026 г.``."""
    space = NO_BREAK_SPACE
    if language == "kk":
        return f"{on.year}{space}ж. {on.day}{space}{KK_MONTHS[on.month - 1]}"
    if language == "ru":
        return f"{on.day}{space}{RU_MONTHS[on.month - 1]} {on.year}{space}г."
    return f"{on.day}{space}{EN_MONTHS[on.month - 1]} {on.year}"


def short_date(on: date) -> str:
    """A date for tables: ``24.03.2026``."""
    return on.strftime("%d.%m.%Y")
