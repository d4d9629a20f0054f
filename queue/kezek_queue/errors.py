"""The errors of the queue: a stable code for screens, plain facts for the sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kezek_core.errors import KezekError
from kezek_core.toml_table import FaultyFileError


class QueueError(KezekError):
    """Anything the queue refuses or reports.

    Args:
        message: what was expected, what came, where, and what to do next.
        facts: plain values for the sentence a person reads.
    """

    code = "queue_error"

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.facts: dict[str, Any] = facts


class Refusal(QueueError):
    """A command that changes nothing, because the office's rules do not allow it now."""


class StorageError(QueueError):
    """The database cannot be used as it is."""


class UnknownServiceError(Refusal, LookupError):
    """No service of the office has this slug."""

    code = "unknown_service"


class UnknownWindowError(Refusal, LookupError):
    """No window of the office has this number."""

    code = "unknown_window"


class UnknownTicketError(Refusal, LookupError):
    """No ticket of the office has this id."""

    code = "unknown_ticket"


class UnknownPrintJobError(Refusal, LookupError):
    """No print job has this id."""

    code = "unknown_print_job"


class UnknownCategoryError(Refusal, LookupError):
    """No enabled preferential category has this slug."""

    code = "unknown_category"


class UnknownStageError(Refusal, LookupError):
    """The service does not offer this stage."""

    code = "unknown_stage"


class UnknownLanguageError(Refusal, ValueError):
    """Tickets are not printed in this language; no screen offers it, so a program asked."""

    code = "bad_request"


class OfficeClosedError(Refusal):
    """The office takes no visitors at this hour."""

    code = "office_closed"


class DayLimitReachedError(Refusal):
    """The service has given out all its numbers of the office day."""

    code = "day_limit_reached"


class NumberTakenError(Refusal):
    """Somebody else is called by the number of the ticket."""

    code = "number_taken"


class WrongStateError(Refusal):
    """The ticket stands where this command may not be given."""

    code = "wrong_state"


class NoShowTooEarlyError(Refusal):
    """The visitor was not called often or long enough for a no-show that counts."""

    code = "no_show_too_early"


class StaleCommandError(Refusal):
    """The page that gave the command shows a visitor who is no longer at the window."""

    code = "stale_command"


class WindowBusyError(Refusal):
    """A visitor is at the window."""

    code = "window_busy"


class WindowPausedError(Refusal):
    """The window calls nobody while it is paused."""

    code = "window_paused"


class WindowEmptyError(Refusal):
    """Nobody is at the window."""

    code = "window_empty"


class IdempotencyConflictError(Refusal):
    """The key was used before, for another request."""

    code = "idempotency_conflict"


class UnknownRequestError(Refusal, LookupError):
    """The register has no request of this number."""

    code = "unknown_request"


class RequestStateError(WrongStateError):
    """The request stands where this step may not be taken."""

    code = "wrong_request_state"


class PersonErasedError(Refusal):
    """The paper named somebody whose data were erased since."""

    code = "person_erased"


class StaleRequestError(StaleCommandError):
    """The page that gave the step shows a state that is over."""

    code = "stale_request"


class RequestNumberError(Refusal, ValueError):
    """What was typed or scanned is no request number."""

    code = "request_number"


class MistypedNumberError(RequestNumberError):
    """The check digit of the request number does not fit."""

    code = "mistyped_number"


class NotReadyError(Refusal):
    """There is no result to collect: not yet, not any more, or never."""

    code = "not_ready"


class UnknownDocumentError(Refusal, LookupError):
    """The service's standard asks for no such document."""

    code = "unknown_document"


class DocumentsNotShownError(Refusal):
    """A document that the standard asks for at collection was not shown."""

    code = "documents_not_shown"


class PersonNeededError(Refusal, ValueError):
    """The form must name somebody, and the name is missing or is none."""

    code = "person_needed"


class ReasonNeededError(Refusal, ValueError):
    """The step must be given its reasons."""

    code = "reason_needed"


class BadDateError(Refusal, ValueError):
    """The date cannot be right."""

    code = "bad_date"


class FeeRefusedError(Refusal, ValueError):
    """The state duty cannot be worked out for the day of payment."""

    code = "fee_unknown"


class NoSuchExtensionError(Refusal, LookupError):
    """The standard does not allow this extension."""

    code = "no_extension"


class NotAllowedByStandardError(Refusal):
    """The standard of the request does not know this step, or not yet."""

    code = "not_allowed_by_standard"


class FeedbackInputError(Refusal, ValueError):
    """A complaint or an answer says what cannot be right."""

    code = "bad_feedback"


class UnknownComplaintError(Refusal, LookupError):
    """The office has no complaint of this number."""

    code = "unknown_complaint"


class ComplaintResolvedError(Refusal):
    """The complaint was answered before; an answer is given once."""

    code = "complaint_resolved"


class SurveyAnsweredError(Refusal):
    """The survey of this visit was answered before; there is one answer for a ticket."""

    code = "survey_answered"


class SurveyClosedError(Refusal):
    """The survey of this visit is not open: the visit is not over, or was too long ago."""

    code = "survey_closed"


class ClockKnownError(Refusal):
    """Staff said what time it is, but the clock is known to be right."""

    code = "clock_known"


class NothingToTakeBackError(Refusal, LookupError):
    """No ticket of the office day was closed out, or all of them wait again."""

    code = "nothing_to_take_back"


class TooManyRowsError(Refusal):
    """A file of this format does not hold so many rows."""

    code = "too_many_rows"


class LeaseLostError(Refusal):
    """The print job is no longer leased to whoever reports on it."""

    code = "lease_lost"


class DisciplineError(QueueError, RuntimeError):
    """The rule of calling failed, or chose somebody whom the window may not call."""

    code = "discipline_failed"


class OfficeFileError(QueueError, ValueError):
    """A file of the data directory is missing or does not say what it should."""

    code = "office_file"


class FaultyOfficeFileError(FaultyFileError, OfficeFileError):
    """A file of the data directory cannot be used; ``problems`` names every fault in it."""


class DatabaseMissingError(StorageError, FileNotFoundError):
    """The data directory holds no database."""

    code = "database_missing"


class DatabaseAddressError(StorageError, ValueError):
    """This is no address of a database on a server."""

    code = "database_address"


class DatabaseExistsError(StorageError, FileExistsError):
    """A new office was asked for where a database already is."""

    code = "database_exists"


class ArchiveError(StorageError):
    """Old years could not be moved to a file; nothing was moved."""

    code = "archive"


class ArchiveMissingError(StorageError, FileNotFoundError):
    """What is asked for lies in an archive that is not there."""

    code = "archive_missing"


class ArchiveDamagedError(StorageError):
    """An archive is not what was written; the office works without it."""

    code = "archive_damaged"


class CarryError(StorageError):
    """An office could not be carried into another database; it works on where it was."""

    code = "carry"


class OfficeInTargetError(CarryError, FileExistsError):
    """The other database holds this office already."""

    code = "office_in_target"


class OfficeServedError(CarryError):
    """A server works on the office that was to be carried."""

    code = "office_served"


class DatabaseCorruptError(StorageError):
    """The database is damaged, or is no database at all."""

    code = "database_corrupt"


class DatabaseTooNewError(StorageError):
    """A newer Kezek wrote this database."""

    code = "database_too_new"


class StorageFullError(StorageError, OSError):
    """There is no room left for the change."""

    code = "storage_full"


class StorageFailedError(StorageError, OSError):
    """The change could not be stored."""

    code = "storage_failed"


class DatabaseUnreachableError(StorageFailedError):
    """The database's server does not answer; whether the last change was stored is not known."""

    code = "database_unreachable"


class StatementFailedError(QueueError, RuntimeError):
    """The database is well and refused a statement of ours: a fault of Kezek, not of the disk."""

    code = "statement_failed"


def wrong_state(number: str, state: str, command: str, allowed: Iterable[str]) -> WrongStateError:
    """The refusal of a command that the state of the ticket does not allow."""
    can = sorted(allowed)
    return WrongStateError(
        f"expected a ticket that allows {command!r}, got {number} which is {state}; "
        f"what can be done now: {', '.join(can) or 'nothing'}",
        number=number,
        state=state,
        command=command,
        allowed=can,
    )
