"""What the inner rooms ask of the outer ones: small abstract classes, shaped by the caller.

A subclass must override every abstract method and may override ``close``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A waiting ticket a window may call.

    Args:
        ticket_id: its id.
        service: slug of the service it waits for.
        arrival_seq: its place in the order of arrival; the only order there is.
        category_rank: rank of its preferential category; 0 for none, 1 goes before 0.
        waited: the legal wait so far.
        limit_minutes: its limit; None when the standard sets none.
        share_of_windows: share (0 to 1) of the open windows that serve this service.
        other_windows_share: share (0 to 1) of the other open windows that serve it.
    """

    ticket_id: str
    service: str
    arrival_seq: int
    category_rank: int
    waited: Span
    limit_minutes: int | None
    share_of_windows: float
    other_windows_share: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is next, and why: the reason is stored with the call and shown to people.

    Args:
        ticket_id: the chosen ticket.
        rule: name and version of the discipline, for example ``fifo/1``.
        reason: a stable word for the deciding fact: ``arrival``, ``category``, ``limit`` ...
    """

    ticket_id: str
    rule: str
    reason: str


class Discipline(ABC):
    """Who is next."""

    @abstractmethod
    def choose(self, candidates: Sequence[Candidate]) -> Choice | None:
        """Pick one of the candidates; None when there are none.

        Args:
            candidates: for every service the window serves and every category rank, the waiting
                ticket that arrived first. Order inside a service and rank is by arrival.
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
    """How long a visitor will wait."""

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
