"""The words the staff's pages have for states, verdicts, events and roles; one place for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

from kezek_core.events import EventKind
from kezek_core.tickets import Stage, TicketState
from kezek_core.waits import Outcome, Verdict

_ = lazy_gettext

STATES: Mapping[TicketState, Any] = {
    TicketState.WAITING: _("Waiting"),
    TicketState.CALLED: _("Called"),
    TicketState.SERVING: _("Being served"),
    TicketState.SERVED: _("Served"),
    TicketState.NO_SHOW: _("Did not come"),
    TicketState.CANCELLED: _("Left the queue"),
    TicketState.HELD: _("On hold"),
}

VERDICTS: Mapping[Verdict, Any] = {
    Verdict.WITHIN: _("Within the limit"),
    Verdict.BREACHED: _("Limit exceeded"),
    Verdict.ESTIMATED: _("Not measured exactly"),
    Verdict.NO_LIMIT: _("No limit set"),
}

OUTCOMES: Mapping[Outcome, Any] = {
    Outcome.SERVED: _("Served"),
    Outcome.SERVING: _("Being served"),
    Outcome.TRANSFERRED: _("Transferred"),
    Outcome.NO_SHOW: _("Did not come"),
    Outcome.LEFT: _("Left the queue"),
    Outcome.NEVER_CALLED: _("Never called"),
    Outcome.WAITING: _("Waiting"),
    Outcome.CALLED: _("Called"),
    Outcome.HELD: _("On hold"),
}

STAGES: Mapping[Stage, Any] = {
    Stage.SUBMISSION: _("Handing in documents"),
    Stage.PICKUP: _("Collecting the result"),
    Stage.SERVICE: _("Service at the window"),
}

EVENTS: Mapping[EventKind, Any] = {
    EventKind.TICKET_ISSUED: _("Ticket issued"),
    EventKind.TICKET_CALLED: _("Called to the window"),
    EventKind.TICKET_RECALLED: _("Called again"),
    EventKind.SERVICE_STARTED: _("Service started"),
    EventKind.SERVICE_FINISHED: _("Service finished"),
    EventKind.VISITOR_ABSENT: _("Visitor did not come"),
    EventKind.ABSENCE_WITHDRAWN: _("Absence withdrawn"),
    EventKind.VISITOR_RETURNED: _("Visitor is back"),
    EventKind.TICKET_HELD: _("Put on hold"),
    EventKind.TICKET_RELEASED: _("Back from hold"),
    EventKind.TICKET_TRANSFERRED: _("Transferred to another service"),
    EventKind.TICKET_CANCELLED: _("Visitor left the queue"),
    EventKind.LIMIT_NEAR: _("The limit is near"),
    EventKind.LIMIT_REACHED: _("The limit was exceeded"),
    EventKind.WINDOW_OPENED: _("Window opened"),
    EventKind.WINDOW_PAUSED: _("Window paused"),
    EventKind.WINDOW_RESUMED: _("Window resumed work"),
    EventKind.WINDOW_CLOSED: _("Window closed"),
    EventKind.PRINT_REPORTED: _("Printer reported"),
    EventKind.PRINT_CONFIRMED: _("Printer confirmed late"),
    EventKind.PRINT_REQUESTED: _("Copy of the ticket requested"),
    EventKind.DAY_CLOSED: _("Office day closed"),
    EventKind.CLOSING_TAKEN_BACK: _("Closing out taken back"),
    EventKind.OFFICE_CHANGED: _("Office settings changed"),
    EventKind.CORRECTION_MADE: _("Correction entered"),
    EventKind.BOOT_STARTED: _("Computer started"),
    EventKind.CLOCK_ANCHORED: _("Clock checked"),
    EventKind.CLOCK_TOLD: _("Day and time entered by staff"),
    EventKind.REQUEST_ACCEPTED: _("Documents accepted"),
    EventKind.REQUEST_SENT: _("Sent to the authority"),
    EventKind.REQUEST_RETURNED: _("Returned by the authority"),
    EventKind.REQUEST_CORRECTED: _("Corrected papers taken in"),
    EventKind.REQUEST_READY: _("Result ready"),
    EventKind.REQUEST_ISSUED: _("Result given out"),
    EventKind.REQUEST_REFUSED: _("Service refused"),
    EventKind.REQUEST_EXTENDED: _("Term extended"),
    EventKind.REQUEST_UNCLAIMED: _("Not collected within the time of keeping"),
    EventKind.REQUEST_HANDED_OVER: _("Uncollected result handed to the authority"),
    EventKind.DOCUMENTS_REFUSED: _("Incomplete documents, not accepted"),
    EventKind.PERSON_ERASED: _("Personal data erased"),
    EventKind.COMPLAINT_REGISTERED: _("Complaint registered"),
    EventKind.COMPLAINT_RESOLVED: _("Complaint answered"),
    EventKind.SURVEY_ANSWERED: _("Visitor answered the survey"),
}

REASONS: Mapping[str, Any] = {
    "arrival": _("the longest wait since arrival"),
    "category": _("preferential category"),
    "limit": _("the limit is nearest"),
}
"""Why this ticket was called; a discipline's new word is shown as it is until it stands here."""

PRINT_OUTCOMES: Mapping[str, Any] = {
    "printed": _("came out"),
    "not_sent": _("not sent"),
    "uncertain": _("not known whether it came out"),
    "unprintable": _("cannot be printed"),
}

WINDOW_STATES: Mapping[str, Any] = {
    "open": _("Open"),
    "paused": _("Paused"),
    "closed": _("Closed"),
}


def event_word(kind: EventKind | str) -> Any:
    """The word for an event; a kind this page does not know yet is shown by its own name."""
    try:
        return EVENTS[EventKind(kind)]
    except (ValueError, KeyError):
        return str(kind)
