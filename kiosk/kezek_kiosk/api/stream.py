"""The journal as server-sent events: nothing is lost between two connections.

Messages have no name: what happened is `kind` inside, so a page that draws after every change needs
no list of kinds, and a kind that is new tomorrow reaches it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from flask import Blueprint, Response, request
from msgspec import Meta

from kezek_kiosk.api.answers import PREFIX, encoded
from kezek_kiosk.api.calls import Gives, call
from kezek_kiosk.api.views import event_json
from kezek_kiosk.edge.live import hand_over
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.event_feeds import EventFeed
from kezek_kiosk.web.field_types import HEADER, Position
from kezek_kiosk.web.limits import take_screen_place
from kezek_kiosk.web.principals import principal
from kezek_queue.values import Event

blueprint = Blueprint("api_stream", __name__, url_prefix=PREFIX)

EVENT_STREAM = "text/event-stream"


class StreamAfter(Asked, frozen=True):
    """Where a stream begins."""

    after: Annotated[
        Position | None, Meta(description="The last event known.", extra={HEADER: "Last-Event-ID"})
    ] = None


@blueprint.get("/stream")
@call(
    "followEvents", StreamAfter, refuses=(503,),
    gives=(Gives("", "Events as they happen; a comment every 15 s.", mime_type=EVENT_STREAM),),
)  # fmt: skip
def follow(asked: StreamAfter) -> Response:
    """Events after ``Last-Event-ID`` or ``after``, then live; from now on without either."""
    context = app_context()
    if request.method == "HEAD":  # nobody would ever close it
        return Response(mimetype=EVENT_STREAM)
    after = context.queue.last_seq() if asked.after is None else asked.after
    tell = told_to_staff if principal().is_staff else told_to_anybody
    place = take_screen_place()
    try:
        feed = context.event_feeds.follow(after, tell)
    except BaseException:
        place.close()
        raise
    feed.on_close(place.close)
    response = Response(LiveAnswer(feed, request.environ), mimetype=EVENT_STREAM)
    response.headers["X-Accel-Buffering"] = "no"
    return response


class LiveAnswer:
    """The text of one stream: begun by the thread that answers, gone on with by the edge.

    Args:
        feed: what the screen is to be sent.
        environ: of the request.
    """

    def __init__(self, feed: EventFeed, environ: dict[str, Any]) -> None:
        self._feed = feed
        self._environ = environ
        self._handed_over = False

    def __iter__(self) -> Iterator[str]:
        yield self._feed.take()
        self._handed_over = hand_over(self._environ, self._feed)
        if not self._handed_over:
            yield from iter(self._feed.wait, "")

    def close(self) -> None:
        """The thread is done; the screen is gone unless the edge follows its feed now."""
        if not self._handed_over:
            self._feed.close()


def told_to_staff(event: Event) -> str:
    """An event as the signed-in may see it."""
    return _message(event, with_actor=True)


def told_to_anybody(event: Event) -> str:
    """An event as any screen may see it."""
    return _message(event, with_actor=False)


def _message(event: Event, *, with_actor: bool) -> str:
    data = encoded(event_json(event, with_actor=with_actor))
    return f"id: {event.seq}\ndata: {data}\n\n"
