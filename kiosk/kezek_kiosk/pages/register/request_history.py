"""The life of a request as its journal tells it: what happened, who did it, what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from kezek_core.dates import short_date
from kezek_core.events import EventKind
from kezek_kiosk.pages.staff.actors import actor_name
from kezek_kiosk.pages.staff.words import event_word
from kezek_kiosk.web.i18n import local
from kezek_queue import Event
from kezek_queue.register import KeptStandard
from kezek_queue.wording import grouped

LOOKS: Mapping[EventKind, tuple[str, str]] = {
    EventKind.REQUEST_ACCEPTED: ("accent", "inbox"),
    EventKind.REQUEST_SENT: ("accent", "send"),
    EventKind.REQUEST_RETURNED: ("warn", "undo"),
    EventKind.REQUEST_CORRECTED: ("accent", "pen"),
    EventKind.REQUEST_READY: ("good", "check"),
    EventKind.REQUEST_ISSUED: ("good", "check"),
    EventKind.REQUEST_REFUSED: ("warn", "cross"),
    EventKind.REQUEST_EXTENDED: ("warn", "extend"),
    EventKind.REQUEST_UNCLAIMED: ("warn", "box"),
    EventKind.REQUEST_HANDED_OVER: ("plain", "box"),
    EventKind.PERSON_ERASED: ("plain", "eraser"),
}
"""Tone and icon of each step on the line of time."""


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One step of a request in words.

    Args:
        seq: its place in the journal.
        at: aware UTC.
        tone: of its mark on the line of time.
        icon: the same.
        title: what happened.
        actor: who did it.
        window: None when none is concerned.
        facts: what it brought about.
    """

    seq: int
    at: datetime
    tone: str
    icon: str
    title: str
    actor: str
    window: int | None
    facts: tuple[str, ...]


def history_steps(events: Iterable[Event], kept: KeptStandard) -> tuple[HistoryStep, ...]:
    """Every step of a request, the oldest first.

    Args:
        events: of its journal.
        kept: what its standard said when it was accepted; it names the documents.
    """
    return tuple(
        HistoryStep(
            event.seq,
            event.at,
            *LOOKS.get(event.kind, ("plain", "info")),
            str(event_word(event.kind)),
            actor_name(event.actor),
            event.window,
            tuple(_facts(event, kept)),
        )
        for event in events
    )


def _facts(event: Event, kept: KeptStandard) -> Iterator[str]:
    body = event.body
    for key, sentence in _DAYS.items():
        on = _day(body.get(key))
        if on is not None:
            yield str(sentence(short_date(on)))
    reasons = body.get("reasons")
    if isinstance(reasons, int):
        yield _("reasons written down: %(count)s", count=reasons)
    if body.get("late") is True:
        yield _("after the term")
    if body.get("authority_late") is True:
        yield _("the authority returned the papers after its term")
    shown = body.get("shown") or {}
    titles = [local(each.title) for each in kept.documents if each.id in shown]
    if titles:
        yield _("shown: %(documents)s", documents=", ".join(titles))
    fee = body.get("fee_tenge")
    if isinstance(fee, int) and fee:
        yield _("state duty: %(sum)s ₸", sum=grouped(fee))


_DAYS: Mapping[str, Any] = {
    "due_on": lambda day: _("answer due %(day)s", day=day),
    "extension_notice_by_on": lambda day: _("tell the visitor by %(day)s", day=day),
    "return_by_on": lambda day: _("the authority may return the papers until %(day)s", day=day),
    "return_notice_by_on": lambda day: _("tell the visitor by %(day)s", day=day),
    "keep_until_on": lambda day: _("kept until %(day)s", day=day),
    "valid_until_on": lambda day: _("valid until %(day)s", day=day),
}
"""Days that a step sets, each with its words."""


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
