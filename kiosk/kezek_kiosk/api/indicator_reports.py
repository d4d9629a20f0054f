"""Reports of the quality table and of the requests, as JSON and as files."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from flask import Blueprint, Response
from msgspec import Meta

from kezek_kiosk.access.roles import MAY_READ_REPORTS
from kezek_kiosk.api.answers import PREFIX, answer
from kezek_kiosk.api.calls import call
from kezek_kiosk.api.report_query import FILES, FileLanguage, PeriodAsked
from kezek_kiosk.api.request_views import may
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.downloads import report_download
from kezek_kiosk.web.field_types import Slug
from kezek_kiosk.web.principals import principal
from kezek_kiosk.web.problems import api_language
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


class ScopeAsked(PeriodAsked, frozen=True):
    """The days and services of the quality table."""

    service: Annotated[Slug | None, Meta(description="Only this service.")] = None
    standard: Annotated[Slug | None, Meta(description="Only services under this standard.")] = None

    def scope(self) -> Scope:
        """The services asked for."""
        return Scope(self.service, self.standard)


class ScopeFile(ScopeAsked, frozen=True):
    """The quality table as a file."""

    language: FileLanguage = None


class RequestsAsked(ScopeAsked, frozen=True):
    """The days, services and state of a list of requests."""

    state: Annotated[
        RequestState | None, Meta(description="List only these; the totals are of every state.")
    ] = None

    def wanted(self) -> RequestFilter:
        """The requests asked for."""
        state = None if self.state is None else self.state.value
        return RequestFilter(self.service, self.standard, state)


class RequestsFile(RequestsAsked, frozen=True):
    """The list of requests as a file."""

    language: FileLanguage = None


@blueprint.get("/indicators")
@call("showIndicators", ScopeAsked, may=MAY_READ_REPORTS, gives="IndicatorTable", refuses=(422,))
def indicators(asked: ScopeAsked) -> Response:
    """The quality table 1.1-5.1 of some days, beside its norms."""
    period = asked.period()
    return answer(indicators_json(app_context().queue, period.first, period.last, asked.scope()))


@blueprint.get("/indicators.csv")
@call("exportIndicators", ScopeFile, may=MAY_READ_REPORTS, gives=FILES["csv"], refuses=(422,))
def indicators_csv(asked: ScopeFile) -> Response:
    """The quality table for a spreadsheet, its numbers as counted."""
    return _indicator_file(asked, "csv")


@blueprint.get("/indicators.xlsx")
@call(
    "exportIndicatorsWorkbook", ScopeFile, may=MAY_READ_REPORTS, gives=FILES["xlsx"], refuses=(422,)
)
def indicators_xlsx(asked: ScopeFile) -> Response:
    """The quality table as a workbook, with its legal basis and a line to sign on."""
    return _indicator_file(asked, "xlsx")


@blueprint.get("/indicators.pdf")
@call("exportIndicatorsPaper", ScopeFile, may=MAY_READ_REPORTS, gives=FILES["pdf"], refuses=(422,))
def indicators_pdf(asked: ScopeFile) -> Response:
    """The quality table on paper, with its legal basis and a line to sign on."""
    return _indicator_file(asked, "pdf")


@blueprint.get("/requests")
@call("showRequests", RequestsAsked, may=MAY_READ_REPORTS, gives="RequestReport", refuses=(422,))
def requests(asked: RequestsAsked) -> Response:
    """Requests accepted in some days and what came of them; no names."""
    period, allowed = asked.period(), partial(may, principal().role)
    queue = app_context().queue
    return answer(requests_json(queue, period.first, period.last, asked.wanted(), allowed))


@blueprint.get("/requests.csv")
@call("exportRequests", RequestsFile, may=MAY_READ_REPORTS, gives=FILES["csv"], refuses=(422,))
def requests_csv(asked: RequestsFile) -> Response:
    """The list of requests for a spreadsheet."""
    return _request_file(asked, "csv")


@blueprint.get("/requests.xlsx")
@call(
    "exportRequestsWorkbook",
    RequestsFile,
    may=MAY_READ_REPORTS,
    gives=FILES["xlsx"],
    refuses=(422,),
)
def requests_xlsx(asked: RequestsFile) -> Response:
    """Totals and list as a workbook, with the terms and a line to sign on."""
    return _request_file(asked, "xlsx")


@blueprint.get("/requests.pdf")
@call("exportRequestsPaper", RequestsFile, may=MAY_READ_REPORTS, gives=FILES["pdf"], refuses=(422,))
def requests_pdf(asked: RequestsFile) -> Response:
    """Totals and list on paper, with the terms and a line to sign on."""
    return _request_file(asked, "pdf")


def _indicator_file(asked: ScopeFile, file_format: str) -> Response:
    period, language = asked.period(), asked.language or api_language()
    queue = app_context().queue
    report = indicator_report(queue, period.first, period.last, asked.scope(), language)
    return report_download(report, file_format)


def _request_file(asked: RequestsFile, file_format: str) -> Response:
    period, language = asked.period(), asked.language or api_language()
    queue = app_context().queue
    report = request_report(queue, period.first, period.last, asked.wanted(), language)
    return report_download(report, file_format)
