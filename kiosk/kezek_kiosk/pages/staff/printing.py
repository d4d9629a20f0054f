"""What came of the latest print jobs, as the journal tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kezek_core.events import EventKind
from kezek_core.ports import PrintOutcome
from kezek_queue import Event

EVENTS_LOOKED_AT = 400
REPORTS = (EventKind.PRINT_REPORTED, EventKind.PRINT_CONFIRMED)


@dataclass(frozen=True, slots=True)
class Printing:
    """The paper of the latest tickets.

    Args:
        waiting: jobs nobody has reported on.
        oldest_at: when the oldest of them was asked for; None when none waits.
        printed: jobs that came out.
        troubled: jobs whose last report was not that they came out.
        last_at: when an agent last reported; None when it did not lately.
        last_outcome: what it reported; None when it did not lately.
        last_detail: what it said of it.
    """

    waiting: int
    oldest_at: datetime | None
    printed: int
    troubled: int
    last_at: datetime | None
    last_outcome: PrintOutcome | None
    last_detail: str


def printing(events: Iterable[Event]) -> Printing:
    """Follow every print job through the events, the oldest first."""
    asked: dict[int, datetime] = {}
    outcomes: dict[int, PrintOutcome] = {}
    last: Event | None = None
    for event in events:
        job = event.body.get("job")
        if job is None:
            continue
        if event.kind in (EventKind.TICKET_ISSUED, EventKind.PRINT_REQUESTED):
            asked[job] = event.at
        elif event.kind in REPORTS:
            outcomes[job], last = PrintOutcome(event.body["outcome"]), event
    unheard = [at for job, at in asked.items() if job not in outcomes]
    came_out = sum(outcome is PrintOutcome.PRINTED for outcome in outcomes.values())
    return Printing(
        waiting=len(unheard),
        oldest_at=min(unheard, default=None),
        printed=came_out,
        troubled=len(outcomes) - came_out,
        last_at=None if last is None else last.at,
        last_outcome=None if last is None else PrintOutcome(last.body["outcome"]),
        last_detail="" if last is None else str(last.body.get("detail", "")),
    )
