"""Reports of the quality table and of the requests, as JSON and as files."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response

from kezek_kiosk.access.roles import MAY_READ_REPORTS
from kezek_kiosk.api.answers import PREFIX, answer
from kezek_kiosk.api.report_query import language_of, period_of
from kezek_kiosk.api.request_views import may
from kezek_kiosk.web.context import services
from kezek_kiosk.web.downloads import report_download
from kezek_kiosk.web.inputs import SLUG, Fields, one_of, query_fields
from kezek_kiosk.web.principals import require
from kezek_queue import RequestState
from kezek_queue.reports import (
    RequestFilter,
    Scope,
    indicator_report,
    indicators_json,
    request_report,
    requests_json,
)

blueprint = Blueprint("api_indicator_reports", __name__, url_prefix=f"{PREFIX}/reports")

STATES = [each.value for each in RequestState]
SCOPE = ("from", "to", "service", "standard")
LIST = (*SCOPE, "state")


@blueprint.get("/indicators")
def indicators() -> Response:
    """The quality table 1.1-5.1 of some days."""
    require(MAY_READ_REPORTS)
    fields = query_fields(*SCOPE)
    period = period_of(fields)
    queue = services().queue
    return answer(indicators_json(queue, period.first, period.last, _scope(fields)))


@blueprint.get("/indicators.csv")
def indicators_csv() -> Response:
    """The same table for a spreadsheet, its numbers as counted."""
    return _indicator_file("csv")


@blueprint.get("/indicators.xlsx")
def indicators_xlsx() -> Response:
    """The same table as a workbook, with its legal basis and a line to sign on."""
    return _indicator_file("xlsx")


@blueprint.get("/indicators.pdf")
def indicators_pdf() -> Response:
    """The same table on paper, with its legal basis and a line to sign on."""
    return _indicator_file("pdf")


@blueprint.get("/requests")
def requests() -> Response:
    """Requests accepted in some days, and how many of each service; no names."""
    caller = require(MAY_READ_REPORTS)
    fields = query_fields(*LIST)
    period = period_of(fields)
    queue = services().queue
    allowed = partial(may, caller.role)
    return answer(requests_json(queue, period.first, period.last, _filter(fields), allowed))


@blueprint.get("/requests.csv")
def requests_csv() -> Response:
    """The list of requests for a spreadsheet."""
    return _request_file("csv")


@blueprint.get("/requests.xlsx")
def requests_xlsx() -> Response:
    """Totals and list as a workbook, with the terms and a line to sign on."""
    return _request_file("xlsx")


@blueprint.get("/requests.pdf")
def requests_pdf() -> Response:
    """Totals and list on paper, with the terms and a line to sign on."""
    return _request_file("pdf")


def _indicator_file(file_format: str) -> Response:
    require(MAY_READ_REPORTS)
    fields = query_fields(*SCOPE, "language")
    period, language = period_of(fields), language_of(fields)
    report = indicator_report(services().queue, period.first, period.last, _scope(fields), language)
    return report_download(report, file_format)


def _request_file(file_format: str) -> Response:
    require(MAY_READ_REPORTS)
    fields = query_fields(*LIST, "language")
    period, language = period_of(fields), language_of(fields)
    report = request_report(services().queue, period.first, period.last, _filter(fields), language)
    return report_download(report, file_format)


def _scope(fields: Fields) -> Scope:
    return Scope(fields.get("service", SLUG, None), fields.get("standard", SLUG, None))


def _filter(fields: Fields) -> RequestFilter:
    return RequestFilter(
        fields.get("service", SLUG, None),
        fields.get("standard", SLUG, None),
        fields.get("state", one_of(STATES), None),
    )
