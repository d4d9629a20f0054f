"""Devices: told by the agents that own them, shown to staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from flask import Blueprint, Response
from msgspec import Meta, field

from kezek_kiosk.access.roles import MAY_PRINT, MAY_SERVE
from kezek_kiosk.api.answers import PREFIX, answer, nothing
from kezek_kiosk.api.calls import Gives, call, noted
from kezek_kiosk.devices.status import KINDS, DeviceReport, KnownDevice
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import LARGEST, Detail, Slug, choice
from kezek_kiosk.web.principals import device_of

blueprint = Blueprint("api_devices", __name__, url_prefix=f"{PREFIX}/devices")

if TYPE_CHECKING:
    DeviceKind = str
else:
    DeviceKind = choice(KINDS)

SentFact = (
    Annotated[str, Meta(max_length=200)]
    | Annotated[int, Meta(ge=-LARGEST, le=LARGEST)]
    | Annotated[float, Meta(ge=-LARGEST, le=LARGEST)]
    | bool
    | None
)


class SentDevice(Asked, frozen=True):
    """One device as its agent tells it."""

    name: Slug
    kind: DeviceKind
    word: Slug
    detail: Detail = ""
    facts: Annotated[dict[Slug, SentFact], Meta(max_length=20)] = field(default_factory=dict)


class SentDevices(Asked, frozen=True):
    """Every device of one agent."""

    agent: Slug
    devices: Annotated[tuple[SentDevice, ...], Meta(max_length=64)]


@blueprint.post("")
@call("tellDevices", SentDevices, may=device_of(MAY_PRINT), gives=(noted(),))
def tell(body: SentDevices) -> Response:
    """An agent tells how all its devices stand; at every change and every 15 s at least."""
    app_context().devices.put(body.agent, [_report(each) for each in body.devices])
    return nothing()


@blueprint.get("")
@call("listDevices", may=MAY_SERVE, gives=(Gives("Devices", "As last told."),))
def show() -> Response:
    """Every device as its agent last told it; for staff."""
    return answer({"devices": [_json(each) for each in app_context().devices.devices()]})


def _report(sent: SentDevice) -> DeviceReport:
    return DeviceReport(sent.name, sent.kind, sent.word, sent.detail, sent.facts)


def _json(device: KnownDevice) -> dict[str, Any]:
    return {
        "agent": device.agent,
        "name": device.name,
        "kind": device.kind,
        "word": device.status,
        "detail": device.detail,
        "facts": dict(device.facts),
        "seconds_ago": round(device.seconds_ago, 1),
    }
