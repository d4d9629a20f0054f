"""How a request stands against its term: late, due today, days left, in the term's own days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from kezek_core.calendar import CalendarError, WorkingCalendar
from kezek_core.standards import PeriodUnit
from kezek_kiosk.pages.register.register_words import answered_late, days_late, days_left
from kezek_queue import Office, Request
from kezek_queue.register import KeptStandard


@dataclass(frozen=True, slots=True)
class Standing:
    """How a term stands, for a badge.

    Args:
        tone: ``bad``, ``warn``, ``good`` or ``plain``.
        icon: name of its icon.
        label: what it says.
    """

    tone: str
    icon: str
    label: str


def standing(request: Request, kept: KeptStandard, office: Office, today: date) -> Standing:
    """The standing of a request on a day.

    Days are working days where the standard counts its term in them, else calendar days.

    Args:
        request: as it stands.
        kept: what its standard said when it was accepted.
        office: where the request is kept; its calendar counts the days.
        today: the office's date.
    """
    calendar = kept.calendar(office)
    in_working_days = kept.term is None or kept.term.unit is PeriodUnit.WORKING_DAYS
    answered_on = request.answered_on
    if answered_on is not None:
        if answered_on <= request.due_on:
            return Standing("good", "check", _("answered on time"))
        days, working = _days(request.due_on, answered_on, calendar, in_working_days)
        return Standing("bad", "stop", answered_late(days, working))
    if request.due_on < today:
        days, working = _days(request.due_on, today, calendar, in_working_days)
        return Standing("bad", "stop", days_late(days, working))
    if request.due_on == today:
        return Standing("warn", "warning", _("due today"))
    days, working = _days(today, request.due_on, calendar, in_working_days)
    return Standing("plain", "clock", days_left(days, working))


def _days(
    first: date, last: date, calendar: WorkingCalendar, in_working_days: bool
) -> tuple[int, bool]:
    """Days from one date to a later one; over a weekend no working day passes, so it counts all."""
    try:
        counted = calendar.count_working_days(first, last) if in_working_days else 0
    except CalendarError:
        counted = 0
    return (counted, True) if counted else ((last - first).days, False)
