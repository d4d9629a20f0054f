"""The lists of the complaint desk: overdue, open, answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kezek_kiosk.pages.register.register_lists import day_of
from kezek_kiosk.pages.staff.log import whole_number
from kezek_queue import Complaint
from kezek_queue.feedback import Feedback

ANSWERED_DAYS = 90
"""How far back answered complaints are listed where no days are asked for."""
LONGEST_RANGE_DAYS = 366
FOR_EVER = date(9999, 1, 1)
"""Later than any complaint is due."""


class ComplaintList(StrEnum):
    """A list of the desk; the value stands in the address."""

    OVERDUE = "overdue"
    OPEN = "open"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class ComplaintFilter:
    """What the reader of the complaints asks for.

    Args:
        shown: the list; None for the first one that holds something to do.
        service: slug; None for all.
        first_day: first day of registration, for answered ones; None for the usual one.
        last_day: last day of registration; None for today.
        page: from 1.
    """

    shown: ComplaintList | None = None
    service: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    page: int = 1

    @classmethod
    def asked(cls, args: Mapping[str, str]) -> ComplaintFilter:
        """Read the address line; what cannot be read counts as not asked for."""
        first, last = day_of(args.get("from")), day_of(args.get("to"))
        if first is not None and last is not None:
            first, last = min(first, last), max(first, last)
        shown = args.get("list")
        return cls(
            shown=ComplaintList(shown) if shown in set(ComplaintList) else None,
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

    def days(self, today: date) -> tuple[date, date]:
        """The days of registration whose answered complaints are listed."""
        last = self.last_day or max(today, self.first_day or today)
        earliest = last - timedelta(days=LONGEST_RANGE_DAYS)
        return max(self.first_day or last - timedelta(days=ANSWERED_DAYS), earliest), last


def complaint_lists(
    feedback: Feedback, asked: ComplaintFilter, today: date
) -> dict[ComplaintList, list[Complaint]]:
    """Every list of the desk; complaints that wait for an answer are listed however old they are.

    Args:
        feedback: where to look.
        asked: service and days.
        today: the office's date.
    """
    waiting = [
        each for each in feedback.complaints_due(FOR_EVER) if asked.service in (None, each.service)
    ]
    first, last = asked.days(today)
    answered = [
        each for each in feedback.complaints(first, last, service=asked.service) if not each.is_open
    ]
    answered.sort(key=_answered_order, reverse=True)
    return {
        ComplaintList.OVERDUE: [each for each in waiting if each.is_overdue(today)],
        ComplaintList.OPEN: waiting,
        ComplaintList.ANSWERED: answered,
    }


def _answered_order(complaint: Complaint) -> tuple[date, str]:
    return (complaint.resolved_on or date.min, complaint.number)
