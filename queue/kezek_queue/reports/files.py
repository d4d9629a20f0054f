"""Writes a report as CSV, XLSX or PDF; the bytes are whole before anything reaches a disk."""

from __future__ import annotations

import io
from datetime import date
from typing import BinaryIO

from kezek_core.extras import naming_the_extra
from kezek_queue.reports.document import Report
from kezek_queue.reports.formats.csv_text import csv_pieces
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
    target = io.BytesIO()
    write_into(target, report, file_format)
    return target.getvalue()


def write_into(target: BinaryIO, report: Report, file_format: str) -> None:
    """Write the report into a file that can be sought in, as long as it may be.

    Args:
        target: the file.
        report: as for `write_report`.
        file_format: as for `write_report`.

    Raises:
        ValueError, LibraryMissingError: as for `write_report`.
    """
    writers = {"csv": as_csv, "xlsx": as_xlsx, "pdf": as_pdf}
    if file_format not in writers:
        raise ValueError(f"expected one of {', '.join(FORMATS)}, got {file_format!r}; choose one")
    writers[file_format](report, target)


def report_name(report: Report, file_format: str) -> str:
    """The name of the report's file, in its language: ``Күту уақыты 2026-11-23.xlsx``."""
    return file_name(report.name, report.first_day, report.last_day, report.language, file_format)


def file_name(report: str, first: date, last: date, language: str, ending: str) -> str:
    """What a report, or its log, is saved as."""
    return f"{SHORT_NAMES[report].in_language(language)} {days_name(first, last)}.{ending}"


def days_name(first: date, last: date) -> str:
    """Some days in the name of a file: ``2026-11-23``, or the first and the last one."""
    return first.isoformat() if first == last else f"{first}_{last}"


def as_csv(report: Report, target: BinaryIO) -> None:
    """The figures as counted and measured, and below them where the journal stood."""
    mark = mark_rows(report.mark, report.made_at.tzinfo, report.language)
    for piece in csv_pieces([*report.raw, *mark], report.language):
        target.write(piece.encode())


def as_xlsx(report: Report, target: BinaryIO) -> None:
    """Every table on a sheet; text stays text, numbers stay numbers."""
    with naming_the_extra():
        from kezek_queue.reports.formats.xlsx import write_xlsx

    write_xlsx(report, target)


def as_pdf(report: Report, target: BinaryIO) -> None:
    """The tables on A4, with the legal basis and a line to sign on."""
    with naming_the_extra():
        from kezek_queue.reports.formats.pdf import write_pdf

    write_pdf(report, target)
