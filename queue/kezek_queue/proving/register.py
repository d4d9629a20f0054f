"""Requests, refusals and their steps as the journal proves them; nobody is named there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from kezek_core.calendar import office_date
from kezek_core.events import EventKind
from kezek_queue.clock import to_us
from kezek_queue.journal.journal import canonical
from kezek_queue.proving.cover import PROVEN
from kezek_queue.proving.differences import Differences
from kezek_queue.proving.tables import Book, StoredTables, names_of, untouched_by
from kezek_queue.register.values import CLOSED, STEPS
from kezek_queue.schema.tables import (
    journal,
    register_refusals,
    register_requests,
    register_steps,
    register_visits,
)
from kezek_queue.values import Event

STEP_KINDS = frozenset(step.event for step in STEPS)
CLOSED_STATES = frozenset(state.value for state in CLOSED)
NEVER = dict.fromkeys(
    (
        "extension", "extended_on", "extension_notice_by_on", "sent_on", "return_by_on",
        "returned_on", "return_notice_by_on", "ready_on", "keep_until_on", "hand_over_on",
        "closed_on", "closed_us", "valid_until_on", "erased_on",
    )
)  # fmt: skip
"""What a request that was just accepted has not seen yet."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of each document were handed in, in whatever order they are stored."""

    documents: dict[str, int]

    def holds(self, stored: Any) -> bool:
        """Whether a stored value agrees with the journal."""
        try:
            return bool(json.loads(stored) == self.documents)
        except (TypeError, ValueError):
            return False

    def __str__(self) -> str:
        return json.dumps(self.documents, ensure_ascii=False)


class Requests:
    """The register of requests.

    Args:
        stored: reads the tables.
        differences: collects what they say otherwise.
        zone: of the office, for its dates.
    """

    def __init__(self, stored: StoredTables, differences: Differences, zone: ZoneInfo) -> None:
        self._stored = stored
        self._zone = zone
        self._requests = Book(register_requests, stored, differences)
        self._steps = Book(register_steps, stored, differences)
        self._refusals = Book(register_refusals, stored, differences)
        self._visits = Book(register_visits, stored, differences, self._strange_visits)

    @property
    def books(self) -> tuple[Book, ...]:
        """The tables this proves."""
        return self._requests, self._steps, self._refusals, self._visits

    def take(self, event: Event) -> None:
        """Let one event happen to the register."""
        told = event.body
        if event.kind is EventKind.REQUEST_ACCEPTED:
            self._accept(event)
        elif event.kind in STEP_KINDS:
            self._step(event)
        elif event.kind is EventKind.TICKET_ISSUED and "request" in told:
            self._visits.put(event.ticket_id, number=told["request"])
            self._steps.put(told["request"], event.seq)
        elif event.kind is EventKind.DOCUMENTS_REFUSED:
            self._refuse(event)
        elif event.kind is EventKind.PERSON_ERASED:
            self._erase(event)

    def _accept(self, event: Event) -> None:
        told = event.body
        number = told["request"]
        self._requests.put(
            number,
            **NEVER,
            service=told["service"],
            standard=told["standard"],
            edition=told["edition"],
            state="accepted",
            ticket_id=event.ticket_id,
            window=event.window,
            documents=Counted(told["documents"]),
            accepted_on=told["accepted_on"],
            accepted_us=to_us(event.at),
            first_due_on=told["due_on"],
            due_on=told["due_on"],
            times_returned=0,
            fee_tenge=told["fee_tenge"],
        )
        self._steps.put(number, event.seq)

    def _step(self, event: Event) -> None:
        told = event.body
        columns = {name: told[name] for name in PROVEN["register_requests"] if name in told}
        for same in ("service", "standard", "edition"):
            columns.pop(same, None)
        if told["state"] in CLOSED_STATES:
            columns["closed_us"] = to_us(event.at)
        self._requests.put(told["request"], **columns)
        self._steps.put(told["request"], event.seq)

    def _refuse(self, event: Event) -> None:
        told = event.body
        self._refusals.put(
            told["refusal"],
            service=told["service"],
            standard=told["standard"],
            edition=told["edition"],
            ticket_id=event.ticket_id,
            window=event.window,
            missing=canonical({"documents": told["missing"]}),
            closed_on=self._date(event),
            erased_on=None,
        )

    def _erase(self, event: Event) -> None:
        told = event.body
        if "request" in told:
            self._requests.put(told["request"], erased_on=self._date(event))
            self._steps.put(told["request"], event.seq)
            self._requests.settle([told["request"]])
            self._steps.settle([told["request"]])
        elif "refusal" in told:
            self._refusals.put(told["refusal"], erased_on=self._date(event))
            self._refusals.settle([told["refusal"]])

    def _date(self, event: Event) -> str:
        return office_date(event.at, self._zone).isoformat()

    def _strange_visits(self) -> Iterable[str]:
        statement = untouched_by(register_visits, "ticket_id", journal, "ticket_issued")
        return names_of(self._stored.found(statement))
