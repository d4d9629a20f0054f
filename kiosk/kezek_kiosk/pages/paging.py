"""Long lists on pages: one page of the rows, and where it stands among all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

ROWS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list.

    Args:
        rows: what stands on this page.
        count: how many there are in all.
        page: this page, from 1.
        pages: how many there are, at least 1.
    """

    rows: tuple[T, ...]
    count: int
    page: int
    pages: int

    @property
    def first_row(self) -> int:
        """The place of the first row among all, from 1; 0 when there are none."""
        return (self.page - 1) * ROWS_A_PAGE + 1 if self.rows else 0

    @property
    def last_row(self) -> int:
        """The place of the last row among all."""
        return (self.page - 1) * ROWS_A_PAGE + len(self.rows)


def paged(rows: Sequence[T], page: int) -> Page[T]:
    """One page of the rows; a page past the end is the last one."""
    pages = max(1, -(-len(rows) // ROWS_A_PAGE))
    page = min(page, pages)
    start = (page - 1) * ROWS_A_PAGE
    return Page(tuple(rows[start : start + ROWS_A_PAGE]), len(rows), page, pages)
