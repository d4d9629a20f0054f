"""Virtual code scanners: a field on the page instead of a paper under the glass."""

from __future__ import annotations

from collections.abc import Mapping

from kezek_hardware.scanners import FakeScanner
from kezek_kiosk.agent.virtual.part import Switch, VirtualPart
from kezek_kiosk.devices.virtual_bench import VirtualDevice


class ScannerPart(VirtualPart):
    """One scanner.

    Args:
        name: its name among the virtual devices.
        label: how it is connected and beside which screen, for example ``keyboard hall``.
        fake: the scanner.
    """

    def __init__(self, name: str, label: str, fake: FakeScanner) -> None:
        self._name = name
        self._label = label
        self._fake = fake

    def seen(self) -> VirtualDevice:
        """Only its fault: what is read is nobody's business here."""
        return VirtualDevice(
            self._name, "scanner", self._label, switches=self.switched(), takes_code=True
        )

    def scan(self, code: str) -> None:
        """Hold a code under it."""
        self._fake.hold_under(code)

    def switches(self) -> Mapping[str, Switch]:
        """Its cable."""
        return {
            "unplugged": Switch(
                lambda: not self._fake.present,
                lambda on: self._fake.unplug() if on else self._fake.plug_in(),
            )
        }
