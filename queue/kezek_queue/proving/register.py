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
from kezek_queue.journal.event_text import canonical
from kezek_queue.proving.cover import PROVEN
from kezek_queue.proving.differences import Differences
from kezek_queue.proving.tables import Book, StoredTables
from kezek_queue.register.values import CLOSED, STEPS
from kezek_queue.schema.tables import (
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
        body = event.body
        if event.kind is EventKind.REQUEST_ACCEPTED:
            self._accept(event)
        elif event.kind in STEP_KINDS:
            self._step(event)
        elif event.kind is EventKind.TICKET_ISSUED and "request" in body:
            self._visits.put(event.ticket_id, number=body["request"])
            self._steps.put(body["request"], event.seq)
        elif event.kind is EventKind.DOCUMENTS_REFUSED:
            self._refuse(event)
        elif event.kind is EventKind.PERSON_ERASED:
            self._erase(event)

    def _accept(self, event: Event) -> None:
        body = event.body
        number = body["request"]
        self._requests.put(
            number,
            **NEVER,
            service=body["service"],
            standard=body["standard"],
            edition=body["edition"],
            state="accepted",
            ticket_id=event.ticket_id,
            window=event.window,
            documents=Counted(body["documents"]),
            accepted_on=body["accepted_on"],
            accepted_us=to_us(event.at),
            first_due_on=body["due_on"],
            due_on=body["due_on"],
            times_returned=0,
            fee_tenge=body["fee_tenge"],
        )
        self._steps.put(number, event.seq)

    def _step(self, event: Event) -> None:
        body = event.body
        columns = {name: body[name] for name in PROVEN["register_requests"] if name in body}
        for same in ("service", "standard", "edition"):
            columns.pop(same, None)
        if body["state"] in CLOSED_STATES:
            columns["closed_us"] = to_us(event.at)
        self._requests.put(body["request"], **columns)
        self._steps.put(body["request"], event.seq)

    def _refuse(self, event: Event) -> None:
        body = event.body
        self._refusals.put(
            body["refusal"],
            service=body["service"],
            standard=body["standard"],
            edition=body["edition"],
            ticket_id=event.ticket_id,
            window=event.window,
            missing=canonical({"documents": body["missing"]}),
            closed_on=self._date(event),
            erased_on=None,
        )

    def _erase(self, event: Event) -> None:
        body = event.body
        if "request" in body:
            self._requests.put(body["request"], erased_on=self._date(event))
            self._steps.put(body["request"], event.seq)
            self._requests.settle([body["request"]])
            self._steps.settle([body["request"]])
        elif "refusal" in body:
            self._refusals.put(body["refusal"], erased_on=self._date(event))
            self._refusals.settle([body["refusal"]])

    def _date(self, event: Event) -> str:
        return office_date(event.at, self._zone).isoformat()

    def _strange_visits(self) -> Iterable[str]:
        return self._stored.untold(register_visits, "ticket_id", [EventKind.TICKET_ISSUED])
