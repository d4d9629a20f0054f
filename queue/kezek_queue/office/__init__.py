"""One office as its file describes it, with the standards and the law it works by."""

from __future__ import annotations

from kezek_queue.office.demo import make_demo_office
from kezek_queue.office.file import load_office
from kezek_queue.office.lookup import check_language, service_of
from kezek_queue.office.office import Office
from kezek_queue.office.standard_library import StandardLibrary
from kezek_queue.office.yearly_law import doors_against_swaps, missing_index, years_without_swaps

__all__ = [
    "Office",
    "StandardLibrary",
    "check_language",
    "doors_against_swaps",
    "load_office",
    "make_demo_office",
    "missing_index",
    "service_of",
    "years_without_swaps",
]
