"""The register: one search field, lists by what is to be done, filters."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kezek_core.calendar import office_date
from kezek_core.papers import SubjectKind, kind_written
from kezek_kiosk.access.roles import MAY_SERVE
from kezek_kiosk.access.sessions import StaffSession
from kezek_kiosk.pages.paging import paged
from kezek_kiosk.pages.register import register_words
from kezek_kiosk.pages.register.register_lists import (
    RegisterFilter,
    RegisterList,
    closed_requests,
    first_to_do,
    register_lists,
)
from kezek_kiosk.pages.register.standing import standing
from kezek_kiosk.pages.staff.access import person_of
from kezek_kiosk.pages.staff.page_words import words
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.i18n import page_language
from kezek_kiosk.web.problems import error_sentence, facts_of, status_of
from kezek_queue import Refusal, Request

blueprint = Blueprint("staff_register", __name__)

LONGEST_TYPED = 40


@blueprint.get("/register")
def register_page() -> str | Response | tuple[str, int]:
    """The lists of the register, or the way to the request whose number was typed."""
    person = person_of(MAY_SERVE)
    if isinstance(person, Response):
        return person
    typed = (request.args.get("number") or "").strip()[:LONGEST_TYPED]
    if not typed:
        return _lists_page(person)
    if kind_written(typed) is SubjectKind.COMPLAINT:
        return redirect(url_for("staff_complaints.complaint_page", number=typed))
    try:
        found = app_context().queue.register.get(typed)
    except Refusal as refusal:
        return not_found(person, typed, refusal)
    return redirect(url_for("staff_request.request_page", number=found.shown))


def not_found(person: StaffSession, typed: str, refusal: Refusal) -> tuple[str, int]:
    """The register with what was typed still in the search field, and why it leads nowhere."""
    sentence = error_sentence(refusal.code, page_language(), facts_of(refusal))
    return _lists_page(person, typed=typed, problem=sentence), status_of(refusal.code)


def today() -> date:
    """The office's date."""
    return office_date(app_context().now(), app_context().queue.office.hours.zone)


def register_terms() -> dict[str, Any]:
    """The words of the register for a template."""
    return {
        "request_states": register_words.STATES,
        "request_looks": register_words.LOOKS,
        "commands": register_words.COMMANDS,
        "next_step": register_words.next_step,
    }


def _lists_page(person: StaffSession, *, typed: str = "", problem: str = "") -> str:
    queue, on = app_context().queue, today()
    asked = RegisterFilter.asked(request.args)
    lists = register_lists(queue.register, asked, on)
    shown = asked.shown or first_to_do(lists)
    counts = {each.value: len(found) for each, found in lists.items()}
    if shown is RegisterList.CLOSED:
        lists[shown] = closed_requests(queue.register, asked, on)
    page = paged(lists[shown], asked.page)
    kept = queue.register.standards_of(page.rows)

    def stands(each: Request) -> Any:
        return standing(each, kept[each.number], queue.office, on)

    return render_template(
        "register/register.html",
        person=person,
        office=queue.office,
        asked=asked,
        shown=shown,
        counts=counts,
        page=page,
        stands=stands,
        on=on,
        days=_days_shown(asked, shown, on),
        typed=typed,
        problem=problem,
        **register_terms(),
        **words(),
    )


def _days_shown(
    asked: RegisterFilter, shown: RegisterList, on: date
) -> tuple[date | None, date | None]:
    """The days in the filter's fields: what was asked for, and what closed requests begin with."""
    if shown is RegisterList.CLOSED:
        return asked.closed_days(on)
    return asked.first_day, asked.last_day
