"""The days of a report and the moment it was made at, in words."""

from __future__ import annotations

from datetime import date, datetime

from kezek_core.dates import day_words


def period_words(first: date, last: date, language: str) -> str:
    """Some days, both ends included: "1 ноября 2026 г. – 30 ноября 2026 г."."""
    days = dict.fromkeys((first, last))
    return " – ".join(day_words(day).in_language(language) for day in days)


def made_at_words(at: datetime, language: str) -> str:
    """A moment with its distance from UTC: a report outlives the memory of its zone.

    Args:
        at: in office time.
        language: ``kk``, ``ru`` or ``en``.
    """
    day = day_words(at.date()).in_language(language)
    return f"{day}, {at:%H:%M} (UTC{at.isoformat()[-6:]})"
