"""The health page's word on the law of the year: the monthly index and the swapped days."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from kezek_kiosk.pages.staff.device_words import Severity
from kezek_kiosk.pages.staff.health_check import Check
from kezek_kiosk.web.i18n import format_day
from kezek_queue import Queue
from kezek_queue.office import (
    doors_against_swaps,
    missing_index,
    years_without_swaps,
)


def law_check(queue: Queue, on: date) -> Check:
    """Whether the office has entered what the law set for this year and the next.

    Args:
        queue: its office and the standards it applies.
        on: the office's date.
    """
    office = queue.office
    applied = [queue.standards.get(each) for each in office.standard_ids()]
    missing = missing_index(office, applied, on)
    if missing is not None:
        return _index_missing(missing.year, refuses=missing.refuses)
    doors = doors_against_swaps(office, on)
    if doors:
        day, worked = doors[0]
        return _door(day, worked=worked)
    return Check("law", Severity.GOOD, _swaps(years_without_swaps(office, on)))


def _index_missing(year: int, *, refuses: bool) -> Check:
    advice = _(
        "Take it from the republican budget law of %(year)s and add it to office.toml: "
        "[[monthly_index]] with from, tenge and source. Then restart the server.",
        year=year,
    )
    if refuses:
        found = _(
            "The monthly calculation index of %(year)s is missing: paid requests are refused.",
            year=year,
        )
        return Check("law", Severity.BAD, found, advice)
    found = _(
        "The monthly calculation index of %(year)s is missing: from 1 January paid requests will "
        "be refused.",
        year=year,
    )
    return Check("law", Severity.WARNING, found, advice)


def _door(day: date, *, worked: bool) -> Check:
    if worked:
        found = _("%(day)s is worked by a swap, but the office is closed.", day=format_day(day))
    else:
        found = _("%(day)s is off by a swap, but the office is open.", day=format_day(day))
    return Check(
        "law",
        Severity.WARNING,
        found,
        _("Enter the hours of that day in office.toml: [hours.dates]."),
    )


def _swaps(years: tuple[int, ...]) -> str:
    known = str(_("The monthly calculation index is known."))
    if not years:
        return known
    named = ", ".join(str(year) for year in years)
    return f"{known} " + str(
        _("No swapped days off are known for %(years)s; enter an order as [[swaps]].", years=named)
    )
