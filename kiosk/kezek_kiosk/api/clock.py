"""What time it is at the office and who says so, and the word of staff where nobody does."""

from __future__ import annotations

from datetime import datetime, time

from flask import Blueprint, Response

from kezek_kiosk.access.roles import MAY_SET_CLOCK
from kezek_kiosk.api.answers import PREFIX, answer
from kezek_kiosk.api.calls import call
from kezek_kiosk.api.views import instant
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Day, TimeOfDay
from kezek_kiosk.web.principals import principal

blueprint = Blueprint("api_clock", __name__, url_prefix=f"{PREFIX}/clock")


class OfficeTimeBody(Asked, frozen=True):
    """What day and time it is, in office time."""

    day: Day
    time: TimeOfDay


@blueprint.get("")
@call("showClock", gives="Clock")
def show() -> Response:
    """What time it is at the office and who says so."""
    return _shown()


@blueprint.post("")
@call("tellClock", OfficeTimeBody, may=MAY_SET_CLOCK, gives="Clock", refuses=(422,))
def tell(now: OfficeTimeBody) -> Response:
    """Staff say what day and time it is, where nothing else does; no wait goes by it."""
    zone = app_context().queue.office.hours.zone
    at = datetime.combine(now.day, time.fromisoformat(now.time), tzinfo=zone)
    app_context().queue.tell_time(at, actor=principal().name)
    return _shown()


def _shown() -> Response:
    now = app_context().queue.time()
    return answer({"now": instant(now.moment.at), "source": now.source.value, "known": now.known})
