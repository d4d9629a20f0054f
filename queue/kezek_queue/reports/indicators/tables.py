"""The tables of the quality report in words: the figures, how they are counted, their law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from kezek_core.standards import (
    ActUnit,
    Standard,
    citation_words,
    cited,
    edition_on,
    limit_minutes,
    parse_citation,
    source_words,
)
from kezek_core.texts import said_in
from kezek_core.tickets import Stage
from kezek_core.waits import GROUPS, QUEUE_MINUTES, IndicatorRow, IndicatorTable
from kezek_queue.engine import Queue
from kezek_queue.office.office import Service
from kezek_queue.reports.document import (
    Cell,
    CellKind,
    Column,
    ColumnRole,
    ReportLine,
    ReportTable,
    Rows,
    Tone,
    count_cell,
    text_cell,
    text_line,
)
from kezek_queue.reports.indicators.figures import RAW_DECIMALS, cut, share_cell, value_decimals
from kezek_queue.reports.indicators.words import INDICATOR_WORDS
from kezek_queue.reports.words import REPORT_WORDS
from kezek_queue.wording.figures import UNKNOWN, edition_words
from kezek_queue.wording.service_titles import ServiceTitles

STAGES = (Stage.SUBMISSION, Stage.PICKUP)
"""Where people queue."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose table it is.

    Args:
        service: slug of the one service; None for all.
        standard: id of the one standard; None for all.
    """

    service: str | None = None
    standard: str | None = None


class IndicatorTables:
    """The table in words.

    Args:
        queue: the office.
        table: its figures.
        scope: whose they are.
        today: the day whose editions stand.
        language: ``kk``, ``ru`` or ``en``.
    """

    def __init__(
        self, queue: Queue, table: IndicatorTable, scope: Scope, today: date, language: str
    ) -> None:
        self.table, self.asked, self.today, self.language = table, scope, today, language
        self.titles = ServiceTitles(queue.office, queue.standards)
        self.standards = [queue.standards.get(each) for each in table.standards]
        self.services = [
            service
            for service in queue.office.services.values()
            if scope.service in (None, service.id) and scope.standard in (None, service.standard)
        ]
        self.labels = said_in(language, INDICATOR_WORDS)
        self.common = said_in(language, REPORT_WORDS)

    def scope(self) -> str:
        """Whose table it is."""
        if self.asked.service is not None:
            return self.labels["service_scope"].format(self.title(self.asked.service))
        if self.asked.standard is not None:
            title = self.standards[0].title.in_language(self.language)
            return self.labels["standard_scope"].format(title)
        return self.labels["office"]

    def title(self, service: str) -> str:
        """The name of a service."""
        title = self.titles.get(service)
        return service if title is None else title.in_language(self.language)

    def place(self, row: IndicatorRow) -> str:
        """Where the norm of a row stands; of several acts the legal basis names the tables."""
        found = self._places(row)
        if len(found) > 1:
            return self.labels["row_of_tables"].format(row.code)
        return "".join(found)

    def _places(self, row: IndicatorRow) -> list[str]:
        """Where the norm of a row stands, in every act that has one."""
        found = (
            each.source(f"indicators.{row.code}") or ""
            for each in self.standards
            if row.code in each.indicators
        )
        return [source_words(each, self.language) for each in dict.fromkeys(found) if each]

    def figures(self) -> ReportTable:
        """The acts' own table, and beside it what was counted."""
        labels = self.labels
        return ReportTable(
            title="",
            columns=(
                Column(labels["indicator"], share=1, sheet_width=64),
                Column(labels["norm"], kind=CellKind.PERCENT, least_mm=21, sheet_width=14),
                Column(labels["target"], kind=CellKind.PERCENT, least_mm=21, sheet_width=16),
                Column(labels["last"], kind=CellKind.PERCENT, least_mm=21, sheet_width=18),
                Column(labels["value"], kind=CellKind.PERCENT, least_mm=21, sheet_width=20),
                Column(labels["kept"], least_mm=26, sheet_width=24),
                Column(labels["numerator"], kind=CellKind.COUNT),
                Column(labels["denominator"], kind=CellKind.COUNT, sheet_width=13),
            ),
            lines=tuple(self._lines()),
            notes=tuple(self._notes()),
            numbered=True,
        )

    def _lines(self) -> Iterator[ReportLine]:
        for group, rows in groupby(self.table.rows, key=lambda row: row.code.partition(".")[0]):
            heading = f"{group}. {GROUPS[group].in_language(self.language)}"
            yield ReportLine((text_cell(heading),), ColumnRole.SECTION)
            for row in rows:
                yield self._line(row)

    def _line(self, row: IndicatorRow) -> ReportLine:
        title = f"{row.code}. {row.words.title.in_language(self.language)}"
        norm = share_cell(row.norm, self.language)
        if row.norm is None and row.norms_differ:
            norm = text_cell(self.labels["differ"], Tone.QUIET)
        return ReportLine(
            (
                text_cell(title),
                norm,
                share_cell(row.target, self.language),
                share_cell(row.last, self.language),
                *self._measured(row),
                count_cell(row.numerator),
                count_cell(row.denominator),
            )
        )

    def _measured(self, row: IndicatorRow) -> tuple[Cell, ...]:
        """Value and verdict, or over both columns why there is none."""
        if row.reason is not None:
            return (text_cell(row.reason.in_language(self.language), Tone.QUIET, span=2),)
        decimals = value_decimals(row)
        tone = {True: Tone.GOOD, False: Tone.BAD, None: Tone.PLAIN}[row.meets_norm]
        verdict = {True: "yes", False: "no", None: "differ" if row.norms_differ else "no_norm"}
        return (
            share_cell(cut(row, decimals), self.language, decimals),
            text_cell(
                self.labels[verdict[row.meets_norm]],
                Tone.QUIET if row.meets_norm is None else tone,
            ),
        )

    def _notes(self) -> Iterator[str]:
        yield self.labels["note_value"]
        yield self.labels["note_at_most"]
        if any(row.norm is None and row.norms_differ for row in self.table.rows):
            yield self.labels["note_differ"]
        own = self._other_limits()
        if own:
            yield self.labels["note_forty"].format(own)

    def _other_limits(self) -> str:
        """The limits that are not 40 minutes, each with its services; "" when all are."""
        named: dict[tuple[int, str], list[str]] = {}
        standards = {each.id: each for each in self.standards}
        for service in self.services:
            for minutes, stage in _other_than_forty(standards[service.standard]):
                named.setdefault((minutes, stage), []).append(self.title(service.id))
        return "; ".join(
            f"{self.labels['minutes'].format(minutes)}"
            f"{f' ({self.labels[stage]})' if stage else ''} — {', '.join(titles)}"
            for (minutes, stage), titles in sorted(named.items())
        )

    def how(self, formulas: Sequence[str], places: Sequence[str]) -> ReportTable:
        """What is divided by what in each row, and where its norm stands."""
        labels = self.labels
        return ReportTable(
            title=labels["how"],
            columns=(
                Column(labels["row"], sheet_width=8),
                Column(labels["formula_words"], share=3, sheet_width=90),
                Column(labels["norm_place"], share=2, sheet_width=70),
            ),
            lines=tuple(
                text_line((f"{row.code}.", formula, place or UNKNOWN))
                for row, formula, place in zip(self.table.rows, formulas, places, strict=True)
            ),
        )

    def basis(self) -> ReportTable:
        """The standards whose norms stand beside the values, with their acts."""
        common, labels = self.common, self.labels
        return ReportTable(
            title=common["basis"],
            columns=(
                Column(common["service"], share=50),
                Column(labels["limit"], kind=CellKind.COUNT),
                Column(common["act"], share=100),
                Column(labels["table_place"], share=80),
                Column(common["edition"]),
            ),
            lines=tuple(self._basis_line(each) for each in self.standards),
        )

    def _basis_line(self, standard: Standard) -> ReportLine:
        limits = sorted(
            {minutes for stage in STAGES if (minutes := limit_minutes(standard, stage)) is not None}
        )
        return text_line(
            (
                ", ".join(self.title(each.id) for each in _under(self.services, standard)),
                " / ".join(map(str, limits)) or UNKNOWN,
                cited(standard.act, self.language),
                self._table_place(standard),
                edition_words(edition_on(standard, self.today).name),
            )
        )

    def _table_place(self, standard: Standard) -> str:
        """Where the table stands in the act, and whether it has norms."""
        rows = (standard.source(f"indicators.{code}") or "" for code in standard.indicators)
        tables = list(dict.fromkeys(parse_citation(each).above(ActUnit.ROW) for each in rows))
        shared = parse_citation(standard.source("indicators") or "")
        place = citation_words(tables[0] if len(tables) == 1 else shared, self.language)
        if any(each.norm is not None for each in standard.indicators.values()):
            return place
        return "; ".join(part for part in (place, self.labels["no_table"]) if part)

    def raw(self, formulas: Sequence[str]) -> Rows:
        """The table for programs: numbers as counted, the value cut at six decimals."""
        heads = (
            "code", "norm_raw", "target_raw", "last_raw", "numerator", "denominator", "value_raw",
            "kept", "not_measured", "formula_words", "formula", "norm_place",
        )  # fmt: skip
        rows = zip(self.table.rows, formulas, strict=True)
        return [
            [self.labels[name] for name in heads],
            *(self._raw_row(row, formula) for row, formula in rows),
        ]

    def _raw_row(self, row: IndicatorRow, formula: str) -> list[Any]:
        kept = {True: self.labels["yes"], False: self.labels["no"], None: ""}[row.meets_norm]
        value = cut(row, RAW_DECIMALS)
        return [
            f"{row.code}. {row.words.title.in_language(self.language)}",
            *(_plain(each) for each in (row.norm, row.target, row.last)),
            row.numerator,
            row.denominator,
            _plain(value),
            kept,
            "" if row.reason is None else row.reason.in_language(self.language),
            formula,
            self.table.formula,
            "; ".join(self._places(row)),
        ]


def _other_than_forty(standard: Standard) -> Iterator[tuple[int, str]]:
    """The limits of the queue that are not 40 minutes; no stage where both have the same one."""
    limits = {stage.value: limit_minutes(standard, stage) for stage in STAGES}
    if len(set(limits.values())) == 1:
        limits = {"": limit_minutes(standard, Stage.SUBMISSION)}
    for stage, minutes in limits.items():
        if minutes is not None and minutes != QUEUE_MINUTES:
            yield minutes, stage


def _under(services: Iterable[Service], standard: Standard) -> list[Service]:
    return [service for service in services if service.standard == standard.id]


def _plain(number: Any) -> float | None:
    return None if number is None else float(number)
