"""The table of waits that every report shows, and the formula behind each of its numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kezek_core.waits.judgement import BANDS_MINUTES, Verdict
from kezek_core.waits.tally import (
    WaitTally,
    all_together,
    count_up_to,
    nearest_rank,
    tally_waits,
)
from kezek_core.waits.values import Heading, Outcome, VisitWait, still_open

SECOND_US = 1_000_000

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
    return table_of(tally_waits(waits, services))


def table_of(tallies: Mapping[str, WaitTally]) -> WaitTable:
    """The same table from the tallies of its services, in their order."""
    return WaitTable(
        services=tuple(_row(service, tally) for service, tally in tallies.items()),
        total=_row(None, all_together(tallies.values())),
    )


def _row(service: str | None, tally: WaitTally) -> WaitRow:
    headings: Counter[Heading] = Counter()
    breaches: Counter[Heading] = Counter()
    verdicts: Counter[Verdict | None] = Counter()
    with_own: Counter[Verdict | None] = Counter()
    for (outcome, verdict, own_verdict), count in tally.judged.items():
        headings[outcome.heading] += count
        breaches[outcome.heading] += count * (verdict is Verdict.BREACHED)
        verdicts[_decided(outcome, verdict)] += count
        with_own[_decided(outcome, own_verdict)] += count
    total = headings.total()
    exact = tally.exact_runs()
    counted = _verdicts(verdicts)
    return WaitRow(
        service=service,
        total=total,
        served=headings[Heading.SERVED],
        no_show=headings[Heading.NO_SHOW],
        left=headings[Heading.LEFT],
        never_called=headings[Heading.NEVER_CALLED],
        waiting=headings[Heading.WAITING],
        within=counted.within,
        breached=counted.breached,
        estimated=counted.estimated,
        no_limit=counted.no_limit,
        open=counted.open,
        share_within_percent=counted.share_within_percent,
        median_seconds=_seconds(nearest_rank(exact, 50)),
        p90_seconds=_seconds(nearest_rank(exact, 90)),
        longest_seconds=_seconds(max((run[-1] for run in exact if run), default=None)),
        bands=_bands(tally, total),
        breaches={heading: breaches[heading] for heading in Heading},
        own=OwnTime(tally.own_us / SECOND_US, tally.left_out, tally.returns),
        own_counted=_verdicts(with_own),
    )


def _decided(outcome: Outcome, verdict: Verdict) -> Verdict | None:
    return None if still_open(outcome, verdict) else verdict


def _verdicts(counts: Counter[Verdict | None]) -> VerdictCounts:
    """The counts of verdicts by name; None stands for a wait that is still open."""
    return VerdictCounts(
        within=counts[Verdict.WITHIN],
        breached=counts[Verdict.BREACHED],
        estimated=counts[Verdict.ESTIMATED],
        no_limit=counts[Verdict.NO_LIMIT],
        open=counts[None],
    )


def _bands(tally: WaitTally, total: int) -> dict[int, float | None]:
    """A wait that goes on, or is not known exactly, is in no band, but in every total."""
    runs = tally.ended_runs()
    return {
        minutes: _percent(count_up_to(runs, minutes * 60 * SECOND_US), total)
        for minutes in BANDS_MINUTES
    }


def _percent(count: int, of: int) -> float | None:
    return None if of == 0 else 100 * count / of


def _seconds(length_us: int | None) -> float | None:
    return None if length_us is None else length_us / SECOND_US
