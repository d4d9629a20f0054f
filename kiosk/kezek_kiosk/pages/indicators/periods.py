"""Days that are asked for again and again: today, months, quarter and year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _

MONTHS_A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Days:
    """Some days, both ends included."""

    first: date
    last: date


def _today(today: date) -> Days:
    return Days(today, today)


def _this_month(today: date) -> Days:
    return Days(today.replace(day=1), today)


def _last_month(today: date) -> Days:
    last = today.replace(day=1) - timedelta(days=1)
    return Days(last.replace(day=1), last)


def _this_quarter(today: date) -> Days:
    month = (today.month - 1) // MONTHS_A_QUARTER * MONTHS_A_QUARTER + 1
    return Days(today.replace(month=month, day=1), today)


def _this_year(today: date) -> Days:
    return Days(today.replace(month=1, day=1), today)


PRESETS: Mapping[str, Callable[[date], Days]] = {
    "today": _today,
    "month": _this_month,
    "last_month": _last_month,
    "quarter": _this_quarter,
    "year": _this_year,
}
"""The days of each preset, by the office's date; what has begun ends today."""

NAMES: Mapping[str, Any] = {
    "today": _("Today"),
    "month": _("This month"),
    "last_month": _("Last month"),
    "quarter": _("This quarter"),
    "year": _("This year"),
}
USUAL = "month"
"""What the page shows when nobody asked for days."""


def preset_of(days: Days, today: date) -> str | None:
    """The preset that means these days; on the first of a month or a year the shortest one."""
    return next((name for name, meant in PRESETS.items() if meant(today) == days), None)
