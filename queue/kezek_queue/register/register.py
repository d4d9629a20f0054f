"""The request register of one office: the one door to requests, receipts and people's data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from kezek_core.papers import Subject, SubjectKind
from kezek_queue.errors import RequestStateError
from kezek_queue.papers.print_jobs import jobs_about, print_again
from kezek_queue.people.personal_data import KEEP_DAYS, Person, forget_traces
from kezek_queue.register import (
    accept as register_accept,
)
from kezek_queue.register import (
    people as register_people,
)
from kezek_queue.register import (
    pick_ups,
)
from kezek_queue.register import (
    steps as register_life,
)
from kezek_queue.register.people import ERASER
from kezek_queue.register.reads import RegisterReads, office_day, state_named
from kezek_queue.register.rows import get_row, read_request, uncollected
from kezek_queue.register.values import Acceptance, Request, RequestState
from kezek_queue.store.database import Database
from kezek_queue.store.transaction import Transaction
from kezek_queue.values import Issued

Write = Callable[[Callable[[Transaction], Any]], Any]
Expected = RequestState | str | None
"""The state the operator's page believes; None gives the command whatever the state."""

SCHEDULER = "scheduler"
MOST_AT_ONCE = 100


class Register(RegisterReads):
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
        super().__init__(database, office_id)
        self._write = write

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
            UnknownServiceError: the office has no such service.
            UnknownWindowError: the office has no such window.
            UnknownTicketError: there is no such ticket.
            UnknownLanguageError: the papers are not printed in it.
            UnknownDocumentError: the standard asks for no such document.
            PersonNeededError: the receipt must name somebody who was not told.
            BadDateError: the payment or due date cannot be right.
            FeeRefusedError: no monthly calculation index is known for the payment day.
            IdempotencyConflictError: the key stood for other papers.

        Source: order 287, items 12 to 15; resolution 1119, items 11, 14 and 16; Rules 126,
        annex 3.
        """
        hand_in = register_accept.Submission(
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

    def issue(
        self,
        number: str,
        documents: Mapping[str, int] | None = None,
        *,
        actor: str,
        expected_state: Expected = None,
    ) -> Request:
        """The visitor got the result.

        Args:
            number: of the request.
            documents: how many of each document the visitor showed, by its id; None where the
                caller does not say, and then nothing is checked and nothing recorded.
            actor: who gives the command.
            expected_state: what the page believes.

        Raises:
            UnknownRequestError, RequestStateError, StaleRequestError: not from here.
            UnknownDocumentError: the standard asks for no such document.
            DocumentsNotShownError: what it asks for at collection was not shown.

        Source: order 3 of 2008, apostille standard, item 16; order 287, annex 2, item 12.
        """
        shown = None if documents is None else dict(documents)
        return self._step(register_life.issue, number, actor, expected_state, documents=shown)

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
        day = office_day(on)
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

    # People.

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
        forget_traces(self._database)
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
                connection, self._office_id, office_day(on), keep_days
            )
        if not due:
            return 0
        erased = sum(
            self._write(partial(register_people.erase_all, subjects=some, actor=actor))
            for some in _batches(due)
        )
        forget_traces(self._database)
        return int(erased)

    def _step(
        self,
        command: Callable[..., Request],
        number: str,
        actor: str,
        expected_state: Expected,
        **given: Any,
    ) -> Request:
        changed: Request = self._write(
            partial(
                command, number=number, actor=actor, expected=state_named(expected_state), **given
            )
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
    subject = Subject(SubjectKind.REQUEST, request.number)
    receipt, *_ = jobs_about(tx.connection, tx.office_id, subject)
    return print_again(tx, receipt, actor=actor)
