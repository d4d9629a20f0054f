"""The table of waits that every report shows, and the formula behind each of its numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kezek_core.moments import Span
from kezek_core.waits.judgement import BANDS_MINUTES, Verdict, band_shares
from kezek_core.waits.values import Heading, VisitWait

FORMULA = "waits/1"
"""Name and version of the formula; a report says by which one it was made.

``waits/1``:

- One row a service and one for all; what is counted is the part of a visit, so a visitor
  transferred once is counted once at either service.
- ``total = served + no_show + left + never_called + waiting``: nobody is left out.
- ``total = within + breached + estimated + no_limit + open``. ``open`` still waits and is not
  past the limit; whoever still waits past it is ``breached``. ``estimated`` has a lower bound at
  or below the limit: nobody can know.
- ``share_within_percent = 100 x within / (total - no_limit)``: whoever left, was never called or
  still waits is in the denominator.
- ``bands``: for each of 20, 30, 40 and 60 minutes, 100 x (waits that ended and are known exactly
  and lie within the band) / ``total``.
- ``median_seconds`` and ``p90_seconds`` are nearest ranks over all exact legal waits, open ones
  at their length so far: the smallest wait that at least 50 (90) percent of them do not exceed.
  ``longest_seconds`` is the longest of them.
- ``breaches``: ``breached`` under each of the five headings.
- ``own``: what was left out of the waits as the visitors' own, who were absent when called and
  came back: ``seconds`` in all, a visit with several parts once; ``waits`` that something was
  left out of; ``returns``, the no-shows that came back.
- ``own_counted``: the verdicts, added up in the same way, and their share if that time counted:
  each wait with ``own_seconds`` added is judged against the same limit.
"""


@dataclass(frozen=True, slots=True)
class OwnTime:
    """What was left out as the visitors' own.

    Args:
        seconds: in all.
        waits: the waits that something was left out of.
        returns: no-shows that came back.
    """

    seconds: float
    waits: int
    returns: int

    def to_json(self) -> dict[str, Any]:
        """The figures as plain values."""
        return {"seconds": self.seconds, "waits": self.waits, "returns": self.returns}


@dataclass(frozen=True, slots=True)
class VerdictCounts:
    """How waits stand against their limit, whichever way they are measured."""

    within: int
    breached: int
    estimated: int
    no_limit: int
    open: int

    @property
    def share_within_percent(self) -> float | None:
        """The share within, of all that have a limit; None when none has."""
        return _percent(self.within, self.within + self.breached + self.estimated + self.open)

    def to_json(self) -> dict[str, Any]:
        """The counts as plain values, the share unrounded."""
        return {
            "within": self.within,
            "breached": self.breached,
            "estimated": self.estimated,
            "no_limit": self.no_limit,
            "open": self.open,
            "share_within_percent": self.share_within_percent,
        }


@dataclass(frozen=True, slots=True)
class WaitRow:
    """One row of the table; the formula stands at ``FORMULA``.

    Args:
        service: slug of the service; None in the row for all.
        bands: percent of all waits within each band, by its minutes; None without waits.
        breaches: how many of the breaches stand under each heading.
        own: what was left out as the visitors' own.
        own_counted: the verdicts if it counted.
    """

    service: str | None
    total: int
    served: int
    no_show: int
    left: int
    never_called: int
    waiting: int
    within: int
    breached: int
    estimated: int
    no_limit: int
    open: int
    share_within_percent: float | None
    median_seconds: float | None
    p90_seconds: float | None
    longest_seconds: float | None
    bands: Mapping[int, float | None]
    breaches: Mapping[Heading, int]
    own: OwnTime
    own_counted: VerdictCounts

    def to_json(self) -> dict[str, Any]:
        """The row as plain values, percentages and seconds unrounded."""
        return {
            "service": self.service,
            "total": self.total,
            "served": self.served,
            "no_show": self.no_show,
            "left": self.left,
            "never_called": self.never_called,
            "waiting": self.waiting,
            "within": self.within,
            "breached": self.breached,
            "estimated": self.estimated,
            "no_limit": self.no_limit,
            "open": self.open,
            "share_within_percent": self.share_within_percent,
            "median_seconds": self.median_seconds,
            "p90_seconds": self.p90_seconds,
            "longest_seconds": self.longest_seconds,
            "bands": {str(minutes): percent for minutes, percent in self.bands.items()},
            "breaches": {heading.value: count for heading, count in self.breaches.items()},
            "own": self.own.to_json(),
            "own_counted": self.own_counted.to_json(),
        }


@dataclass(frozen=True, slots=True)
class WaitTable:
    """The rows of all services and the row for all of them together."""

    services: tuple[WaitRow, ...]
    total: WaitRow
    formula: str = FORMULA

    def row(self, service: str) -> WaitRow | None:
        """The row of a service; None when nobody waited for it."""
        return next((row for row in self.services if row.service == service), None)

    def to_json(self) -> dict[str, Any]:
        """The table as plain values."""
        return {
            "formula": self.formula,
            "services": [row.to_json() for row in self.services],
            "total": self.total.to_json(),
        }


def tabulate(waits: Iterable[VisitWait], *, services: Iterable[str] = ()) -> WaitTable:
    """Count the waits by service and all together.

    Args:
        waits: every part of every visit of the period, whatever became of it.
        services: slugs that get a row even without a wait, and the order of the rows; a service
            that is not named follows in the order of its first wait.

    Returns:
        The table by the formula ``FORMULA``.
    """
    by_service: dict[str, list[VisitWait]] = {service: [] for service in services}
    for wait in waits:
        by_service.setdefault(wait.service, []).append(wait)
    everyone = [wait for group in by_service.values() for wait in group]
    return WaitTable(
        services=tuple(_row(service, group) for service, group in by_service.items()),
        total=_row(None, everyone),
    )


def nearest_rank(ordered: Sequence[timedelta], percent: int) -> timedelta | None:
    """The smallest value that at least ``percent`` of the values do not exceed.

    Args:
        ordered: the values, the smallest first.
        percent: 1 to 100.

    Returns:
        One of the values, never something between two; None when there are none.
    """
    if not ordered:
        return None
    rank = -(-percent * len(ordered) // 100)
    return ordered[rank - 1]


def _row(service: str | None, waits: Sequence[VisitWait]) -> WaitRow:
    headings = Counter(wait.heading for wait in waits)
    breaches = Counter(wait.heading for wait in waits if wait.verdict is Verdict.BREACHED)
    verdicts = _verdicts((wait.verdict, wait.open) for wait in waits)
    exact = sorted(wait.wait.length for wait in waits if wait.wait.exact)
    return WaitRow(
        service=service,
        total=len(waits),
        served=headings[Heading.SERVED],
        no_show=headings[Heading.NO_SHOW],
        left=headings[Heading.LEFT],
        never_called=headings[Heading.NEVER_CALLED],
        waiting=headings[Heading.WAITING],
        within=verdicts.within,
        breached=verdicts.breached,
        estimated=verdicts.estimated,
        no_limit=verdicts.no_limit,
        open=verdicts.open,
        share_within_percent=verdicts.share_within_percent,
        median_seconds=_seconds(nearest_rank(exact, 50)),
        p90_seconds=_seconds(nearest_rank(exact, 90)),
        longest_seconds=_seconds(exact[-1] if exact else None),
        bands=_bands(waits),
        breaches={heading: breaches[heading] for heading in Heading},
        own=_own(waits),
        own_counted=_verdicts((wait.verdict_with_own, wait.open_with_own) for wait in waits),
    )


def _verdicts(found: Iterable[tuple[Verdict, bool]]) -> VerdictCounts:
    """Count verdicts, each with whether its wait is still open."""
    counts = Counter(None if still_open else verdict for verdict, still_open in found)
    return VerdictCounts(
        within=counts[Verdict.WITHIN],
        breached=counts[Verdict.BREACHED],
        estimated=counts[Verdict.ESTIMATED],
        no_limit=counts[Verdict.NO_LIMIT],
        open=counts[None],
    )


def _own(waits: Sequence[VisitWait]) -> OwnTime:
    """A later part of a visit carries what was left out of the earlier ones: it counts once."""
    by_visit: dict[str, timedelta] = {}
    for wait in waits:
        before = by_visit.get(wait.ticket_id, timedelta())
        by_visit[wait.ticket_id] = max(before, wait.own.length)
    return OwnTime(
        seconds=sum(by_visit.values(), timedelta()).total_seconds(),
        waits=sum(wait.leaves_out for wait in waits),
        returns=sum(wait.returns for wait in waits),
    )


def _bands(waits: Sequence[VisitWait]) -> dict[int, float | None]:
    return {
        share.within_minutes: share.percent
        for share in band_shares((_ended(wait) for wait in waits), BANDS_MINUTES)
    }


def _ended(wait: VisitWait) -> Span:
    """A wait that goes on is only known to be at least as long as it is now."""
    return Span(wait.wait.length, exact=False) if wait.heading is Heading.WAITING else wait.wait


def _percent(count: int, of: int) -> float | None:
    return None if of == 0 else 100 * count / of


def _seconds(length: timedelta | None) -> float | None:
    return None if length is None else length.total_seconds()
