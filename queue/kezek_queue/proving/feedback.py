"""Complaints and surveys as the journal proves them; what was complained of is not in it."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from kezek_core.calendar import office_date
from kezek_core.events import EventKind
from kezek_queue.clock import to_us
from kezek_queue.proving.differences import Differences
from kezek_queue.proving.tables import AT_ONCE, Book, StoredTables
from kezek_queue.schema.tables import complaints, surveys
from kezek_queue.tickets.replay_visit import ID_DATE_CHARACTERS
from kezek_queue.values import Event

ANSWERS = (
    "process", "information", "politeness", "complaint_procedure", "complaint_term",
)  # fmt: skip
OPEN = dict.fromkeys(
    ("resolved_on", "resolved_us", "resolved_by", "justified", "on_time", "erased_on")
)


class Opinions:
    """What visitors said of the office.

    Args:
        stored: reads the tables.
        differences: collects what they say otherwise.
        zone: of the office, for its dates.
    """

    def __init__(self, stored: StoredTables, differences: Differences, zone: ZoneInfo) -> None:
        self._stored = stored
        self._zone = zone
        self._complaints = Book(complaints, stored, differences)
        self._surveys = Book(surveys, stored, differences, self._strange_surveys)
        self._answered: list[str] = []

    @property
    def books(self) -> tuple[Book, ...]:
        """The tables this proves."""
        return self._complaints, self._surveys

    def take(self, event: Event) -> None:
        """Learn what one event tells of complaints and surveys."""
        body = event.body
        if event.kind is EventKind.COMPLAINT_REGISTERED:
            self._register(event)
        elif event.kind is EventKind.COMPLAINT_RESOLVED:
            self._complaints.put(
                body["complaint"],
                resolved_on=body["resolved_on"],
                resolved_us=to_us(event.at),
                resolved_by=event.actor,
                justified=int(body["justified"]),
                on_time=int(body["on_time"]),
            )
        elif event.kind is EventKind.PERSON_ERASED and "complaint" in body:
            self._complaints.put(
                body["complaint"], erased_on=office_date(event.at, self._zone).isoformat()
            )
        elif event.kind is EventKind.SURVEY_ANSWERED:
            self._answer(event)

    def _register(self, event: Event) -> None:
        body = event.body
        self._complaints.put(
            body["complaint"],
            **OPEN,
            service=body["service"],
            standard=body["standard"],
            ticket_id=event.ticket_id,
            form=body["form"],
            registered_on=body["registered_on"],
            registered_us=to_us(event.at),
            registered_by=event.actor,
            due_on=body["due_on"],
        )

    def _answer(self, event: Event) -> None:
        ticket_id = str(event.ticket_id)
        answers = {name: event.body.get(name) for name in ANSWERS}
        self._surveys.put(
            ticket_id,
            office_day=ticket_id[:ID_DATE_CHARACTERS],
            service=event.body["service"],
            answered_us=to_us(event.at),
            **{name: None if answer is None else int(answer) for name, answer in answers.items()},
        )
        self._answered.append(ticket_id)
        if len(self._answered) >= AT_ONCE:
            self._surveys.settle(self._answered)
            self._answered = []

    def _strange_surveys(self) -> Iterable[str]:
        return self._stored.untold(surveys, "ticket_id", [EventKind.SURVEY_ANSWERED])
