"""The quality and accessibility table of any days, on the screen and as a file."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from kezek_kiosk.access.roles import MAY_READ_REPORTS
from kezek_kiosk.pages.indicators.asked import SERVICE, STANDARD, TableAsked
from kezek_kiosk.pages.indicators.periods import NAMES
from kezek_kiosk.pages.indicators.view import sections
from kezek_kiosk.pages.staff.access import person_of
from kezek_kiosk.pages.staff.page_words import words
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.downloads import report_download
from kezek_kiosk.web.i18n import page_language
from kezek_queue.reports import FORMATS, IndicatorReport, indicator_report, whole_fact

blueprint = Blueprint("indicators", __name__)


@blueprint.get("/supervisor/indicators")
def indicators_page() -> str | Response:
    """The table, this month's when no days are named."""
    person = person_of(MAY_READ_REPORTS)
    if isinstance(person, Response):
        return person
    queue = app_context().queue
    today = app_context().queue.snapshot().shown_day
    asked = TableAsked.read(request.args, queue.office, today)
    report = _report(asked)
    return render_template(
        "indicators/indicators.html",
        person=person,
        office=queue.office,
        asked=asked,
        today=today,
        presets=NAMES,
        chosen=asked.preset(today),
        report=report,
        stood=whole_fact(report.mark, report.language),
        sections=sections(report),
        standards={
            each.standard: queue.standards.get(each.standard)
            for each in queue.office.services.values()
        },
        service_prefix=SERVICE,
        standard_prefix=STANDARD,
        formats=FORMATS,
        **words(),
    )


@blueprint.get("/supervisor/indicators.<file_format>")
def indicators_file(file_format: str) -> Response:
    """The same table as a file in the page's language."""
    person = person_of(MAY_READ_REPORTS)
    if isinstance(person, Response):
        return person
    if file_format not in FORMATS:
        abort(404)
    today = app_context().queue.snapshot().shown_day
    asked = TableAsked.read(request.args, app_context().queue.office, today)
    return report_download(_report(asked), file_format)


def _report(asked: TableAsked) -> IndicatorReport:
    days = asked.days
    return indicator_report(
        app_context().queue, days.first, days.last, asked.scope, page_language()
    )
