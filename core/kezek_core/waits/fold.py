"""A visit's legal waits worked out anew from its journal events: the journal proves every verdict.

Nothing but the events, what is known of the boots, and the legal clock goes in. Whoever doubts a
stored verdict folds the events again and compares.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from kezek_core.errors import CoreError
from kezek_core.events import EventKind
from kezek_core.moments import NO_SPAN, Boots, Moment, Span, span_between
from kezek_core.tickets import TRANSITIONS, Command, Stage, TicketState, after, allowed
from kezek_core.waits.judgement import judge
from kezek_core.waits.legal_clock import LegalClock
from kezek_core.waits.no_show import NoShowRule
from kezek_core.waits.values import Outcome, VisitWait


class VisitEventError(CoreError, ValueError):
    """The events of a visit do not follow one another as a visit can go."""

    code = "visit_event_error"


@dataclass(frozen=True, slots=True)
class Visit:
    """What stays the same for the whole visit."""

    ticket_id: str
    number: str
    office_day: date
    language: str = "kk"
    category: str | None = None


@dataclass(frozen=True, slots=True)
class VisitEvent:
    """One journal event of a visit, in the order of the journal.

    Args:
        kind: what happened; a kind that has no bearing on the wait is passed over.
        at: when, by every clock of the machine.
        service: at issue and transfer, the slug of the service waited for.
        stage: at issue and transfer, the stage of the limit; a transfer may leave it as it was.
        limit_minutes: at issue and transfer, the limit; None when the standard sets none.
        standard: at issue and transfer, the standard applied.
        edition: at issue and transfer, its edition.
        source: at issue and transfer, where the limit stands in the act.
        window: at a call, the window called to.
        rule: at a no-show, or at the end of a day that made one, when a no-show counted in the
            office; None in a journal written before there was a rule.
    """

    kind: EventKind
    at: Moment
    service: str | None = None
    stage: Stage | None = None
    limit_minutes: int | None = None
    standard: str = ""
    edition: str = ""
    source: str = ""
    window: int | None = None
    rule: NoShowRule | None = None


COMMAND_OF = {
    EventKind.TICKET_CALLED: Command.CALL,
    EventKind.TICKET_RECALLED: Command.RECALL,
    EventKind.SERVICE_STARTED: Command.START,
    EventKind.SERVICE_FINISHED: Command.FINISH,
    EventKind.VISITOR_ABSENT: Command.NO_SHOW,
    EventKind.ABSENCE_WITHDRAWN: Command.UNDO_NO_SHOW,
    EventKind.VISITOR_RETURNED: Command.RETURN,
    EventKind.TICKET_HELD: Command.HOLD,
    EventKind.TICKET_RELEASED: Command.RELEASE,
    EventKind.TICKET_TRANSFERRED: Command.TRANSFER,
    EventKind.TICKET_CANCELLED: Command.CANCEL,
}
"""The command behind each event that moves a visit on."""

OUTCOME_OF = {
    TicketState.WAITING: Outcome.WAITING,
    TicketState.CALLED: Outcome.CALLED,
    TicketState.HELD: Outcome.HELD,
    TicketState.SERVING: Outcome.SERVING,
    TicketState.SERVED: Outcome.SERVED,
    TicketState.NO_SHOW: Outcome.NO_SHOW,
    TicketState.CANCELLED: Outcome.LEFT,
}
"""What a part has come to while its visit stands in a state."""


def fold_visit(
    events: Iterable[VisitEvent],
    *,
    visit: Visit,
    boots: Boots,
    until: Moment | None = None,
) -> tuple[VisitWait, ...]:
    """Work out every judged part of one visit from its events alone.

    Args:
        events: the journal events of the visit, in the order of the journal; the first one that
            bears on the wait is its issue. A closed office day may end it.
        visit: what stays the same for the whole visit.
        boots: what is known of the boots of the machine.
        until: the instant a wait that goes on is measured to; without one, the last event.

    Returns:
        The parts in their order; one, and one more for every transfer.

    Raises:
        VisitEventError: the events contradict the states a ticket can go through.
    """
    history = tuple(events)
    fold = VisitFold(boots)
    for event in history:
        fold.take(event)
    if not fold.parts:
        raise VisitEventError(
            f"expected the events of ticket {visit.ticket_id} to hold a "
            f'"{EventKind.TICKET_ISSUED.value}", got {len(history)} events without one; '
            "read the visit from its first event"
        )
    fold.close(until or history[-1].at)
    return tuple(fold.wait(visit, part.place) for part in fold.parts)


def fold_clock(events: Iterable[VisitEvent], *, boots: Boots) -> LegalClock:
    """The legal clock of a visit as its events leave it, with what is known of the boots now.

    Args:
        events: the journal events of the visit, in the order of the journal.
        boots: what is known of the boots of the machine.

    Raises:
        VisitEventError: the events contradict the states a ticket can go through.
    """
    fold = VisitFold(boots)
    for event in events:
        fold.take(event)
    return fold.clock


@dataclass(frozen=True, slots=True)
class VisitPart:
    """A part as it grows; ``began`` is the issue or the transfer that opened it."""

    place: int
    began: VisitEvent
    service: str
    stage: Stage
    outcome: Outcome = Outcome.WAITING
    window: int | None = None
    called: Moment | None = None
    started: Moment | None = None
    finished: Moment | None = None
    wait: Span = NO_SPAN
    own: Span = NO_SPAN
    returns: int = 0


class VisitFold:
    """The visit as told so far; events go in one by one, in the order of the journal.

    ``state`` and ``clock`` are those of the visit after the last event, ``part`` the place of its
    present part, counted from 1.

    Args:
        boots: what is known of the boots whenever an event is taken; it may grow meanwhile, and
            then each wait is measured with what was known when it ended.
    """

    def __init__(self, boots: Boots) -> None:
        self.parts: list[VisitPart] = []
        self.clock = LegalClock()
        self.state = TicketState.WAITING
        self._boots = boots
        self._over = False
        self._before_closing: tuple[LegalClock, TicketState, VisitPart] | None = None

    @property
    def part(self) -> int:
        """The place of the present part; 0 before the issue."""
        return len(self.parts)

    def take(self, event: VisitEvent) -> None:
        """Let one event happen to the visit."""
        if event.kind is EventKind.TICKET_ISSUED:
            self._issue(event)
        elif event.kind is EventKind.DAY_CLOSED:
            self._close_out(event)
        elif event.kind is EventKind.CLOSING_TAKEN_BACK:
            self._take_back(event)
        elif (command := COMMAND_OF.get(event.kind)) is not None:
            self._obey(command, event)

    def close(self, at: Moment) -> None:
        """Measure the last part to ``at``, unless service or the day's end stopped its clock."""
        if not self._over:
            self.measure(at)

    def wait(self, visit: Visit, place: int) -> VisitWait:
        """One part as the events leave it.

        Args:
            visit: what stays the same for the whole visit.
            place: of the part, counted from 1.
        """
        return _judged(self.parts[place - 1], visit, self._boots)

    def _issue(self, event: VisitEvent) -> None:
        if self.parts:
            raise VisitEventError(
                f'expected one "{event.kind.value}" in a visit, got a second one at '
                f"{event.at.at.isoformat()}; a ticket is issued once"
            )
        self.clock = LegalClock.issued(event.at)
        self._open_part(event)

    def _obey(self, command: Command, event: VisitEvent) -> None:
        self._check(command, event)
        if command is Command.NO_SHOW:
            self._check_calls(event)
        self.state = after(command)
        self._move_clock(command, event.at)
        if command is Command.TRANSFER:
            self._change(outcome=Outcome.TRANSFERRED, finished=event.at)
            self._open_part(event)
            return
        self._change(outcome=OUTCOME_OF[self.state])
        self._note_instants(command, event)

    def _check(self, command: Command, event: VisitEvent) -> None:
        if not self.parts or self._over or not allowed(command, self.state):
            states = ", ".join(sorted(state.value for state in TRANSITIONS[command][0]))
            stands = self.state.value if self.parts and not self._over else "no open visit"
            raise VisitEventError(
                f'expected a ticket in one of the states {states} before "{event.kind.value}" at '
                f"{event.at.at.isoformat()}, got {stands}; check the order of the events"
            )

    def _check_calls(self, event: VisitEvent) -> None:
        """Only a no-show that counted by the rule it carries may stop the clock."""
        if event.rule is None:
            return
        calls = event.rule.look(self.clock.unanswered_calls, event.at, self._boots)
        if not calls.enough:
            raise VisitEventError(
                f"expected {event.rule.calls} calls at least {event.rule.apart_seconds} s apart, "
                f'the first {event.rule.after_seconds} s before "{event.kind.value}" at '
                f"{event.at.at.isoformat()}, got {calls.counted} and "
                f"{calls.possible_in.total_seconds():g} s too early; check the calls before it"
            )

    def _move_clock(self, command: Command, at: Moment) -> None:
        clock = self.clock
        match command:
            case Command.CALL | Command.RECALL:
                clock = clock.called(at)
            case Command.START | Command.CANCEL:
                clock = clock.started(at, self._boots)
            case Command.NO_SHOW:
                clock = clock.absent()
            case Command.UNDO_NO_SHOW:
                clock = clock.found()
            case Command.RETURN:
                clock = clock.returned(at, self._boots)
            case Command.HOLD:
                clock = clock.held()
            case Command.TRANSFER:
                clock = clock.transferred(at)
        self.clock = clock

    def _note_instants(self, command: Command, event: VisitEvent) -> None:
        part = self.parts[-1]
        if command in (Command.CALL, Command.RECALL):
            self._change(called=part.called or event.at, window=event.window or part.window)
        elif command is Command.START:
            self._change(started=event.at)
            self.measure(event.at)
        elif command is Command.FINISH:
            self._change(finished=event.at)
        elif command is Command.RETURN:
            self._change(returns=part.returns + 1)

    def _close_out(self, event: VisitEvent) -> None:
        """The day is over: an unanswered call is a no-show, whoever else waits was never called."""
        if not self.parts or self._over:
            return
        self._before_closing = (self.clock, self.state, self.parts[-1])
        if self.state is TicketState.CALLED:
            self.clock = self.clock.left_unanswered(event.rule, event.at, self._boots)
            self.state = TicketState.NO_SHOW
            self._change(outcome=Outcome.NO_SHOW)
        elif self.state in (TicketState.WAITING, TicketState.HELD):
            self.clock = self.clock.started(event.at, self._boots)
            self.state = TicketState.CANCELLED
            self._change(outcome=Outcome.NEVER_CALLED)
        elif self.state is TicketState.SERVING:
            self.state = TicketState.SERVED
            self._change(outcome=Outcome.SERVED)
        self.measure(event.at)
        self._over = True

    def _take_back(self, event: VisitEvent) -> None:
        """As if the day had not been closed; a call or a hold before it no longer stands."""
        if not self._over or self._before_closing is None:
            raise VisitEventError(
                f'expected a closed day before "{event.kind.value}" at {event.at.at.isoformat()}, '
                "got a visit that goes on; check the order of the events"
            )
        self.clock, self.state, self.parts[-1] = self._before_closing
        self._over = False
        if self.state in (TicketState.CALLED, TicketState.HELD):
            self.clock, self.state = self.clock.held(), TicketState.WAITING
        self._change(outcome=OUTCOME_OF[self.state])

    def _open_part(self, event: VisitEvent) -> None:
        stage = event.stage or (self.parts[-1].stage if self.parts else None)
        if event.service is None or stage is None:
            raise VisitEventError(
                f'expected service and stage with "{event.kind.value}" at '
                f"{event.at.at.isoformat()}, got {event.service} and {stage}; "
                "the event of the journal carries both"
            )
        self.parts.append(VisitPart(len(self.parts) + 1, event, event.service, stage))

    def measure(self, at: Moment) -> None:
        """Measure the present part: its wait has ended, or somebody looks at it."""
        self._change(wait=self.clock.wait(at, self._boots), own=self.clock.own)

    def _change(self, **changes: object) -> None:
        self.parts[-1] = replace(self.parts[-1], **changes)  # type: ignore[arg-type]


def _judged(part: VisitPart, visit: Visit, boots: Boots) -> VisitWait:
    began = part.began
    return VisitWait(
        ticket_id=visit.ticket_id,
        number=visit.number,
        office_day=visit.office_day,
        service=part.service,
        stage=part.stage,
        standard=began.standard,
        edition=began.edition,
        source=began.source,
        limit_minutes=began.limit_minutes,
        window=part.window,
        issued_at=began.at.at,
        called_at=_wall_time(part.called),
        started_at=_wall_time(part.started),
        finished_at=_wall_time(part.finished),
        issued_to_called=_span((began.at, part.called), boots),
        called_to_started=_span((part.called, part.started), boots),
        issued_to_started=_span((began.at, part.started), boots),
        wait=part.wait,
        own=part.own,
        verdict=judge(part.wait, began.limit_minutes),
        outcome=part.outcome,
        category=visit.category,
        language=visit.language,
        service_time=_span((part.started, part.finished), boots),
        part=part.place,
        returns=part.returns,
    )


def _wall_time(moment: Moment | None) -> datetime | None:
    return None if moment is None else moment.at


def _span(ends: Sequence[Moment | None], boots: Boots) -> Span | None:
    start, end = ends
    return None if start is None or end is None else span_between(start, end, boots)
