"""Pick-up at the kiosk: a receipt's state, and what the scanner beside the screen has read."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from flask import Blueprint, Response, jsonify, request

from kezek_kiosk.access.roles import MAY_ISSUE
from kezek_kiosk.pages.visitor.receipt_answer import receipt_answer
from kezek_kiosk.web.context import services
from kezek_kiosk.web.inputs import CODE, LARGEST, SLUG, body_fields, digits, query_fields
from kezek_kiosk.web.limits import count_receipt, take_stream_place
from kezek_kiosk.web.principals import require

kiosk_pickup = Blueprint("kiosk_pickup", __name__)

WAIT_SECONDS = 20.0
DEFAULT_SCREEN = "hall"


@kiosk_pickup.post("/kiosk/receipt")
def receipt() -> Response:
    """Where the request of a receipt stands: ``{"number"}``, in the body and never in an address.

    A number that is none, or mistyped, is an answer too.
    """
    caller = require(MAY_ISSUE)
    number = body_fields("number").get("number", CODE)
    count_receipt(caller)
    return _told(receipt_answer(services(), number))


@kiosk_pickup.get("/kiosk/scan")
def scan() -> Response:
    """The code read beside a screen after ``after``; waits for one. Without ``after``: from now.

    ``number`` is empty when what was read is no receipt, and null when nothing was read.
    """
    require(MAY_ISSUE)
    asked = query_fields("screen", "after")
    screen = asked.get("screen", SLUG, DEFAULT_SCREEN)
    after = asked.get("after", digits(0, LARGEST), None)
    box = services().scans
    if after is None:
        return _told({"after": box.place(), "number": None})
    read = _waited_for(screen, after)
    if read is None:
        return _told({"after": box.place() if after > box.place() else after, "number": None})
    return _told({"after": read.place, "number": read.number})


def _waited_for(screen: str, after: int) -> Any:
    house = services()
    with closing(take_stream_place()):
        return house.scans.wait(screen, after, WAIT_SECONDS, house.stopping)


def _told(value: dict[str, Any]) -> Response:
    response = jsonify(value)
    response.headers["Cache-Control"] = "no-store"
    return response


def asked_screen() -> str:
    """The name of this screen, as its address says."""
    name = request.args.get("screen", DEFAULT_SCREEN)
    return name if 0 < len(name) <= 64 else DEFAULT_SCREEN
