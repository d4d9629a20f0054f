"""What visitors say of the office: complaints and the survey after a visit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from functools import partial
from typing import Protocol, TypeVar

from kezek_core.papers import Subject, SubjectKind
from kezek_core.standards import ComplaintForm
from kezek_queue.errors import FeedbackInputError
from kezek_queue.feedback import complaints, surveys
from kezek_queue.feedback.values import (
    Complainant,
    Complaint,
    RegisteredComplaint,
    Survey,
    SurveyState,
)
from kezek_queue.papers.print_jobs import jobs_about
from kezek_queue.people import complainants
from kezek_queue.people.complainants import ComplaintDetails
from kezek_queue.people.personal_data import KEEP_DAYS
from kezek_queue.screens.snapshot import Snapshot
from kezek_queue.store.transaction import Transaction
from kezek_queue.tickets.rows import find
from kezek_queue.values import Ticket

T = TypeVar("T")


class Write(Protocol):
    """Runs a command in one durable transaction."""

    def __call__(self, command: Callable[[Transaction], T], /) -> T:
        """Run it and return its result once it is on the disk."""


class Feedback:
    """Complaints and surveys of one office; reached as ``Queue.feedback``.

    Args:
        write: runs a command in one durable transaction.
        reading: opens one consistent look at the office.
        forget_traces: empties whatever the database keeps of pages as they were before an erasure.
    """

    def __init__(
        self,
        write: Write,
        reading: Callable[[], AbstractContextManager[Snapshot]],
        forget_traces: Callable[[], object],
    ) -> None:
        self._write = write
        self._reading = reading
        self._forget_traces = forget_traces

    # Complaints.

    def register_complaint(
        self,
        text: str,
        *,
        actor: str,
        person: Complainant | None = None,
        service: str | None = None,
        ticket_id: str | None = None,
        form: ComplaintForm | str = ComplaintForm.IN_PERSON,
        language: str = "kk",
        accepted_by: str | None = None,
        print_talon: bool = True,
        idempotency_key: str | None = None,
    ) -> RegisteredComplaint:
        """Register a complaint, with its talon's print job in the same commit.

        Args:
            text: what is complained of; 1 to 4000 characters, kept outside the journal.
            actor: the account or device that registers it.
            person: who complains, kept outside the journal; None for nobody named.
            service: slug of the service concerned; None takes that of the ticket.
            ticket_id: the visit concerned.
            form: how the complaint was made.
            language: the language of the talon.
            accepted_by: surname and name of the member of staff, for the talon; None at the kiosk.
            print_talon: whether a talon is to be printed.
            idempotency_key: the same key again gives the same complaint, and prints nothing.

        Raises:
            FeedbackInputError: no text, one too long, or a form or language that is none.
            UnknownServiceError, UnknownTicketError: no such thing here.
            IdempotencyConflictError: the key stood for another complaint.

        Source: resolution 1119, guardianship standard, item 25; order 287, annexes, item 23.
        """
        new = complaints.NewComplaint(
            text=text,
            person=person or Complainant(),
            service=service,
            ticket_id=ticket_id,
            form=_form(form),
            language=language,
            accepted_by=accepted_by,
            print_talon=print_talon,
        )
        return self._write(partial(complaints.register, new=new, key=idempotency_key, actor=actor))

    def resolve_complaint(
        self,
        number: str,
        *,
        justified: bool,
        outcome: str,
        actor: str,
        on: date | None = None,
    ) -> Complaint:
        """Answer a complaint, once; the result says whether it was on time.

        Args:
            number: as typed or stored.
            justified: whether the complaint was right.
            outcome: what was answered, kept outside the journal.
            actor: who enters it.
            on: the day of the answer; today when not given.

        Raises:
            UnknownComplaintError, ComplaintResolvedError, FeedbackInputError: see there.
        """
        return self._write(partial(complaints.resolve, number=number, justified=justified,
                                   outcome=outcome, on=on, actor=actor))  # fmt: skip

    def complaint(self, number: str) -> Complaint:
        """The complaint of a number as typed or stored, without anything personal.

        Raises:
            UnknownComplaintError: there is none, or a digit is mistyped.
        """
        with self._reading() as reading:
            return complaints.find(reading.connection, reading.office.id, number)

    def talon_job(self, number: str) -> int | None:
        """The print job of a complaint's first talon; None when none was printed."""
        with self._reading() as reading:
            found = complaints.find(reading.connection, reading.office.id, number)
            talon = Subject(SubjectKind.COMPLAINT, found.number)
            jobs = jobs_about(reading.connection, reading.office.id, talon)
        return jobs[0] if jobs else None

    def complaint_details(self, number: str) -> ComplaintDetails:
        """Who complained of what, and the answer; empty once it was erased."""
        with self._reading() as reading:
            found = complaints.find(reading.connection, reading.office.id, number)
            return complainants.details_of(reading.connection, reading.office.id, found.number)

    def complaints(
        self, first_day: date, last_day: date, *, service: str | None = None
    ) -> list[Complaint]:
        """The complaints registered on some days, both ends included."""
        with self._reading() as reading:
            return complaints.of_days(
                reading.connection, reading.office.id, first_day, last_day, service
            )

    def overdue_complaints(self, on: date | None = None) -> list[Complaint]:
        """The complaints whose last day is past and that nobody answered, the oldest first."""
        with self._reading() as reading:
            day = complaints.office_date(reading.office, reading.now) if on is None else on
            return complaints.open_before(reading.connection, reading.office.id, day)

    def complaints_due(self, until: date) -> list[Complaint]:
        """The unanswered complaints due by a day, that day included; the overdue ones too."""
        with self._reading() as reading:
            before = until + timedelta(days=1)
            return complaints.open_before(reading.connection, reading.office.id, before)

    def erase_complaint(self, number: str, *, actor: str) -> bool:
        """Blank the personal data of a complaint; False when that was done before."""
        erased = self._write(partial(complaints.erase, number=number, actor=actor))
        self._forget_traces()
        return erased

    def erase_old_complaints(self, *, keep_days: int = KEEP_DAYS, actor: str = "system") -> int:
        """Blank the personal data of complaints answered more than ``keep_days`` days ago."""
        erased = self._write(partial(complaints.erase_old, keep_days=keep_days, actor=actor))
        if erased:
            self._forget_traces()
        return erased

    # The survey.

    def answer_survey(
        self,
        survey: Survey,
        *,
        ticket_id: str | None = None,
        token: str | None = None,
        actor: str = "phone",
    ) -> None:
        """Keep the answers of one visit; a ticket is answered for once.

        Args:
            survey: the answers.
            ticket_id: the visit, from a tablet at the window.
            token: the visit's status token, from the phone page; give one of the two.
            actor: where the answers come from; never a person.

        Raises:
            UnknownTicketError: no such ticket, or its survey ended long ago.
            SurveyAnsweredError, SurveyClosedError, FeedbackInputError: see there.
        """
        visit = self._visit(ticket_id, token)
        self._write(partial(surveys.answer, ticket_id=visit, survey=survey, actor=actor))

    def survey_state(
        self, *, ticket_id: str | None = None, token: str | None = None
    ) -> SurveyState:
        """Whether the survey of a visit may be answered now."""
        visit = self._visit(ticket_id, token)
        with self._reading() as reading:
            row = find(reading.connection, reading.office.id, visit)
            return surveys.state_of(reading.connection, reading.office, row, reading.now.at)

    def visit_of_token(self, token: str) -> Ticket:
        """The visit of a status token, on every day on which its survey may be open.

        A status token dies with the office day; the survey may outlive it by some days.

        Raises:
            UnknownTicketError: no such ticket, or its survey ended long ago.
        """
        with self._reading() as reading:
            return reading.ticket(
                surveys.ticket_of_token(reading.connection, reading.config, token, reading.now)
            )

    def visit_to_survey(self, window: int, *, within: timedelta) -> Ticket | None:
        """The visit that a tablet at a window may ask about now.

        Args:
            window: where the tablet stands.
            within: how long ago the visit may have been finished.

        Returns:
            The visit finished last, while nobody else was called there and nobody answered for
            it; None for none.

        Raises:
            UnknownWindowError: the office has no such window.
        """
        with self._reading() as reading:
            if reading.window(window).ticket is not None:
                return None
            office_id, since = reading.office.id, reading.now.at - within
            found = surveys.last_served(reading.connection, office_id, window, since)
            if found is None:
                return None
            row = find(reading.connection, office_id, found)
            state = surveys.state_of(reading.connection, reading.office, row, reading.now.at)
            return reading.ticket(found) if state is SurveyState.OPEN else None

    def _visit(self, ticket_id: str | None, token: str | None) -> str:
        if (ticket_id is None) == (token is None):
            raise FeedbackInputError(
                "expected either a ticket id or a status token, got both or neither; give one",
                field="ticket",
            )
        if token is None:
            return ticket_id or ""
        with self._reading() as reading:
            return surveys.ticket_of_token(reading.connection, reading.config, token, reading.now)


def _form(form: ComplaintForm | str) -> ComplaintForm:
    try:
        return ComplaintForm(form)
    except ValueError as error:
        known = ", ".join(each.value for each in ComplaintForm)
        raise FeedbackInputError(
            f"expected one of the forms {known}, got {form!r}; choose one of them", field="form"
        ) from error
