"""The lists of the complaint desk: overdue, open, answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from kezek_kiosk.pages.register.list_filter import ListFilter
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


class ComplaintFilter(ListFilter[ComplaintList]):
    """What the reader of the complaints asks for; the days are those of registration."""

    __slots__ = ()

    @classmethod
    def asked(cls, args: Mapping[str, str]) -> ComplaintFilter:
        """Read the address line; what cannot be read counts as not asked for."""
        return cls.read(args, ComplaintList)

    def days(self, today: date) -> tuple[date, date]:
        """The days of registration whose answered complaints are listed."""
        return self.past_days(today, usual_days=ANSWERED_DAYS, most_days=LONGEST_RANGE_DAYS)


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
