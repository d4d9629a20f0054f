"""What the papers ask of a supervisor today: overdue, due, uncollected, complaints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kezek_queue import Queue


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """How much stands in the lists that somebody has to work off.

    Args:
        overdue: requests whose answer is late.
        due_today: requests whose last day is today.
        uncollected: results whose keeping is over.
        complaints_overdue: complaints whose answer is late.
        complaints_due_today: complaints whose last day is today.
    """

    overdue: int
    due_today: int
    uncollected: int
    complaints_overdue: int
    complaints_due_today: int


def desk_counts(queue: Queue, today: date) -> DeskCounts:
    """Count the lists of a day.

    Args:
        queue: the office's.
        today: the office's date.
    """
    register = queue.register
    complaints = queue.feedback.complaints_due(today)
    late = sum(each.is_overdue(today) for each in complaints)
    return DeskCounts(
        overdue=len(register.overdue(today)),
        due_today=len(register.due_today(today)),
        uncollected=len(register.uncollected(today)),
        complaints_overdue=late,
        complaints_due_today=len(complaints) - late,
    )
