"""Reports of waits: the table by service and the log of every wait, as JSON and as files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Annotated

from flask import Blueprint, Response
from msgspec import Meta

from kezek_core.phrases import one_of
from kezek_core.waits import Verdict
from kezek_kiosk.access.roles import MAY_READ_REPORTS
from kezek_kiosk.api.answers import PREFIX, answer, encoded, titles
from kezek_kiosk.api.calls import call
from kezek_kiosk.api.report_query import FILES, FileLanguage, PeriodAsked, PeriodFile
from kezek_kiosk.errors import BadRequestError
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.downloads import csv_stream, report_download, streamed
from kezek_kiosk.web.field_types import Slug
from kezek_kiosk.web.problems import api_language
from kezek_queue import WaitStream
from kezek_queue.reports import (
    Row,
    log_rows,
    mark_json,
    mark_rows,
    wait_report,
    waits_json,
)
from kezek_queue.wait_log import WaitFilter

blueprint = Blueprint("api_reports", __name__, url_prefix=f"{PREFIX}/reports")

WAITS_A_PIECE = 200


class LogAsked(PeriodAsked, frozen=True):
    """Which waits of the log."""

    service: Annotated[Slug | None, Meta(description="Only this service.")] = None
    verdict: Annotated[Verdict | None, Meta(description="Only this verdict.")] = None


class LogFile(LogAsked, frozen=True):
    """The log as a file."""

    language: FileLanguage = None


@blueprint.get("/waits")
@call("showWaits", PeriodAsked, may=MAY_READ_REPORTS, gives="WaitTable")
def waits(asked: PeriodAsked) -> Response:
    """The table of waits by service and all together."""
    period = asked.period()
    return answer(waits_json(app_context().queue, period.first, period.last))


@blueprint.get("/waits.csv")
@call("exportWaits", PeriodFile, may=MAY_READ_REPORTS, gives=FILES["csv"])
def waits_csv(asked: PeriodFile) -> Response:
    """The table of waits for a spreadsheet."""
    return _report_file(asked, "csv")


@blueprint.get("/waits.xlsx")
@call("exportWaitsWorkbook", PeriodFile, may=MAY_READ_REPORTS, gives=FILES["xlsx"])
def waits_xlsx(asked: PeriodFile) -> Response:
    """The table of waits as a workbook, with the log and a line to sign on."""
    return _report_file(asked, "xlsx")


@blueprint.get("/waits.pdf")
@call("exportWaitsPaper", PeriodFile, may=MAY_READ_REPORTS, gives=FILES["pdf"])
def waits_pdf(asked: PeriodFile) -> Response:
    """The table of waits on paper, with the legal basis and a line to sign on."""
    return _report_file(asked, "pdf")


@blueprint.get("/waits/log")
@call("showWaitLog", LogAsked, may=MAY_READ_REPORTS, gives="WaitLog")
def log(asked: LogAsked) -> Response:
    """Every wait with its verdict and the source of its limit."""
    wanted = _wanted(asked)
    return streamed(
        app_context().queue.stream_waits(wanted),
        lambda stream: _document(stream, asked.period().to_json()),
        content_type="application/json",
    )


@blueprint.get("/waits/log.csv")
@call("exportWaitLog", LogFile, may=MAY_READ_REPORTS, gives=FILES["csv"])
def log_csv(asked: LogFile) -> Response:
    """The log of waits for a spreadsheet."""
    queue, wanted, language = app_context().queue, _wanted(asked), asked.language or api_language()
    named, zone = titles(), queue.office.hours.zone

    def rows(stream: WaitStream) -> Iterator[Row]:
        yield from log_rows(stream.rows, named, language, zone)
        yield from mark_rows(stream.mark, zone, language)

    return csv_stream(queue.stream_waits(wanted), rows, wanted, language)


def _document(stream: WaitStream, period: dict[str, str]) -> Iterator[str]:
    """The document of the log piece by piece: its waits are written while they are read."""
    yield encoded(period)[:-1] + ',"waits":['
    rows = stream.rows
    before = ""
    while piece := list(islice(rows, WAITS_A_PIECE)):
        yield before + ",".join(encoded(row.wait().to_json()) for row in piece)
        before = ","
    yield "]," + encoded(mark_json(stream.mark))[1:]


def _report_file(asked: PeriodFile, file_format: str) -> Response:
    period, language = asked.period(), asked.language or api_language()
    queue = app_context().queue
    with queue.at_one_instant(
        period.first
    ):  # the rows of its log are read while the file is written
        report = wait_report(queue, period.first, period.last, language)
        return report_download(report, file_format)


def _wanted(asked: LogAsked) -> WaitFilter:
    period, office = asked.period(), app_context().queue.office
    if asked.service is not None and asked.service not in office.services:
        raise BadRequestError.of("service", one_of(office.services), asked.service)
    return WaitFilter(period.first, period.last, service=asked.service, verdict=asked.verdict)
