"""What a report is made of, whatever it reports: tables of cells, a legal basis, further sheets.

A cell holds a value and a text. The text is what the screen and the paper show; the value is the
same figure for a spreadsheet. Nothing here knows what is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from kezek_core.dates import short_date
from kezek_queue.proving import JournalMark
from kezek_queue.reports.words import REPORT_WORDS, SHORT_NAMES
from kezek_queue.wording.figures import UNKNOWN

Value = str | int | float | date | None
Row = Sequence[Any]
Rows = list[list[Any]]
"""Rows of plain values for programs, heading first."""


class CellKind(Enum):
    """What a column holds."""

    TEXT = "text"
    COUNT = "count"
    PERCENT = "percent"
    SECONDS = "seconds"
    DAY = "day"


class Tone(Enum):
    """How a cell is to be taken; a word always says the same."""

    PLAIN = "plain"
    GOOD = "good"
    BAD = "bad"
    QUIET = "quiet"


class ColumnRole(Enum):
    """What a line is."""

    ROW = "row"
    SECTION = "section"
    """A heading over the lines below it; it has one cell."""
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Args:
        heading: its name.
        group: the name over several columns; "" for none.
        kind: what it holds.
        sheet_only: only a spreadsheet has it, where brackets would spoil a number.
        share: of the room on paper that is left over; 0 for a column as wide as its longest word.
        least_mm: the least width on paper.
        sheet_width: in a spreadsheet, in letters.
    """

    heading: str
    group: str = ""
    kind: CellKind = CellKind.TEXT
    sheet_only: bool = False
    share: float = 0.0
    least_mm: float = 0.0
    sheet_width: float = 11.5


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Args:
        value: the figure as shown, for a spreadsheet: a share in percent, a span in seconds.
        text: the same as the screen and the paper show it.
        tone: how it is to be taken.
        span: over how many columns it reaches; the cells it covers are left out.
        decimals: of a share.
    """

    value: Value
    text: str
    tone: Tone = Tone.PLAIN
    span: int = 1
    decimals: int = 1


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of a table.

    Args:
        cells: one for each column, but for those that a wider cell covers.
        role: what the line is.
    """

    cells: tuple[Cell, ...]
    role: ColumnRole = ColumnRole.ROW

    @property
    def name(self) -> str:
        """What the line is about."""
        return self.cells[0].text


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table with its heading.

    Args:
        title: what stands over it; "" where the report's own title says it.
        columns: in their order.
        lines: in their order; a workbook takes them one after another.
        notes: how it is to be read.
        numbered: whether the columns are numbered below their names, as the acts' tables are.
    """

    title: str
    columns: tuple[Column, ...]
    lines: Iterable[ReportLine]
    notes: tuple[str, ...] = ()
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of its own in a workbook, too long for the screen and the paper.

    Args:
        title: its name.
        columns: in their order; days and instants come as texts in office time.
        rows: gives every row, heading first; asked only for a file that holds them, and read
            while that is written: within the view that the report's figures come from.
    """

    title: str
    columns: tuple[SheetColumn, ...]
    rows: Callable[[], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of such a sheet.

    Args:
        width: in letters.
        shown: the number format of its dates or instants; "" for numbers and texts.
    """

    width: float = 12.0
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report, worded and ready to be written in any format.

    Args:
        name: its short name, for addresses and file names.
        title: what it is.
        office: whose it is.
        facts: pairs of label and value: the period, the moment, the formula.
        tables: the figures, as the screen shows them.
        basis: where the law says so; None where there is none.
        raw: the figures for programs, heading first.
        sheets: what a workbook has besides.
        first_day: first office day.
        last_day: last office day, included.
        made_at: the instant it was made at, in office time.
        mark: where the journal stood that its figures rest on.
        language: ``kk``, ``ru`` or ``en``.
    """

    name: str
    title: str
    office: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[ReportTable, ...]
    basis: ReportTable | None
    raw: Rows
    first_day: date
    last_day: date
    made_at: datetime
    mark: JournalMark
    language: str
    sheets: tuple[Sheet, ...] = ()

    @property
    def table(self) -> ReportTable:
        """The first table: what the report is about."""
        return self.tables[0]

    @property
    def short(self) -> str:
        """What its file and its first sheet are called, in its language."""
        return SHORT_NAMES[self.name].in_language(self.language)

    def label(self, name: str) -> str:
        """A word that every report has, in its language."""
        return REPORT_WORDS[name].in_language(self.language)


def text_cell(text: str, tone: Tone = Tone.PLAIN, span: int = 1) -> Cell:
    """A cell that holds words."""
    return Cell(text, text, tone, span)


def count_cell(count: int | None, tone: Tone = Tone.PLAIN) -> Cell:
    """A cell that holds a whole number, or the sign for an unknown one."""
    return Cell(count, UNKNOWN if count is None else str(count), tone)


def day_cell(on: date | None) -> Cell:
    """A cell that holds a day, or the sign for none."""
    return Cell(on, UNKNOWN if on is None else short_date(on))


def text_line(texts: Iterable[str]) -> ReportLine:
    """A line of words."""
    return ReportLine(tuple(text_cell(text) for text in texts))
