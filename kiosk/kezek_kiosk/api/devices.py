"""Devices: told by the agents that own them, shown to staff."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from kezek_kiosk.access.roles import MAY_PRINT, MAY_SERVE
from kezek_kiosk.api.answers import PREFIX, answer, nothing
from kezek_kiosk.devices.status import KINDS, DeviceWord, Fact, KnownDevice
from kezek_kiosk.web.context import services
from kezek_kiosk.web.inputs import DETAIL, SLUG, Form, body_fields, one_of, query_fields
from kezek_kiosk.web.principals import require, require_device

blueprint = Blueprint("api_devices", __name__, url_prefix=f"{PREFIX}/devices")

MOST_DEVICES = 64
MOST_FACTS = 20
MOST_FACT = 200
LARGEST_FACT = 2**53
_NAMED = ("name", "kind", "word", "detail", "facts")
_KIND = one_of(KINDS)


@blueprint.post("")
def tell() -> Response:
    """An agent tells how all its devices stand; at every change and every 15 s at least."""
    require_device(MAY_PRINT)
    fields = body_fields("agent", "devices")
    services().devices.put(fields.get("agent", SLUG), fields.get("devices", DEVICES))
    return nothing()


@blueprint.get("")
def show() -> Response:
    """Every device as its agent last told it."""
    query_fields()
    require(MAY_SERVE)
    return answer({"devices": [_json(each) for each in services().devices.devices()]})


def _json(device: KnownDevice) -> dict[str, Any]:
    return {
        "agent": device.agent,
        "name": device.name,
        "kind": device.kind,
        "word": device.word,
        "detail": device.detail,
        "facts": dict(device.facts),
        "seconds_ago": round(device.seconds_ago, 1),
    }


def _devices(raw: Any) -> tuple[DeviceWord, ...]:
    if not isinstance(raw, list) or len(raw) > MOST_DEVICES:
        raise ValueError("devices")
    return tuple(_device(each) for each in raw)


def _device(raw: Any) -> DeviceWord:
    if not isinstance(raw, dict) or not raw.keys() <= set(_NAMED):
        raise ValueError("device")
    detail, facts = raw.get("detail"), raw.get("facts")
    return DeviceWord(
        name=SLUG.read(raw.get("name")),
        kind=_KIND.read(raw.get("kind")),
        word=SLUG.read(raw.get("word")),
        detail="" if detail is None else DETAIL.read(detail),
        facts={} if facts is None else _facts(facts),
    )


def _facts(raw: Any) -> dict[str, Fact]:
    if not isinstance(raw, dict) or len(raw) > MOST_FACTS:
        raise ValueError("facts")
    return {SLUG.read(name): _fact(value) for name, value in raw.items()}


def _fact(raw: Any) -> Fact:
    if raw is None or isinstance(raw, bool):
        return raw
    if isinstance(raw, int | float):
        if abs(raw) > LARGEST_FACT:
            raise ValueError("fact")
        return raw
    told = DETAIL.read(raw)
    if len(told) > MOST_FACT:
        raise ValueError("fact")
    return str(told)


DEVICES = Form(
    f"a list of at most {MOST_DEVICES} objects with name, kind, word and perhaps detail and facts",
    _devices,
)
