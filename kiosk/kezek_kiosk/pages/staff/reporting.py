"""The supervisor's report of waits as a file, and the load of the week."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from kezek_kiosk.access.roles import MAY_READ_REPORTS
from kezek_kiosk.pages.staff.access import person_of
from kezek_kiosk.pages.staff.log import LogFilter
from kezek_kiosk.pages.staff.page_words import words
from kezek_kiosk.pages.staff.week import first_day_of, week_map
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.downloads import report_download
from kezek_kiosk.web.i18n import page_language
from kezek_queue.reports import FORMATS, mark_line, wait_report

blueprint = Blueprint("staff_reports", __name__)


@blueprint.get("/supervisor/week")
def week_page() -> str | Response:
    """Hour by weekday, the last four weeks up to today."""
    person = person_of(MAY_READ_REPORTS)
    if isinstance(person, Response):
        return person
    queue = app_context().queue
    first_day = first_day_of(queue.snapshot().shown_day)
    with queue.at_one_instant(first_day) as mark:
        snapshot = queue.snapshot()
        arrivals = queue.arrivals(first_day, snapshot.shown_day)
    return render_template(
        "staff/week.html",
        person=person,
        office=queue.office,
        week=week_map(arrivals, first_day, snapshot.shown_day),
        now=snapshot.now,
        stood=mark_line(mark, queue.office.hours.zone, page_language()),
        **words(),
    )


@blueprint.get("/supervisor/report.<file_format>")
def report_file(file_format: str) -> Response:
    """The report of waits of some office days, today's when none are named."""
    person = person_of(MAY_READ_REPORTS)
    if isinstance(person, Response):
        return person
    if file_format not in FORMATS:
        abort(404)
    queue = app_context().queue
    asked = LogFilter.asked(request.args, today=queue.snapshot().shown_day).waits
    with queue.at_one_instant(
        asked.first_day
    ):  # the rows of its log are read while the file is written
        report = wait_report(queue, asked.first_day, asked.last_day, page_language())
        return report_download(report, file_format)
