"""Print jobs as the journal proves them: that they exist, what they print, what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.ports import PrintOutcome
from kezek_queue.papers.print_jobs import LEASE_ACTOR, LEASE_RAN_OUT, state_after
from kezek_queue.papers.subjects import subject_of
from kezek_queue.proving.differences import AtLeast, Differences, OneOf
from kezek_queue.proving.tables import AT_ONCE, Book, StoredTables, names_of
from kezek_queue.schema.tables import print_jobs
from kezek_queue.values import Event, PrintState

OVER = frozenset({PrintState.PRINTED, PrintState.UNPRINTABLE})
"""Nothing more is told of a job that stands so."""

OPEN = OneOf((PrintState.PENDING.value, PrintState.LEASED.value))
"""A lease is no event: nobody knows of the paper yet."""

_BEYOND = sa.select(print_jobs.c.id).where(
    print_jobs.c.office_id == sa.bindparam("office"),
    sa.or_(print_jobs.c.id > sa.bindparam("last"), print_jobs.c.id < 1),
)


class Papers:
    """Every paper that was ever asked for."""

    def __init__(self, stored: StoredTables, differences: Differences) -> None:
        self.last_job = 0
        self._stored = stored
        self._book = Book(print_jobs, stored, differences, self._strangers)
        self._over: list[int] = []

    @property
    def books(self) -> tuple[Book, ...]:
        """The tables this proves."""
        return (self._book,)

    def take(self, event: Event) -> None:
        """Learn what one event tells of papers."""
        if event.kind in (EventKind.PRINT_REPORTED, EventKind.PRINT_CONFIRMED):
            self._report(event)
        else:
            for job in jobs_of(event):
                self._ask(job, event)

    def _ask(self, job: int, event: Event) -> None:
        self.last_job = max(self.last_job, job)
        self._book.put(
            job, state=OPEN, outcome=None, detail="", attempts=AtLeast(0), **_asked(event)
        )

    def _report(self, event: Event) -> None:
        body = event.body
        job, outcome = body["job"], PrintOutcome(body["outcome"])
        columns = {
            **_about(event),
            "number": body["number"],
            "outcome": outcome.value,
            "detail": body["detail"],
            "copy": int(body["copy"]),
            "attempts": body["attempts"],
        }
        if event.actor == LEASE_ACTOR and body["detail"] == LEASE_RAN_OUT:
            # Nobody reported in time: it is leased again at once, as a copy.
            columns |= {"copy": 1, "attempts": AtLeast(body["attempts"] + 1)}
            self._book.put(job, state=OneOf((PrintState.LEASED.value,)), **columns)
            return
        state = state_after(outcome)
        if state is PrintState.PENDING:
            self._book.put(job, state=OPEN, **columns | {"attempts": AtLeast(body["attempts"])})
            return
        self._book.put(job, state=state.value, agent=event.actor, **columns)
        if state in OVER:
            self._set_aside(job)

    def _set_aside(self, job: int) -> None:
        self._over.append(job)
        if len(self._over) >= AT_ONCE:
            self._book.settle(self._over)
            self._over = []

    def _strangers(self) -> Iterable[str]:
        return names_of(self._stored.found(_BEYOND, last=self.last_job))


def jobs_of(event: Event) -> Iterator[int]:
    """The print jobs that an event asked for."""
    one = event.body.get("job")
    if one is not None:
        yield one
    yield from event.body.get("jobs", ())


def _asked(event: Event) -> dict[str, Any]:
    """What the paper is about, and whether it is a copy, as far as the asking tells."""
    body, about = event.body, _about(event)
    match event.kind:
        case EventKind.TICKET_ISSUED:
            return about | {"number": body["number"], "copy": 0}
        case EventKind.PRINT_REQUESTED if "form" not in body:
            return about | {"number": body["number"], "copy": 1}
    return about | {"copy": 0}


def _about(event: Event) -> dict[str, Any]:
    subject = subject_of(event)
    if subject is None:
        raise ValueError(f"expected an event that says what was printed, got {event.kind.value}")
    return subject.facts()
