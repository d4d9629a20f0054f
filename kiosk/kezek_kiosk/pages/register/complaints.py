"""The complaint desk: register a complaint, the lists, one complaint and its answer."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kezek_core.typed_digits import ticket_number_meant
from kezek_kiosk.access.roles import MAY_ANSWER_COMPLAINTS, MAY_SEE_PEOPLE, MAY_SERVE
from kezek_kiosk.access.sessions import StaffSession
from kezek_kiosk.pages.address_line import day_of
from kezek_kiosk.pages.paging import paged
from kezek_kiosk.pages.register.complaint_lists import (
    ComplaintFilter,
    ComplaintList,
    complaint_lists,
)
from kezek_kiosk.pages.register.complaint_words import FORMS, standing_of, verdict_of
from kezek_kiosk.pages.register.register import LONGEST_TYPED, today
from kezek_kiosk.pages.staff.access import asking_person, person_of
from kezek_kiosk.pages.staff.page_words import title_of, words
from kezek_kiosk.pages.staff.shared_texts import shared_texts
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.i18n import page_language
from kezek_kiosk.web.problems import error_sentence, facts_of, status_of
from kezek_queue import Refusal
from kezek_queue.feedback import TEXT_MAX_CHARS
from kezek_queue.tickets import ticket_id

blueprint = Blueprint("staff_complaints", __name__)
log = logging.getLogger(__name__)

LONGEST_TICKET_NUMBER = 8


@blueprint.get("/complaints")
def complaints_page() -> str | Response | tuple[str, int]:
    """The lists of complaints, or the way to the one whose number was typed."""
    person = person_of(MAY_SERVE)
    if isinstance(person, Response):
        return person
    typed = (request.args.get("number") or "").strip()[:LONGEST_TYPED]
    if not typed:
        return _lists_page(person)
    try:
        found = app_context().queue.feedback.complaint(typed)
    except Refusal as refusal:
        return _not_found(person, typed, refusal)
    return redirect(url_for("staff_complaints.complaint_page", number=found.shown))


@blueprint.get("/complaints/new")
def new_page() -> str | Response:
    """The form that registers a complaint at the desk."""
    person = person_of(MAY_SERVE)
    if isinstance(person, Response):
        return person
    return render_template(
        "register/complaint_new.html",
        person=person,
        office=app_context().queue.office,
        forms=FORMS,
        longest=TEXT_MAX_CHARS,
        on=today(),
        texts=_form_texts(),
        **words(),
    )


@blueprint.get("/complaints/<number>")
def complaint_page(number: str) -> str | Response | tuple[str, int]:
    """One complaint without anything personal; its text and its person come on demand."""
    person = person_of(MAY_SERVE)
    if isinstance(person, Response):
        return person
    try:
        context = _context(person, number)
    except Refusal as refusal:
        return _not_found(person, number[:LONGEST_TYPED], refusal)
    return render_template("register/complaint.html", texts=_page_texts(), **context)


@blueprint.get("/api/pages/complaints/<number>")
def pieces(number: str) -> Response:
    """What changes on the page of a complaint; asking for it is no sign of a person."""
    person = asking_person(MAY_SERVE)
    # Read first: what happens while the page is drawn is news to it.
    seq = app_context().queue.last_seq()
    context = _context(person, number)
    drawn = {
        f"complaint-{name}": render_template(f"register/complaint_{name}.html", **context)
        for name in ("state", "facts", "dialogs")
    }
    return jsonify(seq=seq, pieces=drawn)


@blueprint.get("/api/pages/complaints/<number>/person")
def details_piece(number: str) -> Response:
    """Who complained of what, and the answer, for those who answer; never kept by a browser."""
    viewer = asking_person(MAY_SEE_PEOPLE)
    feedback = app_context().queue.feedback
    complaint = feedback.complaint(number)
    # Who looked at whose words must be answerable; the log names the complaint and no visitor.
    log.info("text of complaint %s shown to %s", complaint.shown, viewer.name)
    response = make_response(
        render_template(
            "register/complaint_person.html",
            complaint=complaint,
            details=feedback.complaint_details(number),
        )
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/api/pages/complaint-ticket")
def ticket_of_number() -> Response:
    """The visit of a ticket number and a day, so that a complaint can name it.

    Raises:
        UnknownTicketError: there is no such ticket.
    """
    asking_person(MAY_SERVE)
    number = ticket_number_meant(request.args.get("number") or "")[:LONGEST_TICKET_NUMBER]
    on = day_of(request.args.get("on")) or today()
    ticket = app_context().queue.ticket(ticket_id(on, number))
    return jsonify(ticket=ticket.id, service=ticket.service, title=title_of(ticket.service))


def _not_found(person: StaffSession, typed: str, refusal: Refusal) -> tuple[str, int]:
    sentence = error_sentence(refusal.code, page_language(), facts_of(refusal))
    return _lists_page(person, typed=typed, problem=sentence), status_of(refusal.code)


def _lists_page(person: StaffSession, *, typed: str = "", problem: str = "") -> str:
    queue, on = app_context().queue, today()
    asked = ComplaintFilter.asked(request.args)
    lists = complaint_lists(queue.feedback, asked, on)
    urgent = ComplaintList.OVERDUE if lists[ComplaintList.OVERDUE] else ComplaintList.OPEN
    shown = asked.shown or urgent
    return render_template(
        "register/complaints.html",
        person=person,
        office=queue.office,
        asked=asked,
        shown=shown,
        counts={each.value: len(lists[each]) for each in ComplaintList},
        page=paged(lists[shown], asked.page),
        days=asked.days(on),
        typed=typed,
        problem=problem,
        on=on,
        **_terms(),
        **words(),
    )


def _context(person: StaffSession, number: str) -> dict[str, Any]:
    queue, on = app_context().queue, today()
    complaint = queue.feedback.complaint(number)
    return {
        "person": person,
        "office": queue.office,
        "complaint": complaint,
        "may_answer": person.role in MAY_ANSWER_COMPLAINTS,
        "may_see": person.role in MAY_SEE_PEOPLE,
        "longest": TEXT_MAX_CHARS,
        "talon_job": queue.feedback.talon_job(number),
        "visited_on": visit_day(complaint.ticket_id),
        "on": on,
        **_terms(),
        **words(),
    }


def visit_day(ticket: str | None) -> date | None:
    """The office day of a visit, which its id begins with."""
    return day_of((ticket or "")[:10])


def _terms() -> dict[str, Any]:
    on = today()
    return {
        "forms": FORMS,
        "stands": lambda complaint: standing_of(complaint, on),
        "verdict_of": verdict_of,
    }


def _form_texts() -> dict[str, Any]:
    return shared_texts() | {
        "text_missing": _("Write down what is complained of."),
        "ticket_found": _("Found: %(title)s.", title="%(title)s"),
        "ticket_unknown": _("There is no such ticket on that day. Check both, or leave it empty."),
        "signs": _("%(used)s of %(longest)s signs", used="%(used)s", longest="%(longest)s"),
    }


def _page_texts() -> dict[str, Any]:
    return shared_texts() | {
        "answered": _("Done. The answer is in the register."),
        "printed_again": _("The talon is printed again; it says that it is a copy."),
        "erased": _("Done. The complaint names nobody any more."),
        "verdict_missing": _("Say whether the complaint was justified."),
        "outcome_missing": _("Write down what was answered."),
        "show": _("Show the complaint's text and who wrote it"),
        "hide": _("Hide the text and the person"),
    }
