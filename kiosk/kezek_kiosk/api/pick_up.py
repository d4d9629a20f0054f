"""A pick-up ticket for whoever shows a receipt."""

from __future__ import annotations

from flask import Blueprint, Response

from kezek_kiosk.access.roles import MAY_ISSUE
from kezek_kiosk.api.answers import PREFIX, answer
from kezek_kiosk.api.calls import call, made
from kezek_kiosk.api.tickets import issued_json
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Key, Language
from kezek_kiosk.web.limits import count_call
from kezek_kiosk.web.principals import principal

blueprint = Blueprint("api_pick_up", __name__, url_prefix=f"{PREFIX}/requests")


class PickUpOrder(Asked, frozen=True):
    """A ticket for the result of a request; in the request's language where none is told."""

    language: Language | None = None
    idempotency_key: Key | None = None
    print_ticket: bool = True


@blueprint.post("/<number>/ticket")
@call(
    "takePickUpTicket", PickUpOrder, may=MAY_ISSUE, refuses=(422, 429),
    gives=made(
        "PickUpTicket",
        "A new ticket.",
        "The ticket that waits or is called already (`print_job` null), or that of this key.",
    ),
)  # fmt: skip
def take(order: PickUpOrder, number: str) -> Response:
    """Take a ticket for the result of a request; while one waits or is called, the same again."""
    caller = principal()
    count_call("tickets", caller)
    register = app_context().queue.register
    issued = register.pick_up_ticket(
        number, language=order.language, idempotency_key=order.idempotency_key,
        actor=caller.name, print_ticket=order.print_ticket,
    )  # fmt: skip
    shown = {
        **issued_json(issued),
        "request": register.get(number).shown,
        "state": issued.ticket.state.value,
        "window": issued.ticket.window,
    }
    return answer(shown, 200 if issued.repeated else 201)
