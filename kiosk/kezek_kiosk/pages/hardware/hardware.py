"""Virtual devices: see every one of them, and press it."""

from __future__ import annotations

import time
from typing import Annotated, Any

from flask import Blueprint, Response, abort, jsonify, render_template
from msgspec import Meta
from werkzeug.wrappers import Response as AnyResponse

from kezek_kiosk.access.roles import MAY_TRY_HARDWARE
from kezek_kiosk.devices.virtual_bench import Bench, VirtualBench
from kezek_kiosk.pages.hardware.hardware_view import Card, cards
from kezek_kiosk.pages.staff.access import asking_person, person_of
from kezek_kiosk.web.bodies import takes
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Position
from kezek_kiosk.web.sign_in import signed_in

blueprint = Blueprint("hardware", __name__)

LISTEN_SECONDS = 1.0
"""How soon a word of an agent is seen."""


class StateAsked(Asked, frozen=True):
    """The state after a version; waits for one."""

    after: Position = 0
    wait_seconds: Annotated[int, Meta(ge=0, le=10)] = 0


def _may_look() -> None:
    _bench()
    if not app_context().queue.office.demo:
        asking_person(MAY_TRY_HARDWARE)


@blueprint.get("/hardware")
def hardware_page() -> str | AnyResponse:
    """Every virtual device; there is no such page where the devices are real."""
    bench = _bench()
    office = app_context().queue.office
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
        columns=_columns(cards(seen.devices, app_context().devices.devices())),
        **known,
    )


@blueprint.get("/hardware/state")
@takes(StateAsked, may=_may_look)
def hardware_state(asked: StateAsked) -> Response:
    """The cards as they stand after a change; the page's script asks again and again."""
    version, seen = _looked(_bench(), asked.after, asked.wait_seconds)
    shown = cards(seen.devices, app_context().devices.devices())
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
    context = app_context()
    ends_at = time.monotonic() + wait_seconds
    while True:
        reported = context.devices.version
        left = max(0.0, ends_at - time.monotonic())
        seen = bench.look(after - reported, min(left, LISTEN_SECONDS), context.stopping)
        version = seen.version + reported
        if version != after or left <= 0 or context.stopping.is_set():
            return version, seen


def _html(card: Card) -> str:
    return render_template("hardware/card.html", card=card)


def _columns(shown: list[Card]) -> list[list[Card]]:
    """What is pressed, what shows and speaks, what stands behind."""
    return [[each for each in shown if each.column == column] for column in range(3)]


def _bench() -> VirtualBench:
    bench = app_context().virtual
    if bench is None:
        abort(404)
    return bench
