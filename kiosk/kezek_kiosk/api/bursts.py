"""Tickets that a device drew faster than people can, and their cancelling as one act."""

from __future__ import annotations

from flask import Blueprint, Response

from kezek_kiosk.access.roles import MAY_CANCEL_BURSTS
from kezek_kiosk.api.answers import PREFIX, answer, titles
from kezek_kiosk.api.calls import call
from kezek_kiosk.api.views import instant, ticket_json
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Line, Slug
from kezek_kiosk.web.principals import principal

blueprint = Blueprint("api_bursts", __name__, url_prefix=f"{PREFIX}/bursts")


class CancelBurst(Asked, frozen=True):
    """Which burst, by the ids of its first and last ticket."""

    first: Slug
    last: Slug
    reason: Line = ""


@blueprint.get("")
@call("listBursts", may=MAY_CANCEL_BURSTS, gives="Bursts")
def show() -> Response:
    """What devices drew lately faster than people can, and still waits; for supervisors."""
    bursts = [
        {
            "source": burst.source,
            "first_at": instant(burst.first_at),
            "last_at": instant(burst.last_at),
            "tickets": [ticket_json(ticket, titles()) for ticket in burst.tickets],
        }
        for burst in app_context().queue.bursts()
    ]
    return answer({"bursts": bursts})


@blueprint.post("/cancel")
@call("cancelBurst", CancelBurst, may=MAY_CANCEL_BURSTS, gives="BurstCancelled", refuses=(404, 422))
def cancel(asked: CancelBurst) -> Response:
    """Cancel what a device drew from one ticket to another; whoever was called meanwhile stays."""
    cancelled = app_context().queue.cancel_burst(
        asked.first, asked.last, reason=asked.reason, actor=principal().name
    )
    return answer({"tickets": [ticket_json(ticket, titles()) for ticket in cancelled]})
