"""Makes the devices of an agent without any: each fake, and what the page shows of it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from kezek_hardware.board_line import BoardLine
from kezek_hardware.boards_fake import FakeBoards
from kezek_hardware.frame_file import load_frame_format
from kezek_hardware.machine_checks import MachineLimits
from kezek_hardware.machine_fake import FakeMachine
from kezek_hardware.machine_health import MachineHealth
from kezek_hardware.pins_fake import FakePins
from kezek_hardware.players import NullPlayer
from kezek_hardware.rtc_fake import FakeRtc
from kezek_hardware.scanner import FakeScanner
from kezek_hardware.watchdog_fake import FakeWatchdog
from kezek_kiosk.virtual.boards import BoardPart
from kezek_kiosk.virtual.machine import ClockPart, MachinePart, WatchdogPart
from kezek_kiosk.virtual.part import VirtualPart
from kezek_kiosk.virtual.pins import PinPart
from kezek_kiosk.virtual.printers import EmulatedSeat, PrinterPart
from kezek_kiosk.virtual.scanners import ScannerPart
from kezek_kiosk.virtual.sound import HeardVoice, SpeakerPart
from kezek_printers.roll import Roll

ORDER = (
    "panel", "buttons", "scanner", "window_board", "hall_board", "speaker", "printer", "machine",
    "watchdog", "clock",
)  # fmt: skip
"""The order of the page."""


class VirtualHouse:
    """The fakes of one agent. Who made it closes it, after the devices that use the fakes.

    Args:
        now: reads the time, aware UTC.
        monotonic: seconds that never go back.
    """

    def __init__(
        self,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._now = now
        self._monotonic = monotonic
        self._closing = ExitStack()
        self._parts: list[tuple[str, VirtualPart]] = []
        self.pins = FakePins()
        self.player = NullPlayer()
        self.voice = HeardVoice(now)

    @property
    def parts(self) -> Sequence[VirtualPart]:
        """What the page shows, in its order."""
        return [part for _, part in sorted(self._parts, key=lambda each: ORDER.index(each[0]))]

    def printer(
        self, name: str, profile_name: str, papers_dir: Path, *, roll: Roll | None = None
    ) -> EmulatedSeat:
        """A printer at an emulated one."""
        part = PrinterPart(name, profile_name, papers_dir)
        self._closing.callback(part.close)
        self._add("printer", part)
        return EmulatedSeat(part.emulated, profile_name, roll=roll)

    def scanner(self, url: str, screen: str) -> FakeScanner:
        """A scanner; its address tells how it would be connected."""
        fake = FakeScanner(screen)
        way = url.partition(":")[0]
        self._add("scanner", ScannerPart(f"scanner-{way}-{screen}", f"{way} {screen}", fake))
        return fake

    def panel(self, window: int, buttons: Mapping[str, int], lamp: int | None) -> None:
        """Show a call panel at the header."""
        part = PinPart(f"panel-{window}", "panel", str(window), self.pins, buttons, lamp)
        self._add("panel", part)

    def ticket_buttons(self, buttons: Mapping[str, int]) -> None:
        """Show the ticket buttons at the header, by service."""
        self._add("buttons", PinPart("ticket-buttons", "buttons", "", self.pins, buttons))

    def board_line(
        self,
        name: str,
        kind: str,
        format_name: str,
        addresses: Mapping[str, int],
        *,
        width: int | None = None,
    ) -> BoardLine:
        """A line with a board for each address; whoever gets it starts and closes it."""
        frames = load_frame_format(format_name, width=width)
        boards = FakeBoards(frames, list(addresses.values()))
        self._add(kind, BoardPart(f"boards-{name}", kind, boards, addresses))
        return BoardLine(name, frames, boards.connect, monotonic=self._monotonic)

    def speaker(self, chime: Callable[[], None]) -> None:
        """Show the loudspeaker."""
        self._add("speaker", SpeakerPart(self.voice, self.player, chime))

    def watchdog(self, timeout_seconds: int) -> FakeWatchdog:
        """A watchdog."""
        fake = FakeWatchdog(timeout_seconds=timeout_seconds, monotonic=self._monotonic)
        self._add("watchdog", WatchdogPart(fake))
        return fake

    def clock(self) -> FakeRtc:
        """A clock module."""
        fake = FakeRtc(now=self._now)
        self._add("clock", ClockPart(fake))
        return fake

    def machine(
        self, *, rtc: FakeRtc | None, limits: MachineLimits, needs_network: bool
    ) -> MachineHealth:
        """The checks of a machine made of files."""
        root = self._closing.enter_context(tempfile.TemporaryDirectory(prefix="kezek-machine-"))
        fake = FakeMachine(Path(root))
        health = fake.health(rtc=rtc, needs_network=needs_network, limits=limits, now=self._now)
        self._add("machine", MachinePart(fake, health))
        return health

    def close(self) -> None:
        """Give back what the fakes hold; may be called twice."""
        self._closing.close()
        self.pins.close()

    def _add(self, kind: str, part: VirtualPart) -> None:
        self._parts.append((kind, part))
