"""The queue and the hall board as they stand."""

from __future__ import annotations

from flask import Blueprint, Response

from kezek_kiosk.api.answers import PREFIX, answer, titles
from kezek_kiosk.api.views import board_json, queue_json
from kezek_kiosk.web.context import services
from kezek_kiosk.web.inputs import LARGEST, digits, query_fields

blueprint = Blueprint("api_queue", __name__, url_prefix=PREFIX)

BOARD_ROWS = 6
MOST_BOARD_ROWS = 50


@blueprint.get("/queue")
def show() -> Response:
    """Services, windows and everyone in the queue."""
    query_fields()
    return answer(queue_json(services().queue.snapshot(), titles()))


@blueprint.get("/board")
def board() -> Response:
    """The last calls, newest first; with ``after`` every call since that event, in order."""
    fields = query_fields("rows", "after")
    rows = fields.get("rows", digits(1, MOST_BOARD_ROWS), BOARD_ROWS)
    after = fields.get("after", digits(0, LARGEST), None)
    return answer(board_json(services().queue.board(rows, after)))
