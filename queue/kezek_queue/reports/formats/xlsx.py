"""A report as a spreadsheet: every table on a sheet of its own, the first one with basis and line.

Every text is written as a text and never read for a formula; every number is the number that the
screen shows, so a share is cut to its decimals and a span to whole seconds before it is stored.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable
from datetime import date, datetime
from itertools import count, groupby
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import xlsxwriter

from kezek_queue.reports.document import (
    Cell,
    CellKind,
    Column,
    ColumnRole,
    Report,
    ReportLine,
    ReportTable,
    Sheet,
    Tone,
)
from kezek_queue.reports.mark import mark_facts

LINE_POINTS = 15
"""The height of a line in a sheet."""

SECONDS_A_DAY = 86_400
A4 = 9
NAME_LENGTH = 31
"""The longest name a sheet may have."""

NO_NAME_SIGNS = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
NO_NAME_ENDS = "' "

COUNT, WAIT, DAY = "0", "[mm]:ss", "dd.mm.yyyy"
EDGE = "#73838F"
HEAD = {"bold": True, "text_wrap": True, "bg_color": "#E2F3F7", "border": 1,
        "border_color": EDGE, "valign": "bottom"}  # fmt: skip
SECTION = {"bold": True, "bg_color": "#F2F7F9", "bottom": 1, "bottom_color": EDGE}
ROW = {"bottom": 4, "bottom_color": EDGE}
TOTAL = {"bold": True, "top": 1}
TONES = {Tone.GOOD: "#17683A", Tone.BAD: "#A61B1B", Tone.QUIET: "#485663"}


def write_xlsx(report: Report, target: BinaryIO) -> None:
    """Write the report as a workbook into a file that can be sought in."""
    # Row by row: a year's log would not fit into the memory of a small machine.
    with TemporaryDirectory(prefix="kezek-") as folder:
        book = xlsxwriter.Workbook(target, {"constant_memory": True, "tmpdir": folder})
        try:
            _write(book, report)
        finally:
            # It closes them by itself only where all of it was written.
            for sheet in book.worksheets():
                sheet.row_data_fh.close()


def _write(book: Any, report: Report) -> None:
    book.set_properties(
        {
            "title": report.title,
            "author": report.office,
            "created": report.made_at.replace(tzinfo=None),
        }
    )
    first, *others = report.tables
    _FirstSheet(book, report, first).write()
    for table in others:
        _TableSheet(book, table.title, table).write()
    for sheet in report.sheets:
        _LongSheet(book, sheet).write()
    book.close()


def sheet_name(title: str, taken: Collection[str]) -> str:
    """A name that a workbook takes: no sign that formulas use, no other sheet's name, not too long.

    Args:
        title: in any language.
        taken: the names of the sheets before it.
    """
    plain = " ".join(NO_NAME_SIGNS.sub(" ", title).split())
    others = {each.casefold() for each in taken}
    for place in count(1):
        ending = "" if place == 1 else f" {place}"
        name = f"{_cut(plain, NAME_LENGTH - len(ending)).strip(NO_NAME_ENDS)}{ending}".strip()
        if name and name.casefold() not in others:
            return name
    raise AssertionError("numbers do not end")


def _cut(text: str, units: int) -> str:
    """So many units of UTF-16, by which workbooks count; no sign is cut in two."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


class _Page:
    """A sheet that is written from its top to its bottom."""

    def __init__(self, book: Any, name: str) -> None:
        self.book = book
        self.sheet = book.add_worksheet(sheet_name(name, book.sheetnames))
        self.row = 0
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.sheet.set_paper(A4)
        self.sheet.set_landscape()
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&L&8&A&R&8&P / &N")

    def style(self, **wanted: Any) -> Any:
        """A format; the same one for the same wish."""
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(wanted)
        return self._formats[key]

    def text(self, column: int, value: str, **wanted: Any) -> None:
        """A text that stays one, whatever it begins with."""
        self.sheet.write_string(self.row, column, value, self.style(**wanted))


class _TableSheet(_Page):
    """A table and how to read it."""

    def __init__(self, book: Any, name: str, table: ReportTable) -> None:
        super().__init__(book, name)
        self.table = table

    def write(self) -> None:
        """The table alone."""
        self._widths()
        self.text(0, self.table.title, bold=True, font_size=13, font_color="#006A86")
        self.row += 2
        self._figures()

    def _widths(self) -> None:
        for place, column in enumerate(self.table.columns):
            self.sheet.set_column(place, place, column.sheet_width)

    def _figures(self) -> None:
        top = self.row
        if any(column.group for column in self.table.columns):
            self._groups()
        self._heads()
        if self.table.numbered:
            for place in range(len(self.table.columns)):
                self.text(place, str(place + 1), **HEAD, align="center")
            self.row += 1
        self.sheet.repeat_rows(top, self.row - 1)
        self.sheet.freeze_panes(self.row, 1)
        for line in self.table.lines:
            self._line(line)
        for note in self.table.notes:
            self.row += 1
            self._across(0, note, {"font_size": 9, "font_color": "#485663"})
        self.row += 1

    def _groups(self) -> None:
        at = 0
        for group, members in groupby(self.table.columns, key=lambda column: column.group):
            last = at + len(list(members)) - 1
            style = self.style(**HEAD, align="center")
            if group and last > at:
                self.sheet.merge_range(self.row, at, self.row, last, "", style)
            for blank in range(at, last + 1):
                self.sheet.write_blank(self.row, blank, None, style)
            if group:
                self.sheet.write_string(self.row, at, group, style)
            at = last + 1
        self.row += 1

    def _heads(self) -> None:
        self.sheet.set_row(self.row, 46)
        for place, column in enumerate(self.table.columns):
            align = "left" if column.kind is CellKind.TEXT else "right"
            self.text(place, column.heading, **HEAD, align=align)
        self.row += 1

    def _line(self, line: ReportLine) -> None:
        place = 0
        if line.role is ColumnRole.SECTION:
            self._spanning(0, line.name, len(self.table.columns), SECTION)
        else:
            look = TOTAL if line.role is ColumnRole.TOTAL else ROW
            for cell in line.cells:
                self._cell(place, cell, look)
                place += cell.span
        self.row += 1

    def _cell(self, place: int, cell: Cell, look: dict[str, Any]) -> None:
        column = self.table.columns[place]
        if cell.tone in TONES:
            look = {**look, "font_color": TONES[cell.tone]}
        if cell.span > 1:
            self._spanning(place, cell.text, cell.span, {**look, "text_wrap": True})
            return
        number, shown = _number(column, cell)
        if number is None:
            wraps = {"text_wrap": True} if column.share else {}
            align = "left" if column.kind is CellKind.TEXT else "right"
            text = "" if cell.value is None else str(cell.value)
            self.text(place, text, **look, **wraps, align=align, valign="top")
        else:
            style = self.style(**look, num_format=shown, valign="top")
            self.sheet.write_number(self.row, place, number, style)

    def _across(self, place: int, text: str, look: dict[str, Any]) -> None:
        """A long text over all columns from ``place`` on, in as many lines as it takes."""
        columns = self.table.columns[place:]
        letters = sum(column.sheet_width for column in columns)
        self.sheet.set_row(self.row, LINE_POINTS * max(1, math.ceil(len(text) / letters)))
        self._spanning(place, text, len(columns), {**look, "text_wrap": True})

    def _spanning(self, place: int, text: str, columns: int, look: dict[str, Any]) -> None:
        style = self.style(**look, valign="top")
        if columns > 1:
            self.sheet.merge_range(self.row, place, self.row, place + columns - 1, "", style)
        for blank in range(place, place + columns):
            self.sheet.write_blank(self.row, blank, None, style)
        self.sheet.write_string(self.row, place, text, style)


class _FirstSheet(_TableSheet):
    """The first table, with whose it is, its legal basis and the line to sign on."""

    def __init__(self, book: Any, report: Report, table: ReportTable) -> None:
        name = report.short if len(report.title) > NAME_LENGTH else report.title
        super().__init__(book, name, table)
        self.report = report

    def write(self) -> None:
        """From the title down to the line to sign on."""
        self._widths()
        self._top()
        self._figures()
        if self.report.basis is not None:
            self._basis(self.report.basis)
        self._signature()

    def _top(self) -> None:
        self.text(0, self.report.title, bold=True, font_size=16, font_color="#006A86")
        self.row += 1
        self.text(0, self.report.office, bold=True)
        report = self.report
        for label, value in (*report.facts, *mark_facts(report.mark, report.language)):
            self.row += 1
            self.text(0, f"{label}: {value}")
        self.row += 2

    def _basis(self, basis: ReportTable) -> None:
        self.row += 1
        self.text(0, basis.title, bold=True)
        for line in basis.lines:
            self.row += 1
            named, figure, *rest = (cell.text for cell in line.cells)
            self.text(0, named)
            self.text(1, figure, align="right")
            self._across(2, "; ".join(part for part in rest if part), {})
        self.row += 1

    def _signature(self) -> None:
        report = self.report
        self.row += 1
        self.text(0, f"{report.label('position')}: ____________________")
        self.text(2, "____________________ / ____________________ / ______________")
        self.row += 1
        small = {"font_size": 8, "font_color": "#485663"}
        words = [report.label(name) for name in ("signed", "name", "date")]
        self.text(2, "   /   ".join(words), **small)


class _LongSheet(_Page):
    """Rows that neither the screen nor the paper has room for."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        super().__init__(book, sheet.title)
        self.long = sheet

    def write(self) -> None:
        """A filter over every column, and the rows below it."""
        rows = iter(self.long.rows())
        heads = next(rows)
        self.sheet.repeat_rows(0)
        self.sheet.freeze_panes(1, 1)
        for place, column in enumerate(self.long.columns):
            self.sheet.set_column(place, place, column.width)
            self.text(place, str(heads[place]), **HEAD)
        for row in rows:
            self.row += 1
            self._values(row)
        self.sheet.autofilter(0, 0, max(1, self.row), len(heads) - 1)

    def _values(self, row: Iterable[Any]) -> None:
        for place, (column, value) in enumerate(zip(self.long.columns, row, strict=True)):
            if value in (None, ""):
                continue
            if column.shown:
                shown = self.style(num_format=column.shown)
                self.sheet.write_datetime(self.row, place, datetime.fromisoformat(value), shown)
            elif isinstance(value, (int, float)):
                self.sheet.write_number(self.row, place, value)
            else:
                self.sheet.write_string(self.row, place, str(value))


def _number(column: Column, cell: Cell) -> tuple[float | None, str]:
    """The number a cell holds and how it is shown; None for a text."""
    value = cell.value
    if isinstance(value, date):
        return (value - date(1899, 12, 30)).days, DAY
    if not isinstance(value, (int, float)):
        return None, ""
    if column.kind is CellKind.PERCENT:
        # Ten places hold every decimal that is shown and none of what binary division leaves.
        return round(value / 100, 10), f"0.{'0' * cell.decimals}%" if cell.decimals else "0%"
    if column.kind is CellKind.SECONDS:
        return value / SECONDS_A_DAY, WAIT
    return value, COUNT
