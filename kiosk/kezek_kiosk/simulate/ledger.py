"""The replay's own count of a day: plain arithmetic on what it did, apart from the product's code.

It is the independent side of a comparison, so it shares neither the queue's tables nor the legal
clock of the core; only the rule is the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass
class Waited:
    """One judged part: the wait for one service."""

    service: str
    limit_minutes: int | None
    heading: str = "waiting"
    wait: timedelta | None = None

    @property
    def breached(self) -> bool:
        """Whether the wait went over the limit."""
        if self.limit_minutes is None or self.wait is None:
            return False
        return self.wait > timedelta(minutes=self.limit_minutes)


@dataclass
class Visitor:
    """What the replay knows of one ticket."""

    ticket: str
    number: str
    parts: list[Waited]
    since: datetime
    counted: timedelta = timedelta()
    own: timedelta = timedelta()
    first_call: datetime | None = None
    absent_since: datetime | None = None

    @property
    def part(self) -> Waited:
        """The part that is waited now."""
        return self.parts[-1]


@dataclass
class Ledger:
    """Every visitor of the day, told of every command in its order."""

    visitors: dict[str, Visitor] = field(default_factory=dict)

    def issued(self, answer: dict[str, object], service: str, at: datetime) -> None:
        """A ticket was taken."""
        ticket, limit = str(answer["id"]), answer["limit_minutes"]
        part = Waited(service, limit if isinstance(limit, int) else None)
        self.visitors[ticket] = Visitor(ticket, str(answer["number"]), [part], since=at)

    def called(self, ticket: str, at: datetime) -> None:
        """A window called the ticket; a recall is no new call."""
        visitor = self.visitors[ticket]
        visitor.first_call = visitor.first_call or at

    def started(self, ticket: str, at: datetime) -> None:
        """Service began: the part is waited out."""
        self._end(ticket, at, "served")

    def held(self, ticket: str) -> None:
        """The ticket was put aside; the wait goes on."""
        self.visitors[ticket].first_call = None

    def absent(self, ticket: str) -> None:
        """Nobody came to the call."""
        visitor = self.visitors[ticket]
        called_at = visitor.first_call
        if called_at is None:
            raise ValueError(f"expected a call of {ticket} before its no-show")
        visitor.absent_since = called_at
        visitor.part.heading = "no_show"
        visitor.part.wait = visitor.counted + (called_at - visitor.since)

    def returned(self, ticket: str, at: datetime) -> None:
        """The visitor is back: the absence is the visitor's own."""
        visitor = self.visitors[ticket]
        absent_since = visitor.absent_since
        if absent_since is None or visitor.part.wait is None:
            raise ValueError(f"expected a no-show of {ticket} before its return")
        visitor.counted, visitor.own = visitor.part.wait, visitor.own + (at - absent_since)
        visitor.since, visitor.first_call, visitor.absent_since = at, None, None
        visitor.part.heading, visitor.part.wait = "waiting", None

    def transferred(
        self, ticket: str, service: str, limit_minutes: int | None, at: datetime
    ) -> None:
        """The visitor waits again, for another service."""
        visitor = self.visitors[ticket]
        visitor.since, visitor.first_call = at, None
        visitor.parts.append(Waited(service, limit_minutes))

    def left(self, ticket: str, at: datetime) -> None:
        """The visitor cancelled."""
        self._end(ticket, at, "left")

    def _end(self, ticket: str, at: datetime, heading: str) -> None:
        visitor = self.visitors[ticket]
        visitor.counted += at - visitor.since
        visitor.part.heading, visitor.part.wait = heading, visitor.counted
        visitor.first_call = None

    def parts(self) -> list[Waited]:
        """Every part of every visit."""
        return [part for visitor in self.visitors.values() for part in visitor.parts]

    def totals(self) -> dict[str, Counter[str]]:
        """For each service, and under ``total``, how many parts ended in each heading."""
        totals: dict[str, Counter[str]] = {"total": Counter()}
        for part in self.parts():
            for row in (totals["total"], totals.setdefault(part.service, Counter())):
                row["total"] += 1
                row[part.heading] += 1
                row["breached"] += part.breached
                row["within"] += part.wait is not None and not part.breached
        return totals
