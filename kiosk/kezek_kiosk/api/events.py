"""The journal, page by page."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from msgspec import Meta

from kezek_kiosk.api.answers import PREFIX, answer
from kezek_kiosk.api.calls import call
from kezek_kiosk.api.views import event_json
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Position
from kezek_kiosk.web.principals import principal

blueprint = Blueprint("api_events", __name__, url_prefix=PREFIX)


class EventsAfter(Asked, frozen=True):
    """A page of the journal."""

    after: Annotated[Position, Meta(description="The last event known.")] = 0
    limit: Annotated[int, Meta(ge=1, le=1000, description="At most so many.")] = 500


@blueprint.get("/events")
@call("listEvents", EventsAfter, gives="Events")
def show(asked: EventsAfter) -> Response:
    """The journal, page by page; ``last`` is where to go on."""
    with_actor = principal().is_staff
    found = app_context().queue.events(asked.after, asked.limit)
    return answer(
        {
            "events": [event_json(event, with_actor=with_actor) for event in found],
            "last": found[-1].seq if found else asked.after,
        }
    )
