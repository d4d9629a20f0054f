"""One wait of a visit: its instants, its length, its verdict, and what became of the visitor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from kezek_core.moments import Span
from kezek_core.tickets import Stage
from kezek_core.waits.judgement import Verdict, judge


class Heading(Enum):
    """The five headings of every report; each visitor stands under exactly one."""

    SERVED = "served"
    NO_SHOW = "no_show"
    LEFT = "left"
    NEVER_CALLED = "never_called"
    WAITING = "waiting"


class Outcome(Enum):
    """What became of the visitor in one part of a visit."""

    SERVED = "served"
    SERVING = "serving"
    TRANSFERRED = "transferred"
    NO_SHOW = "no_show"
    LEFT = "left"
    NEVER_CALLED = "never_called"
    WAITING = "waiting"
    CALLED = "called"
    HELD = "held"

    @property
    def heading(self) -> Heading:
        """The heading of the report this outcome is counted under."""
        return HEADING_OF[self]


HEADING_OF = {
    Outcome.SERVED: Heading.SERVED,
    Outcome.SERVING: Heading.SERVED,
    Outcome.TRANSFERRED: Heading.SERVED,
    Outcome.NO_SHOW: Heading.NO_SHOW,
    Outcome.LEFT: Heading.LEFT,
    Outcome.NEVER_CALLED: Heading.NEVER_CALLED,
    Outcome.WAITING: Heading.WAITING,
    Outcome.CALLED: Heading.WAITING,
    Outcome.HELD: Heading.WAITING,
}
"""Service that began ended the wait: being served and sent on are headed as served."""


def still_open(outcome: Outcome, verdict: Verdict) -> bool:
    """Whether a visitor still waits and may yet be called within the limit."""
    return outcome.heading is Heading.WAITING and verdict in (Verdict.WITHIN, Verdict.ESTIMATED)


@dataclass(frozen=True, slots=True)
class VisitWait:
    """One judged part of a visit: from issue (or transfer) to start of service.

    The three measures are what the clock on the wall of the hall would show. ``wait`` is what the
    law counts: the sum of the visit's waiting parts so far, without ``own``. ``wait_with_own`` and
    ``verdict_with_own`` say what it would be with the absence counted.

    Args:
        ticket_id: the visit.
        number: the ticket number as called.
        office_day: the office day of issue.
        service: slug of the service this part waited for.
        stage: hand-in or pick-up.
        standard: id of the standard the part is judged by; "" when unknown.
        edition: its edition; "" when unknown.
        source: where the limit stands in the act; "" when the standard sets none.
        limit_minutes: None when the standard sets no limit.
        window: the window of the last call; None when never called.
        issued_at: issue, or transfer to this service.
        called_at: the first call of the part.
        started_at: start of service.
        finished_at: end of service, or transfer to the next one.
        issued_to_called: None when never called.
        called_to_started: from the first call; None when service did not start.
        issued_to_started: None when service did not start.
        wait: the legal wait of the visit at the end of this part, or so far.
        own: what was left out as the visitor's own (absent when called, then back).
        verdict: the legal wait against the limit, as it stands.
        outcome: what became of the visitor in this part.
        category: preferential category; None for none.
        language: the language the visitor chose.
        service_time: start to finish; None when not over or not known.
        part: place of the part in the visit, from 1.
        returns: how often a no-show of this part came back.
    """

    ticket_id: str
    number: str
    office_day: date
    service: str
    stage: Stage
    standard: str
    edition: str
    source: str
    limit_minutes: int | None
    window: int | None
    issued_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    issued_to_called: Span | None
    called_to_started: Span | None
    issued_to_started: Span | None
    wait: Span
    own: Span
    verdict: Verdict
    outcome: Outcome
    category: str | None
    language: str
    service_time: Span | None = None
    part: int = 1
    returns: int = 0

    @property
    def heading(self) -> Heading:
        """The heading of the report this part is counted under."""
        return self.outcome.heading

    @property
    def open(self) -> bool:
        """Whether the visitor still waits and may yet be called within the limit."""
        return still_open(self.outcome, self.verdict)

    @property
    def wait_with_own(self) -> Span:
        """The wait with the visitor's own absence counted."""
        return self.wait + self.own

    @property
    def verdict_with_own(self) -> Verdict:
        """The verdict with the visitor's own absence counted."""
        return judge(self.wait_with_own, self.limit_minutes)

    @property
    def open_with_own(self) -> bool:
        """Whether the visitor still waits within the limit, the own absence counted."""
        return still_open(self.outcome, self.verdict_with_own)

    @property
    def leaves_out(self) -> bool:
        """Whether something was left out of the wait as the visitor's own."""
        return bool(self.own.length) or not self.own.exact

    def to_json(self) -> dict[str, Any]:
        """The wait as plain values; spans in seconds, instants in UTC."""
        return {
            "ticket": self.ticket_id,
            "part": self.part,
            "number": self.number,
            "office_day": self.office_day.isoformat(),
            "service": self.service,
            "stage": self.stage.value,
            "standard": self.standard,
            "edition": self.edition,
            "source": self.source,
            "limit_minutes": self.limit_minutes,
            "window": self.window,
            "issued_at": _instant(self.issued_at),
            "called_at": _instant(self.called_at),
            "started_at": _instant(self.started_at),
            "finished_at": _instant(self.finished_at),
            "issued_to_called_seconds": _seconds(self.issued_to_called),
            "called_to_started_seconds": _seconds(self.called_to_started),
            "issued_to_started_seconds": _seconds(self.issued_to_started),
            "waited_seconds": _seconds(self.wait),
            "own_seconds": _seconds(self.own),
            "returns": self.returns,
            "waited_with_own_seconds": _seconds(self.wait_with_own),
            "verdict_with_own": self.verdict_with_own.value,
            "open_with_own": self.open_with_own,
            "exact": self.wait.exact,
            "verdict": self.verdict.value,
            "outcome": self.outcome.value,
            "heading": self.heading.value,
            "open": self.open,
            "category": self.category,
            "language": self.language,
            "service_seconds": _seconds(self.service_time),
        }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()


def _seconds(span: Span | None) -> float | None:
    return None if span is None else span.length.total_seconds()
