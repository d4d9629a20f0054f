"""The lists of the register: what is asked for, which request stands in which list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from kezek_kiosk.pages.staff.log import whole_number
from kezek_queue import Request, RequestState
from kezek_queue.register import Register
from kezek_queue.register_values import CLOSED

T = TypeVar("T")

ROWS_A_PAGE = 50
CLOSED_DAYS = 30
"""How far back closed requests are listed where no days are asked for."""
MOST_CLOSED_DAYS = 92
"""The longest stretch of closed requests on one page: a quarter of a year of a busy centre."""
FOR_EVER = date(9999, 1, 1)
"""Later than any request is due or kept."""


class RegisterList(StrEnum):
    """A list of the register; the value stands in the address."""

    OVERDUE = "overdue"
    TODAY = "today"
    OPEN = "open"
    READY = "ready"
    UNCOLLECTED = "uncollected"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What the reader of the register asks for.

    Args:
        shown: the list; None for the first one that holds something to do.
        service: slug; None for all.
        first_day: first day of acceptance; None for no bound.
        last_day: last day of acceptance; None for no bound.
        page: from 1.
    """

    shown: RegisterList | None = None
    service: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    page: int = 1

    @classmethod
    def asked(cls, args: Mapping[str, str]) -> RegisterFilter:
        """Read the address line; what cannot be read counts as not asked for."""
        first, last = day_of(args.get("from")), day_of(args.get("to"))
        if first is not None and last is not None:
            first, last = min(first, last), max(first, last)
        shown = args.get("list")
        return cls(
            shown=RegisterList(shown) if shown in set(RegisterList) else None,
            service=args.get("service") or None,
            first_day=first,
            last_day=last,
            page=max(1, whole_number(args.get("page")) or 1),
        )

    def to_args(self, **changes: str | int) -> dict[str, str | int]:
        """The address line of this filter, with changes; empty parts are left out."""
        args: dict[str, str | int] = {
            "list": self.shown.value if self.shown else "",
            "service": self.service or "",
            "from": self.first_day.isoformat() if self.first_day else "",
            "to": self.last_day.isoformat() if self.last_day else "",
        }
        args.update(changes)
        return {name: value for name, value in args.items() if value != ""}

    @property
    def narrowed(self) -> bool:
        """Whether anything but the list is asked for."""
        return bool(self.service or self.first_day or self.last_day)

    def closed_days(self, today: date) -> tuple[date, date]:
        """The days of acceptance whose closed requests are listed, both included."""
        last = self.last_day or max(today, self.first_day or today)
        earliest = last - timedelta(days=MOST_CLOSED_DAYS)
        return max(self.first_day or last - timedelta(days=CLOSED_DAYS), earliest), last

    def keeps(self, request: Request) -> bool:
        """Whether a request is of the service and the days asked for."""
        return (
            self.service in (None, request.service)
            and (self.first_day is None or request.accepted_on >= self.first_day)
            and (self.last_day is None or request.accepted_on <= self.last_day)
        )


def register_lists(
    register: Register, asked: RegisterFilter, today: date
) -> dict[RegisterList, list[Request]]:
    """The lists with something to do as they were asked for, each in the order of its work.

    Args:
        register: where to look.
        asked: service and days.
        today: the office's date.
    """
    # What is open or lies here is found by indexes of its own, however long the register is.
    still_open = [each for each in register.overdue(FOR_EVER) if asked.keeps(each)]
    over = {each.number: each for each in register.uncollected(today)}
    ready = register.find(state=RequestState.READY, first_day=asked.first_day)
    return {
        RegisterList.OVERDUE: [each for each in still_open if each.due_on < today],
        RegisterList.TODAY: [each for each in still_open if each.due_on == today],
        RegisterList.OPEN: still_open,
        RegisterList.READY: sorted(
            (each for each in ready if each.number not in over and asked.keeps(each)),
            key=_kept_order,
        ),
        RegisterList.UNCOLLECTED: [each for each in over.values() if asked.keeps(each)],
    }


def closed_requests(register: Register, asked: RegisterFilter, today: date) -> list[Request]:
    """What was given out, refused or handed over, the last first; read only when looked at.

    Args:
        register: where to look.
        asked: service and days.
        today: the office's date.
    """
    first, last = asked.closed_days(today)
    found = register.find(first_day=first, last_day=last)
    closed = [each for each in found if each.state in CLOSED]
    ours = [each for each in closed if asked.service in (None, each.service)]
    return sorted(ours, key=_closed_order, reverse=True)


def first_to_do(lists: Mapping[RegisterList, Sequence[Request]]) -> RegisterList:
    """The first list that holds something to do; the open requests when none does."""
    urgent = (RegisterList.OVERDUE, RegisterList.TODAY)
    return next((each for each in urgent if lists[each]), RegisterList.OPEN)


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


def day_of(text: str | None) -> date | None:
    """A day as a date field sends it; None when it is none, or nobody's century."""
    try:
        on = date.fromisoformat(text or "")
    except ValueError:
        return None
    return on if 2000 <= on.year <= 2200 else None


def _kept_order(request: Request) -> tuple[date, str]:
    return (request.keep_until_on or date.max, request.number)


def _closed_order(request: Request) -> tuple[date, str]:
    return (request.closed_on or date.min, request.number)
