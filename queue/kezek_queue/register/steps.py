"""The life of a request after its acceptance: every step is one function on one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from kezek_core.calendar import (
    CalendarError,
    DueDate,
    TermError,
    WorkingCalendar,
    due_on,
    extension_notice_due_on,
    office_date,
    return_due_on,
    return_notice_due_on,
    unclaimed,
    valid_until_on,
)
from kezek_core.papers import Subject, SubjectKind
from kezek_core.standards import Extension
from kezek_queue.clock import to_us
from kezek_queue.errors import (
    BadDateError,
    DocumentsNotShownError,
    NoSuchExtensionError,
    NotAllowedByStandardError,
    ReasonNeededError,
    RequestStateError,
    StaleRequestError,
)
from kezek_queue.papers.print_jobs import add_job
from kezek_queue.people.personal_data import checked_text, keep
from kezek_queue.register.forms import PrintedForm, extension_notice, reason_mark, return_notice
from kezek_queue.register.kept_standard import KeptStandard, kept_standard
from kezek_queue.register.rows import change_request, get_row, read_request, remember_step
from kezek_queue.register.values import (
    COMMANDS,
    CORRECT,
    EXTEND,
    HAND_OVER,
    ISSUE,
    READY,
    REFUSE,
    RETURN,
    SEND,
    STEPS,
    UNCLAIM,
    Request,
    RequestState,
    Step,
)
from kezek_queue.store.transaction import Transaction

MOST_REASONS = 20

Expected = RequestState | None
"""The state a page believes; None gives the command whatever the state."""


def send(tx: Transaction, *, number: str, actor: str, expected: Expected) -> Request:
    """The papers go to the authority, which may send them back within its term."""
    request, kept = _load(tx, number)
    if _pressed_twice(request, SEND, expected):
        return request
    on = _today(tx)
    due = _term(return_due_on, kept.returns, on, kept.calendar(tx.office))
    return _step(tx, request, SEND, actor, sent_on=on, return_by_on=_day(due))


def return_from_authority(
    tx: Transaction, *, number: str, reasons: Iterable[str], actor: str, expected: Expected
) -> Request:
    """The authority sent faulty papers back; the visitor's notice is printed."""
    request, kept = _load(tx, number)
    if _pressed_twice(request, RETURN, expected):
        return request
    texts = _reasons(reasons)
    on = _today(tx)
    notice = _term(return_notice_due_on, kept.returns, on, kept.calendar(tx.office))
    times = request.times_returned + 1
    back = replace(request, times_returned=times, return_notice_by_on=_day(notice))
    slip = return_notice(_paper(tx, request), back, kept, len(texts))
    late = request.return_by_on is not None and on > request.return_by_on
    changed = _step(
        tx, request, RETURN, actor,
        body={"reasons": len(texts), "authority_late": late},
        jobs=[add_job(tx, _subject(request), slip)],
        returned_on=on, return_notice_by_on=_day(notice), times_returned=times,
    )  # fmt: skip
    keep(tx, request.number, {reason_mark(times, n): texts[n] for n in range(len(texts))})
    return changed


def correct(tx: Transaction, *, number: str, actor: str, expected: Expected) -> Request:
    """The visitor mended the papers; they can go to the authority again."""
    request, _ = _load(tx, number)
    if _pressed_twice(request, CORRECT, expected):
        return request
    return _step(tx, request, CORRECT, actor)


def ready(tx: Transaction, *, number: str, actor: str, expected: Expected) -> Request:
    """The result lies in the office; from the day of issue on the receipt it is kept."""
    request, kept = _load(tx, number)
    if _pressed_twice(request, READY, expected):
        return request
    on = _today(tx)
    days: dict[str, Any] = {"ready_on": on}
    if kept.unclaimed_keep is not None:
        since = max(on, request.due_on)
        calendar = kept.calendar(tx.office)
        keeping = _term(unclaimed, kept.unclaimed_keep, since, calendar)
        days |= {"keep_until_on": keeping.kept_until_on, "hand_over_on": keeping.hand_over_on}
    late = on > request.due_on
    return _step(tx, request, READY, actor, body={"late": late}, **days)


def issue(
    tx: Transaction,
    *,
    number: str,
    documents: Mapping[str, int] | None,
    actor: str,
    expected: Expected,
) -> Request:
    """The visitor got the result, after showing what the standard asks for at collection."""
    request, kept = _load(tx, number)
    if _pressed_twice(request, ISSUE, expected):
        return request
    if documents is not None:
        _check_shown(request, kept, documents)
    on = _today(tx)
    valid = None
    if kept.valid is not None:
        valid = _term(valid_until_on, kept.valid, on, kept.calendar(tx.office))
    body = {} if documents is None else {"shown": {n: c for n, c in documents.items() if c}}
    return _step(tx, request, ISSUE, actor, body=body, valid_until_on=valid, **_closed(tx, on))


def refuse(
    tx: Transaction, *, number: str, reasons: Iterable[str], actor: str, expected: Expected
) -> Request:
    """The service is refused, with its reasons."""
    request, kept = _load(tx, number)
    if _pressed_twice(request, REFUSE, expected):
        return request
    if kept.refusal_possible is False:
        raise NotAllowedByStandardError(
            f"expected a standard that knows grounds for refusal, but {kept.standard} names none; "
            "give the service, or extend the term where the standard allows it",
            standard=kept.standard,
        )
    texts = _reasons(reasons)
    late = _today(tx) > request.due_on
    changed = _step(
        tx, request, REFUSE, actor, body={"reasons": len(texts), "late": late},
        **_closed(tx, _today(tx)),
    )  # fmt: skip
    keep(tx, request.number, {f"refusal_reason_{n}": texts[n] for n in range(len(texts))})
    return changed


def extend(
    tx: Transaction, *, number: str, which: int, reason: str, actor: str, expected: Expected
) -> Request:
    """The term is prolonged as the standard allows; the visitor's notice is printed."""
    request, kept = _load(tx, number)
    if expected is not None and request.extension == which and request.state is expected:
        return request
    _pressed_twice(request, EXTEND, expected)
    extension = _extension(kept, which)
    on = _today(tx)
    if on > request.due_on:
        raise NotAllowedByStandardError(
            f"expected a term that still runs, but {request.shown} was due on {request.due_on}; "
            "an extension does not mend a term that is over",
            standard=kept.standard,
            due_on=request.due_on.isoformat(),
        )
    (why,) = _reasons([reason])
    calendar = kept.calendar(tx.office)
    later = _longer(request, kept, extension, calendar)
    notice = _day(_term(extension_notice_due_on, extension, on, calendar))
    longer = replace(request, due_on=later, extension=which, extension_notice_by_on=notice)
    slip = extension_notice(_paper(tx, request), longer, kept, extension)
    changed = _step(
        tx, request, EXTEND, actor, jobs=[add_job(tx, _subject(request), slip)],
        due_on=later, extension=which, extended_on=on, extension_notice_by_on=notice,
    )  # fmt: skip
    keep(tx, request.number, {f"extension_reason_{which}": why})
    return changed


def mark_unclaimed(tx: Transaction, *, numbers: Iterable[str], on: date, actor: str) -> int:
    """Results nobody came for in the standard's time are unclaimed; returns how many."""
    marked = 0
    for number in numbers:
        request, _ = _load(tx, number)
        over = request.keep_until_on is not None and request.keep_until_on < on
        if request.state is RequestState.READY and over:
            _step(tx, request, UNCLAIM, actor)
            marked += 1
    return marked


def hand_over(tx: Transaction, *, number: str, actor: str, expected: Expected) -> Request:
    """An unclaimed result goes to the authority."""
    request, _ = _load(tx, number)
    if _pressed_twice(request, HAND_OVER, expected):
        return request
    on = _today(tx)
    if request.hand_over_on is not None and on < request.hand_over_on:
        raise NotAllowedByStandardError(
            f"expected {request.hand_over_on} or later, the day on which {request.shown} goes to "
            f"the authority, today is {on}; keep it until then",
            hand_over_on=request.hand_over_on.isoformat(),
        )
    return _step(tx, request, HAND_OVER, actor, **_closed(tx, on))


def _check_shown(request: Request, kept: KeptStandard, shown: Mapping[str, int]) -> None:
    """Refuse a result to who did not show what its standard asks for.

    Source: order 3 of 2008, apostille standard, item 16.
    """
    lacking = kept.not_shown(shown)
    if lacking:
        names = ", ".join(each.id for each in lacking)
        raise DocumentsNotShownError(
            f"expected {names} or what stands instead of it to be shown for {request.shown}, got "
            f"{', '.join(name for name, count in shown.items() if count) or 'nothing'}; ask the "
            "visitor, then give the result out",
            number=request.shown,
            missing=[each.id for each in lacking],
        )


def _load(tx: Transaction, number: str) -> tuple[Request, KeptStandard]:
    row = get_row(tx.connection, tx.office_id, number)
    return read_request(row), kept_standard(tx.connection, tx.office_id, row.kept)


def _pressed_twice(request: Request, step: Step, expected: Expected) -> bool:
    """Whether this very step was taken already from the state the page still shows.

    Raises:
        StaleRequestError: the page shows a state that is over, and another step led on.
        RequestStateError: the step may not be taken from here.
    """
    if expected is not None and request.state is not expected:
        if request.state is step.target and expected in step.sources:
            return True
        raise StaleRequestError(
            f"expected {request.shown} to be {expected.value}, it is {request.state.value} by "
            "now; look at it again, then decide",
            request=request.number,
            current=request.state.value,
        )
    if request.state not in step.sources:
        raise _wrong_state(request, step)
    return False


def _wrong_state(request: Request, step: Step) -> RequestStateError:
    can = [each.name for each in STEPS if request.state in each.sources]
    return RequestStateError(
        f"expected a request that allows {step.name!r}, got {request.shown} which is "
        f"{request.state.value}; what can be done now: {', '.join(can) or 'nothing'}",
        number=request.shown,
        state=request.state.value,
        # By the names of pages and programs, as `allowed_steps` tells them.
        command=next((name for name, each in COMMANDS.items() if each is step), step.name),
        allowed=[name for name, each in COMMANDS.items() if request.state in each.sources],
    )


def _step(
    tx: Transaction,
    request: Request,
    step: Step,
    actor: str,
    *,
    body: dict[str, Any] | None = None,
    jobs: list[int] | None = None,
    **changes: Any,
) -> Request:
    """Store what a step changes and write it into the journal; nobody is named there."""
    state = step.target or request.state
    change_request(tx, request.number, state=state, **changes)
    days: dict[str, Any] = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in changes.items()
        if not name.endswith("_us")
    }
    printed: dict[str, Any] = {"jobs": jobs} if jobs else {}
    seq = tx.record(
        step.event, actor=actor, request=request.number, service=request.service,
        standard=request.standard, edition=request.edition, was=request.state.value,
        state=state.value, **days, **(body or {}), **printed,
    )  # fmt: skip
    remember_step(tx, request.number, seq)
    return read_request(get_row(tx.connection, tx.office_id, request.number))


def _subject(request: Request) -> Subject:
    return Subject(SubjectKind.REQUEST, request.number)


def _extension(kept: KeptStandard, which: int) -> Extension:
    if type(which) is int and 0 <= which < len(kept.extensions):
        return kept.extensions[which]
    places = ", ".join(
        f"{place} ({each.amount} {each.unit.value})" for place, each in enumerate(kept.extensions)
    )
    raise NoSuchExtensionError(
        f"expected one of the extensions that {kept.standard} allows, {places or 'none'}, got "
        f"{which!r}; choose one of them, or answer within the term",
        standard=kept.standard,
        known=len(kept.extensions),
    )


def _longer(
    request: Request, kept: KeptStandard, extension: Extension, calendar: WorkingCalendar
) -> date:
    if kept.term is None:
        raise NotAllowedByStandardError(
            f"expected a term in the standard {kept.standard}, got none; add [term] to its file",
            standard=kept.standard,
        )
    later: date = _term(due_on, kept.term, request.accepted_on, calendar, extension).due_on
    if later <= request.due_on:
        raise NoSuchExtensionError(
            f"expected an extension past {request.due_on}, got one to {later}; {request.shown} "
            "has that long already",
            standard=kept.standard,
            due_on=request.due_on.isoformat(),
        )
    return later


def _reasons(reasons: Iterable[str]) -> list[str]:
    given = [reasons] if isinstance(reasons, str) else list(reasons)
    texts = [text for text in (checked_text(each, "a reason", "reason") for each in given) if text]
    if not texts or len(texts) > MOST_REASONS:
        raise ReasonNeededError(
            f"expected 1 to {MOST_REASONS} reasons in words, got {len(texts)}; the visitor has a "
            "right to know them, write them down",
        )
    return texts


def _term(count: Any, *args: Any) -> Any:
    """Count a term, or refuse the day it would end on."""
    try:
        return count(*args)
    except (TermError, CalendarError) as error:
        raise BadDateError(str(error)) from error


def _day(due: DueDate | None) -> date | None:
    return None if due is None else due.due_on


def _closed(tx: Transaction, on: date) -> dict[str, Any]:
    return {"closed_on": on, "closed_us": to_us(tx.now.at)}


def _today(tx: Transaction) -> date:
    return office_date(tx.now.at, tx.office.hours.zone)


def _paper(tx: Transaction, request: Request) -> PrintedForm:
    return PrintedForm(tx.office, tx.now.at, request.language)
