"""Virtual display boards: over the windows, and over the hall."""

from __future__ import annotations

from collections.abc import Mapping

from kezek_hardware.boards import FakeBoards
from kezek_kiosk.agent.virtual.part import Switch, VirtualPart
from kezek_kiosk.devices.virtual_bench import ShownDevice, VirtualDevice


class BoardPart(VirtualPart):
    """The boards of one line.

    Args:
        name: its name among the virtual devices.
        kind: ``window_board`` or ``hall_board``.
        boards: the line.
        addresses: the board of every window or row by its name.
    """

    def __init__(
        self, name: str, kind: str, boards: FakeBoards, addresses: Mapping[str, int]
    ) -> None:
        self._name = name
        self._kind = kind
        self._boards = boards
        self._addresses = dict(addresses)
        self._is_out = self._is_jammed = self._is_dark = False

    def seen(self) -> VirtualDevice:
        """What every board shows."""
        return VirtualDevice(
            name=self._name,
            kind=self._kind,
            switches=self.switched(),
            shows=tuple(self._shown(name, at) for name, at in self._addresses.items()),
        )

    def switches(self) -> Mapping[str, Switch]:
        """The line's cable, a line that is stuck, and the boards' power."""
        return {
            "unplugged": Switch(lambda: self._is_out, self._plug),
            "jammed": Switch(lambda: self._is_jammed, self._jam),
            "switched_off": Switch(lambda: self._is_dark, self._power),
        }

    def _shown(self, name: str, address: int) -> ShownDevice:
        text = self._boards.text(address)
        look = "blink" if self._boards.blinking(address) else "steady" if text else "dark"
        return ShownDevice(name, text, look)

    def _plug(self, out: bool) -> None:
        self._is_out = out
        if out:
            self._boards.unplug()
        else:
            self._boards.plug_in()

    def _jam(self, jammed: bool) -> None:
        self._is_jammed = jammed
        if jammed:
            self._boards.jam()
        else:
            self._boards.free()

    def _power(self, off: bool) -> None:
        self._is_dark = off
        for address in self._addresses.values():
            if off:
                self._boards.switch_off(address)
            else:
                self._boards.switch_on(address)
