"""Puts the devices of the settings together: who owns what, who is told, who tells of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kezek_hardware.boards import HallBoard, WindowBoards
from kezek_hardware.device import Device, DeviceStatus
from kezek_hardware.machine import LifeSigns, Pulse, ServiceManager
from kezek_hardware.pins import (
    ButtonPin,
    Buttons,
    CallPanel,
    LampPin,
    PanelButton,
    PanelWiring,
    check_wiring,
)
from kezek_hardware.sound import Announcer, ClipLibrary, Speaker
from kezek_kiosk.agent.api_client import ApiClient
from kezek_kiosk.agent.call_follower import CallFollower, CallSink
from kezek_kiosk.agent.call_sinks import HallBoardSink, PanelSink, SpeakerSink, WindowBoardSink
from kezek_kiosk.agent.device_factory import DeviceFactory
from kezek_kiosk.agent.device_reporter import DeviceReporter, Source
from kezek_kiosk.agent.machine_watch import NAMES, MachineWatch
from kezek_kiosk.agent.print_worker import PrinterSeat, PrintWorker
from kezek_kiosk.agent.roll_file import ROLLS_FILE, RollFile
from kezek_kiosk.agent.scan_worker import ScannerSeat, ScanWorker
from kezek_kiosk.agent.ticket_taker import TicketTaker
from kezek_kiosk.agent.window_client import ApiWindowLine
from kezek_kiosk.devices.status import DeviceReport
from kezek_kiosk.errors import SettingsError
from kezek_kiosk.settings.devices import (
    NONE,
    HallBoardSettings,
    PanelSettings,
    TicketButtonSettings,
    WindowBoardSettings,
    under,
)
from kezek_kiosk.settings.settings import PAPERS, Settings

if TYPE_CHECKING:
    from kezek_hardware.boards import BoardLine
    from kezek_hardware.pins import Pins
    from kezek_printers import Printer

BEAT_SECONDS = 120.0
"""A slip takes 28 s at most, a call of the server 43 s: a worker that is silent so long hangs."""

PANEL_READ_SECONDS = 5.0


class Owned(Protocol):
    """A device that is started and closed by the agent."""

    def start(self) -> object: ...
    def close(self) -> None: ...


class AgentParts:
    """Everything an agent runs, made from the settings and not started.

    Args:
        settings: kezek.toml as checked.
        hardware: makes the devices.
        data_dir: for papers, rolls, clips and the panels' tokens.
        server: the server's address.
        token: device token of role kiosk.
        name: what staff call this agent.
        manager: whoever started the agent.

    Raises:
        KezekError: a device's address, profile, format, pin or token is not as expected.
    """

    def __init__(
        self,
        settings: Settings,
        hardware: DeviceFactory,
        data_dir: Path,
        *,
        server: str,
        token: str,
        name: str,
        manager: ServiceManager,
    ) -> None:
        self.stop = threading.Event()
        self.workers: dict[str, Callable[[], None]] = {}
        self.devices: list[Owned] = []
        self.sources: list[Source] = []
        self.follower: CallFollower | None = None
        self._settings = settings
        self._hardware = hardware
        self._data_dir = data_dir
        self._server = server
        self._token = token
        self._name = name
        self._pulse = Pulse()
        self._sinks: list[CallSink] = []
        self._lines: dict[tuple[str, str, int], BoardLine] = {}
        self._add_printers()
        self._add_scanners()
        self._add_pins()
        self._add_boards()
        self._add_speaker()
        self._add_machine()
        self._add_follower()
        self._add_life_signs(manager)
        self._add_reporter()

    def _connect(self) -> ApiClient:
        return ApiClient(self._server, self._token)

    def _beat(self, worker: str) -> None:
        self._pulse.beat(worker, within_seconds=BEAT_SECONDS)

    def _own(self, device: Device, kind: str, started: Owned | None = None) -> None:
        if started is not None:
            self.devices.append(started)
        self.sources.append(partial(report_of, kind, device))

    def _add_printers(self) -> None:
        rolls = RollFile(self._data_dir / ROLLS_FILE)
        for settings in self._settings.printers:
            name = settings.name
            roll = rolls.roll(name, length_mm=settings.roll_mm, near_end_mm=settings.near_end_mm)
            printer = self._hardware.printer(settings, self._data_dir / PAPERS, roll)
            keep = partial(_keep_roll, rolls, name, printer)
            worker = PrintWorker(
                self._connect(),
                PrinterSeat(name, printer, keep),
                self._name,
                self.stop,
                beat=partial(self._beat, f"printer-{name}"),
            )
            self.workers[f"printer-{name}"] = worker.run
            self.sources.append(worker.status)

    def _add_scanners(self) -> None:
        for place, settings in enumerate(self._settings.scanners, start=1):
            seat = ScannerSeat(settings.screen, self._hardware.scanner(settings))
            worker = ScanWorker(self._connect(), seat, self.stop)
            self.workers[f"scanner-{place}"] = worker.run
            self.sources.append(worker.status)

    def _add_pins(self) -> None:
        """All panels and ticket buttons share one header, each pin with one holder."""
        settings = self._settings
        if not settings.panels and not settings.ticket_buttons:
            return
        pins = self._hardware.pins()
        gpios = {f"window {each.window}: {name}": gpio for each in settings.panels
                 for name, gpio in _pins_of(each).items()}  # fmt: skip
        gpios |= {f"ticket of {each.service}": each.pin for each in settings.ticket_buttons}
        check_wiring("the panels and ticket buttons", gpios)
        for panel in settings.panels:
            self._add_panel(panel, pins)
        if settings.ticket_buttons:
            self._add_ticket_buttons(pins)
        # Started first and closed last: what holds its pins gives them back before.
        self.devices.insert(0, _Closing(pins))

    def _add_panel(self, settings: PanelSettings, pins: Pins) -> None:
        gpios = _pins_of(settings)
        lamp = gpios.pop("lamp", None)
        wiring = PanelWiring(
            {PanelButton(name): ButtonPin(gpio) for name, gpio in gpios.items()},
            None if lamp is None else LampPin(lamp),
        )
        token = _panel_token(under(self._data_dir, settings.token_file), settings.window)
        api = ApiClient(self._server, token, read_seconds=PANEL_READ_SECONDS)
        line = ApiWindowLine(api, settings.window)
        panel = CallPanel(f"window-{settings.window}", wiring, pins, line)
        self._own(panel, "panel", panel)
        self._sinks.append(PanelSink(panel))

    def _add_ticket_buttons(self, pins: Pins) -> None:
        entries = {_button_name(each): each for each in self._settings.ticket_buttons}
        taker = TicketTaker(self._connect(), entries, self.stop)
        wiring = {name: ButtonPin(each.pin) for name, each in entries.items()}
        buttons = Buttons("tickets", wiring, pins, taker.pressed)
        self._own(buttons, "buttons", buttons)

    def _add_boards(self) -> None:
        for settings in self._settings.window_boards:
            line = self._line(settings.name, settings)
            addresses = {_window(key, settings.name): at for key, at in settings.addresses.items()}
            boards = WindowBoards(settings.name, line, addresses)
            self._own(boards, "window_board", _Closing(boards))
            self._sinks.append(WindowBoardSink(boards))
        if self._settings.hall_board.url != NONE:
            self._add_hall_board(self._settings.hall_board)

    def _add_hall_board(self, settings: HallBoardSettings) -> None:
        board = HallBoard("hall", self._line("hall", settings), settings.rows)
        self._own(board, "hall_board", board)
        self._sinks.append(HallBoardSink(board))

    def _line(self, name: str, settings: WindowBoardSettings | HallBoardSettings) -> BoardLine:
        """Boards that share a line share its one owner."""
        key = (settings.url, settings.format, settings.width_places)
        if key not in self._lines:
            line = self._hardware.board_line(
                name, settings.url, settings.format, settings.width_places or None
            )
            self._lines[key] = line
            self.devices.append(line)
        return self._lines[key]

    def _add_speaker(self) -> None:
        settings = self._settings.speaker
        if settings.device == NONE:
            return
        clips = ClipLibrary(under(self._data_dir, settings.clips)) if settings.clips else None
        announcer = Announcer(
            self._hardware.voice(),
            clips,
            with_chime=settings.chime,
            loudness_percent=settings.loudness_percent,
        )
        speaker = Speaker("hall", announcer, self._hardware.player(settings.device))
        self._own(speaker, "speaker", speaker)
        self._sinks.append(SpeakerSink(speaker))

    def _add_machine(self) -> None:
        settings = self._settings.machine
        rtc = None if settings.clock_number < 0 else self._hardware.rtc(settings.clock_number)
        if rtc is not None:
            self._own(rtc, "clock", _Closing(rtc))
        if not settings.checks:
            return
        watch = MachineWatch(self._hardware.machine(self._data_dir, settings, rtc))
        self.devices.append(watch)
        self.sources += [partial(watch.status, name) for name in NAMES]

    def _add_follower(self) -> None:
        if self._sinks:
            self.follower = CallFollower(self._connect(), self._sinks, self.stop)
            self.workers["calls"] = self.follower.run

    def _add_reporter(self) -> None:
        reporter = DeviceReporter(
            self._connect(),
            self._name,
            self.sources,
            self.stop,
            beat=partial(self._beat, "devices"),
        )
        self.workers["devices"] = reporter.run

    def _add_life_signs(self, manager: ServiceManager) -> None:
        settings = self._settings.watchdog
        watchdog = None if settings.device == NONE else self._hardware.watchdog(settings)
        signs = LifeSigns(self._pulse, manager, watchdog)
        self.devices.append(signs)
        if watchdog is not None:
            self.sources.append(partial(report_of, "watchdog", signs, "watchdog"))


class _Closing:
    """A device that needs no start, only its end."""

    def __init__(self, device: Device) -> None:
        self._device = device

    def start(self) -> None:
        """Nothing: whoever uses it starts."""

    def close(self) -> None:
        self._device.close()


STATUSES = {
    DeviceStatus.OK: "ok",
    DeviceStatus.ABSENT: "absent",
    DeviceStatus.TROUBLE: "trouble",
    DeviceStatus.CLOSED: "absent",
}


def report_of(kind: str, device: Device, name: str = "") -> DeviceReport:
    """How a device stands, as the server is told."""
    state = device.state()
    return DeviceReport(
        name or device.name, kind, STATUSES.get(state.status, "unknown"), state.detail[:200]
    )


def _keep_roll(rolls: RollFile, name: str, printer: Printer) -> None:
    rolls.keep(name, printer.roll)


def _pins_of(panel: PanelSettings) -> dict[str, int]:
    pins = {
        "next": panel.next_pin,
        "start_finish": panel.start_finish_pin,
        "recall": panel.recall_pin,
        "no_show": panel.no_show_pin,
        "lamp": panel.lamp_pin,
    }
    return {name: gpio for name, gpio in pins.items() if gpio}


def _button_name(settings: TicketButtonSettings) -> str:
    return f"{settings.service}:{settings.pin}"


def _window(key: str, name: str) -> int:
    if not key.isdecimal() or not 1 <= int(key) <= 99:
        raise SettingsError(
            f"expected the numbers of windows in addresses of {name}, got {key!r}; write "
            "{ 1 = 1, 2 = 2 } in kezek.toml",
            file="kezek.toml",
            key="window_boards.addresses",
            expected="{ 1 = 1, 2 = 2 }",
        )
    return int(key)


def _panel_token(path: Path, window: int) -> str:
    try:
        token = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        token, why = "", type(error).__name__
    else:
        why = "an empty file"
    if not token:
        raise SettingsError(
            f"expected the token of the panel at window {window} in {path}, got {why}; make it: "
            f"kezek tokens create --role operator --window {window} and save it there, mode 600",
            file=str(path),
            key="panels.token_file",
            expected="a token",
        )
    return token
