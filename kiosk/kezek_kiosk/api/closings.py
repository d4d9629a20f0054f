"""Whom a closing out has ended lately, and its taking back."""

from __future__ import annotations

from flask import Blueprint, Response

from kezek_kiosk.access.roles import MAY_TAKE_BACK_CLOSINGS
from kezek_kiosk.api.answers import PREFIX, answer, titles
from kezek_kiosk.api.views import instant, ticket_json
from kezek_kiosk.web.context import services
from kezek_kiosk.web.inputs import DAY, LINE, SLUGS, body_fields, query_fields
from kezek_kiosk.web.principals import require

blueprint = Blueprint("api_closings", __name__, url_prefix=f"{PREFIX}/closings")


@blueprint.get("")
def show() -> Response:
    """The closings out of the last hours, the newest day first."""
    require(MAY_TAKE_BACK_CLOSINGS)
    query_fields()
    closings = [
        {
            "office_day": closing.office_day.isoformat(),
            "closed_at": instant(closing.closed_at),
            "tickets": [ticket_json(ticket, titles()) for ticket in closing.tickets],
        }
        for closing in services().queue.closings()
    ]
    return answer({"closings": closings})


@blueprint.post("/<office_day>/take_back")
def take_back(office_day: str) -> Response:
    """Everyone of the day waits again, or those who are named."""
    caller = require(MAY_TAKE_BACK_CLOSINGS)
    fields = body_fields("reason", "tickets")
    waiting = services().queue.take_back_closing(
        DAY.value("office_day", office_day),
        reason=fields.get("reason", LINE, ""),
        tickets=fields.get("tickets", SLUGS, None),
        actor=caller.name,
    )
    return answer({"tickets": [ticket_json(ticket, titles()) for ticket in waiting]})
