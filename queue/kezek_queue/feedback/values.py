"""Complaints and survey answers as they are handed out: frozen values."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from typing import Any

from kezek_core.standards import ComplaintForm


@dataclass(frozen=True, slots=True)
class Complainant:
    """Who complains; both may be unknown.

    Args:
        name: surname and given names.
        contact: where the answer goes: an address, a telephone, an e-mail.
    """

    name: str | None = None
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint, without anything personal.

    Args:
        number: as stored, for example ``C260000175``.
        service: slug of the service concerned; None for the office as a whole.
        standard: id of its standard; None without a service.
        ticket_id: the visit concerned; None when it was not told.
        form: how it was made.
        language: the language of the talon.
        registered_at: aware UTC.
        registered_on: the office's date of that instant.
        registered_by: the account or device that registered it.
        due_on: the last day to answer.
        term_source: where the term stands; "" when the office names nothing.
        resolved_on: the day of the answer; None while there is none.
        justified: whether it was right; None while there is no answer.
        on_time: whether the answer came by ``due_on``; None while there is none.
        erased_on: the day its personal data were erased; None while they are kept.
    """

    number: str
    service: str | None
    standard: str | None
    ticket_id: str | None
    form: ComplaintForm
    language: str
    registered_at: datetime
    registered_on: date
    registered_by: str
    due_on: date
    term_source: str
    resolved_on: date | None = None
    justified: bool | None = None
    on_time: bool | None = None
    erased_on: date | None = None

    @property
    def shown(self) -> str:
        """The number as people read it, for example ``C-26-000017-6``."""
        digits = self.number[1:]
        return f"{self.number[0]}-{digits[:2]}-{digits[2:8]}-{digits[8:]}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it yet."""
        return self.resolved_on is None

    def is_overdue(self, on: date) -> bool:
        """Whether the answer was still missing when ``on`` began."""
        return self.is_open and self.due_on < on

    def to_json(self) -> dict[str, Any]:
        """The complaint as plain values."""
        return {
            "number": self.shown,
            "service": self.service,
            "standard": self.standard,
            "ticket": self.ticket_id,
            "form": self.form.value,
            "language": self.language,
            "registered_at": self.registered_at.isoformat(),
            "registered_on": self.registered_on.isoformat(),
            "registered_by": self.registered_by,
            "due_on": self.due_on.isoformat(),
            "term_source": self.term_source,
            "resolved_on": self.resolved_on and self.resolved_on.isoformat(),
            "justified": self.justified,
            "on_time": self.on_time,
            "erased_on": self.erased_on and self.erased_on.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class RegisteredComplaint:
    """The answer to a registration: the complaint, and the print job of its talon.

    ``repeated`` says that the idempotency key was used before.
    """

    complaint: Complaint
    print_job: int | None
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Survey:
    """One visitor's answers: satisfied, not satisfied, or None for no answer.

    Args:
        process: how the service was given (row 2.1).
        information: the information on how to get it (row 3.1).
        politeness: the politeness of the staff (row 5.1).
        complaint_procedure: the procedure of complaint (row 4.3).
        complaint_term: the terms of complaint (row 4.4).
    """

    process: bool | None = None
    information: bool | None = None
    politeness: bool | None = None
    complaint_procedure: bool | None = None
    complaint_term: bool | None = None

    @property
    def is_empty(self) -> bool:
        """Whether every question was left out."""
        return all(answer is None for answer in self.answers().values())

    def answers(self) -> dict[str, bool | None]:
        """The answers by question."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


class SurveyState(Enum):
    """Whether the survey of a visit may be answered."""

    NOT_YET = "not_yet"
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
