"""What time it is at the office and who says so, and the word of staff where nobody does."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response

from kezek_kiosk.access.roles import MAY_SET_CLOCK
from kezek_kiosk.api.answers import PREFIX, answer
from kezek_kiosk.api.views import instant
from kezek_kiosk.web.context import services
from kezek_kiosk.web.inputs import DAY, TIME_OF_DAY, body_fields, query_fields
from kezek_kiosk.web.principals import require

blueprint = Blueprint("api_clock", __name__, url_prefix=f"{PREFIX}/clock")


@blueprint.get("")
def show() -> Response:
    """The present of the office, and who says what time it is."""
    query_fields()
    return _shown()


@blueprint.post("")
def tell() -> Response:
    """Staff say what day and time it is, in office time; hours go by it, no wait does."""
    caller = require(MAY_SET_CLOCK)
    fields = body_fields("day", "time")
    zone = services().queue.office.hours.zone
    at = datetime.combine(fields.get("day", DAY), fields.get("time", TIME_OF_DAY), tzinfo=zone)
    services().queue.tell_time(at, actor=caller.name)
    return _shown()


def _shown() -> Response:
    time = services().queue.time()
    return answer(
        {"now": instant(time.moment.at), "source": time.source.value, "known": time.known}
    )
