"""The queue and the hall board as they stand."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from msgspec import Meta

from kezek_kiosk.api.answers import PREFIX, answer, titles
from kezek_kiosk.api.calls import call
from kezek_kiosk.api.views import board_json, queue_json
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Position

blueprint = Blueprint("api_queue", __name__, url_prefix=PREFIX)


class BoardRows(Asked, frozen=True):
    """What a hall board wants to show."""

    rows: Annotated[
        int,
        Meta(ge=1, le=50, description="How many, and whoever is called and has not come yet."),
    ] = 6
    after: Annotated[
        Position | None,
        Meta(description="The last event known: `since` then holds every call after it."),
    ] = None


@blueprint.get("/queue")
@call("showQueue", gives="Queue")
def show() -> Response:
    """Services, windows and everyone in the queue."""
    return answer(queue_json(app_context().queue.snapshot(), titles()))


@blueprint.get("/board")
@call("showBoard", BoardRows, gives="Board")
def board(asked: BoardRows) -> Response:
    """The last calls, newest first; with ``after`` every call since that event, in order."""
    return answer(board_json(app_context().queue.board(asked.rows, asked.after)))
