"""What is counted of one office day: its waits by service, and by window, operator and hour.

There is one way to count a day. A day that is over is counted when it is closed out, and what was
counted is stored; a day that goes on is counted whenever somebody asks.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kezek_core.waits import (
    QUEUE_MINUTES,
    Heading,
    NoShowRule,
    OwnSeen,
    Verdict,
    VisitWait,
    WaitTally,
)
from kezek_queue.clock import MICROSECOND, to_us

QUEUE = timedelta(minutes=QUEUE_MINUTES)
NO_WINDOW, NO_OPERATOR = 0, ""


@dataclass(frozen=True, slots=True, order=True)
class AppliedLimit:
    """A limit that waits for a service were judged by.

    Args:
        service: slug of the service.
        minutes: the limit.
        standard: id of the standard that sets it.
        edition: its edition.
        source: its place in the act.
    """

    service: str
    minutes: int
    standard: str
    edition: str
    source: str

    @classmethod
    def of(cls, waits: Iterable[VisitWait]) -> set[AppliedLimit]:
        """The limits that waits were judged by."""
        return {
            cls(wait.service, wait.limit_minutes, wait.standard, wait.edition, wait.source)
            for wait in waits
            if wait.limit_minutes is not None
        }


@dataclass(slots=True)
class VisitCounts:
    """Visits, those of them that were served, and those that waited 40 minutes at most."""

    visits: int = 0
    served: int = 0
    short: int = 0

    def add(self, visits: int, served: int, short: int) -> None:
        """Count more of them."""
        self.visits += visits
        self.served += served
        self.short += short


@dataclass(slots=True)
class ServiceSummary:
    """One service in one office day.

    Args:
        service: its slug.
        first: place of its first wait in the day: the order of arrival, then the part.
        tally: its waits.
        visits: what became of the visits here, by the services they went on to. A visit counts
            once in a group of services, where it was last: here, unless it went on to one of
            them.
        limits: what its waits were judged by.
        no_shows: how many of its no-shows counted by each rule.
    """

    service: str
    first: tuple[int, int]
    tally: WaitTally = field(default_factory=WaitTally)
    visits: defaultdict[tuple[str, ...], VisitCounts] = field(
        default_factory=lambda: defaultdict(VisitCounts)
    )
    limits: set[AppliedLimit] = field(default_factory=set)
    no_shows: Counter[NoShowRule | None] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, order=True)
class HourKey:
    """Where and when a wait was.

    Args:
        service: slug of the service.
        window: the window it was called to; 0 when never called.
        operator: who served, or marked the no-show; "" for nobody.
        hour_us: the instant at which the hour of the office began in which the wait began.
    """

    service: str
    window: int
    operator: str
    hour_us: int


@dataclass(slots=True)
class HourSummary:
    """The waits at one window, by one operator, that began in one hour."""

    headings: Counter[Heading] = field(default_factory=Counter)
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    waits_us: array[int] = field(default_factory=lambda: array("q"))
    services: int = 0
    service_us: int = 0

    def take(self, wait: VisitWait) -> None:
        """Count one more wait."""
        self.headings[wait.heading] += 1
        self.verdicts[wait.verdict] += 1
        if wait.wait.exact and wait.heading is not Heading.WAITING:
            self.waits_us.append(wait.wait.length // MICROSECOND)
        if wait.service_time is not None and wait.service_time.exact:
            self.services += 1
            self.service_us += wait.service_time.length // MICROSECOND


@dataclass(frozen=True, slots=True)
class CountedPart:
    """One part of a visit, and who served it or marked its no-show."""

    wait: VisitWait
    operator: str | None


class DaySummary:
    """One office day as it is counted visit by visit, in any order of the visits.

    Args:
        zone: of the office, for its hours.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self.services: dict[str, ServiceSummary] = {}
        self.hours: defaultdict[HourKey, HourSummary] = defaultdict(HourSummary)
        self._zone = zone
        self._seen = OwnSeen()

    def take(
        self,
        arrival: int,
        parts: Sequence[CountedPart],
        no_shows: Iterable[tuple[str, NoShowRule | None]],
    ) -> None:
        """Count one visit.

        Args:
            arrival: its place in the order of arrival.
            parts: every part of it, in order.
            no_shows: its no-shows: the service, and the rule by which it counted.
        """
        for place, part in enumerate(parts):
            wait = part.wait
            service = self._service(wait, arrival)
            service.tally.take(wait, self._seen)
            service.limits |= AppliedLimit.of((wait,))
            later = tuple(sorted({each.wait.service for each in parts[place + 1 :]}))
            service.visits[later].add(1, *_came_to(wait))
            self._hour(part).take(wait)
        for slug, rule in no_shows:
            # An event that names no service of the visit was forged; the proof says so.
            at = slug if slug in self.services else parts[-1].wait.service
            self.services[at].no_shows[rule] += 1

    def _service(self, wait: VisitWait, arrival: int) -> ServiceSummary:
        first = (arrival, wait.part)
        if wait.service not in self.services:
            self.services[wait.service] = ServiceSummary(wait.service, first)
        found = self.services[wait.service]
        found.first = min(found.first, first)
        return found

    def _hour(self, part: CountedPart) -> HourSummary:
        wait = part.wait
        key = HourKey(
            wait.service,
            wait.window or NO_WINDOW,
            part.operator or NO_OPERATOR,
            hour_us(wait.issued_at, self._zone),
        )
        return self.hours[key]


def hour_us(at: datetime, zone: ZoneInfo) -> int:
    """The instant at which an hour of the office began, in microseconds since 1970.

    An instant, not a number from 0 to 23: which hour of the day it was, the zone tells whoever
    asks, also when a country has changed its time since and the machine learned of it late.
    """
    local = at.astimezone(zone)
    into = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return to_us(at - into)


def _came_to(wait: VisitWait) -> tuple[bool, bool]:
    """Whether a part ended served, and whether its wait ended within 40 minutes for certain."""
    ended = wait.heading is not Heading.WAITING
    short = ended and wait.wait.exact and wait.wait.length <= QUEUE
    return wait.heading is Heading.SERVED, short
