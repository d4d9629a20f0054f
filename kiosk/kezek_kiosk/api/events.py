"""The journal, page by page."""

from __future__ import annotations

from flask import Blueprint, Response

from kezek_kiosk.api.answers import PREFIX, answer
from kezek_kiosk.api.views import event_json
from kezek_kiosk.web.context import services
from kezek_kiosk.web.inputs import LARGEST, digits, query_fields
from kezek_kiosk.web.principals import principal

blueprint = Blueprint("api_events", __name__, url_prefix=PREFIX)

PAGE = 500
MOST = 1000


@blueprint.get("/events")
def show() -> Response:
    """The events after ``after``, at most ``limit`` of them; ``last`` is where to go on."""
    fields = query_fields("after", "limit")
    after = fields.get("after", digits(0, LARGEST), 0)
    limit = fields.get("limit", digits(1, MOST), PAGE)
    with_actor = principal().is_staff
    found = services().queue.events(after, limit)
    return answer(
        {
            "events": [event_json(event, with_actor=with_actor) for event in found],
            "last": found[-1].seq if found else after,
        }
    )
