"""What the queue hands out: frozen values that screens, the API and reports read."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from kezek_core.events import EventKind
from kezek_core.moments import Moment, Span
from kezek_core.papers import ExpectedWait, Slip, Subject
from kezek_core.ports import PrintOutcome
from kezek_core.texts import LocalText
from kezek_core.tickets import Stage, TicketState
from kezek_core.waits import CallsSoFar, Verdict
from kezek_queue.clock import ClockSource


class AnyTicket(Enum):
    """The type of `ANY`."""

    ANY = "any"


ANY: Final = AnyTicket.ANY
"""Stands for any visitor, or nobody: the command does not say whom it was meant for."""

Expected = str | AnyTicket | None
"""The ticket id an operator's page believes at the window; None for nobody, `ANY` for no check."""


class WindowStatus(Enum):
    """Whether a window takes visitors."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class PrintState(Enum):
    """Where a print job stands."""

    PENDING = "pending"
    LEASED = "leased"
    PRINTED = "printed"
    UNCERTAIN = "uncertain"
    UNPRINTABLE = "unprintable"


@dataclass(frozen=True, slots=True)
class Ticket:
    """One visit as it stands.

    Args:
        id: office day and number; never used again.
        number: the number as called, for example ``A015``.
        service: slug of the service waited for or served at.
        stage: hand-in or pick-up.
        state: where the ticket stands.
        language: the language the visitor chose.
        category: preferential category; None for none.
        office_day: the office day of issue.
        arrival_seq: place in the order of arrival; the only order there is.
        window: the window of the last call; None when never called.
        issued_at: aware UTC, start of the visit.
        called_at: the last call; None when never called.
        started_at: start of service at the present or last service.
        finished_at: end of service.
        held_until: when a held ticket waits again by itself; None until somebody recalls it.
        limit_minutes: the limit of the present part; None when the standard sets none.
        standard: id of the standard applied.
        edition: its edition.
        source: where the limit stands in the act; "" when there is none.
        wait: the legal wait of the visit so far.
        own: what was left out as the visitor's own.
        verdict: the legal wait against the limit as it stands.
        near: whether the wait has passed the office's share of the limit.
        times: how often the number was called.
        part: place of the present part in the visit, from 1.
        no_show: how far the calls have come towards a no-show that counts; None unless called.
    """

    id: str
    number: str
    service: str
    stage: Stage
    state: TicketState
    language: str
    category: str | None
    office_day: date
    arrival_seq: int
    window: int | None
    issued_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    held_until: datetime | None
    limit_minutes: int | None
    standard: str
    edition: str
    source: str
    wait: Span
    own: Span
    verdict: Verdict
    near: bool
    times: int
    part: int = 1
    no_show: CallsSoFar | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """The answer to an issue.

    Args:
        ticket: the ticket, new or (``repeated``) issued before under the same key, or for the
            same request.
        ahead: people called before this visitor if nothing changes.
        expected_wait: None when no honest estimate can be made.
        print_job: id of the print job; None when none was asked for.
        repeated: whether it is a ticket that was issued before.
    """

    ticket: Ticket
    ahead: int
    expected_wait: ExpectedWait | None
    print_job: int | None
    repeated: bool


@dataclass(frozen=True, slots=True)
class WindowState:
    """One window as it stands.

    Args:
        id: its number.
        status: open, paused or closed.
        services: slugs of the services it serves.
        operator: who opened it; None when nobody did.
        ticket: id of the ticket at the window; None when free.
        waiting: people it could call.
    """

    id: int
    status: WindowStatus
    services: tuple[str, ...]
    operator: str | None
    ticket: str | None
    waiting: int


@dataclass(frozen=True, slots=True)
class WindowAnswer:
    """What a window command led to: the window, who is there now, whose visit it ended."""

    window: WindowState
    ticket: Ticket | None = None
    finished: Ticket | None = None


@dataclass(frozen=True, slots=True)
class ServiceState:
    """One service as the kiosk and the supervisor see it.

    Args:
        service: its slug.
        title: short name.
        waiting: people waiting for it.
        open_windows: open windows that serve it.
        limit_minutes: limit of the first stage it offers; None when there is none.
        expected_wait: what a newcomer may expect; None when no honest estimate can be made.
        full: whether the day's numbers are used up.
    """

    service: str
    title: LocalText
    waiting: int
    open_windows: int
    limit_minutes: int | None
    expected_wait: ExpectedWait | None
    full: bool


@dataclass(frozen=True, slots=True)
class QueueSnapshot:
    """The whole queue at one instant.

    Args:
        now: aware UTC.
        seq: the last journal event this snapshot contains.
        office_day: the office day that tickets issued now belong to; after closing the next one.
        shown_day: the office day that figures tell of: it stays until the next one opens.
        open: whether tickets are issued now.
        opens_at: when they are issued next; None while open, or when closed for good.
        services: in the office's order.
        windows: in the office's order.
        tickets: everyone waiting, called, held or being served, in the order of arrival.
        absent: no-shows who may still come back: those of every day that is not closed out.
        clock: who says what time it is; while nobody does, tickets are issued at any hour.
    """

    now: datetime
    seq: int
    office_day: date
    shown_day: date
    open: bool
    opens_at: datetime | None
    services: tuple[ServiceState, ...]
    windows: tuple[WindowState, ...]
    tickets: tuple[Ticket, ...]
    absent: tuple[Ticket, ...] = ()
    clock: ClockSource = ClockSource.SYNCHRONISED

    @property
    def clock_known(self) -> bool:
        """Whether the day and the hour are known."""
        return self.clock is not ClockSource.UNKNOWN


@dataclass(frozen=True, slots=True)
class BoardCall:
    """One call.

    Args:
        ticket: id of the ticket.
        number: as called.
        window: where to.
        called_at: aware UTC.
        calls: how often the ticket had been called with it.
        seq: its event in the journal: the order of calls, and what tells one from another.
        state: where the ticket stands now; somebody ``called`` has not come yet.
    """

    ticket: str
    number: str
    window: int
    called_at: datetime
    calls: int
    seq: int
    state: TicketState


@dataclass(frozen=True, slots=True)
class Board:
    """The hall board at one instant.

    Args:
        now: aware UTC.
        seq: the last journal event this board contains.
        office_day: the office day that tickets issued now belong to.
        waiting: people who wait.
        calls: the last calls of tickets, newest first, everybody who has not come yet among them.
        since: every call after the event that was asked with, in order; empty when none was.
        days: the office days whose tickets people hold, the latest first: those not closed out,
            and the one that figures tell of.
    """

    now: datetime
    seq: int
    office_day: date
    waiting: int
    calls: tuple[BoardCall, ...]
    since: tuple[BoardCall, ...]
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One fact of the journal.

    Args:
        seq: its place; the only order there is.
        kind: what happened.
        ticket_id: the ticket concerned; None for none.
        window: the window concerned; None for none.
        actor: who did it: a device, a member of staff, or the system itself.
        moment: when, by every clock of the machine.
        body: the facts, plain values.
        hash: hexadecimal SHA-256 over this event and the hash of the one before.
    """

    seq: int
    kind: EventKind
    ticket_id: str | None
    window: int | None
    actor: str
    moment: Moment
    body: Mapping[str, Any]
    hash: str

    @property
    def at(self) -> datetime:
        """Wall time, aware UTC."""
        return self.moment.at

    @property
    def number(self) -> str | None:
        """The ticket number; None when no ticket is concerned."""
        return self.body.get("number")

    @property
    def service(self) -> str | None:
        """Slug of the service; None when none is concerned."""
        return self.body.get("service")


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One slip to print.

    Args:
        id: its number in the office.
        subject: what the paper is about.
        number: the number on the paper; "" for a form without one.
        state: pending, leased, printed or uncertain.
        slip: what the paper says; ``slip.copy`` marks a second print. The address of the status
            page is not in it: whoever knows the public address adds it from ``status_token``.
        status_token: for the address of a ticket's phone page; "" for any other paper.
        lease: whoever reports must show it; None when not leased.
        attempts: how often it was leased.
        outcome: the last report; None before the first one.
        detail: what the last report said.
        printer: the printer it was leased for; None when any.
    """

    id: int
    subject: Subject
    number: str
    state: PrintState
    slip: Slip
    status_token: str
    lease: str | None
    attempts: int
    outcome: PrintOutcome | None
    detail: str
    printer: str | None

    @property
    def ticket_id(self) -> str:
        """The id of the subject, whatever its kind; deprecated, it goes with 0.3.0."""
        warnings.warn(
            "PrintJob.ticket_id goes with 0.3.0; read PrintJob.subject, which tells the kind too",
            DeprecationWarning,
            stacklevel=2,
        )
        return self.subject.id

    @property
    def copy(self) -> bool:
        """Whether the paper must say that it is a copy."""
        return self.slip.copy


SHORTEST_HASH_LETTERS = 16
"""So much of a hash finds an event again: reports print no more."""

_MARK = re.compile(rf"([1-9][0-9]{{0,17}}):([0-9a-f]{{{SHORTEST_HASH_LETTERS},64}})")


@dataclass(frozen=True, slots=True)
class ChainMark:
    """A place in the journal's chain; its hash stands for every event up to it.

    Args:
        seq: the event, 1 or more; 0 stands before the first.
        hash: its hash in lower case, or at least the first 16 letters of it; "" before the first.
    """

    seq: int = 0
    hash: str = ""

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"

    @classmethod
    def read(cls, text: str) -> ChainMark:
        """The mark that somebody wrote down.

        Args:
            text: ``SEQ:HASH``.

        Raises:
            ValueError: it is none.
        """
        found = _MARK.fullmatch(text.strip().lower())
        if found is None:
            raise ValueError(
                "expected a mark SEQ:HASH such as 5210:60972b4b91039070, the hash whole or at "
                f"least its first {SHORTEST_HASH_LETTERS} letters, got {text!r}"
            )
        return cls(int(found[1]), found[2])


CHAIN_START = ChainMark()
"""Before the first event."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk along the journal's chain found.

    Args:
        sound: whether every link that was looked at holds.
        events: the last event whose link holds; 0 for none.
        first_broken_seq: the first event that does not fit; None when sound.
        reason: what is wrong there, in words; "" when sound.
        hash: the hash of the last event whose link holds; "" for none.
        after: events up to this one were not looked at; 0 when all were.
    """

    sound: bool
    events: int
    first_broken_seq: int | None = None
    reason: str = ""
    hash: str = ""
    after: int = 0

    @property
    def mark(self) -> ChainMark:
        """How far the chain holds: from here a later walk may go on."""
        return ChainMark(self.events, self.hash)

    def to_json(self) -> dict[str, Any]:
        """Plain values; the first four are as version 0.1.0 told them."""
        return {
            "sound": self.sound,
            "events": self.events,
            "first_broken_seq": self.first_broken_seq,
            "reason": self.reason,
            "mark": str(self.mark) if self.events else None,
            "after": self.after,
        }
