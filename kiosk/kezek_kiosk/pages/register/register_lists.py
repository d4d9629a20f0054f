"""The lists of the register: what is asked for, which request stands in which list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from kezek_kiosk.pages.register.list_filter import ListFilter
from kezek_queue import Request, RequestState
from kezek_queue.register import CLOSED, Register

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


class RegisterFilter(ListFilter[RegisterList]):
    """What the reader of the register asks for; the days are those of acceptance."""

    __slots__ = ()

    @classmethod
    def asked(cls, args: Mapping[str, str]) -> RegisterFilter:
        """Read the address line; what cannot be read counts as not asked for."""
        return cls.read(args, RegisterList)

    def closed_days(self, today: date) -> tuple[date, date]:
        """The days of acceptance whose closed requests are listed, both included."""
        return self.past_days(today, usual_days=CLOSED_DAYS, most_days=MOST_CLOSED_DAYS)

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


def _kept_order(request: Request) -> tuple[date, str]:
    return (request.keep_until_on or date.max, request.number)


def _closed_order(request: Request) -> tuple[date, str]:
    return (request.closed_on or date.min, request.number)
