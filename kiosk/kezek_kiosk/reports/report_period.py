"""The days of a report and the moment it was made at, in words."""

from __future__ import annotations

from datetime import date, datetime

from kezek_kiosk.web.i18n import format_day


def period_words(first: date, last: date, language: str) -> str:
    """Some days, both ends included: "1 ноября 2026 г. – 30 ноября 2026 г."."""
    if first == last:
        return format_day(first, language)
    return f"{format_day(first, language)} – {format_day(last, language)}"


def made_at_words(at: datetime, language: str) -> str:
    """A moment with its distance from UTC: a report outlives the memory of its zone.

    Args:
        at: in office time.
        language: ``kk``, ``ru`` or ``en``.
    """
    return f"{format_day(at.date(), language)}, {at:%H:%M} (UTC{at.isoformat()[-6:]})"
