"""Writes a report as CSV, XLSX or PDF; the bytes are whole before anything reaches a disk."""

from __future__ import annotations

from flask import Response

from kezek_kiosk.reports.csv_export import csv_text, file_name, named
from kezek_kiosk.reports.report_mark import mark_rows
from kezek_kiosk.reports.report_parts import Report

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
    """
    return {"csv": as_csv, "xlsx": as_xlsx, "pdf": as_pdf}[file_format](report)


def report_name(report: Report, file_format: str) -> str:
    """The name of the report's file, in its language."""
    return file_name(report.name, report.first_day, report.last_day, report.language, file_format)


def report_response(report: Report, file_format: str) -> Response:
    """The report as a download."""
    response = Response(write_report(report, file_format), mimetype=MIME_TYPES[file_format])
    return named(
        response, report.name, report.first_day, report.last_day, report.language, file_format
    )


def as_csv(report: Report) -> bytes:
    """The figures as counted and measured, and below them where the journal stood."""
    mark = mark_rows(report.mark, report.made_at.tzinfo, report.language)
    return csv_text([*report.raw, *mark], report.language).encode()


def as_xlsx(report: Report) -> bytes:
    """Every table on a sheet; text stays text, numbers stay numbers."""
    from kezek_kiosk.reports.report_xlsx import write_xlsx

    return write_xlsx(report)


def as_pdf(report: Report) -> bytes:
    """The tables on A4, with the legal basis and a line to sign on."""
    from kezek_kiosk.reports.report_pdf import write_pdf

    return write_pdf(report)
