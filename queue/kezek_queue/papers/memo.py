"""The service memo: on one paper what a visitor must know to get a service.

What the standard and the office do not say is left out; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from kezek_core.calendar import FeeError
from kezek_core.dates import day_words
from kezek_core.events import EventKind
from kezek_core.papers import NOBODY, FormField, FormKind, FormList, FormSlip
from kezek_core.standards import (
    Addressee,
    DocumentStage,
    Place,
    ServiceForm,
    Standard,
    Weekday,
    asked_at,
    cited,
    edition_on,
)
from kezek_core.texts import LocalText, by_language, chained, filled, same
from kezek_core.translated import from_kazakh
from kezek_queue.office.lookup import check_language, service_of
from kezek_queue.office.office import Office, Service
from kezek_queue.papers import memo_words as words
from kezek_queue.papers.document_words import listed, small
from kezek_queue.papers.form_words import (
    TO_SHOW_HEADING,
    hours_words,
    joined,
    share_words,
    tenge_words,
)
from kezek_queue.papers.memo_hours import day_hours, days_words, season_words, week_words
from kezek_queue.papers.print_jobs import add_job
from kezek_queue.store.idempotency import once
from kezek_queue.store.transaction import QueueConfig, Transaction
from kezek_queue.wording.term_words import span_words

SCOPE = "memo"
MOST_WINDOWS = 6
"""A longer row of window numbers helps nobody: the board names the one."""


def service_memo(
    office: Office, standard: Standard, service: Service, *, language: str, at: datetime
) -> FormSlip:
    """The memo of one service of an office.

    Args:
        office: the office that gives the service.
        standard: the service's standard.
        service: the service.
        language: the language the visitor chose.
        at: the instant, which decides the edition and the price; aware UTC.

    Source: Rules 126 of 2014, item 11 and annex 5, edition of 2016-03-01.
    """
    on = at.astimezone(office.hours.zone).date()
    memo = _Memo(office, standard, service, on)
    return FormSlip(
        kind=FormKind.MEMO,
        office=office.name,
        title=words.TITLE,
        issued_at=at,
        time_zone=office.time_zone,
        language=language,
        fields=tuple(memo.fields()),
        lists=tuple(memo.lists()),
        notes=tuple(memo.notes()),
    )


def memo_of(config: QueueConfig, service: str, *, language: str, at: datetime) -> FormSlip:
    """The memo of a service by its slug.

    Raises:
        UnknownServiceError, UnknownLanguageError: no such thing here.
    """
    known = service_of(config.office, service)
    check_language(config.office, language)
    standard = config.standards.get(known.standard)
    return service_memo(config.office, standard, known, language=language, at=at)


def print_memo(tx: Transaction, *, service: str, language: str, key: str | None, actor: str) -> int:
    """Queue the memo of a service for printing and return the job's id.

    Raises:
        UnknownServiceError, UnknownLanguageError: no such thing here.
        IdempotencyConflictError: the key stood for another memo.
    """
    asked = {"service": service, "language": language}
    return once(
        tx, SCOPE, key, asked,
        do=lambda: _queue_memo(tx, service, language, actor),
        kept=lambda job: {"job": job}, again=lambda ids: int(ids["job"]),
    )  # fmt: skip


def _queue_memo(tx: Transaction, service: str, language: str, actor: str) -> int:
    memo = memo_of(tx.config, service, language=language, at=tx.now.at)
    job = add_job(tx, NOBODY, memo)
    tx.record(
        EventKind.PRINT_REQUESTED, actor=actor, form=memo.kind.value, service=service,
        language=language, job=job, **NOBODY.facts(),
    )  # fmt: skip
    return job


class _Memo:
    """The parts of one memo, each in the order in which a visitor needs them."""

    def __init__(self, office: Office, standard: Standard, service: Service, on: date) -> None:
        self.office = office
        self.standard = standard
        self.service = service
        self.on = on
        self.title = service.name or standard.short

    def fields(self) -> Iterator[FormField]:
        yield FormField(words.SERVICE, self.standard.title)
        yield from self._provider()
        yield from self._hours()
        yield from self._term()
        yield from self._waits()
        yield from self._fee()
        yield from self._result()

    def lists(self) -> Iterator[FormList]:
        yield FormList(words.STEPS, tuple(self._steps()))
        standard = self.standard
        found = (
            (words.DOCUMENTS, self._documents(DocumentStage.SUBMISSION)),
            (TO_SHOW_HEADING, self._documents(DocumentStage.PICKUP)),
            (words.STATE_HELD, tuple(self._state_held())),
            (words.EXTENSIONS, tuple(self._extensions())),
            (words.GROUNDS, tuple(map(from_kazakh, standard.refusal.grounds))),
            (words.COMPLAINTS, tuple(self._complaints())),
        )
        for heading, items in found:
            if items:
                yield FormList(heading, items)

    def notes(self) -> Iterator[LocalText]:
        if self._place() is None and len(self.standard.places) > 1:
            yield filled(words.SEVERAL_PLACES, count=str(len(self.standard.places)))
        act = by_language(lambda language: cited(self.standard.act, language))
        edition = day_words(edition_on(self.standard, self.on).on)
        yield filled(words.SOURCE, act=act, edition=edition)

    def _provider(self) -> Iterator[FormField]:
        provider, place = self.standard.provider, self._place()
        if provider is not None:
            yield FormField(words.PROVIDER, provider.name)
        where = place or provider
        if where is not None and where.address:
            yield FormField(words.ADDRESS, joined(same(where.address), _room(where.room)))
        website = None if provider is None else provider.website
        if website:
            on_paper = self.standard.form in (None, ServiceForm.NOT_AUTOMATED)
            yield FormField(words.WEBSITE if on_paper else words.PORTAL, same(website))
        phones = (place.phones if place is not None else ()) + (provider.phones if provider else ())
        if phones:
            yield FormField(words.PHONES, same(", ".join(dict.fromkeys(phones))))

    def _place(self) -> Place | None:
        """Where this office is: the act's only place, or the one that has the office's name."""
        places = self.standard.places
        if len(places) == 1:
            return places[0]
        return next((each for each in places if each.name.kk == self.office.name.kk), None)

    def _hours(self) -> Iterator[FormField]:
        week = self.office.hours.week
        own = {day: hours_words(week.get(at)) for at, day in enumerate(Weekday)}
        yield FormField(words.OFFICE_HOURS, week_words(own))
        schedule = self.standard.schedule
        by_act = [(each, day_hours(each.hours)) for each in schedule.seasons]
        if len(by_act) == 1:
            ((_, hours),) = by_act
            if own == {day: hours if day in schedule.days else "" for day in Weekday}:
                return
        seasons = [season_words(season, hours) for season, hours in by_act]
        days = days_words(list(schedule.days))
        yield FormField(words.STANDARD_HOURS, joined(days, chained(seasons, "; "), " "))

    def _term(self) -> Iterator[FormField]:
        term = self.standard.term
        if term is None:
            return
        length = span_words(term.amount, term.unit)
        if term.counted_from is not None:
            length = joined(length, words.COUNTED_FROM[term.counted_from], " ")
        excluded = words.EXCLUDED.get(tuple(sorted(term.excludes)))
        yield FormField(words.TERM, length if excluded is None else joined(length, excluded))

    def _waits(self) -> Iterator[FormField]:
        limits = self.standard.waiting_minutes
        limits_in_words = [
            filled(pattern, minutes=str(getattr(limits, stage)))
            for stage, pattern in words.WAITS.items()
            if getattr(limits, stage) is not None
        ]
        yield FormField(words.WAIT, chained(limits_in_words, ", "))

    def _fee(self) -> Iterator[FormField]:
        fee = self.standard.fee
        if fee.free:
            yield FormField(words.FEE, words.FREE)
            return
        if fee.mci_share is None:
            yield FormField(words.FEE, words.PAID)
            return
        price = share_words(fee.mci_share)
        try:
            tenge = tenge_words(self.office.fee_due(fee, self.on).tenge)
        except FeeError:
            tenge = ""  # no index is known for today: the share alone is true
        today = filled(words.TODAY, tenge=tenge) if tenge else ""
        yield FormField(words.FEE, joined(price, today))
        payee = fee.payee
        if payee is not None:
            numbers = (
                (words.TAXPAYER, payee.taxpayer_number),
                (words.ACCOUNT, payee.account),
                (words.BANK, payee.bank_code),
                (words.PURPOSE, payee.purpose_code),
            )
            details = [joined(label, number, " ") for label, number in numbers if number]
            yield FormField(words.PAY_TO, joined(payee.name, chained(details, ", ")))

    def _result(self) -> Iterator[FormField]:
        result, kept = self.standard.result, self.standard.unclaimed_keep
        if result is not None:
            title, valid = result.title, result.valid
            if valid is not None:
                span = span_words(valid.amount, valid.unit)
                title = joined(title, filled(words.VALID, span=span))
            yield FormField(words.RESULT, title)
        if kept is not None:
            yield FormField(words.KEPT, span_words(kept.amount, kept.unit))
        if self.standard.refusal.possible is False:
            yield FormField(words.REFUSAL, words.NO_REFUSAL)

    def _steps(self) -> Iterator[LocalText]:
        if not self.standard.fee.free:
            yield words.STEP_PAY
        yield filled(words.STEP_TICKET, title=self.title, letter=self.service.letter)
        windows = [str(each.id) for each in self.office.windows_for(self.service.id)]
        if len(windows) > MOST_WINDOWS:
            yield words.STEP_BOARD
        else:
            step = words.STEP_BOARD
            yield filled(words.WINDOWS, step=step, windows=", ".join(windows))
        yield words.STEP_HAND_IN
        yield words.STEP_RECEIPT if self.standard.receipt_fields else words.STEP_NOTE
        yield words.STEP_COLLECT

    def _documents(self, stage: DocumentStage) -> tuple[LocalText, ...]:
        documents = self.standard.documents
        return tuple(listed(each, documents) for each in asked_at(documents, stage))

    def _state_held(self) -> Iterator[LocalText]:
        """Nobody brings these, so nobody needs to read when they would be due."""
        return (each.title for each in self.standard.documents if each.state_held)

    def _extensions(self) -> Iterator[LocalText]:
        for each in self.standard.extensions:
            span, reason = span_words(each.amount, each.unit), from_kazakh(each.reason)
            yield filled(words.EXTENDED_BY, span=span, reason=small(reason))

    def _complaints(self) -> Iterator[LocalText]:
        yield words.COMPLAIN_HERE
        yield from map(_addressee, self.standard.complaints.to)
        if self.standard.complaints.court:
            yield words.COURT


def _addressee(addressee: Addressee) -> LocalText:
    contacts = (addressee.address, addressee.room, *addressee.phones, addressee.email)
    ways = [each for each in (*contacts, addressee.website) if each]
    return joined(addressee.name, ", ".join(ways), ": ")


def _room(room: str | None) -> LocalText | str:
    """A room's number with its word; a room with a name needs none."""
    if room and room.isdecimal():
        return filled(words.ROOM, room=room)
    return room or ""
