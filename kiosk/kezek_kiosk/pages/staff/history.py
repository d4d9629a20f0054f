"""A ticket's life as its journal tells it, and what a supervisor may do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from kezek_core.events import EventKind
from kezek_core.papers import shown
from kezek_core.tickets import IN_QUEUE, Command, allowed
from kezek_kiosk.pages.staff.actors import actor_name
from kezek_kiosk.pages.staff.words import (
    OUTCOMES,
    PRINT_OUTCOMES,
    REASONS,
    STAGES,
    event_word,
)
from kezek_kiosk.web.i18n import format_clock
from kezek_queue import Event, QueueSnapshot, Ticket

CHANGES = frozenset({EventKind.TICKET_ISSUED, EventKind.TICKET_TRANSFERRED})
AT_CHANGE = frozenset({"service", "stage", "edition", "limit_minutes"})
"""Facts that every later event repeats; they are told where they begin."""


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One event in words.

    Args:
        seq: its place in the journal.
        at: aware UTC.
        synchronised: whether the clock was known to be right.
        kind: the event's stable name.
        title: what happened.
        window: None when none is concerned.
        actor: who did it.
        facts: what else the journal holds, each as a name and a value.
    """

    seq: int
    at: datetime
    synchronised: bool
    kind: str
    title: str
    window: int | None
    actor: str
    facts: tuple[tuple[str, str], ...]


def history_events(events: Iterable[Event], words: Mapping[str, Any]) -> tuple[HistoryEvent, ...]:
    """Every event of a ticket, the oldest first."""
    return tuple(
        HistoryEvent(
            seq=event.seq,
            at=event.at,
            synchronised=event.moment.synchronised,
            kind=event.kind.value,
            title=str(event_word(event.kind)),
            window=event.window,
            actor=actor_name(event.actor),
            facts=tuple(_facts(event, words)),
        )
        for event in events
    )


def ticket_actions(ticket: Ticket, snapshot: QueueSnapshot) -> tuple[str, ...]:
    """What a supervisor may do about a ticket; a no-show of a day that is over stays one."""
    offered = (
        ("return", any(each.id == ticket.id for each in snapshot.absent)),
        ("release", allowed(Command.RELEASE, ticket.state)),
        ("reprint", ticket.state in IN_QUEUE),
        ("cancel", allowed(Command.CANCEL, ticket.state)),
    )
    return tuple(name for name, can in offered if can)


def _facts(event: Event, words: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    tellers: Mapping[str, Any] = {
        "service": (_("Service"), words["title_of"]),
        "stage": (_("Stage"), _stage),
        "category": (_("Out of turn"), words["category_of"]),
        "reason": (_why(event.kind), _reason),
        "rule": (_("Rule"), str),
        "times": (_("Call number"), str),
        "counted": (_("Calls that count"), str),
        "no_show_rule": (_("No-show rule"), _no_show_rule),
        "limit_minutes": (_("Limit, min"), str),
        "edition": (_("Edition"), words["edition_words"]),
        "until": (_("Until"), _time),
        "outcome": (_("Printing"), _print_outcome),
        "detail": (_("Detail"), str),
        "waited_us": (_("Waited"), lambda us: words["clock"](us / 1_000_000)),
        "from_service": (_("From service"), words["title_of"]),
        "verdict": (_("Verdict"), lambda verdict: _verdict(verdict, words)),
        "request": (_("Request"), shown),
        "complaint": (_("Complaint"), lambda number: f"{number[0]}-{shown(number[1:])}"),
    }
    for key, (name, tell) in tellers.items():
        value = event.body.get(key)
        if value not in (None, "") and (key not in AT_CHANGE or event.kind in CHANGES):
            yield str(name), str(tell(value))


def _stage(value: str) -> str:
    return next((str(word) for stage, word in STAGES.items() if stage.value == value), value)


def _why(kind: EventKind) -> str:
    return str(_("Why this ticket") if kind is EventKind.TICKET_CALLED else _("Reason"))


def _reason(value: str) -> str:
    known = REASONS.get(value)
    ended = (word for outcome, word in OUTCOMES.items() if outcome.value == value)
    return str(known or next(ended, value))


def _no_show_rule(value: Mapping[str, int]) -> str:
    return str(
        _(
            "%(calls)s calls at least %(apart_seconds)s s apart, %(after_seconds)s s since the "
            "first",
            **value,
        )
    )


def _print_outcome(value: str) -> str:
    return str(PRINT_OUTCOMES.get(value, value))


def _verdict(value: str, words: Mapping[str, Any]) -> str:
    return next(
        (str(word) for verdict, word in words["verdicts"].items() if verdict.value == value), value
    )


def _time(value: str) -> str:
    try:
        return format_clock(datetime.fromisoformat(value))
    except ValueError:
        return value
