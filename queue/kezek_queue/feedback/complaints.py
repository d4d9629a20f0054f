"""Complaints: number and talon in one commit, an answer once, on time or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from kezek_core.calendar import FIVE_DAY_WEEK, WorkingCalendar, due_on, week_of
from kezek_core.errors import CoreError
from kezek_core.events import EventKind
from kezek_core.moments import Moment
from kezek_core.papers import COMPLAINT_LETTERS, RequestNumber, Subject, SubjectKind, parse
from kezek_core.standards import ComplaintForm
from kezek_core.typed_text import cleaned_line, unprintable_sign
from kezek_queue.clock import from_us, to_us
from kezek_queue.errors import (
    ComplaintResolvedError,
    FeedbackInputError,
    UnknownComplaintError,
)
from kezek_queue.feedback.talon import talon
from kezek_queue.feedback.values import Complainant, Complaint, RegisteredComplaint
from kezek_queue.office.lookup import check_language, service_of
from kezek_queue.office.office import Office, Service
from kezek_queue.papers.print_jobs import add_job
from kezek_queue.people import complainants
from kezek_queue.people.personal_data import mark
from kezek_queue.schema.tables import UNRESOLVED, complaints, counters
from kezek_queue.store.idempotency import once
from kezek_queue.store.transaction import QueueConfig, Transaction
from kezek_queue.tickets.ticket_store import get

SCOPE = "complaint"
LETTER = "C"
COUNTER = "complaints"
ACCEPTED_BY = "accepted_by"
"""The mark on the talon where the member of staff is named."""

STAFF = "staff"
TEXT_MAX_CHARS = 4000
LINE_MAX_CHARS = 200
SURROGATES = ("\ud800", "\udfff")
"""Halves of a character, as a broken program sends them; no database stores them."""

_columns = [column for column in complaints.c if column.name != "office_id"]
_mine = complaints.c.office_id == sa.bindparam("office")
_BY_NUMBER = sa.select(*_columns).where(_mine, complaints.c.number == sa.bindparam("complaint"))
_OF_DAYS = (
    sa.select(*_columns)
    .where(
        _mine,
        complaints.c.registered_on >= sa.bindparam("first"),
        complaints.c.registered_on <= sa.bindparam("last"),
    )
    .order_by(complaints.c.registered_on, complaints.c.number)
)
_OPEN = (
    sa.select(*_columns)
    .where(_mine, UNRESOLVED, complaints.c.due_on < sa.bindparam("before"))
    .order_by(complaints.c.due_on, complaints.c.number)
)
_ERASABLE = (
    sa.select(complaints.c.number)
    .where(
        _mine,
        complaints.c.resolved_on.is_not(None),
        complaints.c.resolved_on < sa.bindparam("before"),
        complaints.c.erased_on.is_(None),
    )
    .order_by(complaints.c.number)
)
_UPDATE = complaints.update().where(_mine, complaints.c.number == sa.bindparam("complaint"))
_COUNT = (
    counters.update()
    .where(
        counters.c.office_id == sa.bindparam("office"),
        counters.c.office_day == sa.bindparam("year"),
        counters.c.name == COUNTER,
    )
    .values(last=counters.c.last + 1)
    .returning(counters.c.last)
)


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """What is registered: ``text`` and ``person`` are personal, the rest is not."""

    text: str
    person: Complainant
    service: str | None
    ticket_id: str | None
    form: ComplaintForm
    language: str
    accepted_by: str | None
    print_talon: bool

    def asked(self) -> dict[str, Any]:
        """What a repetition must be about too; no word of the complaint itself is in it."""
        return {
            "service": self.service,
            "ticket": self.ticket_id,
            "form": self.form.value,
            "language": self.language,
            "print_talon": self.print_talon,
        }


def register(
    tx: Transaction, new: NewComplaint, *, key: str | None, actor: str
) -> RegisteredComplaint:
    """Register a complaint: record, personal data, journal event and talon in one commit.

    Raises:
        FeedbackInputError: no text, or a text too long.
        UnknownLanguageError: the office does not offer it.
        UnknownServiceError, UnknownTicketError: no such thing here.
        IdempotencyConflictError: the key stood for another complaint.
    """
    return once(
        tx, SCOPE, key, new.asked(),
        do=lambda: _register(tx, new, actor),
        kept=lambda answer: {"complaint": answer.complaint.number, "job": answer.print_job},
        again=lambda ids: _registered(tx, ids),
    )  # fmt: skip


def _register(tx: Transaction, new: NewComplaint, actor: str) -> RegisteredComplaint:
    _check(tx.office, new)
    service = _service(tx, new)
    complaint = _new(tx, new, service, actor)
    tx.connection.execute(complaints.insert(), _row_of(tx, complaint))
    job = None
    if new.print_talon:
        named = mark(ACCEPTED_BY) if _line(new.accepted_by) else None
        subject = Subject(SubjectKind.COMPLAINT, complaint.number)
        job = add_job(tx, subject, talon(tx.config, complaint, accepted_by=named))
    tx.record(
        EventKind.COMPLAINT_REGISTERED,
        actor=actor,
        ticket_id=complaint.ticket_id,
        complaint=complaint.number,
        service=complaint.service,
        standard=complaint.standard,
        form=complaint.form.value,
        registered_on=complaint.registered_on.isoformat(),
        due_on=complaint.due_on.isoformat(),
        job=job,
    )
    complainants.keep(
        tx, complaint.number, text=new.text.strip(), name=_line(new.person.name),
        contact=_line(new.person.contact), accepted_by=_line(new.accepted_by),
    )  # fmt: skip
    return RegisteredComplaint(complaint, job)


def resolve(
    tx: Transaction, number: str, *, justified: bool, outcome: str, on: date | None, actor: str
) -> Complaint:
    """Answer a complaint, once.

    Args:
        tx: the transaction.
        number: as typed or stored.
        justified: whether the complaint was right.
        outcome: what was answered; personal, like the complaint.
        on: the day of the answer; today when not given.
        actor: who enters it.

    Raises:
        UnknownComplaintError: there is none of this number.
        ComplaintResolvedError: it was answered before.
        FeedbackInputError: no outcome, or a day before the complaint or after today.
    """
    before = find(tx.connection, tx.office_id, number)
    answered_on = office_date(tx.office, tx.now) if on is None else on
    _check_answer(tx, before, outcome, answered_on)
    outcome_facts: dict[str, Any] = {
        "resolved_on": answered_on.isoformat(),
        "justified": justified,
        "on_time": answered_on <= before.due_on,
    }
    _change(tx, before, **outcome_facts, resolved_us=to_us(tx.now.at), resolved_by=actor)
    tx.record(
        EventKind.COMPLAINT_RESOLVED,
        actor=actor,
        ticket_id=before.ticket_id,
        complaint=before.number,
        service=before.service,
        due_on=before.due_on.isoformat(),
        **outcome_facts,
    )
    complainants.keep(tx, before.number, outcome=outcome.strip())
    return find(tx.connection, tx.office_id, before.number)


def erase(tx: Transaction, number: str, *, actor: str) -> bool:
    """Blank the personal data of a complaint; its statistics stay.

    Returns:
        False when they were erased before.
    """
    complaint = find(tx.connection, tx.office_id, number)
    if complaint.erased_on is not None:
        return False
    complainants.blank(tx, complaint.number)
    _change(tx, complaint, erased_on=office_date(tx.office, tx.now).isoformat())
    tx.record(EventKind.PERSON_ERASED, actor=actor, complaint=complaint.number)
    return True


def erase_old(tx: Transaction, *, keep_days: int, actor: str) -> int:
    """Blank the personal data of complaints answered more than ``keep_days`` days ago."""
    before = office_date(tx.office, tx.now) - timedelta(days=keep_days)
    where = {"office": tx.office_id, "before": before.isoformat()}
    numbers = tx.connection.execute(_ERASABLE, where).scalars().all()
    return sum(erase(tx, number, actor=actor) for number in numbers)


def find(connection: sa.Connection, office_id: str, number: str) -> Complaint:
    """The complaint of a number as typed or stored.

    Raises:
        UnknownComplaintError: there is none, or a digit is mistyped.
    """
    where = {"office": office_id, "complaint": stored_number(number)}
    row = connection.execute(_BY_NUMBER, where).one_or_none()
    if row is None:
        raise _unknown(number, "there is none of this number")
    return _complaint(row)


def of_days(
    connection: sa.Connection, office_id: str, first: date, last: date, service: str | None
) -> list[Complaint]:
    """The complaints registered on some days, in their order."""
    where = {"office": office_id, "first": first.isoformat(), "last": last.isoformat()}
    found = map(_complaint, connection.execute(_OF_DAYS, where))
    return [each for each in found if service is None or each.service == service]


def open_before(connection: sa.Connection, office_id: str, before: date) -> list[Complaint]:
    """The unanswered complaints whose last day lies before a date, the most urgent first."""
    where = {"office": office_id, "before": before.isoformat()}
    return [_complaint(row) for row in connection.execute(_OPEN, where)]


def office_date(office: Office, now: Moment) -> date:
    """The calendar date at the office."""
    return now.at.astimezone(office.hours.zone).date()


def stored_number(typed: str) -> str:
    """The stored form of a complaint's number.

    Raises:
        UnknownComplaintError: it is none; its check digit catches what was mistyped.
    """
    text = typed.strip()
    try:
        return LETTER + parse(text[1:] if text[:1] in COMPLAINT_LETTERS else text).stored
    except CoreError as error:
        raise _unknown(typed, "its last digit does not fit the others") from error


def _unknown(number: str, why: str) -> UnknownComplaintError:
    return UnknownComplaintError(
        f"expected the number of a complaint like C-26-000017-6, got {number[:40]!r}: {why}; "
        "compare it with the talon and type it again"
    )


def _check(office: Office, new: NewComplaint) -> None:
    _check_text("text", new.text)
    lines = {"name": new.person.name, "contact": new.person.contact, STAFF: new.accepted_by}
    for field, line in lines.items():
        written = _line(line) or ""
        # Of these the talon shows the staff alone; a name may have the letters of any script.
        sign = unprintable_sign(written) if field == STAFF else None
        if sign is not None:
            raise FeedbackInputError(
                f"expected signs that can be printed in {field!r}, got {sign}; type it in Cyrillic "
                "or Latin letters",
                field=field,
                sign=sign,
            )
        if len(written) > LINE_MAX_CHARS or not written.isprintable():
            raise FeedbackInputError(
                f"expected at most {LINE_MAX_CHARS} printable characters in {field!r}, got "
                f"{len(written)} or some that cannot be printed; type it again",
                field=field,
            )
    check_language(office, new.language)


def _check_text(field: str, text: str) -> None:
    # The text itself stays out of the message: messages are logged.
    length, broken = len(text.strip()), any(SURROGATES[0] <= sign <= SURROGATES[1] for sign in text)
    if broken or not 0 < length <= TEXT_MAX_CHARS:
        raise FeedbackInputError(
            f"expected 1 to {TEXT_MAX_CHARS} whole characters in {field!r}, got {length}"
            f"{' with broken ones' if broken else ''}; write it again, shorter if need be",
            field=field,
        )


def _registered(tx: Transaction, ids: Mapping[str, Any]) -> RegisteredComplaint:
    before = find(tx.connection, tx.office_id, ids["complaint"])
    return RegisteredComplaint(before, ids["job"], repeated=True)


def _service(tx: Transaction, new: NewComplaint) -> Service | None:
    """The service named, or that of the visit; one the office no longer gives is none."""
    visited = None if new.ticket_id is None else get(tx, new.ticket_id).service
    if new.service is None:
        return None if visited is None else tx.office.services.get(visited)
    return service_of(tx.office, new.service)


def _new(tx: Transaction, new: NewComplaint, service: Service | None, actor: str) -> Complaint:
    today = office_date(tx.office, tx.now)
    rules = tx.office.feedback
    return Complaint(
        number=_next_number(tx, today.year),
        service=None if service is None else service.id,
        standard=None if service is None else service.standard,
        ticket_id=new.ticket_id,
        form=new.form,
        language=new.language,
        registered_at=tx.now.at,
        registered_on=today,
        registered_by=actor,
        due_on=due_on(rules.answer_term, today, _calendar(tx.config, service)).due_on,
        term_source=rules.complaint_answer_source,
    )


def _calendar(config: QueueConfig, service: Service | None) -> WorkingCalendar:
    """The working days of the service's standard; Monday to Friday for the office as a whole."""
    if service is None:
        return config.office.working_calendar(FIVE_DAY_WEEK)
    standard = config.standards.get(service.standard)
    return config.office.working_calendar(week_of(standard.schedule.days))


def _next_number(tx: Transaction, year: int) -> str:
    where = {"office": tx.office_id, "year": str(year)}
    count = tx.connection.execute(_COUNT, where).scalar_one_or_none()
    if count is None:
        count = 1
        first = {"office_id": tx.office_id, "office_day": str(year), "name": COUNTER, "last": 1}
        tx.connection.execute(counters.insert(), first)
    return LETTER + RequestNumber(year % 100, int(count)).stored


def _check_answer(tx: Transaction, before: Complaint, outcome: str, on: date) -> None:
    if not before.is_open:
        raise ComplaintResolvedError(
            f"expected complaint {before.shown} without an answer, it was answered on "
            f"{before.resolved_on}; look at that answer",
            complaint=before.shown,
            resolved_on=before.resolved_on and before.resolved_on.isoformat(),
        )
    _check_text("outcome", outcome)
    today = office_date(tx.office, tx.now)
    if not before.registered_on <= on <= today:
        raise FeedbackInputError(
            f"expected a day from {before.registered_on} to {today}, got {on}; "
            "enter the day on which the answer was given",
            field="on",
        )


def _change(tx: Transaction, complaint: Complaint, **columns: Any) -> None:
    flags = {name: int(value) for name, value in columns.items() if isinstance(value, bool)}
    where = {"office": tx.office_id, "complaint": complaint.number}
    tx.connection.execute(_UPDATE, {**where, **columns, **flags})


def _row_of(tx: Transaction, complaint: Complaint) -> dict[str, Any]:
    term = tx.office.feedback.answer_term
    return {
        "office_id": tx.office_id,
        "number": complaint.number,
        "service": complaint.service,
        "standard": complaint.standard,
        "ticket_id": complaint.ticket_id,
        "form": complaint.form.value,
        "language": complaint.language,
        "registered_on": complaint.registered_on.isoformat(),
        "registered_us": to_us(complaint.registered_at),
        "registered_by": complaint.registered_by,
        "due_on": complaint.due_on.isoformat(),
        "term_amount": term.amount,
        "term_unit": term.unit.value,
        "term_source": complaint.term_source,
    }


def _complaint(row: Any) -> Complaint:
    return Complaint(
        number=row.number,
        service=row.service,
        standard=row.standard,
        ticket_id=row.ticket_id,
        form=ComplaintForm(row.form),
        language=row.language,
        registered_at=from_us(row.registered_us),
        registered_on=date.fromisoformat(row.registered_on),
        registered_by=row.registered_by,
        due_on=date.fromisoformat(row.due_on),
        term_source=row.term_source,
        resolved_on=_day(row.resolved_on),
        justified=None if row.justified is None else bool(row.justified),
        on_time=None if row.on_time is None else bool(row.on_time),
        erased_on=_day(row.erased_on),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _line(text: str | None) -> str | None:
    return cleaned_line(text or "") or None
