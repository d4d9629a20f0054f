"""Pick-up at the kiosk: a receipt's state, and what the scanner beside the screen has read."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from flask import Blueprint, Response, jsonify, request

from kezek_kiosk.access.roles import MAY_ISSUE
from kezek_kiosk.pages.visitor.receipt_answer import receipt_answer
from kezek_kiosk.web.bodies import takes
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Code, Position, Slug
from kezek_kiosk.web.limits import count_receipt, take_waiting_place
from kezek_kiosk.web.principals import principal

kiosk_pickup = Blueprint("kiosk_pickup", __name__)

WAIT_SECONDS = 20.0
DEFAULT_SCREEN = "hall"


class ReceiptNumber(Asked, frozen=True):
    """What stands on a receipt, as it was typed or scanned."""

    number: Code


class ScanAsked(Asked, frozen=True):
    """Which code is wanted: of a screen, after a place; without a place from now on."""

    screen: Slug = DEFAULT_SCREEN
    after: Position | None = None


@kiosk_pickup.post("/kiosk/receipt")
@takes(ReceiptNumber, may=MAY_ISSUE)
def receipt(asked: ReceiptNumber) -> Response:
    """Where the request of a receipt stands; its number in the body and never in an address.

    A number that is none, or mistyped, is an answer too.
    """
    count_receipt(principal())
    return _unkept(receipt_answer(app_context(), asked.number))


@kiosk_pickup.get("/kiosk/scan")
@takes(ScanAsked, may=MAY_ISSUE)
def scan(asked: ScanAsked) -> Response:
    """The code read beside a screen after ``after``; waits for one. Without ``after``: from now.

    ``number`` is empty when what was read is no receipt, and null when nothing was read.
    """
    after, box = asked.after, app_context().scans
    if after is None:
        return _unkept({"after": box.place(), "number": None})
    read = _waited_for(asked.screen, after)
    if read is None:
        return _unkept({"after": box.place() if after > box.place() else after, "number": None})
    return _unkept({"after": read.place, "number": read.number})


def _waited_for(screen: str, after: int) -> Any:
    context = app_context()
    with closing(take_waiting_place()):
        return context.scans.wait(screen, after, WAIT_SECONDS, context.stopping)


def _unkept(value: dict[str, Any]) -> Response:
    response = jsonify(value)
    response.headers["Cache-Control"] = "no-store"
    return response


def asked_screen() -> str:
    """The name of this screen, as its address says."""
    name = request.args.get("screen", DEFAULT_SCREEN)
    return name if 0 < len(name) <= 64 else DEFAULT_SCREEN
