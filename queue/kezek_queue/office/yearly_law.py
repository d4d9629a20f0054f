"""What the law sets anew every year, and whether the office has entered it in time.

The budget law sets the monthly calculation index of a year shortly before the year begins; the
government moves days off by orders of its own. Kezek ships what was known when it was released.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kezek_core.calendar import NoIndexError, known_swaps, monthly_index_on
from kezek_core.standards import Standard
from kezek_queue.office.office import Office

WARNED_FROM_MONTH = 12
"""The budget law of a year is signed early in the December before."""


@dataclass(frozen=True, slots=True)
class MissingIndex:
    """A year whose monthly calculation index the office needs and does not have.

    Args:
        year: the year.
        refuses: True when paid requests are refused for it already.
    """

    year: int
    refuses: bool


def missing_index(office: Office, standards: Iterable[Standard], on: date) -> MissingIndex | None:
    """The index that is missing today, or from 1 December the one of next year.

    Args:
        office: knows the indices of Kezek and of its own file.
        standards: those the office applies; without a paid one no index is needed.
        on: the office's date.
    """
    if all(each.fee.free or each.fee.mci_share is None for each in standards):
        return None
    if not _has_index(office, on):
        return MissingIndex(on.year, refuses=True)
    if on.month >= WARNED_FROM_MONTH and not _has_index(office, date(on.year + 1, 1, 1)):
        return MissingIndex(on.year + 1, refuses=False)
    return None


def years_without_swaps(office: Office, on: date) -> tuple[int, ...]:
    """This year and the next, as far as no swap of a working day is known for them.

    There may be none: then nothing is missing.
    """
    entered = {day.year for swap in office.swaps for day in (swap.off_on, swap.work_on)}
    return tuple(
        year for year in (on.year, on.year + 1) if year not in entered and not known_swaps(year)
    )


def doors_against_swaps(office: Office, on: date) -> tuple[tuple[date, bool], ...]:
    """The days from today on at which the door does not follow a swap of the office's file.

    Returns:
        Each day, and whether the swap makes it a working day.
    """
    days = [(swap.work_on, True) for swap in office.swaps]
    days += [(swap.off_on, False) for swap in office.swaps]
    return tuple(
        (day, worked)
        for day, worked in sorted(days)
        if day >= on and (office.hours.hours_on(day) is not None) is not worked
    )


def _has_index(office: Office, on: date) -> bool:
    try:
        monthly_index_on(on, office.monthly_indices)
    except NoIndexError:
        return False
    return True
