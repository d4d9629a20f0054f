"""What was counted of a day as rows of its two tables, and back."""

from __future__ import annotations

import json
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from kezek_core.waits import Heading, NoShowRule, Outcome, Verdict, WaitTally
from kezek_queue.counts.day_summary import (
    AppliedLimit,
    DaySummary,
    HourSummary,
    ServiceSummary,
    VisitCounts,
)
from kezek_queue.journal.event_text import canonical

HEADINGS = (Heading.SERVED, Heading.NO_SHOW, Heading.LEFT, Heading.NEVER_CALLED)
"""Nobody waits any more in a day that is over."""

OUTCOMES = {outcome.value: outcome for outcome in Outcome}
VERDICTS = {verdict.value: verdict for verdict in Verdict}


def is_over(summary: DaySummary) -> bool:
    """Whether every wait of a day has ended, so that what was counted can be stored."""
    return not any(
        outcome.heading is Heading.WAITING
        for service in summary.services.values()
        for outcome, _, _ in service.tally.judged
    )


def service_rows(summary: DaySummary) -> Iterator[dict[str, Any]]:
    """The rows of ``day_summaries``, but for office and day."""
    for service in summary.services.values():
        yield {"service": service.service, **_service_columns(service)}


def hour_rows(summary: DaySummary) -> Iterator[dict[str, Any]]:
    """The rows of ``hour_summaries``, but for office and day."""
    for key, hour in summary.hours.items():
        yield {
            "service": key.service,
            "window": key.window,
            "operator": key.operator,
            "hour_us": key.hour_us,
            **hour_columns(hour),
        }


def hour_columns(hour: HourSummary) -> dict[str, Any]:
    """The counts of an hour."""
    return {
        **{heading.value: hour.headings[heading] for heading in HEADINGS},
        **{verdict.value: hour.verdicts[verdict] for verdict in Verdict},
        "waits": lengths_bytes(hour.waits_us),
        "services": hour.services,
        "service_us": hour.service_us,
    }


def read_service(row: Any) -> ServiceSummary:
    """A service of a day, from its row."""
    return ServiceSummary(
        service=row.service,
        first=(row.first_arrival, row.first_part),
        tally=WaitTally(
            judged=Counter(
                {
                    (OUTCOMES[outcome], VERDICTS[verdict], VERDICTS[with_own]): count
                    for outcome, verdict, with_own, count in json.loads(row.judged)
                }
            ),
            runs=[read_lengths(row.waits)],
            own_us=row.own_us,
            own_once_us=row.own_once_us,
            left_out=row.left_out,
            returns=row.returns,
        ),
        visits=defaultdict(
            VisitCounts,
            {tuple(later): VisitCounts(*counts) for later, counts in json.loads(row.visits)},
        ),
        limits={AppliedLimit(row.service, *each) for each in json.loads(row.limits)},
        no_shows=Counter(
            {
                None if rule is None else NoShowRule(**rule): count
                for rule, count in json.loads(row.no_shows)
            }
        ),
    )


def lengths_bytes(lengths_us: Iterable[int]) -> bytes:
    """Lengths in ascending order, 8 bytes each, little-endian on every machine."""
    packed = array("q", sorted(lengths_us))
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def read_lengths(packed: bytes) -> array[int]:
    """The lengths that `lengths_bytes` packed."""
    lengths = array("q", packed)
    if sys.byteorder == "big":
        lengths.byteswap()
    return lengths


def _service_columns(service: ServiceSummary) -> dict[str, Any]:
    tally = service.tally
    judged = sorted(
        [outcome.value, verdict.value, with_own.value, count]
        for (outcome, verdict, with_own), count in tally.judged.items()
    )
    visits = sorted(
        [list(later), [counts.visits, counts.served, counts.short]]
        for later, counts in service.visits.items()
    )
    limits = sorted(
        [each.minutes, each.standard, each.edition, each.source] for each in service.limits
    )
    no_shows = sorted(
        ([None if rule is None else rule.to_json(), count] for rule, count in
         service.no_shows.items()),
        key=canonical,
    )  # fmt: skip
    return {
        "first_arrival": service.first[0],
        "first_part": service.first[1],
        "judged": canonical(judged),
        "waits": lengths_bytes(length for run in tally.ended_runs() for length in run),
        "own_us": tally.own_us,
        "own_once_us": tally.own_once_us,
        "left_out": tally.left_out,
        "returns": tally.returns,
        "visits": canonical(visits),
        "limits": canonical(limits),
        "no_shows": canonical(no_shows),
    }
