"""The virtual devices of an agent: what they show, what pressing them does, and every fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kezek_core.ports import PrintOutcome
from kezek_hardware.boards.board_line import BoardLine
from kezek_hardware.device import Device
from kezek_hardware.pins.buttons import Buttons
from kezek_hardware.pins.pins import ButtonPin, LampPin
from kezek_kiosk.agent.virtual.part import VirtualPart
from kezek_kiosk.agent.virtual.virtual_hardware import ORDER, VirtualHardware
from kezek_kiosk.agent.virtual.virtual_settings import virtual_settings
from kezek_kiosk.cli.printing import SAMPLE
from kezek_kiosk.pages.hardware.hardware_words import KEYS, KINDS, SWITCHES, WAYS
from kezek_kiosk.settings.devices import (
    HallBoardSettings,
    PanelSettings,
    PrinterSettings,
    ScannerSettings,
    TicketButtonSettings,
    WindowBoardSettings,
)
from kezek_kiosk.settings.settings import Settings
from kezek_printers.emulator.faults import Faults
from kezek_queue.office.file import load_office

NOON = datetime(2026, 11, 23, 7, tzinfo=UTC)
ADDRESSES = {"1": 1, "2": 2}


class Seconds:
    """Seconds that a test moves on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


OWN = replace(
    Settings(),
    panels=(PanelSettings(window=3, lamp_pin=24, recall_pin=22, no_show_pin=23),),
    ticket_buttons=(TicketButtonSettings("apostille", 5),),
    window_boards=(WindowBoardSettings(addresses=ADDRESSES),),
    hall_board=HallBoardSettings(url="virtual", rows=(7, 8), width_places=8),
)
PRINTER, CLOCK = PrinterSettings(), 0
TYPING, SERIAL = (
    ScannerSettings("keyboard:///dev/virtual"),
    ScannerSettings("serial:///dev/virtual"),
)


@pytest.fixture
def context(seconds: Seconds) -> Iterator[VirtualHardware]:
    made = VirtualHardware(OWN, now=lambda: NOON, monotonic=seconds)
    yield made
    made.close()


def _only(context: VirtualHardware, kind: str = "") -> VirtualPart:
    (part,) = (each for each in context.parts if kind in {"", each.seen().kind})
    return part


def _windows(context: VirtualHardware) -> BoardLine:
    (boards,) = OWN.window_boards
    return context.board_line("windows", boards.url, boards.format, None)


def _looks(part: VirtualPart) -> dict[str, tuple[str, str]]:
    return {each.name: (each.text, each.look) for each in part.seen().shows}


def test_a_panels_keys_press_its_pins_and_its_lamp_is_seen(context: VirtualHardware) -> None:
    pressed: list[str] = []
    pins = context.pins()
    part = _only(context, "panel")
    wiring = {"next": ButtonPin(17), "start_finish": ButtonPin(27)}
    buttons = Buttons("panel", wiring, pins, pressed.append)
    buttons.look(0.0)
    lamp = pins.output(LampPin(24))

    part.obey("start_finish", None)
    part.obey("no_such_key", None)
    buttons.look(0.1)
    dark = part.seen()
    lamp.drive(lit=True)

    assert pressed == ["start_finish"]
    assert (dark.name, dark.label) == ("panel-window-3", "3")
    assert dark.keys == ("next", "recall", "no_show", "start_finish")
    assert [each.look for each in dark.shows] == ["off"]
    assert _looks(part) == {"lamp": ("", "on")}
    buttons.close()


def test_a_header_that_is_pulled_out_is_gone_for_the_buttons(context: VirtualHardware) -> None:
    pins = context.pins()
    part = _only(context, "buttons")
    buttons = Buttons("tickets", {"apostille:5": ButtonPin(5)}, pins, lambda _name: None)

    part.obey("unplugged", True)
    buttons.look(0.0)
    away = (buttons.state().status.value, _only(context, "panel").seen().switches)
    part.obey("unplugged", False)
    buttons.look(20.0)

    assert away == ("absent", {"unplugged": True})
    assert buttons.state().status.value == "ok"
    assert part.seen().switches == {"unplugged": False}
    buttons.close()


def _work(line: BoardLine, seconds: Seconds, pause: float = 0.0) -> None:
    """Let the line work after a pause until it has told its boards everything."""
    seconds.now += pause
    for _ in range(20):
        seconds.now += line.look(seconds.now) or 0.001


def test_boards_show_what_their_line_is_told(context: VirtualHardware, seconds: Seconds) -> None:
    line = _windows(context)
    part = _only(context)
    line.show(1, "A015", blink_seconds=1e9)

    _work(line, seconds)

    assert _looks(part) == {"1": ("A015", "blink"), "2": ("", "dark")}
    line.close()


@pytest.mark.parametrize("fault", ["unplugged", "jammed"])
def test_a_board_that_was_away_shows_the_right_number_afterwards(
    context: VirtualHardware, seconds: Seconds, fault: str
) -> None:
    line = _windows(context)
    part = _only(context)
    line.show(1, "A015")
    _work(line, seconds)

    part.obey(fault, True)
    line.show(1, "A016")
    _work(line, seconds)
    while_away = (line.state().status.value, part.seen().switches[fault], _looks(part)["1"][0])
    part.obey(fault, False)
    _work(line, seconds, pause=60)

    assert while_away[0] in {"absent", "trouble"}
    assert while_away[1:] == (True, "A015")
    assert _looks(part)["1"] == ("A016", "steady")
    line.close()


def test_boards_without_power_are_dark_until_they_are_told_again(
    context: VirtualHardware, seconds: Seconds
) -> None:
    line = _windows(context)
    part = _only(context)
    line.show(2, "K007")
    _work(line, seconds)

    part.obey("switched_off", True)
    off = _looks(part)["2"]
    part.obey("switched_off", False)
    _work(line, seconds, pause=40)

    assert off == ("", "dark")
    assert _looks(part)["2"] == ("K007", "steady")
    line.close()


def test_a_code_is_held_under_the_scanner_it_was_meant_for(context: VirtualHardware) -> None:
    typing, serial = context.scanner(TYPING), context.scanner(SERIAL)
    first, second = context.parts

    second.obey("code", "123456789")

    assert serial.read(deadline_seconds=0) == "123456789"
    assert typing.read(deadline_seconds=0) is None
    assert first.seen().label == "keyboard hall"
    assert second.seen().takes_code
    assert {first.seen().label.split()[0], second.seen().label.split()[0]} == WAYS.keys()


def test_nothing_is_read_by_a_scanner_without_its_cable(context: VirtualHardware) -> None:
    scanner = context.scanner(SERIAL)
    part = _only(context)

    part.obey("unplugged", True)
    part.obey("code", "123456789")

    assert scanner.read(deadline_seconds=0) is None
    assert not scanner.present
    assert part.seen().switches == {"unplugged": True}


def test_only_a_scanner_takes_codes(context: VirtualHardware) -> None:
    context.rtc(CLOCK)

    _only(context).obey("code", "123456789")

    assert not _only(context).seen().takes_code


def test_the_loudspeaker_keeps_what_was_said_newest_first(context: VirtualHardware) -> None:
    voice = context.voice()
    part = _only(context)

    for count in range(12):
        assert voice.speak(f"Сөйлем {count}", "kk").startswith(b"RIFF")

    shown = part.seen().shows
    assert [each.text for each in shown[:2]] == ["Сөйлем 11", "Сөйлем 10"]
    assert len(shown) == 8
    assert {(each.name, each.look) for each in shown} == {(NOON.isoformat(), "kk")}


def test_a_loudspeaker_has_one_fault_at_a_time(context: VirtualHardware) -> None:
    player = context.player("virtual")
    part = _only(context)

    part.obey("unplugged", True)
    gone = (player.state().status.value, part.seen().switches)
    part.obey("broken", True)
    broken = part.seen().switches
    part.obey("broken", False)

    assert gone == ("absent", {"unplugged": True, "broken": False})
    assert broken == {"unplugged": False, "broken": True}
    assert player.state().status.value == "ok"


def test_a_sick_watchdog_is_seen(context: VirtualHardware) -> None:
    watchdog = context.watchdog(OWN.watchdog)
    part = _only(context)
    watchdog.open()
    watchdog.stroke()
    well = _looks(part)

    part.obey("numb", True)
    part.obey("missing", True)

    assert well == {"strokes": ("1", "good"), "timeout": ("14", "")}
    assert (watchdog.numb, watchdog.missing) == (True, True)
    assert part.seen().switches == {"missing": True, "numb": True}


@pytest.mark.parametrize(
    ("fault", "detail"),
    [
        ("missing", "no_device"),
        ("time_lost", "time_lost"),
        ("runs_wrong", "off"),
        ("battery_low", "battery_low"),
    ],
)
def test_every_fault_of_the_clock_is_told_and_mended(
    context: VirtualHardware, fault: str, detail: str
) -> None:
    clock = context.rtc(CLOCK)
    part = _only(context)

    part.obey(fault, True)
    sick = (clock.state().detail, _looks(part)["state"], part.seen().switches[fault])
    part.obey(fault, False)

    assert sick == (detail, (detail, "bad"), True)
    assert _looks(part)["state"] == ("ok", "good")
    assert not any(part.seen().switches.values())


@pytest.mark.parametrize(
    ("fault", "check", "detail"),
    [
        ("disk_full", "disk", "full"),
        ("worn", "wear", "worn_out"),
        ("hot", "temperature", "too_hot"),
        ("under_voltage", "power", "under_voltage"),
        ("clock_unsure", "clock", "not_synchronised"),
        ("network_unplugged", "network", "no_carrier"),
    ],
)
def test_every_fault_of_the_machine_is_told_and_mended(
    context: VirtualHardware, tmp_path: Path, fault: str, check: str, detail: str
) -> None:
    context.machine(tmp_path, OWN.machine, None)
    part = _only(context)
    well = _looks(part)

    part.obey(fault, True)
    sick = _looks(part)
    part.obey(fault, False)

    assert {look for _, look in well.values()} == {"good"}
    assert (sick[check][0], sick[check][1] != "good") == (detail, True)
    assert {name for name in sick if sick[name] != well[name]} == {check}
    assert _looks(part) == well


def test_every_fault_of_the_emulated_printer_is_a_switch_or_a_key(
    context: VirtualHardware, tmp_path: Path
) -> None:
    seat = context.printer(PRINTER, tmp_path, None)
    part = _only(context)
    faults = part.emulated.faults  # type: ignore[attr-defined]
    well = Faults(**vars(faults))

    changed: set[str] = set()
    for switch in part.seen().switches:
        part.obey(switch, True)
        changed |= {name for name, value in vars(faults).items() if value != vars(well)[name]}
        assert part.seen().switches[switch], switch
        part.obey(switch, False)
        assert faults == well, switch
    for key in ("paper_ends_in_slip", "breaks_in_slip"):
        part.obey(key, None)
        changed |= {name for name, value in vars(faults).items() if value != vars(well)[name]}
    part.obey("mend", None)

    assert changed == vars(well).keys()
    assert faults == well
    seat.close()


def test_the_printer_prints_and_shows_its_last_papers(
    context: VirtualHardware, tmp_path: Path
) -> None:
    seat = context.printer(PRINTER, tmp_path, None)
    part = _only(context)

    outcomes = [seat.print(replace(SAMPLE, number=f"A01{place}")).outcome for place in range(4)]

    assert outcomes == [PrintOutcome.PRINTED] * 4
    assert [each.look for each in part.seen().shows] == ["A013", "A012", "A011"]
    assert all((tmp_path / f"{int(each.text):020d}.bin").exists() for each in part.seen().shows)
    seat.close()


def test_a_printer_without_paper_prints_when_it_is_mended(
    context: VirtualHardware, tmp_path: Path
) -> None:
    seat = context.printer(PRINTER, tmp_path, None)
    part = _only(context)

    part.obey("paper_end", True)
    stopped = seat.print(SAMPLE)
    part.obey("mend", None)
    printed = seat.print(SAMPLE)

    assert (stopped.outcome, stopped.detail) == (PrintOutcome.NOT_SENT, "paper_end")
    assert printed.outcome is PrintOutcome.PRINTED
    seat.close()


def test_a_paper_knows_what_it_is_about_so_that_it_can_be_forgotten(
    context: VirtualHardware, tmp_path: Path
) -> None:
    seat = context.printer(PRINTER, tmp_path, None)

    seat.print(SAMPLE, subject="000123455")

    (paper,) = _only(context).emulated.papers()  # type: ignore[attr-defined]
    assert paper.subjects == ("000123455",)
    seat.close()


def _everything(context: VirtualHardware, papers: Path) -> list[Device | Any]:
    hall = OWN.hall_board
    context.machine(papers, OWN.machine, context.rtc(CLOCK))
    context.watchdog(OWN.watchdog)
    context.voice()
    context.player("virtual")
    context.scanner(SERIAL)
    context.pins()
    return [
        context.printer(PRINTER, papers, None),
        context.board_line("hall", hall.url, hall.format, hall.width_places),
        _windows(context),
    ]


def test_the_page_has_its_own_order_and_a_word_for_everything(
    context: VirtualHardware, tmp_path: Path
) -> None:
    held = _everything(context, tmp_path)
    seen = [part.seen() for part in context.parts]

    assert tuple(each.kind for each in seen) == ORDER
    assert set(ORDER) == KINDS.keys()
    assert {name for each in seen for name in each.switches} == SWITCHES.keys()
    assert {name for each in seen for name in each.keys if each.kind != "buttons"} == KEYS.keys()
    for device in held:
        device.close()


def test_a_house_may_be_closed_twice(tmp_path: Path) -> None:
    context = VirtualHardware(OWN)
    for device in _everything(context, tmp_path):
        device.close()

    context.close()
    context.close()


def test_an_office_without_devices_gets_one_of_every_kind(data_dir: Path) -> None:
    office = load_office(data_dir / "office.toml")

    settings = virtual_settings(Settings(), office)

    (panel,) = settings.panels
    pins = [
        panel.next_pin, panel.start_finish_pin, panel.recall_pin, panel.no_show_pin,
        panel.lamp_pin, *(each.pin for each in settings.ticket_buttons),
    ]  # fmt: skip
    assert len(pins) == len(set(pins))
    assert panel.window == min(office.windows)
    assert {each.service for each in settings.ticket_buttons} <= office.services.keys()
    assert set(settings.window_boards[0].addresses) == {str(each) for each in office.windows}
    assert [each.url.partition(":")[0] for each in settings.scanners] == ["keyboard", "serial"]
    assert "none" not in {
        settings.hall_board.url, settings.speaker.device, settings.watchdog.device
    }  # fmt: skip
    assert settings.machine.checks
    assert settings.machine.clock_number >= 0


def test_boards_of_one_line_hang_on_one_cable(seconds: Seconds) -> None:
    shared = replace(
        OWN,
        window_boards=(WindowBoardSettings(url="serial:///dev/a", width_places=8),),
        hall_board=HallBoardSettings(url="serial:///dev/a", rows=(7, 8), width_places=8),
    )
    context = VirtualHardware(shared, monotonic=seconds)
    line = context.board_line("windows", "serial:///dev/a", "plain-ascii", 8)
    windows, hall = context.parts
    line.show(1, "A015")
    line.show(7, "A015   1")

    _work(line, seconds)

    assert _looks(windows) == {"1": ("A015", "steady")}
    assert _looks(hall) == {"1": ("A015   1", "steady"), "2": ("", "dark")}
    line.close()
    context.close()


def test_devices_of_the_settings_stay(data_dir: Path) -> None:
    office = load_office(data_dir / "office.toml")
    own = replace(
        Settings(),
        panels=(PanelSettings(window=4),),
        hall_board=HallBoardSettings(url="serial:///dev/ttyUSB1", rows=(9, 8)),
    )

    settings = virtual_settings(own, office)

    assert settings.panels == own.panels
    assert settings.hall_board == own.hall_board
