"""Virtual devices: see every one of them, and press it."""

from __future__ import annotations

import time
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template
from werkzeug.wrappers import Response as AnyResponse

from kezek_kiosk.access.roles import MAY_TRY_HARDWARE
from kezek_kiosk.devices.virtual_bench import Bench, VirtualBench
from kezek_kiosk.pages.hardware.hardware_view import Card, cards
from kezek_kiosk.pages.staff.access import asking_person, person_of
from kezek_kiosk.web.context import services
from kezek_kiosk.web.inputs import LARGEST, digits, query_fields
from kezek_kiosk.web.sign_in import signed_in

blueprint = Blueprint("hardware", __name__)

MOST_WAIT_SECONDS = 10
LISTEN_SECONDS = 1.0
"""How soon a word of an agent is seen."""

_version = digits(0, LARGEST)
_seconds = digits(0, MOST_WAIT_SECONDS)


@blueprint.get("/hardware")
def hardware_page() -> str | AnyResponse:
    """Every virtual device; there is no such page where the devices are real."""
    bench = _bench()
    office = services().queue.office
    person = signed_in() if office.demo else person_of(MAY_TRY_HARDWARE)
    if isinstance(person, AnyResponse):
        return person
    version, seen = _looked(bench, -1, 0)
    known: dict[str, Any] = {} if person is None else {"person": person}
    return render_template(
        "hardware/hardware.html",
        office=office,
        version=version,
        present=seen.present,
        columns=_columns(cards(seen.devices, services().devices.devices())),
        **known,
    )


@blueprint.get("/hardware/state")
def hardware_state() -> Response:
    """The cards as they stand after a change; the page's script asks again and again."""
    bench = _bench()
    if not services().queue.office.demo:
        asking_person(MAY_TRY_HARDWARE)
    fields = query_fields("after", "wait_seconds")
    after = fields.get("after", _version, 0)
    wait_seconds = fields.get("wait_seconds", _seconds, 0)
    version, seen = _looked(bench, after, wait_seconds)
    shown = cards(seen.devices, services().devices.devices())
    return jsonify(
        {
            "version": version,
            "present": seen.present,
            "cards": [{"name": each.device.name, "html": _html(each)} for each in shown],
        }
    )


def _looked(bench: VirtualBench, after: int, wait_seconds: float) -> tuple[int, Bench]:
    """The devices after a change of what they show or of what is told of them.

    Both versions only grow, so their sum tells a change of either.
    """
    house = services()
    ends_at = time.monotonic() + wait_seconds
    while True:
        told = house.devices.version
        left = max(0.0, ends_at - time.monotonic())
        seen = bench.look(after - told, min(left, LISTEN_SECONDS), house.stopping)
        version = seen.version + told
        if version != after or left <= 0 or house.stopping.is_set():
            return version, seen


def _html(card: Card) -> str:
    return render_template("hardware/card.html", card=card)


def _columns(shown: list[Card]) -> list[list[Card]]:
    """What is pressed, what shows and speaks, what stands behind."""
    return [[each for each in shown if each.column == column] for column in range(3)]


def _bench() -> VirtualBench:
    bench = services().virtual
    if bench is None:
        abort(404)
    return bench
