"""One visit as its events make it, with the rows of its ticket and of its parts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kezek_core.events import EventKind
from kezek_core.moments import Boots, Moment
from kezek_core.tickets import TicketState
from kezek_core.waits import (
    COMMAND_OF,
    Outcome,
    Visit,
    VisitEvent,
    VisitFold,
    VisitWait,
    fold_visit,
)
from kezek_queue.clock import MICROSECOND, to_us
from kezek_queue.journal.moment_text import later_text, moment_text
from kezek_queue.proving.differences import Differences, OneOf
from kezek_queue.tickets.no_show_rule import NoShowsMade
from kezek_queue.tickets.replay_visit import visit_event, visit_of
from kezek_queue.tickets.rows import NEAR_MARK, REACHED_MARK, clock_columns
from kezek_queue.tickets.ticket_store import span_columns
from kezek_queue.values import Event

JUDGED = frozenset(
    {
        EventKind.SERVICE_STARTED,
        EventKind.VISITOR_ABSENT,
        EventKind.TICKET_CANCELLED,
        EventKind.DAY_CLOSED,
    }
)
"""A wait ends with these, and its measures and verdict are written."""

REOPENED = frozenset(
    {
        EventKind.ABSENCE_WITHDRAWN,
        EventKind.VISITOR_RETURNED,
        EventKind.CLOSING_TAKEN_BACK,
    }
)
"""A wait goes on after these."""

BY_OPERATOR = frozenset({EventKind.SERVICE_STARTED, EventKind.VISITOR_ABSENT})
MARKS = {EventKind.LIMIT_NEAR: NEAR_MARK, EventKind.LIMIT_REACHED: REACHED_MARK}
BEARING = frozenset(
    {
        *COMMAND_OF,
        *MARKS,
        EventKind.DAY_CLOSED,
        EventKind.CLOSING_TAKEN_BACK,
        EventKind.CORRECTION_MADE,
    }
)
"""Kinds that change what is stored of a visit after its issue."""

MAY_GO_ON = frozenset(
    {
        TicketState.WAITING,
        TicketState.CALLED,
        TicketState.HELD,
        TicketState.SERVING,
        TicketState.NO_SHOW,
    }
)

REOPENED_PART = {
    "outcome": Outcome.WAITING.value,
    "wait_us": None,
    "wait_exact": None,
    "verdict": None,
}
"""What is stored of a part whose wait goes on."""


class ProvenVisit:
    """One visit as its events make it, with the rows that they prove."""

    def __init__(self, issued: Event, boots: Boots) -> None:
        self.visit: Visit = visit_of(issued)
        self.part_rows: dict[int, dict[str, Any]] = {}
        self.fold = VisitFold(boots)
        self.no_shows = NoShowsMade()
        self._boots = boots
        self._events: list[VisitEvent] = []
        self.arrival = issued.body["arrival_seq"]
        self._issued = issued.moment
        self._last_call: Event | None = None
        self._times = 0
        self._until_us: int | None = None
        self._marks = 0

    def take(self, event: Event) -> None:
        """Let one event happen to the visit, and to its rows."""
        of_visit = visit_event(event)
        before = self.fold.part
        if event.kind is not EventKind.CORRECTION_MADE:
            self.fold.take(of_visit)
        self._events.append(of_visit)
        self.no_shows.take(event.kind, event.body)
        if event.kind is EventKind.CLOSING_TAKEN_BACK:
            self._fold_again()
        self._note(event)
        self._write(event, before)

    def judged_again(self) -> None:
        """The clock of a visit that goes on is worked out anew with the boots known by now."""
        clock = self.fold.clock
        if self.fold.state in MAY_GO_ON and not (clock.counted.exact and clock.own.exact):
            self._fold_again()

    def _fold_again(self) -> None:
        again = VisitFold(self._boots)
        for event in self._events:
            again.take(event)
        self.fold = again

    def ticket_row(self) -> dict[str, Any]:
        """What is stored of the ticket."""
        part = self.fold.parts[-1]
        call = self._last_call
        return {
            "number": self.visit.number,
            "office_day": self.visit.office_day.isoformat(),
            "arrival_seq": self.arrival,
            "service": part.service,
            "stage": part.stage.value,
            "state": self.fold.state.value,
            "language": self.visit.language,
            "category": self.visit.category,
            "window": call and call.window,
            "part": part.place,
            "times": self._times,
            "called_seq": call and call.seq,
            "called_us": call and to_us(call.at),
            "limit_minutes": part.began.limit_minutes,
            "standard": part.began.standard,
            "edition": part.began.edition,
            "source": part.began.source,
            "issued_moment": moment_text(self._issued),
            "part_moment": self._later(part.began.at),
            "first_call_moment": self._later(part.called),
            "started_moment": self._later(part.started),
            "finished_us": _us(part.finished),
            "held_until_us": self._until_us if self.fold.state is TicketState.HELD else None,
            "marks": self._marks,
            **clock_columns(self.fold.clock),
        }

    def _later(self, moment: Moment | None) -> OneOf:
        """An instant as it is written today, or as versions before revision 0018 wrote it."""
        return OneOf((later_text(moment, self._issued), moment_text(moment)))

    def present(self, place: int | None = None) -> VisitWait:
        """A part as it stands; the present one when none is named."""
        return self.fold.wait(self.visit, place or self.fold.part)

    def claims(self, event: Event, differences: Differences) -> None:
        """Compare what an event itself says of a wait with what the events prove."""
        body = event.body
        if event.kind in JUDGED and "waited_us" in body:
            wait = self.present()
            proven = {
                "waited_us": wait.wait.length // MICROSECOND,
                "exact": wait.wait.exact,
                "verdict": wait.verdict.value,
            }
            differences.compare("journal", f"{event.seq} {self.visit.ticket_id}", body, proven)

    def _note(self, event: Event) -> None:
        match event.kind:
            case EventKind.TICKET_CALLED | EventKind.TICKET_RECALLED:
                self._last_call, self._times = event, self._times + 1
            case EventKind.TICKET_HELD:
                self._until_us = _until_us(event)
            case EventKind.TICKET_TRANSFERRED:
                self._marks = 0
            case EventKind.LIMIT_NEAR | EventKind.LIMIT_REACHED:
                self._marks = MARKS[event.kind]

    def _write(self, event: Event, before: int) -> None:
        """Change the rows of the parts as the office does with this event."""
        kind = event.kind
        if kind is EventKind.CORRECTION_MADE:
            self._correct(event.body["part"])
        elif kind is EventKind.SERVICE_FINISHED:
            self._row(before).update(_served(self.present()))
        elif kind is EventKind.CLOSING_TAKEN_BACK and self.fold.state is TicketState.SERVING:
            self._row(before)["outcome"] = Outcome.SERVING.value
        elif kind in REOPENED:
            self._row(before).update(REOPENED_PART, returns=self.fold.parts[-1].returns)
        elif kind in JUDGED and self.fold.parts[-1].outcome is not Outcome.SERVED:
            self.fold.measure(event.moment)
            self._row(before).update(_judged(self.present()))
        elif kind is EventKind.DAY_CLOSED:
            self._row(before)["outcome"] = Outcome.SERVED.value
        if self.fold.part > before:
            if before:
                self._row(before).update(_served(self.present(before)))
            self.part_rows[self.fold.part] = _opened(self.present())
        if kind in BY_OPERATOR:
            self._row(before)["operator"] = event.actor

    def _row(self, place: int) -> dict[str, Any]:
        return self.part_rows[place]

    def _correct(self, place: int) -> None:
        before = self._events[:-1]
        again = fold_visit(before, visit=self.visit, boots=self._boots)[place - 1]
        self._row(place).update(_measured(again), wait_exact=1, **_spans(again))


def _opened(wait: VisitWait) -> dict[str, Any]:
    """The row of a part that begins."""
    empty = dict.fromkeys(
        ("window", "operator", "called_us", "started_us", "finished_us", "wait_us", "wait_exact",
         "verdict", *span_columns(dict.fromkeys(_spans_of(wait))))
    )  # fmt: skip
    return empty | {
        "number": wait.number,
        "office_day": wait.office_day.isoformat(),
        "service": wait.service,
        "stage": wait.stage.value,
        "category": wait.category,
        "language": wait.language,
        "standard": wait.standard,
        "edition": wait.edition,
        "source": wait.source,
        "limit_minutes": wait.limit_minutes,
        "issued_us": to_us(wait.issued_at),
        "own_us": 0,
        "own_exact": 1,
        "returns": 0,
        "outcome": Outcome.WAITING.value,
    }


def _judged(wait: VisitWait) -> dict[str, Any]:
    """What a row learns when its wait ends."""
    spans = _spans_of(wait)
    del spans["service"]
    return {
        "outcome": wait.outcome.value,
        "window": wait.window,
        "called_us": wait.called_at and to_us(wait.called_at),
        "started_us": wait.started_at and to_us(wait.started_at),
        **_measured(wait),
        **span_columns(spans),
    }


def _measured(wait: VisitWait) -> dict[str, Any]:
    return {
        "wait_us": wait.wait.length // MICROSECOND,
        "wait_exact": int(wait.wait.exact),
        "own_us": wait.own.length // MICROSECOND,
        "own_exact": int(wait.own.exact),
        "verdict": wait.verdict.value,
    }


def _served(wait: VisitWait) -> dict[str, Any]:
    """What a row learns when its service ends."""
    return {
        "outcome": wait.outcome.value,
        "finished_us": wait.finished_at and to_us(wait.finished_at),
        **span_columns({"service": wait.service_time}),
    }


def _spans_of(wait: VisitWait) -> dict[str, Any]:
    return {
        "issued_to_called": wait.issued_to_called,
        "called_to_started": wait.called_to_started,
        "issued_to_started": wait.issued_to_started,
        "service": wait.service_time,
    }


def _spans(wait: VisitWait) -> dict[str, Any]:
    return span_columns(_spans_of(wait))


def _us(moment: Moment | None) -> int | None:
    return None if moment is None else to_us(moment.at)


def _until_us(event: Event) -> int | None:
    until = event.body.get("until")
    return None if until is None else to_us(datetime.fromisoformat(until))
