"""The waits of a visit worked out anew from the journal, beside what the tables say of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kezek_core.events import EventKind
from kezek_core.moments import Boots, Moment
from kezek_core.tickets import Stage
from kezek_core.waits import (
    COMMAND_OF,
    LegalClock,
    Visit,
    VisitEvent,
    VisitWait,
    fold_clock,
    fold_visit,
)
from kezek_queue.tickets.no_show_rule import rule_of
from kezek_queue.values import Event

ID_DATE_CHARACTERS = 10
MOVES = frozenset(COMMAND_OF) | {EventKind.DAY_CLOSED, EventKind.CLOSING_TAKEN_BACK}
"""The events that say where a visit stands; the others are told about it."""


def waits_from_events(
    events: Sequence[Event], boots: Boots, until: Moment | None = None
) -> tuple[VisitWait, ...]:
    """Every judged part of one visit, from its events alone.

    Args:
        events: every event of the visit, in order; the first is its issue.
        boots: what is known of the boots.
        until: the instant an open wait is measured to; the last event when not given.
    """
    return fold_visit(_of_visit(events), visit=visit_of(events[0]), boots=boots, until=until)


def clock_from_events(events: Sequence[Event], boots: Boots) -> LegalClock:
    """The legal clock of one visit, from its events alone."""
    return fold_clock(_of_visit(events), boots=boots)


def ended_by_closing(events: Iterable[Event]) -> bool:
    """Whether a closing out ended a visit, and nobody took it back."""
    moves = [event.kind for event in events if event.kind in MOVES]
    return bool(moves) and moves[-1] is EventKind.DAY_CLOSED


def visit_of(issued: Event) -> Visit:
    """What stays the same for the whole visit, as its issue tells it."""
    return Visit(
        ticket_id=issued.ticket_id or "",
        number=issued.body["number"],
        office_day=date.fromisoformat((issued.ticket_id or "")[:ID_DATE_CHARACTERS]),
        language=issued.body["language"],
        category=issued.body["category"],
    )


def visit_event(event: Event) -> VisitEvent:
    """A journal event as the fold of a visit takes it."""
    body = event.body
    stage = body.get("stage")
    return VisitEvent(
        kind=event.kind,
        at=event.moment,
        service=body.get("service"),
        stage=None if stage is None else Stage(stage),
        limit_minutes=body.get("limit_minutes"),
        standard=body.get("standard", ""),
        edition=body.get("edition", ""),
        source=body.get("source", ""),
        window=event.window,
        rule=rule_of(body),
    )


def _of_visit(events: Iterable[Event]) -> list[VisitEvent]:
    return [visit_event(event) for event in events]
