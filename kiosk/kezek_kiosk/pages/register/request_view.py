"""One request as its page shows it: terms with their sources, documents, what may be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from kezek_core.calendar import (
    DueDate,
    WorkingCalendar,
    due_on,
    extension_notice_due_on,
    return_due_on,
    return_notice_due_on,
    unclaimed,
    valid_until_on,
)
from kezek_core.dates import short_date
from kezek_core.errors import KezekError
from kezek_core.standards import Extension, PeriodUnit, Standard
from kezek_core.texts import LocalText
from kezek_kiosk.pages.register.documents_view import DocumentLine, lines_to_show
from kezek_kiosk.web.i18n import local
from kezek_queue import Queue, Request
from kezek_queue.register import KeptStandard, extensions_left
from kezek_queue.wording import span_words


@dataclass(frozen=True, slots=True)
class TermLine:
    """One term of a request.

    Args:
        name: what it is.
        on: its day; None where there is none yet.
        rule: how long it is by the standard; "" for nothing.
        source: where the standard says so; None is unknown.
        note: a remark in the page's language; "" for nothing.
        strong: whether it is the one that counts now.
    """

    name: str
    on: date | None
    rule: str = ""
    source: str | None = None
    note: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class ExtensionChoice:
    """One extension that may still be given.

    Args:
        which: its place in the standard's list, from 0.
        length: how long the term is then in all.
        reason: the standard's own reason, in Kazakh as the act has it.
        due_on: the day that would hold.
        notice_by_on: until when the visitor must be told; None where no notice is owed.
        source: the place in the act; None is unknown.
    """

    which: int
    length: str
    reason: str
    due_on: date
    notice_by_on: date | None
    source: str | None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One document that was handed in, and how many of it."""

    title: LocalText
    count: int


@dataclass(frozen=True, slots=True)
class RequestView:
    """Everything that the page of a request shows and that names nobody."""

    request: Request
    kept: KeptStandard
    standard: Standard | None
    allowed: tuple[str, ...]
    terms: tuple[TermLine, ...]
    documents: tuple[HandedIn, ...]
    extensions: tuple[ExtensionChoice, ...]
    to_show: tuple[DocumentLine, ...]
    follows: dict[str, str]


def request_view(queue: Queue, number: str, today: date) -> RequestView:
    """What the page of one request shows.

    Args:
        queue: the office's.
        number: as typed, shown or scanned.
        today: the office's date.

    Raises:
        RequestNumberError, MistypedNumberError, UnknownRequestError: no such request.
    """
    request = queue.register.get(number)
    kept = queue.register.standard_of(number)
    standard = _standard(queue, request.standard)
    calendar = kept.calendar(queue.office)
    return RequestView(
        request=request,
        kept=kept,
        standard=standard,
        allowed=queue.register.allowed([request], today)[request.number],
        terms=tuple(_terms(request, kept, _sources(standard))),
        documents=tuple(_documents(request, kept)),
        extensions=tuple(_extensions(request, kept, _sources(standard), calendar, today)),
        to_show=lines_to_show(kept),
        follows=_follows(request, kept, calendar, today),
    )


def grounds_of(view: RequestView) -> tuple[str, ...]:
    """The grounds for refusal that the standard names, as the act words them."""
    return () if view.standard is None else view.standard.refusal.grounds


def _standard(queue: Queue, standard_id: str) -> Standard | None:
    """The standard as it is known today, for its sources; None when it is known no longer."""
    try:
        return queue.standards.get(standard_id)
    except KezekError:
        return None


def _sources(standard: Standard | None) -> Callable[[str], str | None]:
    return (lambda path: None) if standard is None else standard.source


def _terms(
    request: Request, kept: KeptStandard, source: Callable[[str], str | None]
) -> Iterator[TermLine]:
    term = "" if kept.term is None else local(span_words(kept.term.amount, kept.term.unit))
    extended = request.extension is not None
    name = _("First promise") if extended else _("Answer due")
    yield TermLine(name, request.first_due_on, term, source("term.amount"), strong=not extended)
    yield from _extension_lines(request, kept, source)
    if request.sent_on is not None:
        yield TermLine(_("Sent to the authority"), request.sent_on)
    if request.return_by_on is not None:
        yield TermLine(
            _("The authority may return the papers until"), request.return_by_on,
            _working_days(kept.returns.authority_days), source("returns.authority_days"),
        )  # fmt: skip
    if request.returned_on is not None:
        times = _("time %(number)s", number=request.times_returned)
        note = times if request.times_returned > 1 else ""
        yield TermLine(_("Returned by the authority"), request.returned_on, note=note)
    if request.return_notice_by_on is not None:
        yield TermLine(
            _("Tell the visitor of the return by"), request.return_notice_by_on,
            _working_days(kept.returns.notify_days), source("returns.notify_days"),
        )  # fmt: skip
    yield from _result_lines(request, kept, source)


def _extension_lines(
    request: Request, kept: KeptStandard, source: Callable[[str], str | None]
) -> Iterator[TermLine]:
    if request.extension is None:
        return
    path = f"extensions.{request.extension}"
    given = kept.extensions[request.extension]
    length = local(span_words(given.amount, given.unit))
    yield TermLine(
        _("Answer due after the extension"), request.due_on, length, source(f"{path}.amount"),
        strong=True,
    )  # fmt: skip
    yield TermLine(_("Extended"), request.extended_on)
    if request.extension_notice_by_on is not None:
        days = given.notify_days or 0
        yield TermLine(
            _("Tell the visitor of the extension by"), request.extension_notice_by_on,
            _calendar_days(days), source(f"{path}.notify_days"),
        )  # fmt: skip


def _result_lines(
    request: Request, kept: KeptStandard, source: Callable[[str], str | None]
) -> Iterator[TermLine]:
    if request.ready_on is not None:
        yield TermLine(_("Result ready"), request.ready_on)
    if request.keep_until_on is not None:
        keep = kept.unclaimed_keep
        length = "" if keep is None else local(span_words(keep.amount, keep.unit))
        yield TermLine(
            _("Kept for the visitor until"), request.keep_until_on, length,
            source("unclaimed_keep.amount"),
        )  # fmt: skip
    if request.hand_over_on is not None:
        yield TermLine(_("Goes to the authority if not collected"), request.hand_over_on)
    if request.closed_on is not None:
        yield TermLine(_("Closed on"), request.closed_on)
    if request.valid_until_on is not None:
        valid = kept.valid
        length = "" if valid is None else local(span_words(valid.amount, valid.unit))
        yield TermLine(
            _("Result valid until"), request.valid_until_on, length, source("result.valid")
        )


def _documents(request: Request, kept: KeptStandard) -> Iterator[HandedIn]:
    for each in kept.documents:
        count = request.documents.get(each.id, 0)
        if count:
            yield HandedIn(each.title, count)


def _extensions(
    request: Request,
    kept: KeptStandard,
    source: Callable[[str], str | None],
    calendar: WorkingCalendar,
    today: date,
) -> Iterator[ExtensionChoice]:
    for which in extensions_left(request, kept, today):
        extension = kept.extensions[which]
        later = _longer(request, kept, extension, calendar)
        if later is None or later <= request.due_on:
            continue
        notice = extension_notice_due_on(extension, today, calendar)
        yield ExtensionChoice(
            which=which,
            length=local(span_words(extension.amount, extension.unit)),
            reason=extension.reason,
            due_on=later,
            notice_by_on=None if notice is None else notice.due_on,
            source=source(f"extensions.{which}.amount"),
        )


def _longer(
    request: Request, kept: KeptStandard, extension: Extension, calendar: WorkingCalendar
) -> date | None:
    term = kept.term
    if term is None:
        return None
    counted: DueDate | None = _counted(
        lambda: due_on(term, request.accepted_on, calendar, extension)
    )
    return None if counted is None else counted.due_on


def _follows(
    request: Request, kept: KeptStandard, calendar: WorkingCalendar, today: date
) -> dict[str, str]:
    """What each command brings about if it is given today, in a sentence with its day."""
    back = _counted(lambda: return_due_on(kept.returns, today, calendar))
    notice = _counted(lambda: return_notice_due_on(kept.returns, today, calendar))
    sentences = {
        "send": _("The papers go to the authority today."),
        "return": _("The visitor's notice is printed."),
        "correct": _("The corrected papers are here again; then they go to the authority."),
        "ready": _("The visitor can collect the result from now on."),
        "issue": _(
            "The visitor gets the result today. Make sure that it goes to the right person."
        ),
        "refuse": _("The request ends here. The visitor has a right to know the reasons."),
        "hand_over": _("The result leaves the office; the visitor collects it at the authority."),
        "reprint": _("The paper says that it is a copy; the number stays the same."),
    }
    if back is not None:
        sentences["send"] += " " + _(
            "It may return faulty papers until %(day)s.", day=short_date(back.due_on)
        )
    if notice is not None:
        sentences["return"] += " " + _(
            "Tell the visitor by %(day)s.", day=short_date(notice.due_on)
        )
    keep, valid = kept.unclaimed_keep, kept.valid
    if keep is not None:
        since = max(today, request.due_on)
        keeping = _counted(lambda: unclaimed(keep, since, calendar))
        if keeping is not None:
            sentences["ready"] += " " + _(
                "It is kept until %(day)s.", day=short_date(keeping.kept_until_on)
            )
    if valid is not None:
        until = _counted(lambda: valid_until_on(valid, today, calendar))
        if until is not None:
            sentences["issue"] += " " + _("It is valid until %(day)s.", day=short_date(until))
    return sentences


def _counted(count: Callable[[], Any]) -> Any:
    """A day, or None where the calendar does not reach it: the command itself will say why."""
    try:
        return count()
    except KezekError:
        return None


def _working_days(days: int | None) -> str:
    return "" if days is None else local(span_words(days, PeriodUnit.WORKING_DAYS))


def _calendar_days(days: int) -> str:
    return local(span_words(days, PeriodUnit.CALENDAR_DAYS))
