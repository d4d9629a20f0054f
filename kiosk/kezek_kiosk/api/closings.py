"""Whom a closing out has ended lately, and its taking back."""

from __future__ import annotations

from flask import Blueprint, Response

from kezek_kiosk.access.roles import MAY_TAKE_BACK_CLOSINGS
from kezek_kiosk.api.answers import PREFIX, answer, titles
from kezek_kiosk.api.calls import call
from kezek_kiosk.api.views import instant, ticket_json
from kezek_kiosk.web.bodies import value_of
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Day, Line, Slugs
from kezek_kiosk.web.principals import principal

blueprint = Blueprint("api_closings", __name__, url_prefix=f"{PREFIX}/closings")


class ClosedDay(Asked, frozen=True):
    """The day of a closing out, as its address names it."""

    office_day: Day


class TakeBack(Asked, frozen=True):
    """Whom a closing out wronged."""

    reason: Line = ""
    tickets: Slugs | None = None


@blueprint.get("")
@call("listClosings", may=MAY_TAKE_BACK_CLOSINGS, gives="Closings")
def show() -> Response:
    """Whom a closing out has ended in the last hours, the newest day first; for supervisors."""
    closings = [
        {
            "office_day": closing.office_day.isoformat(),
            "closed_at": instant(closing.closed_at),
            "tickets": [ticket_json(ticket, titles()) for ticket in closing.tickets],
        }
        for closing in app_context().queue.closings()
    ]
    return answer({"closings": closings})


@blueprint.post("/<office_day>/take_back")
@call(
    "takeBackClosing", TakeBack, may=MAY_TAKE_BACK_CLOSINGS, gives="TakenBack", refuses=(422,)
)  # fmt: skip
def take_back(asked: TakeBack, office_day: str) -> Response:
    """Everyone of a closed day waits again, or those who are named."""
    waiting = app_context().queue.take_back_closing(
        value_of(ClosedDay, "office_day", office_day),
        reason=asked.reason,
        tickets=asked.tickets,
        actor=principal().name,
    )
    return answer({"tickets": [ticket_json(ticket, titles()) for ticket in waiting]})
