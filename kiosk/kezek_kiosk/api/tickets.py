"""Taking a ticket, looking at it, and what staff may do with a ticket that is at no window."""

from __future__ import annotations

from flask import Blueprint, Response
from msgspec.structs import asdict

from kezek_core.tickets import Stage
from kezek_kiosk.access.roles import MAY_ISSUE, MAY_REPRINT
from kezek_kiosk.api.answers import PREFIX, answer, titles
from kezek_kiosk.api.calls import call, made
from kezek_kiosk.api.own_visitors import require_own_visitor
from kezek_kiosk.api.views import expected_wait_json, instant, ticket_json
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Instant, Key, Language, Slug
from kezek_kiosk.web.limits import count_ticket
from kezek_kiosk.web.principals import principal
from kezek_kiosk.web.public_address import status_path, status_url
from kezek_queue.values import Issued, Ticket

blueprint = Blueprint("api_tickets", __name__, url_prefix=f"{PREFIX}/tickets")


class TicketBody(Asked, frozen=True):
    """A ticket to take."""

    service: Slug
    language: Language = "kk"
    category: Slug | None = None
    stage: Stage = Stage.SUBMISSION
    idempotency_key: Key | None = None
    print_ticket: bool = True


class HoldUntil(Asked, frozen=True):
    """When a ticket that is put off waits again; when it is recalled, where nothing is told."""

    until: Instant | None = None


@blueprint.post("")
@call(
    "issueTicket", TicketBody, may=MAY_ISSUE, refuses=(422, 429),
    gives=made("IssuedTicket", "A new ticket.", "The ticket that this key was given before."),
)  # fmt: skip
def issue(order: TicketBody) -> Response:
    """Take a ticket; the same key again gives the same ticket."""
    caller = principal()
    count_ticket(caller, order.service)
    issued = app_context().queue.issue(**asdict(order), actor=caller.name)
    return answer(issued_json(issued), 200 if issued.repeated else 201)


@blueprint.get("/<ticket_id>")
@call("showTicket", gives="TicketWithOutlook")
def show(ticket_id: str) -> Response:
    """One ticket as it stands, with the people ahead of it."""
    return answer(_with_outlook(app_context().queue.ticket(ticket_id)))


@blueprint.post("/<ticket_id>/cancel")
@call("cancelTicket", may=require_own_visitor, gives="Ticket")
def cancel(ticket_id: str) -> Response:
    """The visitor leaves."""
    return _shown(app_context().queue.cancel(ticket_id, actor=principal().name))


@blueprint.post("/<ticket_id>/return")
@call("returnTicket", may=require_own_visitor, gives="Ticket")
def return_visitor(ticket_id: str) -> Response:
    """A visitor who did not come when called is back."""
    return _shown(app_context().queue.return_visitor(ticket_id, actor=principal().name))


@blueprint.post("/<ticket_id>/release")
@call("releaseTicket", may=require_own_visitor, gives="Ticket")
def release(ticket_id: str) -> Response:
    """A held ticket waits again."""
    return _shown(app_context().queue.release(ticket_id, actor=principal().name))


@blueprint.post("/<ticket_id>/hold")
@call("holdTicket", HoldUntil, may=require_own_visitor, gives="Ticket")
def hold(asked: HoldUntil, ticket_id: str) -> Response:
    """A waiting ticket is put off, until an instant or until somebody recalls it."""
    actor = principal().name
    return _shown(app_context().queue.hold_ticket(ticket_id, until=asked.until, actor=actor))


@blueprint.post("/<ticket_id>/reprint")
@call("reprintTicket", may=MAY_REPRINT, gives="ReprintedTicket")
def reprint(ticket_id: str) -> Response:
    """Print the number once more; the paper says that it is a copy."""
    job = app_context().queue.reprint(ticket_id, actor=principal().name)
    ticket = app_context().queue.ticket(ticket_id)
    return answer({**ticket_json(ticket, titles()), "print_job": job})


def _shown(ticket: Ticket) -> Response:
    return answer(ticket_json(ticket, titles()))


def _with_outlook(ticket: Ticket) -> dict[str, object]:
    queue = app_context().queue
    return {
        **ticket_json(ticket, titles()),
        "ahead": queue.ahead_of(ticket.id),
        "expected_wait_minutes": expected_wait_json(queue.expected_wait_of(ticket.id)),
    }


def issued_json(issued: Issued) -> dict[str, object]:
    """A ticket as whoever took it is told of it."""
    ticket = issued.ticket
    token = app_context().queue.status_token(ticket.id)
    return {
        "id": ticket.id,
        "number": ticket.number,
        "service": ticket.service,
        "stage": ticket.stage.value,
        "issued_at": instant(ticket.issued_at),
        "limit_minutes": ticket.limit_minutes,
        "ahead": issued.ahead,
        "expected_wait_minutes": expected_wait_json(issued.expected_wait),
        "status_url": status_url(app_context().settings.server, token),
        "status_path": status_path(token),
        "print_job": issued.print_job,
    }
