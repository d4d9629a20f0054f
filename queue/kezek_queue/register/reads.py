"""What may be asked of the register: requests, their standards, steps, papers and people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from kezek_core.papers import Subject, SubjectKind, kind_written, shown
from kezek_queue.errors import BadDateError, RequestStateError
from kezek_queue.journal.journal import events_after
from kezek_queue.papers.print_jobs import jobs_about
from kezek_queue.register import people as register_people
from kezek_queue.register import pick_ups
from kezek_queue.register.kept_standard import KeptStandard, kept_standard, standards_of
from kezek_queue.register.rows import (
    accepted_between,
    due_requests,
    find_row,
    get_row,
    overdue_requests,
    read_request,
    steps_of,
    stored_number,
    uncollected,
)
from kezek_queue.register.values import (
    PickUp,
    PickUpAnswer,
    Request,
    RequestState,
    allowed_steps,
    pick_up_of,
)
from kezek_queue.store.database import Database
from kezek_queue.values import Event


class RegisterReads:
    """Every question to the register of one office; nothing here changes it.

    Args:
        database: where to read.
        office_id: the office.
    """

    def __init__(self, database: Database, office_id: str) -> None:
        self._database = database
        self._office_id = office_id

    def get(self, number: str) -> Request:
        """The request of a number.

        Raises:
            RequestNumberError, MistypedNumberError: it is no request number.
            UnknownRequestError: there is no such request.
        """
        with self._read() as connection:
            return read_request(get_row(connection, self._office_id, number))

    def standard_of(self, number: str) -> KeptStandard:
        """What the standard said when the request was accepted: documents, terms and limits."""
        with self._read() as connection:
            row = get_row(connection, self._office_id, number)
            return kept_standard(connection, self._office_id, row.kept)

    def standards_of(self, requests: Iterable[Request]) -> dict[str, KeptStandard]:
        """What the standards of many requests said, by the requests' numbers; one look for all."""
        with self._read() as connection:
            return standards_of(connection, self._office_id, [each.number for each in requests])

    def allowed(self, requests: Iterable[Request], on: date) -> dict[str, tuple[str, ...]]:
        """The commands that requests take on a day, by the requests' numbers.

        Args:
            requests: as they stand.
            on: the office's date.
        """
        asked, day = list(requests), office_day(on)
        kept = self.standards_of(asked)
        return {each.number: allowed_steps(each, kept[each.number], day) for each in asked}

    def history(self, number: str) -> list[Event]:
        """The journal events of a request, in order."""
        with self._read() as connection:
            stored = get_row(connection, self._office_id, number).number
            return [
                event
                for seq in steps_of(connection, self._office_id, stored)
                for event in events_after(connection, self._office_id, after=seq - 1, limit=1)
            ]

    def print_jobs(self, subject: str) -> tuple[int, ...]:
        """The print jobs of a request or a refusal, in order."""
        if kind_written(subject) is SubjectKind.REFUSAL:
            about = Subject(SubjectKind.REFUSAL, subject)
        else:
            about = Subject(SubjectKind.REQUEST, stored_number(subject))
        with self._read() as connection:
            return jobs_about(connection, self._office_id, about)

    def due_today(self, on: date) -> list[Request]:
        """Open requests whose last day is ``on``."""
        with self._read() as connection:
            return due_requests(connection, self._office_id, office_day(on))

    def overdue(self, on: date) -> list[Request]:
        """Open requests whose last day was before ``on``, the oldest first."""
        with self._read() as connection:
            return overdue_requests(connection, self._office_id, office_day(on))

    def uncollected(self, on: date) -> list[Request]:
        """Results whose keeping ended before ``on``: what is to go to the authority."""
        with self._read() as connection:
            return uncollected(connection, self._office_id, office_day(on))

    def find(
        self,
        *,
        state: RequestState | str | None = None,
        first_day: date | None = None,
        last_day: date | None = None,
    ) -> list[Request]:
        """Requests by state and day of acceptance, both days included."""
        first = None if first_day is None else office_day(first_day)
        last = None if last_day is None else office_day(last_day)
        if first is not None and last is not None and last < first:
            raise BadDateError(f"expected a last day on or after {first}, got {last}; swap them")
        with self._read() as connection:
            return accepted_between(connection, self._office_id, first, last, state_named(state))

    def pick_up(self, number: str) -> PickUp:
        """What to tell a visitor who shows or types the number of a receipt.

        Raises:
            RequestNumberError, MistypedNumberError: what was typed is no request number; the
                message says what to do.
        """
        stored = stored_number(number)
        with self._read() as connection:
            row = find_row(connection, self._office_id, stored)
        if row is None:
            return PickUp(PickUpAnswer.UNKNOWN, shown(stored))
        return pick_up_of(read_request(row))

    def request_of_ticket(self, ticket_id: str) -> Request | None:
        """The request whose result a pick-up ticket was taken for; None for any other ticket."""
        with self._read() as connection:
            return pick_ups.request_of_ticket(connection, self._office_id, ticket_id)

    def export(self, subject: str) -> dict[str, Any]:
        """Everything held of one person's request, or of one refusal by its id.

        Raises:
            UnknownRequestError: there is no such request or refusal.
        """
        with self._read() as connection:
            return register_people.exported(connection, self._office_id, subject)

    @contextmanager
    def _read(self) -> Iterator[sa.Connection]:
        with self._database.read() as connection:
            yield connection


def state_named(state: RequestState | str | None) -> RequestState | None:
    """A state by its name; None for none.

    Raises:
        RequestStateError: there is no such state.
    """
    if state is None or isinstance(state, RequestState):
        return state
    try:
        return RequestState(state)
    except ValueError as error:
        known = ", ".join(each.value for each in RequestState)
        raise RequestStateError(
            f"expected one of the states {known}, got {state[:40]!r}; choose one of them",
            state=state[:40],
            allowed=[each.value for each in RequestState],
        ) from error


def office_day(on: date) -> date:
    """The date of the office that was given.

    Raises:
        BadDateError: it is an instant, or no date at all.
    """
    if isinstance(on, datetime) or not isinstance(on, date):
        raise BadDateError(
            f"expected a date of the office, got {on!r}; turn an instant into the office's date"
        )
    return on
