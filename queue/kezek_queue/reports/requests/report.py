"""The requests of some days as people hand them in: totals by service, and the list; no names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from kezek_core.standards import cited, edition_on, source_words
from kezek_core.texts import said_in
from kezek_queue.engine import Queue
from kezek_queue.register.values import Request
from kezek_queue.reports.document import (
    Cell,
    CellKind,
    Column,
    ColumnRole,
    Report,
    ReportLine,
    ReportTable,
    Rows,
    Tone,
    count_cell,
    day_cell,
    text_cell,
    text_line,
)
from kezek_queue.reports.period import made_at_words, period_words
from kezek_queue.reports.requests.selection import FoundRequests, RequestFilter
from kezek_queue.reports.requests.totals import RequestTotals, days_late
from kezek_queue.reports.requests.words import REQUEST_WORDS
from kezek_queue.reports.words import REPORT_WORDS
from kezek_queue.wording.figures import UNKNOWN, edition_words, grouped
from kezek_queue.wording.term_words import term_words

NAME = "requests"
RAW_HEADS = (
    "number", "service", "standard", "accepted_on", "due_on", "state", "ready_on", "closed_on",
    "kept", "days_late", "times_returned", "extended", "fee_tenge",
)  # fmt: skip


def request_report(
    queue: Queue, first_day: date, last_day: date, wanted: RequestFilter, language: str
) -> Report:
    """Word the requests accepted in some days.

    Args:
        queue: the office.
        first_day: first day of acceptance.
        last_day: the last one, included.
        wanted: which requests.
        language: ``kk``, ``ru`` or ``en``.

    Raises:
        UnknownServiceError: neither the office nor its register knows the service or standard.
        RequestStateError: there is no such state.
    """
    with queue.at_one_instant(first_day) as mark:
        found = FoundRequests(queue, first_day, last_day, wanted)
    words = _Words(found, language)
    made_at = mark.at.astimezone(queue.office.hours.zone)
    return Report(
        name=NAME,
        title=words.labels["title"],
        office=queue.office.name.in_language(language),
        facts=(
            (words.common["period"], period_words(first_day, last_day, language)),
            *words.chosen(),
            (words.common["as_of"], made_at_words(made_at, language)),
        ),
        tables=(words.totals(), words.listing()),
        basis=words.basis(),
        raw=words.raw(),
        first_day=first_day,
        last_day=last_day,
        made_at=made_at,
        mark=mark,
        language=language,
    )


class _Words:
    """The report in words."""

    def __init__(self, found: FoundRequests, language: str) -> None:
        self.found, self.language = found, language
        self.labels = said_in(language, REQUEST_WORDS)
        self.common = said_in(language, REPORT_WORDS)

    def chosen(self) -> Iterator[tuple[str, str]]:
        """What the list was narrowed to."""
        wanted = self.found.wanted
        parts = [
            None if wanted.service is None else self.title(wanted.service),
            wanted.standard,
            None if wanted.state is None else self.labels[f"state.{wanted.state}"],
        ]
        narrowed = ", ".join(part for part in parts if part)
        if narrowed:
            yield self.labels["filter"], narrowed

    def title(self, service: str | None) -> str:
        """The name of a service, or the word for all of them."""
        if service is None:
            return self.labels["all"]
        title = self.found.titles.get(service)
        return service if title is None else title.in_language(self.language)

    def totals(self) -> ReportTable:
        """How many, by service."""
        labels = self.labels
        return ReportTable(
            title="",
            columns=(
                Column(self.common["service"], share=1, sheet_width=38),
                Column(labels["accepted"], labels["handed_in"], CellKind.COUNT, least_mm=22),
                Column(
                    labels["refused_incomplete"],
                    labels["handed_in"],
                    CellKind.COUNT,
                    least_mm=22,
                    sheet_width=18,
                ),
                Column(labels["on_time"], labels["answers"], CellKind.COUNT, least_mm=22),
                Column(
                    labels["late"], labels["answers"], CellKind.COUNT, least_mm=22, sheet_width=14
                ),
                Column(
                    labels["open"], labels["answers"], CellKind.COUNT, least_mm=22, sheet_width=14
                ),
                Column(
                    labels["overdue"],
                    labels["answers"],
                    CellKind.COUNT,
                    least_mm=22,
                    sheet_width=14,
                ),
                Column(labels["uncollected"], kind=CellKind.COUNT, least_mm=22, sheet_width=18),
            ),
            lines=tuple(self._totals_line(each) for each in self.found.totals),
            notes=(labels["note"],),
        )

    def _totals_line(self, row: RequestTotals) -> ReportLine:
        return ReportLine(
            (
                text_cell(self.title(row.service)),
                count_cell(row.accepted),
                count_cell(row.refused_incomplete),
                count_cell(row.on_time),
                count_cell(row.late, _bad(row.late)),
                count_cell(row.open),
                count_cell(row.overdue, _bad(row.overdue)),
                count_cell(row.uncollected),
            ),
            ColumnRole.TOTAL if row.service is None else ColumnRole.ROW,
        )

    def listing(self) -> ReportTable:
        """Every request."""
        labels = self.labels
        return ReportTable(
            title=labels["list"],
            columns=(
                Column(labels["number"], sheet_width=14),
                Column(self.common["service"], share=2, sheet_width=34),
                Column(labels["standard"], share=1, sheet_width=40),
                Column(labels["accepted_on"], kind=CellKind.DAY),
                Column(labels["due_on"], kind=CellKind.DAY),
                Column(labels["state"], least_mm=22, sheet_width=24),
                Column(labels["ready_on"], kind=CellKind.DAY),
                Column(labels["closed_on"], kind=CellKind.DAY),
                Column(labels["kept"], least_mm=21, sheet_width=18),
                Column(labels["days_late"], kind=CellKind.COUNT, sheet_width=14),
                Column(labels["times_returned"], kind=CellKind.COUNT),
                Column(labels["extended"], sheet_width=12),
                Column(labels["fee_tenge"], kind=CellKind.COUNT),
            ),
            lines=tuple(self._line(each) for each in self.found.listed),
            notes=() if self.found.listed else (labels["none"],),
        )

    def _line(self, request: Request) -> ReportLine:
        late = days_late(request, self.found.today)
        return ReportLine(
            (
                text_cell(request.shown),
                text_cell(self.title(request.service)),
                text_cell(request.standard),
                day_cell(request.accepted_on),
                day_cell(request.due_on),
                text_cell(self.labels[f"state.{request.state.value}"]),
                day_cell(request.ready_on),
                day_cell(request.closed_on),
                self._verdict(request),
                count_cell(late, _bad(late)),
                count_cell(request.times_returned),
                text_cell(self.labels["no" if request.extension is None else "yes"]),
                Cell(request.fee_tenge, grouped(request.fee_tenge)),
            )
        )

    def _verdict(self, request: Request) -> Cell:
        verdict = _verdict_of(request, self.found.today)
        tone = {"on_time": Tone.GOOD, "open": Tone.PLAIN}.get(verdict, Tone.BAD)
        return text_cell(self.labels[f"verdict.{verdict}"], tone)

    def basis(self) -> ReportTable:
        """The terms that the requests were answered against."""
        return ReportTable(
            title=self.common["basis"],
            columns=(
                Column(self.common["service"], share=50),
                Column(self.labels["term"], least_mm=30),
                Column(self.common["act"], share=100),
                Column(self.common["place"], share=70),
                Column(self.common["edition"]),
            ),
            lines=tuple(self._basis_lines()),
        )

    def _basis_lines(self) -> Iterator[ReportLine]:
        library, office = self.found.queue.standards, self.found.queue.office
        for known in (library.get(each) for each in self.found.standards if each in library.ids()):
            services = (s.id for s in office.services.values() if s.standard == known.id)
            yield text_line(
                (
                    ", ".join(self.title(each) for each in services),
                    term_words(known.term, self.language) or UNKNOWN,
                    cited(known.act, self.language),
                    source_words(known.source("term.amount") or "", self.language),
                    edition_words(edition_on(known, self.found.today).name),
                )
            )

    def raw(self) -> Rows:
        """The list for programs."""
        return [[self._head(name) for name in RAW_HEADS], *self._raw_rows(self.found.listed)]

    def _head(self, name: str) -> str:
        return self.common["service"] if name == "service" else self.labels[name]

    def _raw_rows(self, requests: Iterable[Request]) -> Iterator[list[Any]]:
        for each in requests:
            yield [
                each.shown,
                self.title(each.service),
                each.standard,
                each.accepted_on.isoformat(),
                each.due_on.isoformat(),
                self.labels[f"state.{each.state.value}"],
                _day(each.ready_on),
                _day(each.closed_on),
                self.labels[f"verdict.{_verdict_of(each, self.found.today)}"],
                days_late(each, self.found.today),
                each.times_returned,
                self.labels["no" if each.extension is None else "yes"],
                each.fee_tenge,
            ]


def _verdict_of(request: Request, today: date) -> str:
    if request.on_time is not None:
        return "on_time" if request.on_time else "late"
    return "overdue" if request.is_overdue(today) else "open"


def _bad(count: int | None) -> Tone:
    return Tone.BAD if count else Tone.PLAIN


def _day(on: date | None) -> str:
    return "" if on is None else on.isoformat()
