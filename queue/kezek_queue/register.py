"""The request register of one office: the one door to requests, receipts and people's data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

import sqlalchemy as sa

from kezek_core.request_numbers import shown
from kezek_queue import pick_ups, register_accept, register_life, register_people
from kezek_queue.database import Database
from kezek_queue.errors import BadDateError, RequestStateError
from kezek_queue.journal import events_after
from kezek_queue.people import Person, forget_log
from kezek_queue.print_jobs import add_copy
from kezek_queue.register_edition import KeptStandard, kept_standard, standards_of
from kezek_queue.register_people import ERASER, KEEP_DAYS
from kezek_queue.register_rows import (
    accepted_between,
    due_requests,
    find_row,
    first_slip,
    get_row,
    jobs_of,
    overdue_requests,
    read_request,
    steps_of,
    stored_number,
    uncollected,
)
from kezek_queue.register_values import (
    Acceptance,
    PickUp,
    PickUpAnswer,
    Request,
    RequestState,
    allowed_steps,
    pick_up_of,
)
from kezek_queue.transaction import Transaction
from kezek_queue.values import Event, Issued

T = TypeVar("T")

Write = Callable[[Callable[[Transaction], Any]], Any]
Expected = RequestState | str | None
"""The state the operator's page believes; None gives the command whatever the state."""

SCHEDULER = "scheduler"
MOST_AT_ONCE = 100


class Register:
    """Requests from hand-in to pick-up; reached as ``Queue.register``.

    Every command is one durable transaction with its journal event, which names nobody. A number
    may be given as typed, shown or scanned; one whose check digit does not fit is refused. A
    command with ``expected_state`` is harmless when it is pressed twice: the second press
    changes nothing and returns the request as the first one left it.

    Args:
        write: submits a command to the one writer.
        database: where to read.
        office_id: the office.
    """

    def __init__(self, write: Write, database: Database, office_id: str) -> None:
        self._write = write
        self._database = database
        self._office_id = office_id

    def accept(
        self,
        service: str,
        *,
        person: Person | None,
        documents: Mapping[str, int],
        applies: Collection[str] = (),
        window: int | None,
        inspector: str,
        actor: str,
        ticket_id: str | None = None,
        paid_on: date | None = None,
        language: str = "kk",
        idempotency_key: str | None = None,
    ) -> Acceptance:
        """Take documents at the window, or refuse an incomplete set.

        Complete documents get a number, a due date and the acceptance receipt as a print job;
        an incomplete set the refusal receipt in two copies.

        Args:
            service: slug of the service.
            person: who asks; needed where the receipt must state it.
            documents: how many of each document were brought, by its id.
            applies: ids of documents that are due because their condition is met.
            window: the window that takes them.
            inspector: who takes them, as the receipt names them.
            actor: who gives the command.
            ticket_id: the visit.
            paid_on: the day the state duty was paid; needed for a paid service.
            language: the language the visitor chose.
            idempotency_key: the same key with the same papers gives the same answer again.

        Raises:
            UnknownServiceError, UnknownWindowError, UnknownTicketError, UnknownLanguageError,
            UnknownDocumentError: no such thing here.
            PersonNeededError: the receipt must name somebody who was not told.
            BadDateError: the payment or due date cannot be right.
            FeeRefusedError: no monthly calculation index is known for the payment day.
            IdempotencyConflictError: the key stood for other papers.

        Source: order 287, items 12 to 15; resolution 1119, items 11, 14 and 16; Rules 126,
        annex 3.
        """
        hand_in = register_accept.HandIn(
            service, person, dict(documents), tuple(applies), window, inspector, ticket_id,
            paid_on, language,
        )  # fmt: skip
        answer: Acceptance = self._write(
            partial(register_accept.accept, hand_in=hand_in, key=idempotency_key, actor=actor)
        )
        return answer

    def send(self, number: str, *, actor: str, expected_state: Expected = None) -> Request:
        """The papers go to the authority."""
        return self._step(register_life.send, number, actor, expected_state)

    def return_from_authority(
        self,
        number: str,
        reasons: Iterable[str],
        *,
        actor: str,
        expected_state: Expected = None,
    ) -> Request:
        """The authority sent the papers back; the visitor's notice is printed."""
        return self._step(
            register_life.return_from_authority, number, actor, expected_state, reasons=reasons
        )

    def correct(self, number: str, *, actor: str, expected_state: Expected = None) -> Request:
        """The visitor mended the papers."""
        return self._step(register_life.correct, number, actor, expected_state)

    def ready(self, number: str, *, actor: str, expected_state: Expected = None) -> Request:
        """The result lies in the office."""
        return self._step(register_life.ready, number, actor, expected_state)

    def issue(self, number: str, *, actor: str, expected_state: Expected = None) -> Request:
        """The visitor got the result."""
        return self._step(register_life.issue, number, actor, expected_state)

    def refuse(
        self,
        number: str,
        reasons: Iterable[str],
        *,
        actor: str,
        expected_state: Expected = None,
    ) -> Request:
        """The service is refused; a standard without grounds for refusal does not allow it."""
        return self._step(register_life.refuse, number, actor, expected_state, reasons=reasons)

    def extend(
        self,
        number: str,
        which: int,
        reason: str,
        *,
        actor: str,
        expected_state: Expected = None,
    ) -> Request:
        """The term is prolonged; the visitor's notice is printed.

        Args:
            number: the request.
            which: place of the extension in the standard's list, from 0.
            reason: why, in words.
            actor: who gives the command.
            expected_state: the state the page believes.
        """
        return self._step(
            register_life.extend, number, actor, expected_state, which=which, reason=reason
        )

    def hand_over(self, number: str, *, actor: str, expected_state: Expected = None) -> Request:
        """An unclaimed result goes to the authority."""
        return self._step(register_life.hand_over, number, actor, expected_state)

    def mark_unclaimed(self, on: date, *, actor: str = SCHEDULER) -> int:
        """Mark results whose keeping ended before ``on``, and return how many."""
        day = _office_day(on)
        with self._read() as connection:
            late = uncollected(connection, self._office_id, day)
        numbers = [each.number for each in late if each.state is RequestState.READY]
        return sum(
            self._write(partial(register_life.mark_unclaimed, numbers=some, on=day, actor=actor))
            for some in _batches(numbers)
        )

    def reprint(self, number: str, *, actor: str) -> int:
        """Print the acceptance receipt again, marked as a copy, and return the job's id."""
        return int(self._write(partial(_reprint, number=number, actor=actor)))

    # What may be asked.

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
        asked, day = list(requests), _office_day(on)
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
        is_refusal = subject.startswith(register_people.REFUSAL_PREFIX)
        stored = subject if is_refusal else stored_number(subject)
        with self._read() as connection:
            return jobs_of(connection, self._office_id, stored)

    def due_today(self, on: date) -> list[Request]:
        """Open requests whose last day is ``on``."""
        with self._read() as connection:
            return due_requests(connection, self._office_id, _office_day(on))

    def overdue(self, on: date) -> list[Request]:
        """Open requests whose last day was before ``on``, the oldest first."""
        with self._read() as connection:
            return overdue_requests(connection, self._office_id, _office_day(on))

    def uncollected(self, on: date) -> list[Request]:
        """Results whose keeping ended before ``on``: what is to go to the authority."""
        with self._read() as connection:
            return uncollected(connection, self._office_id, _office_day(on))

    def find(
        self,
        *,
        state: RequestState | str | None = None,
        first_day: date | None = None,
        last_day: date | None = None,
    ) -> list[Request]:
        """Requests by state and day of acceptance, both days included."""
        first = None if first_day is None else _office_day(first_day)
        last = None if last_day is None else _office_day(last_day)
        if first is not None and last is not None and last < first:
            raise BadDateError(f"expected a last day on or after {first}, got {last}; swap them")
        with self._read() as connection:
            return accepted_between(connection, self._office_id, first, last, _state(state))

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

    def pick_up_ticket(
        self,
        number: str,
        *,
        language: str | None = None,
        idempotency_key: str | None = None,
        actor: str = "kiosk",
        print_ticket: bool = True,
    ) -> Issued:
        """A pick-up ticket for whoever shows or types the number of a receipt.

        It is given also where the kiosk offers the service for hand-in only, and when the
        service's own limit of the day is reached: a result that lies here can be collected.
        While such a ticket of the request is in the queue or at a window, it is given again:
        ``repeated``, and without a print job.

        Args:
            number: of the request, as typed, shown or scanned.
            language: the language the visitor chose; None for that of the request.
            idempotency_key: the same key for the same request gives the same ticket again.
            actor: who asks.
            print_ticket: whether a slip is to be printed.

        Raises:
            RequestNumberError, MistypedNumberError: what was typed is no request number.
            UnknownRequestError: the register has no such request.
            NotReadyError: there is nothing to collect; ``answer`` of its facts says why.
            UnknownServiceError, UnknownLanguageError: the office has no such thing any more.
            OfficeClosedError: no tickets are issued now.
            DayLimitReachedError: the day's numbers of the letter are used up.
            IdempotencyConflictError: the key stood for something else.
        """
        issued: Issued = self._write(
            partial(
                pick_ups.pick_up_ticket, number=number, language=language, key=idempotency_key,
                actor=actor, print_ticket=print_ticket,
            )
        )  # fmt: skip
        return issued

    def request_of_ticket(self, ticket_id: str) -> Request | None:
        """The request whose result a pick-up ticket was taken for; None for any other ticket."""
        with self._read() as connection:
            return pick_ups.request_of_ticket(connection, self._office_id, ticket_id)

    # People.

    def export(self, subject: str) -> dict[str, Any]:
        """Everything held of one person's request, or of one refusal by its id.

        Raises:
            UnknownRequestError: there is no such request or refusal.
        """
        with self._read() as connection:
            return register_people.exported(connection, self._office_id, subject)

    def erase(self, subject: str, *, actor: str) -> bool:
        """Erase whatever names a person; False when that was done before.

        Args:
            subject: the number of a closed request, or the id of a refusal.
            actor: who gives the command.

        Raises:
            UnknownRequestError: there is no such request or refusal.
            RequestStateError: the request is not closed yet.
        """
        erased = bool(self._write(partial(register_people.erase, subject=subject, actor=actor)))
        forget_log(self._database)
        return erased

    def erase_due(self, on: date, keep_days: int = KEEP_DAYS, *, actor: str = ERASER) -> int:
        """Erase people whose request was closed ``keep_days`` ago; the statistics stay.

        Args:
            on: the office's date.
            keep_days: 0 or more, counted from issue, refusal or hand-over.
            actor: who gives the command.

        Returns:
            How many requests and refusals name nobody any more.
        """
        with self._read() as connection:
            due = register_people.due_for_erasure(
                connection, self._office_id, _office_day(on), keep_days
            )
        if not due:
            return 0
        erased = sum(
            self._write(partial(register_people.erase_all, subjects=some, actor=actor))
            for some in _batches(due)
        )
        forget_log(self._database)
        return int(erased)

    @contextmanager
    def _read(self) -> Iterator[sa.Connection]:
        with self._database.read() as connection:
            yield connection

    def _step(
        self,
        command: Callable[..., Request],
        number: str,
        actor: str,
        expected_state: Expected,
        **given: Any,
    ) -> Request:
        changed: Request = self._write(
            partial(command, number=number, actor=actor, expected=_state(expected_state), **given)
        )
        return changed


def _batches(subjects: list[str]) -> Iterator[list[str]]:
    """A few at a time, so that a long list keeps no window waiting for the writer."""
    for start in range(0, len(subjects), MOST_AT_ONCE):
        yield subjects[start : start + MOST_AT_ONCE]


def _reprint(tx: Transaction, *, number: str, actor: str) -> int:
    request = read_request(get_row(tx.connection, tx.office_id, number))
    if request.erased_on is not None:
        raise RequestStateError(
            f"expected a request that still names its applicant, but {request.shown} was erased "
            f"on {request.erased_on}; its receipt cannot be printed any more",
            number=request.shown,
            state=request.state.value,
            command="reprint",
            allowed=[],
        )
    slip = first_slip(tx, request.number)
    return add_copy(tx, request.number, slip, actor=actor)


def _state(state: Expected) -> RequestState | None:
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


def _office_day(on: date) -> date:
    if isinstance(on, datetime) or not isinstance(on, date):
        raise BadDateError(
            f"expected a date of the office, got {on!r}; turn an instant into the office's date"
        )
    return on
