"""What the request register works with: a request, its states and the answers it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from kezek_core.calendar import CalendarError, TermError, WorkingCalendar, due_on
from kezek_core.events import EventKind
from kezek_core.papers import shown
from kezek_core.standards import Document, Extension, Term

if TYPE_CHECKING:
    from kezek_queue.register.kept_standard import KeptStandard


class RequestState(Enum):
    """Where a request stands."""

    ACCEPTED = "accepted"
    SENT = "sent"
    RETURNED = "returned"
    CORRECTED = "corrected"
    READY = "ready"
    ISSUED = "issued"
    REFUSED = "refused"
    UNCLAIMED = "unclaimed"
    HANDED_OVER = "handed_over"


OPEN = frozenset(
    {RequestState.ACCEPTED, RequestState.SENT, RequestState.RETURNED, RequestState.CORRECTED}
)
"""The office still owes an answer."""

KEPT = frozenset({RequestState.READY, RequestState.UNCLAIMED})
"""The answer lies in the office."""

CLOSED = frozenset({RequestState.ISSUED, RequestState.REFUSED, RequestState.HANDED_OVER})
"""Nothing is left to do."""


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of step in the life of a request.

    Args:
        name: the command.
        sources: the states it starts from.
        target: the state it leads to; None stays where it is.
        event: what the journal calls it.
    """

    name: str
    sources: frozenset[RequestState]
    target: RequestState | None
    event: EventKind


_WITH_OFFICE = frozenset({RequestState.ACCEPTED, RequestState.CORRECTED})
_ON_THE_WAY = _WITH_OFFICE | {RequestState.SENT}

SEND = Step("send", _WITH_OFFICE, RequestState.SENT, EventKind.REQUEST_SENT)
RETURN = Step(
    "return_from_authority",
    frozenset({RequestState.SENT}),
    RequestState.RETURNED,
    EventKind.REQUEST_RETURNED,
)
CORRECT = Step(
    "correct",
    frozenset({RequestState.RETURNED}),
    RequestState.CORRECTED,
    EventKind.REQUEST_CORRECTED,
)
READY = Step("ready", _ON_THE_WAY, RequestState.READY, EventKind.REQUEST_READY)
ISSUE = Step("issue", KEPT, RequestState.ISSUED, EventKind.REQUEST_ISSUED)
REFUSE = Step("refuse", OPEN, RequestState.REFUSED, EventKind.REQUEST_REFUSED)
EXTEND = Step("extend", OPEN, None, EventKind.REQUEST_EXTENDED)
UNCLAIM = Step(
    "mark_unclaimed",
    frozenset({RequestState.READY}),
    RequestState.UNCLAIMED,
    EventKind.REQUEST_UNCLAIMED,
)
HAND_OVER = Step(
    "hand_over",
    frozenset({RequestState.UNCLAIMED}),
    RequestState.HANDED_OVER,
    EventKind.REQUEST_HANDED_OVER,
)
STEPS = (SEND, RETURN, CORRECT, READY, ISSUE, REFUSE, EXTEND, UNCLAIM, HAND_OVER)


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it stands; it names nobody.

    Args:
        number: nine digits, as stored and scanned.
        service: slug of the service.
        standard: id of the standard it was accepted under.
        edition: its edition.
        state: where it stands.
        language: the language the visitor chose.
        ticket_id: the visit it was handed in at; None when none was told.
        window: the window that took it.
        documents: how many of each document were handed in, by id.
        accepted_on: the office's date of acceptance.
        accepted_at: the instant, aware UTC.
        first_due_on: the day promised on the receipt.
        due_on: the day that holds now, after an extension.
        extension: place of the extension in the standard's list, from 0; None without one.
        extended_on: when it was extended.
        extension_notice_by_on: when the visitor must have been told of that.
        sent_on: when it last went to the authority.
        return_by_on: until when the authority may send faulty papers back.
        returned_on: when it last came back.
        return_notice_by_on: when the visitor must have been told of that.
        times_returned: how often it came back.
        ready_on: when the result lay in the office.
        keep_until_on: last day to collect it; None where the standard does not say.
        hand_over_on: when it goes to the authority after that.
        closed_on: when it was issued, refused or handed over.
        closed_at: the instant of that.
        valid_until_on: last day of the result's validity; None where the standard sets none.
        fee_tenge: what was due, in whole tenge; 0 for a free service.
        paid_on: the day of payment.
        erased_on: when everything that names a person was erased.
    """

    number: str
    service: str
    standard: str
    edition: str
    state: RequestState
    language: str
    ticket_id: str | None
    window: int | None
    documents: Mapping[str, int]
    accepted_on: date
    accepted_at: datetime
    first_due_on: date
    due_on: date
    extension: int | None = None
    extended_on: date | None = None
    extension_notice_by_on: date | None = None
    sent_on: date | None = None
    return_by_on: date | None = None
    returned_on: date | None = None
    return_notice_by_on: date | None = None
    times_returned: int = 0
    ready_on: date | None = None
    keep_until_on: date | None = None
    hand_over_on: date | None = None
    closed_on: date | None = None
    closed_at: datetime | None = None
    valid_until_on: date | None = None
    fee_tenge: int = 0
    paid_on: date | None = None
    erased_on: date | None = None

    @property
    def shown(self) -> str:
        """The number as people read it, for example ``26-000123-4``."""
        return shown(self.number)

    @property
    def is_open(self) -> bool:
        """Whether the office still owes an answer."""
        return self.state in OPEN

    def is_overdue(self, on: date) -> bool:
        """Whether the answer was still missing when ``on`` began."""
        return self.is_open and self.due_on < on

    @property
    def answered_on(self) -> date | None:
        """When the answer was there: the result ready, or the refusal."""
        return self.ready_on or (self.closed_on if self.state is RequestState.REFUSED else None)

    @property
    def on_time(self) -> bool | None:
        """Whether the answer was there within the term; None while there is none."""
        answered_on = self.answered_on
        return None if answered_on is None else answered_on <= self.due_on


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What became of documents at the window.

    Args:
        request: the new request; None when the documents were not taken.
        missing: what was missing; empty for a request.
        print_jobs: the receipt, or the refusal's two copies.
        refusal: id of the refusal, to erase or export by; None for a request.
        repeated: whether the idempotency key was used before.
        substitutes: whatever suffices instead of one of the missing documents.
    """

    request: Request | None
    missing: tuple[Document, ...]
    print_jobs: tuple[int, ...]
    refusal: str | None = None
    repeated: bool = False
    substitutes: tuple[Document, ...] = ()


class PickUpAnswer(Enum):
    """What a visitor with a receipt is told."""

    READY = "ready"
    NOT_READY = "not_ready"
    RETURNED = "returned"
    ISSUED = "issued"
    REFUSED = "refused"
    HANDED_OVER = "handed_over"
    UNKNOWN = "unknown"


PICK_UP_ANSWERS: Mapping[RequestState, PickUpAnswer] = {
    RequestState.ACCEPTED: PickUpAnswer.NOT_READY,
    RequestState.SENT: PickUpAnswer.NOT_READY,
    RequestState.CORRECTED: PickUpAnswer.NOT_READY,
    RequestState.RETURNED: PickUpAnswer.RETURNED,
    RequestState.READY: PickUpAnswer.READY,
    RequestState.UNCLAIMED: PickUpAnswer.READY,
    RequestState.ISSUED: PickUpAnswer.ISSUED,
    RequestState.REFUSED: PickUpAnswer.REFUSED,
    RequestState.HANDED_OVER: PickUpAnswer.HANDED_OVER,
}


@dataclass(frozen=True, slots=True)
class PickUp:
    """The answer to a receipt shown at the kiosk.

    Args:
        answer: what the visitor is told.
        number: as people read it.
        service: slug, for the pick-up ticket; None for an unknown number.
        due_on: when the result is due; told while it is not ready.
        keep_until_on: last day to collect a ready result; None where the standard does not say.
        closed_on: when it was issued, refused or handed over.
    """

    answer: PickUpAnswer
    number: str
    service: str | None = None
    due_on: date | None = None
    keep_until_on: date | None = None
    closed_on: date | None = None


def pick_up_of(request: Request) -> PickUp:
    """What to tell the visitor of a request."""
    return PickUp(
        answer=PICK_UP_ANSWERS[request.state],
        number=request.shown,
        service=request.service,
        due_on=request.due_on if request.is_open else None,
        keep_until_on=request.keep_until_on,
        closed_on=request.closed_on,
    )


COMMANDS: Mapping[str, Step] = {
    "send": SEND,
    "return": RETURN,
    "correct": CORRECT,
    "ready": READY,
    "issue": ISSUE,
    "refuse": REFUSE,
    "extend": EXTEND,
    "hand_over": HAND_OVER,
}
"""The commands that people give, by the names of pages and programs."""

REPRINT, ERASE = "reprint", "erase"


def allowed_steps(request: Request, kept: KeptStandard, on: date) -> tuple[str, ...]:
    """The commands that a request takes now, in the order of its life.

    Args:
        request: as it stands.
        kept: what its standard said when it was accepted.
        on: the office's date.

    Returns:
        Some of send, return, correct, ready, issue, refuse, extend, hand_over, reprint, erase.
        Who may give them is another question.
    """
    steps = [
        name
        for name, step in COMMANDS.items()
        if request.state in step.sources and _has_grounds(step, request, kept, on)
    ]
    if request.erased_on is None:
        steps.append(REPRINT)
        if request.state in CLOSED:
            steps.append(ERASE)
    return tuple(steps)


def extensions_left(request: Request, kept: KeptStandard, on: date) -> tuple[int, ...]:
    """Places of the extensions in the standard's list that may still be given, from 0.

    Single dates that the office moved are left out of the count: when one of them decides, the
    register refuses with ``no_extension``.
    """
    if not request.is_open or kept.term is None or on > request.due_on:
        return ()
    return tuple(
        place
        for place, extension in enumerate(kept.extensions)
        if place != request.extension and _ends_later(request, kept, kept.term, extension)
    )


def _ends_later(request: Request, kept: KeptStandard, term: Term, extension: Extension) -> bool:
    later = _extended_to(term, extension, request.accepted_on, kept.week)
    return later is not None and later > request.due_on


@lru_cache(maxsize=1024)
def _extended_to(
    term: Term, extension: Extension, accepted_on: date, week: frozenset[int]
) -> date | None:
    """Lists ask for the same few days again and again; None for a day nobody can count to."""
    try:
        return due_on(term, accepted_on, WorkingCalendar(week), extension).due_on
    except (TermError, CalendarError):
        return None


def _has_grounds(step: Step, request: Request, kept: KeptStandard, on: date) -> bool:
    """Whether the standard, too, knows the step on this day."""
    if step is REFUSE:
        return kept.refusal_possible is not False
    if step is EXTEND:
        return bool(extensions_left(request, kept, on))
    if step is HAND_OVER:
        return request.hand_over_on is None or request.hand_over_on <= on
    return True
