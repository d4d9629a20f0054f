"""Writes a report as CSV, XLSX or PDF; the bytes are whole before anything reaches a disk."""

from __future__ import annotations

from datetime import date

from kezek_core.extras import naming_the_extra
from kezek_queue.reports.document import Report
from kezek_queue.reports.formats.csv_text import csv_text
from kezek_queue.reports.mark import mark_rows
from kezek_queue.reports.words import SHORT_NAMES

FORMATS = ("csv", "xlsx", "pdf")
MIME_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def write_report(report: Report, file_format: str) -> bytes:
    """The report as a file.

    Args:
        report: what to write.
        file_format: one of ``FORMATS``.

    Raises:
        ValueError: there is no such format.
        LibraryMissingError: XLSX and PDF need the extra ``reports``.
    """
    writers = {"csv": as_csv, "xlsx": as_xlsx, "pdf": as_pdf}
    if file_format not in writers:
        raise ValueError(f"expected one of {', '.join(FORMATS)}, got {file_format!r}; choose one")
    return writers[file_format](report)


def report_name(report: Report, file_format: str) -> str:
    """The name of the report's file, in its language: ``Күту уақыты 2026-11-23.xlsx``."""
    return file_name(report.name, report.first_day, report.last_day, report.language, file_format)


def file_name(report: str, first: date, last: date, language: str, ending: str) -> str:
    """What a report, or its log, is saved as."""
    return f"{SHORT_NAMES[report].in_language(language)} {days_name(first, last)}.{ending}"


def days_name(first: date, last: date) -> str:
    """Some days in the name of a file: ``2026-11-23``, or the first and the last one."""
    return first.isoformat() if first == last else f"{first}_{last}"


def as_csv(report: Report) -> bytes:
    """The figures as counted and measured, and below them where the journal stood."""
    mark = mark_rows(report.mark, report.made_at.tzinfo, report.language)
    return csv_text([*report.raw, *mark], report.language).encode()


def as_xlsx(report: Report) -> bytes:
    """Every table on a sheet; text stays text, numbers stay numbers."""
    with naming_the_extra():
        from kezek_queue.reports.formats.xlsx import write_xlsx

    return write_xlsx(report)


def as_pdf(report: Report) -> bytes:
    """The tables on A4, with the legal basis and a line to sign on."""
    with naming_the_extra():
        from kezek_queue.reports.formats.pdf import write_pdf

    return write_pdf(report)
