"""Virtual devices: the agent shows them and takes orders, people press them on a page.

There is nothing here unless the server was started with ``--virtual-hardware``.
"""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, abort

from kezek_kiosk.access.roles import MAY_PRINT, MAY_TRY_HARDWARE
from kezek_kiosk.api.answers import PREFIX, answer, nothing
from kezek_kiosk.devices.status import KINDS
from kezek_kiosk.devices.virtual_bench import Order, Shown, Value, VirtualBench, VirtualDevice
from kezek_kiosk.web.context import services
from kezek_kiosk.web.inputs import (
    CODE,
    DETAIL,
    FLAG,
    SLUG,
    Form,
    body_fields,
    one_of,
    whole,
    wrong_field,
)
from kezek_kiosk.web.principals import require, require_device

blueprint = Blueprint("api_virtual_hardware", __name__, url_prefix=f"{PREFIX}/virtual-hardware")

MOST_DEVICES: Final = 64
MOST_SHOWN: Final = 100
MOST_KEYS: Final = 100
MOST_WAIT_SECONDS: Final = 20
_KIND = one_of(KINDS)


def bench() -> VirtualBench:
    """The virtual devices of this server; 404 where it has none."""
    found = services().virtual
    if found is None:
        abort(404)
    return found


@blueprint.post("/press")
def press() -> Response:
    """Press a key, turn a switch, hold a code under a scanner."""
    devices = bench()
    if not services().queue.office.demo:
        require(MAY_TRY_HARDWARE)
    fields = body_fields("device", "what", "value")
    order = Order(
        fields.get("device", SLUG), fields.get("what", SLUG), fields.get("value", VALUE, None)
    )
    if not devices.press(order):
        raise wrong_field("device", "a device of the page /hardware and what it has", order.device)
    return nothing()


@blueprint.post("/orders")
def orders() -> Response:
    """The agent shows its devices and takes what was pressed; waits up to ``wait_seconds``."""
    require_device(MAY_PRINT)
    devices = bench()
    fields = body_fields("devices", "wait_seconds")
    shown = fields.get("devices", DEVICES, None)
    wait_seconds = fields.get("wait_seconds", whole(0, MOST_WAIT_SECONDS), 0)
    if shown is not None:
        devices.show(shown)
    taken = devices.orders(wait_seconds, services().stopping)
    return answer(
        {
            "orders": [
                {"device": each.device, "what": each.what, "value": each.value} for each in taken
            ]
        }
    )


def _value(raw: Any) -> Value:
    return raw if isinstance(raw, bool) else CODE.read(raw)


def _devices(raw: Any) -> tuple[VirtualDevice, ...]:
    if not isinstance(raw, list) or len(raw) > MOST_DEVICES:
        raise ValueError("devices")
    return tuple(_device(_object(each)) for each in raw)


def _device(raw: dict[str, Any]) -> VirtualDevice:
    if not raw.keys() <= {"name", "kind", "label", "keys", "switches", "shows", "takes_code"}:
        raise ValueError("device")
    switches = _object(raw.get("switches", {}))
    if len(switches) > MOST_KEYS:
        raise ValueError("switches")
    return VirtualDevice(
        name=SLUG.read(raw.get("name")),
        kind=_KIND.read(raw.get("kind")),
        label=DETAIL.read(raw.get("label", "")),
        keys=tuple(SLUG.read(each) for each in _list(raw.get("keys", []), MOST_KEYS)),
        switches={SLUG.read(name): FLAG.read(on) for name, on in switches.items()},
        shows=tuple(_shown(_object(each)) for each in _list(raw.get("shows", []), MOST_SHOWN)),
        takes_code=FLAG.read(raw.get("takes_code", False)),
    )


def _shown(raw: dict[str, Any]) -> Shown:
    if not raw.keys() <= {"name", "text", "look"}:
        raise ValueError("shown")
    return Shown(
        SLUG.read(raw.get("name")),
        DETAIL.read(raw.get("text", "")),
        DETAIL.read(raw.get("look", "")),
    )


def _object(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise TypeError("object")
    return raw


def _list(raw: Any, most: int) -> list[Any]:
    if not isinstance(raw, list) or len(raw) > most:
        raise ValueError("list")
    return raw


VALUE = Form("true, false or a code", _value)
DEVICES = Form(f"a list of at most {MOST_DEVICES} virtual devices", _devices)
