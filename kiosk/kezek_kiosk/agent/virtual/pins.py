"""Virtual buttons and lamps: call panels and ticket buttons at a GPIO header without a board."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from kezek_hardware.device import DeviceStatus
from kezek_hardware.pins import FakePins
from kezek_kiosk.agent.virtual.part import Switch, VirtualPart
from kezek_kiosk.devices.virtual_bench import ShownDevice, VirtualDevice


class PinPart(VirtualPart):
    """Something with buttons, and perhaps a lamp, at the header.

    Args:
        name: its name among the virtual devices.
        kind: ``panel`` or ``buttons``.
        label: the window it stands at; "" for none.
        pins: the header.
        buttons: the pin of every button by its name.
        lamp: the lamp's pin; None when there is none.
    """

    def __init__(
        self,
        name: str,
        kind: str,
        label: str,
        pins: FakePins,
        buttons: Mapping[str, int],
        lamp: int | None = None,
    ) -> None:
        self._name = name
        self._kind = kind
        self._label = label
        self._pins = pins
        self._buttons = dict(buttons)
        self._lamp = lamp

    def seen(self) -> VirtualDevice:
        """The buttons, and whether the lamp is lit."""
        shows: tuple[ShownDevice, ...] = ()
        if self._lamp is not None:
            shows = (ShownDevice("lamp", look="on" if self._pins.lit(self._lamp) else "off"),)
        return VirtualDevice(
            name=self._name,
            kind=self._kind,
            label=self._label,
            keys=tuple(self._buttons),
            switches=self.switched(),
            shows=shows,
        )

    def keys(self) -> Mapping[str, Callable[[], None]]:
        """A finger on each button."""
        return {name: partial(self._pins.tap, gpio) for name, gpio in self._buttons.items()}

    def switches(self) -> Mapping[str, Switch]:
        """The header's cable, which all parts at it share."""
        return {"unplugged": Switch(self._is_away, self._turn)}

    def _is_away(self) -> bool:
        return self._pins.state().status is DeviceStatus.ABSENT

    def _turn(self, on: bool) -> None:
        if on:
            self._pins.vanish()
        else:
            self._pins.come_back()
