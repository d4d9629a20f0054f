"""The pages of the log of waits, and its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kezek_core.tickets import Stage
from kezek_kiosk.access.roles import MAY_READ_REPORTS
from kezek_kiosk.edge.departures import has_left
from kezek_kiosk.pages.staff import words as names
from kezek_kiosk.pages.staff.access import person_of
from kezek_kiosk.pages.staff.log import OPEN, ROWS_A_PAGE, LogFilter
from kezek_kiosk.pages.staff.log_columns import LogCells, headings
from kezek_kiosk.pages.staff.page_words import category_of, title_of, words
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.downloads import csv_stream, large_report_download
from kezek_kiosk.web.i18n import language_names, page_language
from kezek_queue import WaitStream, wording
from kezek_queue.reports import (
    ORDER_WORDS,
    Row,
    asked_facts,
    log_report,
    mark_line,
    mark_rows,
)
from kezek_queue.wait_log import LogOrder, LogPage

blueprint = Blueprint("staff_log", __name__)

US_A_SECOND = 1_000_000
PAPERS = ("xlsx", "pdf")


@blueprint.get("/supervisor/log")
def log_page() -> str | Response:
    """The log of every wait, filtered, sorted and paged by keys."""
    person = person_of(MAY_READ_REPORTS)
    if isinstance(person, Response):
        return person
    queue, asked, language = app_context().queue, _asked(), page_language()
    with queue.at_one_instant(asked.waits.first_day) as mark:
        page = queue.log_page(
            asked.waits, asked.order, size=ROWS_A_PAGE, after=asked.after, before=asked.before
        )
    return render_template(
        "staff/log.html",
        person=person,
        office=queue.office,
        asked=asked,
        page=page,
        columns=headings(),
        cells=LogCells().of,
        choices=_choices(),
        searched=_searched(page, asked),
        files=("csv", *PAPERS),
        texts=_texts(),
        stood=mark_line(mark, queue.office.hours.zone, language),
        **words(),
    )


@blueprint.get("/supervisor/log.csv")
def log_csv() -> Response:
    """The same log as CSV: the same filter, columns, words and order, every page of it."""
    person = person_of(MAY_READ_REPORTS)
    if isinstance(person, Response):
        return person
    queue, asked, language = app_context().queue, _asked(), page_language()
    cells, zone = LogCells(), queue.office.hours.zone
    facts = asked_facts(asked.waits, asked.order, queue.office, app_context().titles, language)

    def rows(stream: WaitStream) -> Iterator[Row]:
        yield from cells.rows(stream)
        yield from mark_rows(stream.mark, zone, language)
        yield from facts

    return csv_stream(queue.stream_waits(asked.waits, asked.order), rows, asked.waits, language)


@blueprint.get("/supervisor/log.<file_format>")
def log_file(file_format: str) -> Response:
    """The same log as a workbook or on paper."""
    person = person_of(MAY_READ_REPORTS)
    if isinstance(person, Response):
        return person
    if file_format not in PAPERS:
        abort(404)
    queue, asked = app_context().queue, _asked()
    with queue.at_one_instant(asked.waits.first_day):  # its rows are read while it is written
        report = log_report(queue, asked.waits, asked.order, page_language(), file_format)
        left = partial(has_left, request.environ)
        return large_report_download(report, file_format, has_left=left)


def _asked() -> LogFilter:
    return LogFilter.asked(request.args, today=app_context().queue.snapshot().shown_day)


def _choices() -> dict[str, Iterable[tuple[Any, Any]]]:
    """What each condition may be, with its words."""
    app, language = app_context(), page_language()
    office = app.queue.office
    verdicts = [(verdict.value, word) for verdict, word in names.VERDICTS.items()]
    return {
        "services": [(each, title_of(each)) for each in office.services],
        "verdicts": [*verdicts, (OPEN, _("Still waiting"))],
        "windows": [(each, each) for each in office.windows],
        "orders": [
            (order.value, word.in_language(language)) for order, word in ORDER_WORDS.items()
        ],
        "operators": [(each.name, each.name) for each in app.accounts.list()],
        "outcomes": [(outcome.value, word) for outcome, word in names.OUTCOMES.items()],
        "stages": [(each.value, names.STAGES[each]) for each in (Stage.SUBMISSION, Stage.PICKUP)],
        "languages": list(language_names().items()),
        "categories": [(each, category_of(each)) for each in office.categories],
    }


def _searched(page: LogPage, asked: LogFilter) -> str:
    """How far a search came that was stopped; "" for one that was not."""
    place = page.before if asked.before is not None else page.after
    if not page.searched or place is None:
        return ""
    if asked.order in (LogOrder.LONGEST, LogOrder.SHORTEST):
        return str(_("Searched as far as waits of %(wait)s.",
                     wait=wording.clock(int(place[0]) // US_A_SECOND)))  # fmt: skip
    day = str(place[1] if asked.order is LogOrder.VERDICT else place[0])
    return str(_("Searched as far as %(day)s.", day=wording.edition_words(day)))


def _texts() -> dict[str, Any]:
    """What the script says while a file is fetched."""
    return {
        "rows": _("%(done)s of %(all)s rows", done="%(done)s", all="%(all)s"),
        "making": _("The file is being made."),
        "saved": _("The file is saved: %(name)s", name="%(name)s"),
        "stopped": _("Stopped. Nothing was saved."),
        "failed": _("The file did not come. Try again when the connection is back."),
    }
