"""A report, or rows of it, as a file that the browser saves under a name that says what it is."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from flask import Response

from kezek_queue.reports import (
    MIME_TYPES,
    Report,
    Rows,
    csv_text,
    days_name,
    file_name,
    write_report,
)


def report_download(report: Report, file_format: str) -> Response:
    """A report as a download.

    Args:
        report: what to send.
        file_format: one of ``kezek_queue.reports.FORMATS``.
    """
    response = Response(write_report(report, file_format), mimetype=MIME_TYPES[file_format])
    days = report.first_day, report.last_day
    return _named(response, report.name, *days, report.language, file_format)


def csv_download(rows: Rows, report: str, first: date, last: date, language: str) -> Response:
    """Rows as a download."""
    response = Response(csv_text(rows, language), mimetype=MIME_TYPES["csv"])
    return _named(response, report, first, last, language, "csv")


def _named(
    response: Response, report: str, first: date, last: date, language: str, ending: str
) -> Response:
    """The response as a file of its own name, in plain letters for old browsers as well.

    Source: RFC 6266, section 4.3; RFC 5987, section 3.2.
    """
    plain_name = f"kezek-{report}-{days_name(first, last)}.{ending}"
    full_name = quote(file_name(report, first, last, language, ending))
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{full_name}"
    )
    return response
