"""What the inner rooms ask of the outer ones: small abstract classes, shaped by the caller.

A subclass must override every abstract method and may override ``close``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from kezek_core.closable import Closable
from kezek_core.moments import Moment, Span
from kezek_core.papers.slips import ExpectedWait


class Clock(ABC):
    """Reads every clock of the machine at once."""

    @abstractmethod
    def now(self) -> Moment:
        """The present instant; never earlier than the one before within a boot."""

    @property
    def machine(self) -> str:
        """Whose clocks these are: a name that stays, where several machines share an office."""
        return ""


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """A visitor who waits, as a rule of calling sees them.

    Args:
        ticket_id: its id.
        service: slug of the service it waits for.
        arrival_seq: its place in the order of arrival; the only order there is.
        category_rank: rank of its preferential category; 0 for none, 1 goes before 0.
        waited: the legal wait so far.
        limit_minutes: its limit; None when the standard sets none.
    """

    ticket_id: str
    service: str
    arrival_seq: int
    category_rank: int
    waited: Span
    limit_minutes: int | None


@dataclass(frozen=True, slots=True)
class WindowNow:
    """A window of the office as it stands at this moment.

    Args:
        number: its number.
        services: slugs of the services it serves.
        is_open: whether it takes visitors; False while it is closed or paused.
        ticket_id: who is called to it or served there; None for nobody.
    """

    number: int
    services: frozenset[str]
    is_open: bool
    ticket_id: str | None


@dataclass(frozen=True, slots=True)
class QueueState:
    """Everybody who waits and every window, at the moment when a window calls.

    Args:
        window: number of the window that calls; it is open and nobody is there.
        waiting: everybody who waits, for whatever service, in the order of arrival.
        windows: every window of the office, by number.
    """

    window: int
    waiting: tuple[WaitingTicket, ...]
    windows: Mapping[int, WindowNow]

    @property
    def candidates(self) -> tuple[WaitingTicket, ...]:
        """Whom the window may call: everybody who waits for a service of it."""
        services = self.windows[self.window].services
        return tuple(ticket for ticket in self.waiting if ticket.service in services)


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is next, and why: the reason is stored with the call and shown to people.

    Args:
        ticket_id: the chosen ticket.
        reason: the deciding fact as a stable word of a-z, digits, ``-`` and ``_``, for example
            ``arrival`` or ``category``.
    """

    ticket_id: str
    reason: str


class Discipline(ABC):
    """Who is next.

    A subclass must override both. The queue asks it inside the transaction of the call, while
    everybody else who writes waits: it works out its answer from the state alone, at once.
    """

    @property
    @abstractmethod
    def name(self) -> str:
        """Name and version of the rule, for example ``fifo/1``; stored with every call."""

    @abstractmethod
    def choose(self, state: QueueState) -> Choice:
        """Pick one of the candidates; the same state gives the same choice.

        Args:
            state: the queue as it stands; it has one candidate or more.

        Returns:
            The choice. What is no choice, or names nobody whom the window may call, calls nobody
            and is told as a fault of the rule; so is whatever the rule raises.
        """


@dataclass(frozen=True, slots=True)
class Load:
    """What a newcomer to a service finds.

    Args:
        ahead: people who will be called first if nothing changes.
        windows: open windows that serve the service.
        free_windows: those of them with no visitor.
        mean_service: mean service time seen lately or set by the office; None when unknown.
    """

    ahead: int
    windows: int
    free_windows: int
    mean_service: timedelta | None


class Forecast(ABC):
    """How long a visitor will wait.

    A subclass must override ``expect``. One that raises, or answers with something else, is taken
    for one that does not know: no ticket waits for a forecast.
    """

    @abstractmethod
    def expect(self, load: Load) -> ExpectedWait | None:
        """The wait ahead as a range; None when no honest estimate can be made."""


class PrintOutcome(Enum):
    """What became of a print job.

    NOT_SENT: nothing of it reached the printer; it is tried again. UNPRINTABLE: nothing ever will,
    because the slip cannot be written in the printer's letters; it is set aside. UNCERTAIN: a part
    went out, or the proof did not come; a person decides.
    """

    PRINTED = "printed"
    NOT_SENT = "not_sent"
    UNCERTAIN = "uncertain"
    UNPRINTABLE = "unprintable"


class Wire(Closable):
    """One open line to one printer: bytes out, bytes in, with deadlines."""

    @abstractmethod
    def write(self, data: bytes, *, deadline_seconds: float) -> None:
        """Send all bytes or raise; how many were taken stands in the error."""

    @abstractmethod
    def read(self, size: int, *, deadline_seconds: float) -> bytes:
        """Up to ``size`` bytes that arrive before the deadline; empty when none do."""

    @abstractmethod
    def close(self) -> None:
        """Release the line; may be called twice."""


class Voice(ABC):
    """Speaks a sentence into a sound file."""

    @abstractmethod
    def speak(self, sentence: str, language: str) -> bytes:
        """The sentence as a WAV file."""


class Scanner(Closable):
    """Reads the codes that people hold under it; one that is absent is waited for."""

    @abstractmethod
    def read(self, *, deadline_seconds: float) -> str | None:
        """The next code that arrives whole before the deadline; None when none does.

        An unplugged device is no error: it is looked for again and again, and codes come when it
        is back. Half a code from before is dropped.
        """

    @property
    @abstractmethod
    def present(self) -> bool:
        """Whether the device was there when it was last looked for."""

    @abstractmethod
    def close(self) -> None:
        """Release the device; may be called twice, and from another thread."""
