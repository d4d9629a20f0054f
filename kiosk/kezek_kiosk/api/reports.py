"""Reports of waits: the table by service and the log of every wait, as JSON and as files."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from msgspec import Meta

from kezek_core.phrases import one_of
from kezek_core.waits import Verdict, VisitWait
from kezek_kiosk.access.roles import MAY_READ_REPORTS
from kezek_kiosk.api.answers import PREFIX, answer, titles
from kezek_kiosk.api.calls import call
from kezek_kiosk.api.report_query import FILES, FileLanguage, PeriodAsked, PeriodFile
from kezek_kiosk.errors import BadRequestError
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.downloads import csv_download, report_download
from kezek_kiosk.web.field_types import Slug
from kezek_kiosk.web.problems import api_language
from kezek_queue.reports import log_rows, mark_json, mark_rows, wait_report, waits_json

blueprint = Blueprint("api_reports", __name__, url_prefix=f"{PREFIX}/reports")


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
    period = asked.period()
    with app_context().queue.at_one_instant() as mark:
        found = _found(asked)
    waits = [wait.to_json() for wait in found]
    return answer({**period.to_json(), "waits": waits, **mark_json(mark)})


@blueprint.get("/waits/log.csv")
@call("exportWaitLog", LogFile, may=MAY_READ_REPORTS, gives=FILES["csv"])
def log_csv(asked: LogFile) -> Response:
    """The log of waits for a spreadsheet."""
    period, language = asked.period(), asked.language or api_language()
    zone = app_context().queue.office.hours.zone
    with app_context().queue.at_one_instant() as mark:
        rows = log_rows(_found(asked), titles(), language, zone)
    rows += mark_rows(mark, zone, language)
    return csv_download(rows, "log", period.first, period.last, language)


def _report_file(asked: PeriodFile, file_format: str) -> Response:
    period, language = asked.period(), asked.language or api_language()
    report = wait_report(
        app_context().queue, period.first, period.last, language, with_log=file_format == "xlsx"
    )
    return report_download(report, file_format)


def _found(asked: LogAsked) -> list[VisitWait]:
    queue, period, service = app_context().queue, asked.period(), asked.service
    if service is not None and service not in queue.office.services:
        raise BadRequestError.of("service", one_of(queue.office.services), service)
    return list(queue.waits(period.first, period.last, service=service, verdict=asked.verdict))
