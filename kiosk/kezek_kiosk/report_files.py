"""Writes a report as CSV, XLSX or PDF; the bytes are whole before anything reaches a disk."""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kezek_kiosk.csv_export import BYTE_ORDER_MARK, SEPARATORS, safe_cell
from kezek_kiosk.wait_report import WaitReport

if TYPE_CHECKING:
    from fpdf import FPDF

FORMATS = ("csv", "xlsx", "pdf")
MIME_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
_ACCENT = (0, 106, 134)
_HEAD_FILL = (232, 241, 244)
_SIGNATURE_MM = 70


def write_report(report: WaitReport, file_format: str) -> bytes:
    """The report as a file.

    Args:
        report: what to write.
        file_format: one of ``FORMATS``.
    """
    return {"csv": as_csv, "xlsx": as_xlsx, "pdf": as_pdf}[file_format](report)


def as_csv(report: WaitReport) -> bytes:
    """The table alone, as a spreadsheet of the report's language reads it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=SEPARATORS[report.language], lineterminator="\r\n")
    writer.writerows([safe_cell(value) for value in row] for row in report.rows)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def as_xlsx(report: WaitReport) -> bytes:
    """Table and log on two sheets; text stays text, numbers stay numbers."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    _table_sheet(book, report)
    _log_sheet(book, report)
    book.close()
    return target.getvalue()


def as_pdf(report: WaitReport) -> bytes:
    """The table on A4, with the legal basis and a line to sign on."""
    page = _page(report)
    _head(page, report)
    _table(page, report)
    _foot(page, report)
    return bytes(page.output())


def _table_sheet(book: Any, report: WaitReport) -> None:
    strong = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E8F1F4", "border": 1})
    title = book.add_format({"bold": True, "font_size": 16})
    sheet = book.add_worksheet(report.title[:31])
    sheet.write_string(0, 0, report.title, title)
    sheet.write_string(1, 0, report.office)
    at = 2
    for label, value in report.facts:
        sheet.write_string(at, 0, f"{label}: {value}")
        at += 1
    at += 1
    _write_rows(sheet, at, report.rows, head, strong)
    sheet.freeze_panes(at + 1, 1)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, len(report.heading), 12)
    at += len(report.rows) + 1
    for line in (f"{report.basis_label}:", *report.basis):
        sheet.write_string(at, 0, line)
        at += 1
    sheet.write_string(at + 1, 0, f"{report.signature[0]}: ____________________")
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _log_sheet(book: Any, report: WaitReport) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E8F1F4", "border": 1})
    sheet = book.add_worksheet(report.log_title[:31])
    _write_rows(sheet, 0, report.log, head, None)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(report.log) - 1), len(report.log[0]) - 1)
    sheet.set_column(0, len(report.log[0]), 14)


def _write_rows(sheet: Any, top: int, rows: list[list[Any]], head: Any, last: Any) -> None:
    for place, row in enumerate(rows):
        style = head if place == 0 else last if place == len(rows) - 1 else None
        for column, value in enumerate(row):
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                sheet.write_number(top + place, column, value, style)
            else:
                sheet.write_string(top + place, column, "" if value is None else str(value), style)


def _page(report: WaitReport) -> FPDF:
    from fpdf import FPDF

    page = FPDF(orientation="landscape", format="A4")
    fonts = files("kezek_printers") / "fonts"
    page.add_font("Report", "", str(fonts / "DejaVuSansCondensed.ttf"))
    page.add_font("Report", "B", str(fonts / "DejaVuSansCondensed-Bold.ttf"))
    page.set_title(report.title)
    page.set_lang(report.language)
    page.set_margins(12, 12)
    page.set_auto_page_break(auto=True, margin=14)
    page.add_page()
    return page


def _head(page: FPDF, report: WaitReport) -> None:
    page.set_font("Report", "B", 18)
    page.set_text_color(*_ACCENT)
    page.cell(text=report.title, new_x="LMARGIN", new_y="NEXT", h=10)
    page.set_text_color(22, 32, 43)
    page.set_font("Report", "B", 11)
    page.cell(text=report.office, new_x="LMARGIN", new_y="NEXT", h=7)
    page.set_font("Report", "", 10)
    for label, value in report.facts:
        page.cell(text=f"{label}: {value}", new_x="LMARGIN", new_y="NEXT", h=5.5)
    page.ln(4)


def _table(page: FPDF, report: WaitReport) -> None:
    from fpdf.fonts import FontFace

    page.set_font("Report", "", 6.5)
    widths = (26, *([9] * (len(report.heading) - 1)))
    with page.table(
        col_widths=widths,
        text_align=("LEFT", *(["RIGHT"] * (len(report.heading) - 1))),
        headings_style=FontFace(emphasis="BOLD", fill_color=_HEAD_FILL),
        borders_layout="HORIZONTAL_LINES",
        line_height=4,
        padding=0.6,
    ) as table:
        for place, values in enumerate(report.rows):
            row = table.row()
            style = FontFace(emphasis="BOLD") if place == len(report.rows) - 1 else None
            for value in values:
                row.cell("" if value is None else str(value), style=style)


def _foot(page: FPDF, report: WaitReport) -> None:
    page.ln(5)
    page.set_font("Report", "B", 9)
    page.cell(text=report.basis_label, new_x="LMARGIN", new_y="NEXT", h=5.5)
    page.set_font("Report", "", 8)
    for line in report.basis:
        page.cell(text=line, new_x="LMARGIN", new_y="NEXT", h=4.5)
    page.ln(12)
    page.set_font("Report", "", 9)
    page.cell(text=report.signature[0], w=60)
    left, top = page.get_x(), page.get_y() + 5
    page.line(left, top, left + _SIGNATURE_MM, top)
    page.set_xy(left, top + 0.5)
    page.set_font("Report", "", 7)
    page.cell(text=report.signature[1], w=_SIGNATURE_MM, align="C")
