"""A report, or rows of it, as a file that the browser saves under a name that says what it is."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import date
from functools import partial
from urllib.parse import quote

from flask import Response
from werkzeug.exceptions import ClientDisconnected

from kezek_queue import WaitStream
from kezek_queue.reports import (
    MIME_TYPES,
    Report,
    ReportLine,
    Row,
    csv_pieces,
    days_name,
    file_name,
    write_into,
    write_report,
)
from kezek_queue.wait_log import WaitFilter

PIECE_BYTES = 64 * 1024
LINES_BETWEEN_LOOKS = 200
"""So many lines of a workbook are written, in some hundredths of a second, before it is asked
whether the client is still there."""

ROWS_HEADER = "Kezek-Rows"
"""How many rows an answer has that is written while it is read: a page shows how far it is."""


def report_download(report: Report, file_format: str) -> Response:
    """A report as a download.

    Args:
        report: what to send.
        file_format: one of ``kezek_queue.reports.FORMATS``.
    """
    response = Response(write_report(report, file_format), mimetype=MIME_TYPES[file_format])
    days = report.first_day, report.last_day
    return _named(response, report.name, *days, report.language, file_format)


def large_report_download(
    report: Report, file_format: str, *, has_left: Callable[[], bool]
) -> Response:
    """A report whose file may be large: it lies on the disk while it is written and sent.

    Args:
        report: what to send.
        file_format: as for ``report_download``.
        has_left: whether nobody waits for it any more.

    Raises:
        ClientDisconnected: nobody does.
    """
    tables = tuple(replace(each, lines=_Awaited(each.lines, has_left)) for each in report.tables)
    with ExitStack() as stack:
        file = stack.enter_context(tempfile.TemporaryFile())
        write_into(file, replace(report, tables=tables), file_format)
        length = file.tell()
        file.seek(0)
        pieces = iter(partial(file.read, PIECE_BYTES), b"")
        response = _until_sent(stack.pop_all(), pieces, MIME_TYPES[file_format])
    response.content_length = length
    days = report.first_day, report.last_day
    return _named(response, report.name, *days, report.language, file_format)


def csv_stream(
    opened: AbstractContextManager[WaitStream],
    rows_of: Callable[[WaitStream], Iterable[Row]],
    asked: WaitFilter,
    language: str,
) -> Response:
    """The log of waits as a download that is written while it is read.

    Args:
        opened: gives the waits; it is closed with the answer.
        rows_of: the rows of the file, heading first; it must ask nothing of the request.
        asked: which waits; its days stand in the name of the file.
        language: of the file.
    """
    response = streamed(
        opened,
        lambda stream: csv_pieces(rows_of(stream), language),
        content_type=f"{MIME_TYPES['csv']}; charset=utf-8",
    )
    return _named(response, "log", asked.first_day, asked.last_day, language, "csv")


def streamed(
    opened: AbstractContextManager[WaitStream],
    pieces_of: Callable[[WaitStream], Iterable[str]],
    *,
    content_type: str,
) -> Response:
    """An answer as long as it may be; memory holds a piece of it."""
    with ExitStack() as stack:
        stream = stack.enter_context(opened)
        pieces = (piece.encode() for piece in pieces_of(stream))
        response = _until_sent(stack.pop_all(), pieces, content_type)
        response.headers[ROWS_HEADER] = str(stream.count)
    return response


def _until_sent(held: ExitStack, pieces: Iterable[bytes], content_type: str) -> Response:
    """An answer that lets go of what it needs when all is sent, or when the client has left."""

    def sent() -> Iterator[bytes]:
        with held:
            yield from pieces

    response = Response(sent(), content_type=content_type)
    response.call_on_close(held.close)
    return response


class _Awaited:
    """Lines of a table, as long as somebody waits for the file that they are written into."""

    def __init__(self, lines: Iterable[ReportLine], has_left: Callable[[], bool]) -> None:
        self._lines, self._has_left = lines, has_left

    def __iter__(self) -> Iterator[ReportLine]:
        for place, line in enumerate(self._lines):
            if place % LINES_BETWEEN_LOOKS == 0 and self._has_left():
                raise ClientDisconnected
            yield line


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
