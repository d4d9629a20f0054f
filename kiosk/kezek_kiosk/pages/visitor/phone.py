"""The phone page: one visitor's turn, behind a random address that ends with the office day.

Only the survey about a visit may outlive that day, where the office says so.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from kezek_core.texts import LocalText
from kezek_core.tickets import IN_QUEUE, TicketState
from kezek_hardware import spoken_text
from kezek_kiosk.pages.survey.answers import SurveyView, survey_of, take_answers
from kezek_kiosk.pages.visitor.qr_svg import qr_svg
from kezek_kiosk.web.client_address import client_address
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.i18n import chosen_language, page_language, show_in
from kezek_kiosk.web.public_address import status_url
from kezek_queue.errors import Refusal, UnknownTicketError
from kezek_queue.values import Ticket

phone = Blueprint("phone", __name__)

ACTOR = "phone"


@phone.get("/t/<token>")
@phone.get("/T/<token>")
def page(token: str) -> AnyResponse:
    """Where the visitor stands; the capital T is what QR codes carry, for a smaller symbol."""
    visit = _visit_of(token)
    if visit is None:
        return _unknown()
    survey = survey_of(visit.id) if visit.state is TicketState.SERVED else None
    return _visit_page(token, visit, survey)


@phone.get("/t/<token>/survey")
def survey_page(token: str) -> AnyResponse:
    """The survey stands on the visit's own page; its languages are chosen there."""
    language = chosen_language()
    return redirect(f"/t/{token}?lang={language}" if language else f"/t/{token}", 303)


@phone.post("/t/<token>/survey")
def survey(token: str) -> AnyResponse:
    """Keep the answers about a visit that is over; what cannot be taken is explained."""
    visit = _visit_of(token)
    if visit is None:
        return _unknown()
    if visit.state is not TicketState.SERVED:
        return redirect(f"/t/{token}", 303)
    taken = take_answers(visit.id, request.form)
    if taken.problem is None:
        return redirect(f"/t/{token}#survey", 303)
    return _visit_page(token, visit, taken)


@phone.get("/t/<token>/cancel")
def ask_cancel(token: str) -> AnyResponse:
    """Ask once before the place is given up."""
    ticket = _ticket_of(token)
    if ticket is None:
        return _unknown()
    if ticket.state not in IN_QUEUE:
        return redirect(f"/t/{token}", 303)
    show_in(chosen_language() or app_context().queue.office.offered(ticket.language))
    return _answer("visitor/phone_cancel.html", token=token, ticket=ticket)


@phone.post("/t/<token>/cancel")
def cancel(token: str) -> AnyResponse:
    """Give up the place; a place already given up stays so."""
    ticket = _ticket_of(token)
    if ticket is None:
        return _unknown()
    try:
        app_context().queue.cancel(ticket.id, actor=ACTOR)
    except Refusal:
        # The visitor was called or served meanwhile: the page shows what is true now.
        return redirect(f"/t/{token}", 303)
    return redirect(f"/t/{token}", 303)


@phone.get("/t/<token>/qr.svg")
def code(token: str) -> AnyResponse:
    """The address of this page as a QR code, for a kiosk without paper; none without an address."""
    ticket = _ticket_of(token)
    if ticket is None:
        return Response(status=404)
    address = status_url(app_context().settings.server, token.upper())
    if address is None:
        return Response(status=404)
    drawing = qr_svg(address)
    return Response(drawing, mimetype="image/svg+xml")


def _ticket_of(token: str) -> Ticket | None:
    """The ticket behind an address; guessing is slowed down."""
    ticket = _todays(token)
    if ticket is None:
        _count_guess()
    return ticket


def _visit_of(token: str) -> Ticket | None:
    """The same; of another day only a visit about which there is, or was, a survey."""
    ticket = _todays(token)
    if ticket is None:
        ticket = _earlier(token)
    if ticket is None:
        _count_guess()
    return ticket


def _todays(token: str) -> Ticket | None:
    try:
        return app_context().queue.ticket_by_status_token(token.upper())
    except UnknownTicketError:
        return None


def _earlier(token: str) -> Ticket | None:
    try:
        ticket = app_context().queue.feedback.visit_of_token(token.upper())
    except UnknownTicketError:
        return None
    return ticket if ticket.state is TicketState.SERVED else None


def _count_guess() -> None:
    most = app_context().settings.limits.status_guesses_per_minute
    app_context().rate_limits.count("status_guesses", client_address(), most)
    app_context().metrics.refusals.count(UnknownTicketError.code)


def _visit_page(token: str, ticket: Ticket, survey: SurveyView | None) -> AnyResponse:
    show_in(chosen_language() or app_context().queue.office.offered(ticket.language))
    status = 200 if survey is None else survey.status
    if _todays(token) is None:
        visit = {"ticket": ticket, "office": app_context().queue.office.name}
        return _answer(
            "survey/phone_after.html", status=status, token=token, survey=survey, **visit
        )
    outlook = _outlook(ticket)
    return _answer("visitor/phone.html", status=status, token=token, survey=survey, **outlook)


def _outlook(ticket: Ticket) -> dict[str, Any]:
    queue = app_context().queue
    waits = ticket.state is TicketState.WAITING
    return {
        "ticket": ticket,
        "spoken": spoken_text(ticket.number, page_language()),
        "title": app_context().titles.get(ticket.service) or LocalText(ticket.service),
        "office": queue.office.name,
        "ahead": queue.ahead_of(ticket.id) if waits else None,
        "wait": queue.expected_wait_of(ticket.id) if waits else None,
        "last_calls": queue.board(rows=3).calls[:3],
        "may_cancel": ticket.state in IN_QUEUE,
        "now": app_context().now(),
    }


def _unknown() -> AnyResponse:
    return _answer("visitor/phone_unknown.html", status=404)


def _answer(template: str, *, status: int = 200, **context: Any) -> Response:
    answer = Response(render_template(template, **context), status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
