"""Where the agent's devices come from: the real ones; ``--virtual-hardware`` overrides them all."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kezek_hardware import find_voice, open_scanner
from kezek_hardware.boards import open_board_line
from kezek_hardware.machine import (
    DeviceWatchdog,
    KernelRtc,
    MachineHealth,
    MachineLimits,
    kernel_synchronised,
)
from kezek_hardware.pins import GpioPins
from kezek_hardware.sound import AlsaPlayer
from kezek_kiosk.settings.devices import (
    MachineSettings,
    PrinterSettings,
    ScannerSettings,
    WatchdogSettings,
)
from kezek_printers import Printer

if TYPE_CHECKING:
    from kezek_core.ports import Scanner, Voice
    from kezek_hardware.boards import BoardLine
    from kezek_hardware.machine import MachineHealth, Rtc, Watchdog
    from kezek_hardware.pins import Pins
    from kezek_hardware.sound import Player
    from kezek_printers import Printer
    from kezek_printers.delivery import Roll


class DeviceFactory:
    """Makes each device of the settings; none is opened before it is started or used.

    A subclass may override every method; what it makes obeys the same contract.
    """

    def printer(self, settings: PrinterSettings, papers_dir: Path, roll: Roll | None) -> Printer:
        """A printer with the roll that is in it.

        Args:
            settings: of this printer.
            papers_dir: where a virtual printer puts its papers.
            roll: None when nobody reckons what is left.
        """
        return Printer(settings.url, settings.profile, papers_dir, roll=roll)

    def scanner(self, settings: ScannerSettings) -> Scanner:
        """A code scanner."""
        return open_scanner(settings.url)

    def pins(self) -> Pins:
        """The GPIO header that all panels and buttons share."""
        return GpioPins()

    def board_line(self, name: str, url: str, frames: str, width: int | None) -> BoardLine:
        """A line of display boards.

        Args:
            name: what the office calls it.
            url: its address.
            frames: name or path of its frame format.
            width: places of a board; None for the format's usual.
        """
        return open_board_line(name, url, frames, width=width)

    def player(self, device: str) -> Player:
        """What makes sounds heard, at ALSA's name of the output."""
        return AlsaPlayer(device)

    def voice(self) -> Voice | None:
        """Speaks what was not recorded; None where no voice is installed."""
        return find_voice()

    def watchdog(self, settings: WatchdogSettings) -> Watchdog:
        """The hardware watchdog."""
        return DeviceWatchdog(settings.device, timeout_seconds=settings.timeout_seconds)

    def rtc(self, number: int) -> Rtc:
        """The battery clock, N of ``/dev/rtcN``."""
        return KernelRtc(number, now=_wall_time, synchronised=kernel_synchronised)

    def machine(self, data_dir: Path, settings: MachineSettings, rtc: Rtc | None) -> MachineHealth:
        """The checks of the computer."""
        limits = MachineLimits(
            disk_low_mib=settings.disk_low_mib,
            disk_full_mib=settings.disk_full_mib,
            hot_celsius=settings.hot_celsius,
            too_hot_celsius=settings.too_hot_celsius,
        )
        return MachineHealth(data_dir, rtc=rtc, needs_network=settings.needs_network, limits=limits)


def _wall_time() -> datetime:
    return datetime.now(UTC)
