"""The figures of the report of waits: its table, the limits applied, the rules of no-shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kezek_core.waits import WaitTable, WaitTally, table_of
from kezek_queue.counts.counted_days import CountedDays
from kezek_queue.counts.day_summary import AppliedLimit
from kezek_queue.tickets.no_show_rule import RulesUsed


@dataclass(frozen=True, slots=True)
class WaitFigures:
    """What the report of waits says of some office days.

    Args:
        table: the waits by service.
        limits: what they were judged by.
        no_show_rules: by which rules no-shows counted, and how many by each.
    """

    table: WaitTable
    limits: frozenset[AppliedLimit]
    no_show_rules: RulesUsed


def wait_figures(days: CountedDays, services: Iterable[str]) -> WaitFigures:
    """Add up the figures of some office days.

    Args:
        days: the days, counted.
        services: slugs that get a row even without a wait, and the order of the rows.
    """
    tallies = {service: WaitTally() for service in services}
    limits: set[AppliedLimit] = set()
    rules: RulesUsed = Counter()
    for summary in days.services():
        tallies.setdefault(summary.service, WaitTally()).add(summary.tally)
        limits |= summary.limits
        rules += summary.no_shows
    return WaitFigures(table_of(tallies), frozenset(limits), rules)
