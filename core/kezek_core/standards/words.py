"""The words a standard is written in: every value that is one of a few."""

from __future__ import annotations

from enum import Enum, StrEnum

INDICATOR_CODES = (
    "1.1",
    "1.2",
    "2.1",
    "2.2",
    "3.1",
    "3.2",
    "3.3",
    "4.1",
    "4.2",
    "4.3",
    "4.4",
    "5.1",
)
"""The twelve rows of the quality and accessibility table, in the order of the acts."""


class ActKind(StrEnum):
    """What sort of act approved the standard."""

    LAW = "law"
    DECREE = "decree"
    RESOLUTION = "resolution"
    ORDER = "order"
    DECISION = "decision"
    RULES = "rules"


class PeriodUnit(StrEnum):
    """What a term, an extension or a validity is counted in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    YEARS = "years"


class TermStart(StrEnum):
    """The moment from which a term is counted."""

    SUBMISSION = "submission"
    APPLICATION = "application"
    REGISTRATION = "registration"


class ExcludedDay(StrEnum):
    """A day that a term leaves out."""

    ACCEPTANCE_DAY = "acceptance_day"
    ISSUE_DAY = "issue_day"


class Weekday(StrEnum):
    """A day of the week; the order is Monday first."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


class Recipient(StrEnum):
    """Who may ask for the service."""

    INDIVIDUALS = "individuals"
    LEGAL_ENTITIES = "legal_entities"
    CITIZENS = "citizens"
    FOREIGN_CITIZENS = "foreign_citizens"
    STATELESS_PERSONS = "stateless_persons"


class ServiceForm(StrEnum):
    """How far the service is automated."""

    NOT_AUTOMATED = "not_automated"
    PARTLY_AUTOMATED = "partly_automated"
    AUTOMATED = "automated"


class DocumentStage(StrEnum):
    """When a document is asked for: as the papers are handed in, or as the result is collected."""

    SUBMISSION = "submission"
    PICKUP = "pickup"


class ReceiptField(StrEnum):
    """What the receipt for accepted documents must state."""

    REQUEST_NUMBER = "request_number"
    ACCEPTED_ON = "accepted_on"
    SERVICE = "service"
    DOCUMENTS = "documents"
    ISSUE_TIME = "issue_time"
    ISSUE_PLACE = "issue_place"
    ACCEPTED_BY = "accepted_by"
    APPLICANT = "applicant"
    APPLICANT_CONTACTS = "applicant_contacts"


class ComplaintForm(StrEnum):
    """The way in which a complaint may be made."""

    ORAL = "oral"
    WRITTEN = "written"
    POST = "post"
    ELECTRONIC = "electronic"
    IN_PERSON = "in_person"


class LegalState(Enum):
    """Whether a standard is law on a given day."""

    NOT_YET_IN_FORCE = "not_yet_in_force"
    IN_FORCE = "in_force"
    REPEALED = "repealed"
    UNKNOWN = "unknown"
