"""A pick-up ticket for whoever shows a receipt."""

from __future__ import annotations

from flask import Blueprint, Response

from kezek_kiosk.access.roles import MAY_ISSUE
from kezek_kiosk.api.answers import PREFIX, answer
from kezek_kiosk.api.tickets import issued_json
from kezek_kiosk.web.context import services
from kezek_kiosk.web.inputs import FLAG, LANGUAGE, body_fields, idempotency_key
from kezek_kiosk.web.limits import count_call
from kezek_kiosk.web.principals import require

blueprint = Blueprint("api_pick_up", __name__, url_prefix=f"{PREFIX}/requests")


@blueprint.post("/<number>/ticket")
def take(number: str) -> Response:
    """Take a ticket for a result; while one waits or is called, the same one again."""
    caller = require(MAY_ISSUE)
    fields = body_fields("language", "idempotency_key", "print_ticket")
    language = fields.get("language", LANGUAGE, None)
    key = idempotency_key(fields)
    print_ticket = fields.get("print_ticket", FLAG, True)
    count_call("tickets", caller)
    register = services().queue.register
    issued = register.pick_up_ticket(
        number, language=language, idempotency_key=key, actor=caller.name,
        print_ticket=print_ticket,
    )  # fmt: skip
    shown = {
        **issued_json(issued),
        "request": register.get(number).shown,
        "state": issued.ticket.state.value,
        "window": issued.ticket.window,
    }
    return answer(shown, 200 if issued.repeated else 201)
