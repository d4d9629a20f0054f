"""The journal as server-sent events: nothing is lost between two connections.

Messages have no name: what happened is `kind` inside, so a page that draws after every change needs
no list of kinds, and a kind that is new tomorrow reaches it too.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import Annotated

from flask import Blueprint, Response
from msgspec import Meta

from kezek_core.errors import KezekError
from kezek_kiosk.api.answers import PREFIX, encoded
from kezek_kiosk.api.calls import Gives, call
from kezek_kiosk.api.views import event_json
from kezek_kiosk.web.context import AppContext, app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import HEADER, Position
from kezek_kiosk.web.limits import take_stream_place
from kezek_kiosk.web.principals import principal
from kezek_kiosk.web.stream_places import StreamPlace
from kezek_queue.values import Event

blueprint = Blueprint("api_stream", __name__, url_prefix=PREFIX)

COMMENT_SECONDS = 15.0
LISTEN_SECONDS = 1.0
"""How soon an idle stream notices that the server stops."""
RETRY_MS = 1500
PAGE = 500
DEVICES_CHANGED = 'data: {"kind": "devices"}\n\n'
"""Not of the journal, so without an id: a screen that missed it asks anew anyway."""

log = logging.getLogger(__name__)


class StreamAfter(Asked, frozen=True):
    """Where a stream begins."""

    after: Annotated[
        Position | None, Meta(description="The last event known.", extra={HEADER: "Last-Event-ID"})
    ] = None


@blueprint.get("/stream")
@call(
    "followEvents", StreamAfter, refuses=(503,),
    gives=(
        Gives("", "Events as they happen; a comment every 15 s.", mime_type="text/event-stream"),
    ),
)  # fmt: skip
def follow(asked: StreamAfter) -> Response:
    """Events after ``Last-Event-ID`` or ``after``, then live; from now on without either."""
    context = app_context()
    after = context.queue.last_seq() if asked.after is None else asked.after
    with_actor = principal().is_staff
    lines = _Lines(event_lines(context, after, with_actor=with_actor), take_stream_place())
    response = Response(lines, mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return response


class _Lines:
    """The lines of one stream; closed by the server when the screen goes away."""

    def __init__(self, lines: Iterator[str], place: StreamPlace) -> None:
        self._lines = lines
        self._place = place

    def __iter__(self) -> Iterator[str]:
        return self._lines

    def close(self) -> None:
        """Give the place to another screen; may be called twice."""
        self._place.close()


def event_lines(context: AppContext, after: int, *, with_actor: bool) -> Iterator[str]:
    """The text of a stream until the server stops or the journal cannot be read."""
    devices = context.devices.version
    yield f"retry: {RETRY_MS}\n: after {after}\n\n"
    told_at = time.monotonic()
    while not context.stopping.is_set():
        try:
            found = context.queue.events(after, PAGE)
            if not found:
                context.queue.wait_for_event(after, LISTEN_SECONDS)
        except KezekError as error:
            # The screen comes back with Last-Event-ID; until then it shows what it has.
            log.warning("a live stream ends: %s", error)
            return
        for event in found:
            after = event.seq
            yield _event_lines(event, with_actor=with_actor)
        if context.devices.version != devices:
            devices = context.devices.version
            yield DEVICES_CHANGED
        if found:
            told_at = time.monotonic()
        elif time.monotonic() - told_at >= COMMENT_SECONDS:
            told_at = time.monotonic()
            yield ": still here\n\n"


def _event_lines(event: Event, *, with_actor: bool) -> str:
    data = encoded(event_json(event, with_actor=with_actor))
    return f"id: {event.seq}\ndata: {data}\n\n"
