"""The report of waits as a spreadsheet: the table and the log, each on a sheet of its own.

Every text is written as a text and never read for a formula; every number is the number that the
screen shows, so a share is cut to tenths and a wait to whole seconds before it is stored.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

import xlsxwriter

from kezek_kiosk.csv_export import LOG_COLUMNS
from kezek_kiosk.formats import percent_tenths, whole_seconds
from kezek_kiosk.report_table import Column, Kind, Line, Value
from kezek_kiosk.wait_report import WaitReport

SECONDS_A_DAY = 86_400
A4 = 9
NAME_LENGTH = 31
"""The longest name a sheet may have."""

COUNT, SHARE, WAIT = "0", "0.0%", "[mm]:ss"
DAY, INSTANT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
LOG_FORMATS = {
    "office_day": DAY,
    **dict.fromkeys(("issued_at", "called_at", "started_at", "finished_at"), INSTANT),
}
LOG_WIDTHS = {"service": 34, "source": 34, "verdict": 18, "outcome": 22, "standard": 26}
HEAD = {"bold": True, "text_wrap": True, "bg_color": "#E2F3F7", "border": 1,
        "border_color": "#73838F", "valign": "bottom"}  # fmt: skip


def write_xlsx(report: WaitReport) -> bytes:
    """The report as the bytes of a workbook."""
    target = io.BytesIO()
    # Row by row: a year's log would not fit into the memory of a small machine.
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    book.set_properties(
        {
            "title": report.title,
            "author": report.office,
            "created": report.made_at.replace(tzinfo=None),
        }
    )
    _TableSheet(book, report).write()
    _LogSheet(book, report).write()
    book.close()
    return target.getvalue()


class _Sheet:
    """A sheet that is written from its top to its bottom."""

    def __init__(self, book: Any, report: WaitReport, name: str) -> None:
        self.book, self.report = book, report
        self.sheet = book.add_worksheet(name[:NAME_LENGTH])
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


class _TableSheet(_Sheet):
    """The table, how to read it, the legal basis and the line to sign on."""

    def __init__(self, book: Any, report: WaitReport) -> None:
        super().__init__(book, report, report.title)

    def write(self) -> None:
        self._top()
        self._heads()
        for line in self.report.lines:
            self._line(line, total=line is self.report.lines[-1])
        self.row += 1
        self._basis()
        self._signature()

    def _top(self) -> None:
        self.sheet.set_column(0, 0, 38)
        self.sheet.set_column(1, len(self.report.columns) - 1, 11.5)
        self.text(0, self.report.title, bold=True, font_size=16, font_color="#006A86")
        self.row += 1
        self.text(0, self.report.office, bold=True)
        for label, value in self.report.facts:
            self.row += 1
            self.text(0, f"{label}: {value}")
        self.row += 2

    def _heads(self) -> None:
        self.sheet.repeat_rows(self.row, self.row + 1)
        at = 0
        for group, members in groupby(self.report.columns, key=lambda column: column.group):
            last = at + len(list(members)) - 1
            style = self.style(**HEAD, align="center")
            if group:
                self.sheet.merge_range(self.row, at, self.row, last, "", style)
                self.sheet.write_string(self.row, at, group, style)
            else:
                for blank in range(at, last + 1):
                    self.sheet.write_blank(self.row, blank, None, style)
            at = last + 1
        self.row += 1
        self.sheet.set_row(self.row, 46)
        for place, column in enumerate(self.report.columns):
            align = "left" if column.kind is Kind.TEXT else "right"
            self.text(place, column.heading, **HEAD, align=align)
        self.row += 1
        self.sheet.freeze_panes(self.row, 1)

    def _line(self, line: Line, *, total: bool) -> None:
        look = {"bold": True, "top": 1} if total else {"bottom": 4, "bottom_color": "#73838F"}
        for place, column in enumerate(self.report.columns):
            self._cell(place, column, line.value(column), look)
        self.row += 1

    def _cell(self, place: int, column: Column, value: Value, look: dict[str, Any]) -> None:
        number, shown = _number(column.kind, value)
        if number is None:
            align = "left" if column.kind is Kind.TEXT else "right"
            self.text(place, "" if value is None else str(value), **look, align=align)
        else:
            self.sheet.write_number(self.row, place, number, self.style(**look, num_format=shown))

    def _basis(self) -> None:
        self.text(0, self.report.word("basis"), bold=True)
        for basis in self.report.basis:
            self.row += 1
            place = ", ".join(part for part in (basis.place, basis.edition) if part)
            self.text(0, basis.service)
            self.text(1, basis.limit, align="right")
            self.text(2, "; ".join(part for part in (basis.act, place) if part))
        self.row += 2

    def _signature(self) -> None:
        report = self.report
        self.text(0, f"{report.word('position')}: ____________________")
        self.text(2, "____________________ / ____________________ / ______________")
        self.row += 1
        small = {"font_size": 8, "font_color": "#485663"}
        words = [report.word(name) for name in ("signed", "name", "date")]
        self.text(2, "   /   ".join(words), **small)


class _LogSheet(_Sheet):
    """Every wait of the period."""

    def __init__(self, book: Any, report: WaitReport) -> None:
        super().__init__(book, report, report.word("log"))

    def write(self) -> None:
        heads, *rows = self.report.log()
        self.sheet.repeat_rows(0)
        self.sheet.freeze_panes(1, 1)
        self.sheet.autofilter(0, 0, max(1, len(rows)), len(heads) - 1)
        for place, name in enumerate(LOG_COLUMNS):
            width = LOG_WIDTHS.get(name, 19 if name in LOG_FORMATS else 12)
            self.sheet.set_column(place, place, width)
            self.text(place, str(heads[place]), **HEAD)
        for row in rows:
            self.row += 1
            self._wait(row)

    def _wait(self, row: Iterable[Any]) -> None:
        for place, (name, value) in enumerate(zip(LOG_COLUMNS, row, strict=True)):
            if value in (None, ""):
                continue
            if name in LOG_FORMATS:
                shown = self.style(num_format=LOG_FORMATS[name])
                self.sheet.write_datetime(self.row, place, _instant(value), shown)
            elif isinstance(value, (int, float)):
                self.sheet.write_number(self.row, place, value)
            else:
                self.sheet.write_string(self.row, place, str(value))


def _number(kind: Kind, value: Value) -> tuple[float | None, str]:
    """The number a cell holds and how it is shown; None for a text."""
    if isinstance(value, str) and value.isdecimal() and kind is Kind.COUNT:
        return int(value), COUNT
    if not isinstance(value, (int, float)):
        return None, ""
    if kind is Kind.PERCENT:
        return (percent_tenths(value) or 0) / 1000, SHARE
    if kind is Kind.SECONDS:
        return (whole_seconds(value) or 0) / SECONDS_A_DAY, WAIT
    return value, COUNT


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
