"""Makes the devices of an agent without any: each fake, and what the page shows of it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from kezek_hardware.boards import BoardLine, FakeBoards, load_frame_format
from kezek_hardware.machine import (
    FakeMachine,
    FakeRtc,
    FakeWatchdog,
    MachineHealth,
    MachineLimits,
    Rtc,
)
from kezek_hardware.pins import FakePins
from kezek_hardware.scanners import FakeScanner
from kezek_hardware.sound import NullPlayer
from kezek_kiosk.agent.device_factory import DeviceFactory
from kezek_kiosk.agent.virtual.boards import BoardPart
from kezek_kiosk.agent.virtual.machine import ClockPart, MachinePart, WatchdogPart
from kezek_kiosk.agent.virtual.part import VirtualPart
from kezek_kiosk.agent.virtual.pins import PinPart
from kezek_kiosk.agent.virtual.printers import EmulatedSeat, PrinterPart
from kezek_kiosk.agent.virtual.scanners import ScannerPart
from kezek_kiosk.agent.virtual.sound import HeardVoice, SpeakerPart
from kezek_kiosk.settings.devices import (
    MachineSettings,
    PanelSettings,
    PrinterSettings,
    ScannerSettings,
    WatchdogSettings,
)
from kezek_kiosk.settings.settings import Settings
from kezek_printers.delivery import Roll

ORDER = (
    "panel", "buttons", "scanner", "window_board", "hall_board", "speaker", "printer", "machine",
    "watchdog", "clock",
)  # fmt: skip
"""The order of the page."""

Line = tuple[str, str, int]
"""Address, frame format and width: boards that agree in all three share a line."""


class VirtualHardware(DeviceFactory):
    """The fakes of one agent. They end after the devices that use them.

    Args:
        settings: which devices there are.
        now: reads the time, aware UTC.
        monotonic: seconds that never go back.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._now = now
        self._monotonic = monotonic
        self._closing = ExitStack()
        self._parts: list[tuple[str, VirtualPart]] = []
        self._sound: tuple[HeardVoice, NullPlayer] | None = None

    @property
    def parts(self) -> Sequence[VirtualPart]:
        """What the page shows of the devices that were made, in its order."""
        return [part for _, part in sorted(self._parts, key=lambda each: ORDER.index(each[0]))]

    def start(self) -> None:
        """Nothing: the fakes are there."""

    def close(self) -> None:
        """Give back what the fakes hold; may be called twice."""
        self._closing.close()

    def printer(
        self, settings: PrinterSettings, papers_dir: Path, roll: Roll | None
    ) -> EmulatedSeat:
        """A printer at an emulated one, whatever its address."""
        part = PrinterPart(settings.name, settings.profile, papers_dir)
        self._closing.callback(part.close)
        self._add("printer", part)
        return EmulatedSeat(part.emulated, settings.profile, roll=roll)

    def scanner(self, settings: ScannerSettings) -> FakeScanner:
        """A scanner; its address tells how it would be connected."""
        fake = FakeScanner(settings.screen)
        place = sum(kind == "scanner" for kind, _ in self._parts) + 1
        label = f"{settings.url.partition(':')[0]} {settings.screen}"
        self._add("scanner", ScannerPart(f"scanner-{place}", label, fake))
        return fake

    def pins(self) -> FakePins:
        """A header with everything that the settings wire to it."""
        pins = FakePins()
        for panel in self._settings.panels:
            self._add("panel", _panel(panel, pins))
        buttons = {f"{each.service}:{each.pin}": each.pin for each in self._settings.ticket_buttons}
        if buttons:
            self._add("buttons", PinPart("buttons-tickets", "buttons", "", pins, buttons))
        return pins

    def board_line(self, name: str, url: str, frames: str, width: int | None) -> BoardLine:
        """A line with a board for every address that the settings have on it."""
        wanted: Line = (url, frames, width or 0)
        shown = [each for each in self._boards() if each[0] == wanted]
        language = load_frame_format(frames, width=width)
        boards = FakeBoards(language, [at for *_, places in shown for at in places.values()])
        for _, kind, place, addresses in shown:
            self._add(kind, BoardPart(f"{kind}-{place}", kind, boards, addresses))
        return BoardLine(name, language, boards.connect, monotonic=self._monotonic)

    def player(self, device: str) -> NullPlayer:
        """Plays to nobody."""
        del device
        return self._speaker[1]

    def voice(self) -> HeardVoice:
        """Says nothing and remembers it."""
        return self._speaker[0]

    def watchdog(self, settings: WatchdogSettings) -> FakeWatchdog:
        """A watchdog that restarts nothing."""
        fake = FakeWatchdog(timeout_seconds=settings.timeout_seconds, monotonic=self._monotonic)
        self._add("watchdog", WatchdogPart(fake))
        return fake

    def rtc(self, number: int) -> FakeRtc:
        """A clock module."""
        del number
        fake = FakeRtc(now=self._now)
        self._add("clock", ClockPart(fake))
        return fake

    def machine(self, data_dir: Path, settings: MachineSettings, rtc: Rtc | None) -> MachineHealth:
        """The checks of a machine made of files."""
        del data_dir
        root = self._closing.enter_context(tempfile.TemporaryDirectory(prefix="kezek-machine-"))
        fake = FakeMachine(Path(root))
        limits = MachineLimits(
            disk_low_mib=settings.disk_low_mib,
            disk_full_mib=settings.disk_full_mib,
            hot_celsius=settings.hot_celsius,
            too_hot_celsius=settings.too_hot_celsius,
        )
        health = fake.health(
            rtc=rtc, needs_network=settings.needs_network, limits=limits, now=self._now
        )
        self._add("machine", MachinePart(fake, health))
        return health

    @property
    def _speaker(self) -> tuple[HeardVoice, NullPlayer]:
        """Voice and player belong together: what was said is shown beside the player's faults."""
        if self._sound is None:
            self._sound = voice, player = HeardVoice(self._now), NullPlayer()
            self._add("speaker", SpeakerPart(voice, player))
        return self._sound

    def _boards(self) -> Sequence[tuple[Line, str, str, dict[str, int]]]:
        """Every board of the settings: its line, kind, name, and its addresses by window or row."""
        hall = self._settings.hall_board
        rows = {str(place): at for place, at in enumerate(hall.rows, start=1)}
        windows = [
            ((each.url, each.format, each.width_places), "window_board", each.name,
             dict(each.addresses))
            for each in self._settings.window_boards
        ]  # fmt: skip
        return [*windows, ((hall.url, hall.format, hall.width_places), "hall_board", "hall", rows)]

    def _add(self, kind: str, part: VirtualPart) -> None:
        self._parts.append((kind, part))


def _panel(panel: PanelSettings, pins: FakePins) -> PinPart:
    gpios = {
        "next": panel.next_pin,
        "recall": panel.recall_pin,
        "no_show": panel.no_show_pin,
        "start_finish": panel.start_finish_pin,
    }
    return PinPart(
        f"panel-window-{panel.window}",
        "panel",
        str(panel.window),
        pins,
        {name: gpio for name, gpio in gpios.items() if gpio},
        panel.lamp_pin or None,
    )
