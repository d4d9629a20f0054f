"""The phone page: one visitor's turn, behind a random address that ends with the office day."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from kezek_core.texts import LocalText
from kezek_core.tickets import IN_QUEUE, TicketState
from kezek_kiosk.i18n import chosen_language, show_in
from kezek_kiosk.pages.visitor.qr_svg import qr_svg
from kezek_kiosk.public_address import status_url
from kezek_kiosk.services import services
from kezek_kiosk.sign_in import device_address
from kezek_queue.errors import Refusal, UnknownTicketError
from kezek_queue.values import Ticket

phone = Blueprint("phone", __name__)

ACTOR = "phone"


@phone.get("/t/<token>")
@phone.get("/T/<token>")
def page(token: str) -> AnyResponse:
    """Where the visitor stands; the capital T is what QR codes carry, for a smaller symbol."""
    ticket = _ticket_of(token)
    if ticket is None:
        return _unknown()
    show_in(chosen_language() or ticket.language)
    return _answer("visitor/phone.html", token=token, **_outlook(ticket))


@phone.get("/t/<token>/cancel")
def ask_cancel(token: str) -> AnyResponse:
    """Ask once before the place is given up."""
    ticket = _ticket_of(token)
    if ticket is None:
        return _unknown()
    if ticket.state not in IN_QUEUE:
        return redirect(f"/t/{token}", 303)
    show_in(chosen_language() or ticket.language)
    return _answer("visitor/phone_cancel.html", token=token, ticket=ticket)


@phone.post("/t/<token>/cancel")
def cancel(token: str) -> AnyResponse:
    """Give up the place; a place already given up stays so."""
    ticket = _ticket_of(token)
    if ticket is None:
        return _unknown()
    try:
        services().queue.cancel(ticket.id, actor=ACTOR)
    except Refusal:
        # The visitor was called or served meanwhile: the page shows what is true now.
        return redirect(f"/t/{token}", 303)
    return redirect(f"/t/{token}", 303)


@phone.get("/t/<token>/qr.svg")
def code(token: str) -> AnyResponse:
    """The address of this page as a QR code, for a kiosk without paper."""
    ticket = _ticket_of(token)
    if ticket is None:
        return Response(status=404)
    drawing = qr_svg(status_url(services().settings.server, token.upper()))
    return Response(drawing, mimetype="image/svg+xml")


def _ticket_of(token: str) -> Ticket | None:
    """The ticket behind an address; guessing is slowed down."""
    try:
        return services().queue.ticket_by_status_token(token.upper())
    except UnknownTicketError:
        most = services().settings.limits.status_guesses_per_minute
        services().rate_limits.count("status_guesses", device_address(), most)
        return None


def _outlook(ticket: Ticket) -> dict[str, Any]:
    queue = services().queue
    waits = ticket.state is TicketState.WAITING
    return {
        "ticket": ticket,
        "title": services().titles.get(ticket.service) or LocalText(ticket.service),
        "office": queue.office.name,
        "ahead": queue.ahead_of(ticket.id) if waits else None,
        "wait": queue.expected_wait_of(ticket.id) if waits else None,
        "last_calls": queue.board(rows=3).calls,
        "may_cancel": ticket.state in IN_QUEUE,
        "now": services().now(),
    }


def _unknown() -> AnyResponse:
    return _answer("visitor/phone_unknown.html", status=404)


def _answer(template: str, *, status: int = 200, **context: Any) -> Response:
    answer = Response(render_template(template, **context), status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
