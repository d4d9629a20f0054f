"""The table of the report of waits: its columns, and each cell as a number and as a text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kezek_core.texts import NO_BREAK_SPACE, said_in
from kezek_core.waits import BANDS_MINUTES, Heading, VerdictCounts, WaitRow
from kezek_queue.reports.document import Cell, CellKind, Column, ColumnRole, ReportLine, text_cell
from kezek_queue.reports.words import OUTCOMES, REPORT_WORDS
from kezek_queue.wording.figures import (
    clock,
    percent,
    percent_tenths,
    whole_seconds,
)

NAME_WIDTH = 38


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of a row of waits, and the column it stands in.

    Args:
        column: where it stands.
        value: reads it off the row.
        past: its breaches stand in brackets beside it where a cell is text.
    """

    column: Column
    value: Callable[[WaitRow], int | float | None]
    past: Heading | None = None

    def cell(self, row: WaitRow, language: str) -> Cell:
        """The measure of a row; a share is cut to tenths, a span to whole seconds."""
        value = self.value(row)
        if self.column.kind is CellKind.PERCENT:
            tenths = percent_tenths(value)
            return Cell(None if tenths is None else tenths / 10, percent(value, language))
        if self.column.kind is CellKind.SECONDS:
            return Cell(whole_seconds(value), clock(value))
        past = 0 if self.past is None else row.breaches[self.past]
        return Cell(value, f"{value}{NO_BREAK_SPACE}({past})" if past else str(value))


def wait_columns(language: str) -> tuple[Column, ...]:
    """Every column of the table, in its order.

    Args:
        language: of the headings: ``kk``, ``ru`` or ``en``.
    """
    word = _words(language)
    return (
        Column(word["service"], share=1, sheet_width=NAME_WIDTH),
        Column(word["limit"], kind=CellKind.COUNT),
        *(measure.column for measure in _measures(word)),
    )


def wait_line(name: str, limits: str, row: WaitRow, language: str) -> ReportLine:
    """One line of the table.

    Args:
        name: the service, or the word for all of them.
        limits: the limits that were applied, for example ``30`` or ``20 / 30``; "" for all.
        row: the counts.
        language: of the texts.
    """
    measured = (measure.cell(row, language) for measure in _measures(_words(language)))
    return ReportLine(
        (text_cell(name), _limit(limits), *measured),
        ColumnRole.ROW if row.service else ColumnRole.TOTAL,
    )


def own_columns(language: str) -> tuple[Column, ...]:
    """The columns of the table of what was left out as the visitors' own."""
    word = _words(language)
    return (
        Column(word["service"], share=1, sheet_width=NAME_WIDTH),
        *(measure.column for measure in _own_measures(word)),
    )


def own_line(name: str, row: WaitRow, language: str) -> ReportLine:
    """One line of that table: what was left out, and the verdicts either way."""
    measured = (measure.cell(row, language) for measure in _own_measures(_words(language)))
    return ReportLine(
        (text_cell(name), *measured), ColumnRole.ROW if row.service else ColumnRole.TOTAL
    )


def _own_measures(word: Mapping[str, str]) -> tuple[Measure, ...]:
    return (
        Measure(
            Column(word["left_out_time"], word["left_out"], CellKind.SECONDS),
            lambda row: row.own.seconds,
        ),
        _count(word["left_out_waits"], word["left_out"], lambda row: row.own.waits),
        _count(word["returns"], word["left_out"], lambda row: row.own.returns),
        *_verdicts(word, word["not_counted"], lambda row: row),
        *_verdicts(word, word["counted"], lambda row: row.own_counted),
    )


def _verdicts(
    word: Mapping[str, str], group: str, of: Callable[[WaitRow], WaitRow | VerdictCounts]
) -> tuple[Measure, ...]:
    return (
        _count(word["within"], group, lambda row: of(row).within),
        _count(word["breached"], group, lambda row: of(row).breached),
        _count(word["estimated"], group, lambda row: of(row).estimated),
        Measure(
            Column(word["share_within"], group, CellKind.PERCENT),
            lambda row: of(row).share_within_percent,
        ),
    )


def _limit(limits: str) -> Cell:
    return Cell(int(limits) if limits.isdecimal() else limits, limits)


def _words(language: str) -> Mapping[str, str]:
    return said_in(language, REPORT_WORDS)


def _measures(word: Mapping[str, str]) -> tuple[Measure, ...]:
    return (
        _count(word["total"], "", lambda row: row.total),
        *(_outcome(heading, word) for heading in OUTCOMES),
        _count(word["within"], word["judged"], lambda row: row.within),
        _count(word["breached"], word["judged"], lambda row: row.breached),
        _count(word["estimated"], word["judged"], lambda row: row.estimated),
        _count(word["no_limit"], word["judged"], lambda row: row.no_limit),
        _count(word["open"], word["judged"], lambda row: row.open),
        Measure(
            Column(word["own"], word["share"], CellKind.PERCENT),
            lambda row: row.share_within_percent,
        ),
        *(_band(minutes, word) for minutes in BANDS_MINUTES),
        _span(word["median"], word, lambda row: row.median_seconds),
        _span(word["p90"], word, lambda row: row.p90_seconds),
        _span(word["longest"], word, lambda row: row.longest_seconds),
        *(_past(heading, word) for heading in OUTCOMES),
    )


def _count(heading: str, group: str, value: Callable[[WaitRow], int]) -> Measure:
    return Measure(Column(heading, group, CellKind.COUNT), value)


def _outcome(heading: Heading, word: Mapping[str, str]) -> Measure:
    name = heading.value
    return Measure(
        Column(word[name], word["outcome"], CellKind.COUNT),
        lambda row: int(getattr(row, name)),
        past=heading,
    )


def _band(minutes: int, word: Mapping[str, str]) -> Measure:
    heading = word["minutes"].format(minutes)
    return Measure(Column(heading, word["share"], CellKind.PERCENT), lambda row: row.bands[minutes])


def _span(
    heading: str, word: Mapping[str, str], value: Callable[[WaitRow], float | None]
) -> Measure:
    return Measure(Column(heading, word["wait"], CellKind.SECONDS), value)


def _past(heading: Heading, word: Mapping[str, str]) -> Measure:
    return Measure(
        Column(word[heading.value], word["past"], CellKind.COUNT, sheet_only=True),
        lambda row: row.breaches[heading],
    )
