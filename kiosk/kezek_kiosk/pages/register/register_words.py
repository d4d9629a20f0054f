"""The words of the register: states, commands, what to do next, spans of days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from kezek_core.dates import short_date
from kezek_queue import Request, RequestState

_ = lazy_gettext

STATES: Mapping[RequestState, Any] = {
    RequestState.ACCEPTED: _("Accepted"),
    RequestState.SENT: _("At the authority"),
    RequestState.RETURNED: _("Returned"),
    RequestState.CORRECTED: _("Corrected"),
    RequestState.READY: _("Ready to collect"),
    RequestState.ISSUED: _("Given out"),
    RequestState.REFUSED: _("Refused"),
    RequestState.UNCLAIMED: _("Not collected"),
    RequestState.HANDED_OVER: _("Handed to the authority"),
}

LOOKS: Mapping[RequestState, tuple[str, str]] = {
    RequestState.ACCEPTED: ("plain", "inbox"),
    RequestState.SENT: ("accent", "send"),
    RequestState.RETURNED: ("warn", "undo"),
    RequestState.CORRECTED: ("plain", "pen"),
    RequestState.READY: ("good", "check"),
    RequestState.ISSUED: ("good", "check"),
    RequestState.REFUSED: ("plain", "cross"),
    RequestState.UNCLAIMED: ("warn", "box"),
    RequestState.HANDED_OVER: ("plain", "box"),
}
"""Tone and icon of each state; the word always stands beside them."""

COMMANDS: Mapping[str, tuple[Any, str]] = {
    "send": (_("Send to the authority"), "send"),
    "return": (_("Returned by the authority"), "undo"),
    "correct": (_("Take the corrected papers"), "pen"),
    "ready": (_("Result is ready"), "check"),
    "issue": (_("Give out the result"), "inbox"),
    "hand_over": (_("Hand to the authority"), "box"),
    "extend": (_("Extend the term"), "extend"),
    "refuse": (_("Refuse the service"), "cross"),
    "reprint": (_("Print the receipt again"), "printer"),
}
"""The word and the icon of each command, in the order of the page."""

NATURAL: Mapping[RequestState, tuple[str, ...]] = {
    RequestState.ACCEPTED: ("send",),
    RequestState.CORRECTED: ("send",),
    RequestState.SENT: ("ready",),
    RequestState.RETURNED: ("correct",),
    RequestState.READY: ("issue",),
    RequestState.UNCLAIMED: ("hand_over", "issue"),
}
"""What usually comes next: the first of these that is allowed is the page's one primary action."""

NEXT: Mapping[RequestState, Any] = {
    RequestState.ACCEPTED: _("Send to the authority, or prepare the result"),
    RequestState.SENT: _("Wait for the authority's answer"),
    RequestState.RETURNED: _("Take the corrected papers"),
    RequestState.CORRECTED: _("Send to the authority again"),
    RequestState.READY: _("Give out to the visitor"),
}
NOTHING = _("Nothing is left to do")

MARKS: Mapping[str, Any] = {
    "applicant": _("Applicant"),
    "address": _("Address"),
    "contacts": _("Contacts"),
    "inspector": _("Documents taken by"),
}


def next_step(request: Request, today: date) -> str:
    """What is to be done with a request, in one line."""
    return str(_next_by_date(request, today) or NEXT.get(request.state, NOTHING))


def _next_by_date(request: Request, today: date) -> Any:
    """The same where a date of the request belongs to it; None where none does."""
    if request.state is RequestState.SENT and _ahead(request.return_by_on, today):
        return gettext(
            "Wait: the authority may return the papers until %(day)s",
            day=_short(request.return_by_on),
        )
    if request.state is RequestState.RETURNED and _ahead(request.return_notice_by_on, today):
        return gettext(
            "Tell the visitor by %(day)s, take the corrected papers",
            day=_short(request.return_notice_by_on),
        )
    if is_uncollected(request, today):
        if request.hand_over_on is not None and request.hand_over_on > today:
            return gettext("Hand to the authority on %(day)s", day=_short(request.hand_over_on))
        return gettext("Hand to the authority")
    if request.state is RequestState.READY and request.keep_until_on is not None:
        return gettext("Give out; kept until %(day)s", day=_short(request.keep_until_on))
    return None


def is_uncollected(request: Request, today: date) -> bool:
    """Whether the keeping of a result is over that nobody collected."""
    if request.state is RequestState.UNCLAIMED:
        return True
    over = request.keep_until_on is not None and request.keep_until_on < today
    return request.state is RequestState.READY and over


def days_late(days: int, working: bool) -> str:
    """How long a term is over."""
    if working:
        text = ngettext("overdue by %(num)s working day", "overdue by %(num)s working days", days)
    else:
        text = ngettext("overdue by %(num)s calendar day", "overdue by %(num)s calendar days", days)
    return str(text)


def days_left(days: int, working: bool) -> str:
    """How long a term still runs."""
    if working:
        text = ngettext("%(num)s working day left", "%(num)s working days left", days)
    else:
        text = ngettext("%(num)s calendar day left", "%(num)s calendar days left", days)
    return str(text)


def answered_late(days: int, working: bool) -> str:
    """By how much an answer came late."""
    if working:
        text = ngettext(
            "answered %(num)s working day late", "answered %(num)s working days late", days
        )
    else:
        text = ngettext(
            "answered %(num)s calendar day late", "answered %(num)s calendar days late", days
        )
    return str(text)


def _ahead(on: date | None, today: date) -> bool:
    return on is not None and on >= today


def _short(on: date | None) -> str:
    return "" if on is None else short_date(on)
