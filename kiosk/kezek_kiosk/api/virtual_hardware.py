"""Virtual devices: the agent shows them and takes orders, people press them on a page.

There is nothing here unless the server was started with ``--virtual-hardware``.
"""

from __future__ import annotations

from typing import Annotated, Final

from flask import Blueprint, Response, abort
from msgspec import Meta, field
from msgspec.structs import asdict

from kezek_core.phrases import Phrase
from kezek_kiosk.access.roles import MAY_PRINT, MAY_TRY_HARDWARE
from kezek_kiosk.api.answers import PREFIX, answer, nothing
from kezek_kiosk.api.calls import Gives, call, noted
from kezek_kiosk.api.devices import DeviceKind
from kezek_kiosk.devices.virtual_bench import Manipulation, ShownDevice, VirtualBench, VirtualDevice
from kezek_kiosk.errors import BadRequestError
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.declared_fields import Asked
from kezek_kiosk.web.field_types import Code, Detail, Slug
from kezek_kiosk.web.principals import require, require_device

blueprint = Blueprint("api_virtual_hardware", __name__, url_prefix=f"{PREFIX}/virtual-hardware")

MOST: Final = 100
"""Of keys, switches and lines of one device."""


class Press(Asked, frozen=True):
    """What somebody does to a device."""

    device: Slug
    what: Slug
    value: bool | Code | None = None


class SentLine(Asked, frozen=True):
    """One thing that a device lets people see."""

    name: Slug
    text: Detail = ""
    look: Detail = ""


class SentVirtualDevice(Asked, frozen=True):
    """One virtual device as the agent shows it."""

    name: Slug
    kind: DeviceKind
    label: Detail = ""
    keys: Annotated[tuple[Slug, ...], Meta(max_length=MOST)] = ()
    switches: Annotated[dict[Slug, bool], Meta(max_length=MOST)] = field(default_factory=dict)
    shows: Annotated[tuple[SentLine, ...], Meta(max_length=MOST)] = ()
    takes_code: bool = False

    def device(self) -> VirtualDevice:
        """The device as the page shows it."""
        shows = tuple(ShownDevice(**asdict(each)) for each in self.shows)
        return VirtualDevice(**{**asdict(self), "shows": shows})


class OrdersTaken(Asked, frozen=True):
    """The devices of an agent that asks what was pressed; nothing of them where nothing changed."""

    devices: Annotated[tuple[SentVirtualDevice, ...], Meta(max_length=64)] | None = None
    wait_seconds: Annotated[int, Meta(ge=0, le=20)] = 0


def bench() -> VirtualBench:
    """The virtual devices of this server; 404 where it has none."""
    found = app_context().virtual
    if found is None:
        abort(404)
    return found


def _may_press() -> None:
    bench()
    if not app_context().queue.office.demo:
        require(MAY_TRY_HARDWARE)


def _may_take_orders() -> None:
    require_device(MAY_PRINT)
    bench()


@blueprint.post("/press")
@call("pressVirtualDevice", Press, may=_may_press, gives=(noted("Handed to the agent."),))
def press(asked: Press) -> Response:
    """Press a key, turn a switch or scan a code on virtual hardware; 404 where there is none."""
    if not bench().press(Manipulation(**asdict(asked))):
        expected = Phrase("a device of the page /hardware, and a part that it has")
        raise BadRequestError.of("device", expected, asked.device)
    return nothing()


@blueprint.post("/orders")
@call(
    "takeVirtualOrders", OrdersTaken, may=_may_take_orders,
    gives=(Gives("VirtualOrders", "What was done."),),
)  # fmt: skip
def orders(asked: OrdersTaken) -> Response:
    """The agent shows its devices and takes what was pressed; waits up to ``wait_seconds``."""
    devices = bench()
    if asked.devices is not None:
        devices.show(tuple(each.device() for each in asked.devices))
    taken = devices.orders(asked.wait_seconds, app_context().stopping)
    return answer(
        {
            "orders": [
                {"device": each.device, "what": each.what, "value": each.value} for each in taken
            ]
        }
    )
