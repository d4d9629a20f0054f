"""Reports of waits: the table by service and the log of every wait, as JSON and as files."""

from __future__ import annotations

from flask import Blueprint, Response

from kezek_core.waits import Verdict, VisitWait
from kezek_kiosk.access.roles import MAY_READ_REPORTS
from kezek_kiosk.api.answers import PREFIX, answer, titles
from kezek_kiosk.api.report_query import Period, language_of, period_of
from kezek_kiosk.web.context import services
from kezek_kiosk.web.downloads import csv_download, report_download
from kezek_kiosk.web.inputs import SLUG, Fields, one_of, query_fields, wrong_field
from kezek_kiosk.web.principals import require
from kezek_queue.reports import log_rows, mark_json, mark_rows, wait_report, waits_json

blueprint = Blueprint("api_reports", __name__, url_prefix=f"{PREFIX}/reports")

VERDICTS = [verdict.value for verdict in Verdict]


@blueprint.get("/waits")
def waits() -> Response:
    """The table of waits by service and all together."""
    require(MAY_READ_REPORTS)
    period = period_of(query_fields("from", "to"))
    return answer(waits_json(services().queue, period.first, period.last))


@blueprint.get("/waits.csv")
def waits_csv() -> Response:
    """The same table for a spreadsheet."""
    require(MAY_READ_REPORTS)
    return _report_file("csv")


@blueprint.get("/waits.xlsx")
def waits_xlsx() -> Response:
    """The same table as a workbook, with the log and a line to sign on."""
    require(MAY_READ_REPORTS)
    return _report_file("xlsx")


@blueprint.get("/waits.pdf")
def waits_pdf() -> Response:
    """The same table on paper, with the legal basis and a line to sign on."""
    require(MAY_READ_REPORTS)
    return _report_file("pdf")


@blueprint.get("/waits/log")
def log() -> Response:
    """Every wait with its verdict and the source of its limit."""
    require(MAY_READ_REPORTS)
    fields = query_fields("from", "to", "service", "verdict")
    period = period_of(fields)
    with services().queue.at_one_instant() as mark:
        found = _found(fields, period)
    told = [wait.to_json() for wait in found]
    return answer({**period.to_json(), "waits": told, **mark_json(mark)})


@blueprint.get("/waits/log.csv")
def log_csv() -> Response:
    """The same log for a spreadsheet."""
    require(MAY_READ_REPORTS)
    fields = query_fields("from", "to", "service", "verdict", "language")
    period, language = period_of(fields), language_of(fields)
    zone = services().queue.office.hours.zone
    with services().queue.at_one_instant() as mark:
        rows = log_rows(_found(fields, period), titles(), language, zone)
    rows += mark_rows(mark, zone, language)
    return csv_download(rows, "log", period.first, period.last, language)


def _report_file(file_format: str) -> Response:
    fields = query_fields("from", "to", "language")
    period, language = period_of(fields), language_of(fields)
    report = wait_report(services().queue, period.first, period.last, language)
    return report_download(report, file_format)


def _found(fields: Fields, period: Period) -> list[VisitWait]:
    service = fields.get("service", SLUG, None)
    verdict = fields.get("verdict", one_of(VERDICTS), None)
    queue = services().queue
    if service is not None and service not in queue.office.services:
        raise wrong_field("service", f"one of {', '.join(queue.office.services)}", service)
    wanted = None if verdict is None else Verdict(verdict)
    return list(queue.waits(period.first, period.last, service=service, verdict=wanted))
