"""What a row of the table of waits is counted from; the tallies of two groups of visits add up.

A table of a year needs no wait of the year: the tallies of its days, added up, give the very same
row, median and 90th percentile included.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from kezek_core.waits.judgement import Verdict
from kezek_core.waits.values import Heading, Outcome, VisitWait

MICROSECOND = timedelta(microseconds=1)

Judged = tuple[Outcome, Verdict, Verdict]
"""What became of a wait, its verdict, and the verdict if the visitor's own absence counted."""


def _lengths() -> array[int]:
    return array("q")


class OwnSeen:
    """How much of a visitor's own time was counted before: a later part carries the earlier ones'.

    Only visits that leave something out are remembered.
    """

    def __init__(self) -> None:
        self._seen_us: dict[tuple[str, str | None], int] = {}

    def more_us(self, ticket_id: str, service: str | None, own_us: int) -> int:
        """What a part adds to the own time of its visit, at one service or at all (None)."""
        before = self._seen_us.get((ticket_id, service), 0)
        if own_us <= before:
            return 0
        self._seen_us[ticket_id, service] = own_us
        return own_us - before


@dataclass(slots=True)
class WaitTally:
    """The waits of one service in some days; lengths are whole microseconds.

    Args:
        judged: how many waits were judged in each way.
        runs: the lengths of ended waits that are known exactly, in runs, each ascending.
        waiting_us: the lengths so far of waits that go on and are known exactly.
        own_us: the visitors' own time left out at this service, of a visit once.
        own_once_us: the part of it that counts in the row for all services: of a visit once,
            whichever services it went to.
        left_out: waits that something was left out of.
        returns: no-shows that came back.
    """

    judged: Counter[Judged] = field(default_factory=Counter)
    runs: list[Sequence[int]] = field(default_factory=list)
    waiting_us: list[int] = field(default_factory=list)
    own_us: int = 0
    own_once_us: int = 0
    left_out: int = 0
    returns: int = 0
    _fresh: array[int] = field(default_factory=_lengths)

    def take(self, wait: VisitWait, seen: OwnSeen) -> None:
        """Count one more wait.

        Args:
            wait: a wait of this service.
            seen: shared by the tallies of everything that is counted together.
        """
        self.judged[wait.outcome, wait.verdict, wait.verdict_with_own] += 1
        if wait.wait.exact:
            goes_on = wait.heading is Heading.WAITING
            (self.waiting_us if goes_on else self._fresh).append(wait.wait.length // MICROSECOND)
        if wait.own.length:
            own_us = wait.own.length // MICROSECOND
            self.own_us += seen.more_us(wait.ticket_id, wait.service, own_us)
            self.own_once_us += seen.more_us(wait.ticket_id, None, own_us)
        self.left_out += wait.leaves_out
        self.returns += wait.returns

    def add(self, other: WaitTally) -> None:
        """Count the waits of another tally too; no visit may be in both."""
        self.judged.update(other.judged)
        self.runs.extend(other.ended_runs())
        self.waiting_us.extend(other.waiting_us)
        self.own_us += other.own_us
        self.own_once_us += other.own_once_us
        self.left_out += other.left_out
        self.returns += other.returns

    def ended_runs(self) -> list[Sequence[int]]:
        """The exact lengths of ended waits, in runs, each ascending."""
        if self._fresh:
            self.runs.append(array("q", sorted(self._fresh)))
            self._fresh = _lengths()
        return self.runs

    def exact_runs(self) -> list[Sequence[int]]:
        """The same with the waits that go on, at their length so far."""
        return [*self.ended_runs(), sorted(self.waiting_us)]


def tally_waits(waits: Iterable[VisitWait], services: Iterable[str] = ()) -> dict[str, WaitTally]:
    """Tally waits by service.

    Args:
        waits: every part of every visit of some days.
        services: slugs that have a tally even without a wait, and come first; a service that is
            not named follows in the order of its first wait.
    """
    tallies = {service: WaitTally() for service in services}
    seen = OwnSeen()
    for wait in waits:
        if wait.service not in tallies:
            tallies[wait.service] = WaitTally()
        tallies[wait.service].take(wait, seen)
    return tallies


def all_together(tallies: Iterable[WaitTally]) -> WaitTally:
    """The tally of several services: each visit's own time once."""
    together = WaitTally()
    for tally in tallies:
        together.add(tally)
    together.own_us = together.own_once_us
    return together


def count_up_to(runs: Iterable[Sequence[int]], most: int) -> int:
    """How many of the values in ascending runs do not exceed ``most``."""
    return sum(bisect_right(run, most) for run in runs)


def nearest_rank(runs: Iterable[Sequence[int]], percent: int) -> int | None:
    """The smallest value that at least ``percent`` of the values do not exceed.

    It is found by halving between the least and the greatest, so the runs are never merged: a
    year of waits is asked some forty times how many of it are no longer than a guess.

    Args:
        runs: the values, in any number of runs, each ascending.
        percent: 1 to 100.

    Returns:
        One of the values, never something between two; None when there are none.
    """
    filled = [run for run in runs if run]
    if not filled:
        return None
    rank = -(-percent * sum(map(len, filled)) // 100)
    least, most = min(run[0] for run in filled), max(run[-1] for run in filled)
    while least < most:
        middle = (least + most) // 2
        if count_up_to(filled, middle) < rank:
            least = middle + 1
        else:
            most = middle
    return least
