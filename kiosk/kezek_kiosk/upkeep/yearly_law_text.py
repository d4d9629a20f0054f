"""What ``kezek check`` says of the law of the year: index, swaps, and what is to be entered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from kezek_core.calendar import INDEX_CHANGES, NoIndexError, monthly_index_on
from kezek_core.errors import KezekError
from kezek_core.standards import Standard
from kezek_queue import Office
from kezek_queue.office import (
    doors_against_swaps,
    missing_index,
    years_without_swaps,
)

OURS = frozenset(change.from_on for change in INDEX_CHANGES)


class IndexMissingError(KezekError):
    """Paid requests are refused: the monthly calculation index of this year is not known."""

    code = "index_missing"


def yearly_law_text(office: Office, standards: Iterable[Standard], on: date) -> str:
    """Index, swaps and what the office has to enter, in one line.

    Args:
        office: with what its file adds.
        standards: those it applies.
        on: the office's date.

    Raises:
        IndexMissingError: paid requests are refused today.
    """
    missing = missing_index(office, standards, on)
    if missing is not None and missing.refuses:
        raise IndexMissingError(
            f"expected the monthly calculation index of {missing.year}, found none, so every paid "
            "request is refused; add it to office.toml: [[monthly_index]] with from, tenge, source"
        )
    sentences = [*_index(office, on), *_swaps(office), *_doors(office, on)]
    if missing is not None:
        sentences.append(
            f"BEFORE 1 JANUARY {missing.year} add the monthly calculation index of {missing.year} "
            "as [[monthly_index]], or every paid request will be refused"
        )
    years = ", ".join(str(year) for year in years_without_swaps(office, on))
    if years:
        sentences.append(f"no swapped days off known for {years}: enter an order as [[swaps]]")
    return "; ".join(sentences)


def _index(office: Office, on: date) -> Iterator[str]:
    try:
        index = monthly_index_on(on, office.monthly_indices)
    except NoIndexError:
        yield f"no monthly calculation index for {on}, and no paid service"
        return
    yield f"monthly calculation index {index.tenge} tenge from {index.from_on} ({index.source})"
    later = (each for each in office.monthly_indices if each.from_on > on)
    yield from (f"then {each.tenge} from {each.from_on} ({each.source})" for each in later)
    given = {each.from_on: each for each in INDEX_CHANGES}
    for each in office.monthly_indices:
        if each.from_on in OURS and each.tenge != given[each.from_on].tenge:
            yield (
                f"office.toml says {each.tenge} from {each.from_on}, Kezek was released with "
                f"{given[each.from_on].tenge}: one of them is wrong"
            )


def _swaps(office: Office) -> Iterator[str]:
    for swap in office.swaps:
        yield f"{swap.off_on} off, {swap.work_on} worked ({swap.source})"


def _doors(office: Office, on: date) -> Iterator[str]:
    for day, worked in doors_against_swaps(office, on):
        stands = "worked by a swap but closed" if worked else "off by a swap but open"
        yield f"{day} is {stands}: enter its hours in [hours.dates]"
