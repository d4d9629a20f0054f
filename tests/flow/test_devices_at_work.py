"""A real server and an agent with fake devices: buttons, lamp, boards, sound, watchdog, checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kezek_core.ports import Voice
from kezek_hardware.boards.board_line import BoardLine
from kezek_hardware.boards.boards_fake import FakeBoards
from kezek_hardware.boards.frame_file import load_frame_format
from kezek_hardware.machine.machine_fake import FakeMachine
from kezek_hardware.machine.watchdog_fake import FakeWatchdog
from kezek_hardware.pins.pins_fake import FakePins
from kezek_hardware.sound.players import NullPlayer, Player
from kezek_hardware.sound.voice import SilentVoice
from kezek_kiosk.access.tokens import Tokens
from kezek_kiosk.agent.device_factory import DeviceFactory
from kezek_kiosk.compose_agent import build_agent
from kezek_kiosk.open_office import open_staff
from kezek_kiosk.settings.devices import (
    HallBoardSettings,
    MachineSettings,
    PanelSettings,
    SpeakerSettings,
    TicketButtonSettings,
    WatchdogSettings,
    WindowBoardSettings,
)
from kezek_kiosk.settings.settings import Settings
from kezek_queue import load_office

pytestmark = pytest.mark.slow(8)

SECONDS = 20.0
NEXT, START_FINISH, LAMP, TICKET = 17, 27, 22, 5
HALL_ROWS = (7, 8)


KINDS = {
    "printer", "panel", "buttons", "window_board", "hall_board", "speaker", "watchdog", "machine",
}  # fmt: skip


class FakeHardware(DeviceFactory):
    """Every device as a fake, kept so that a test can press and see it."""

    def __init__(self, root: Path) -> None:
        self.header = FakePins()
        self.frames = load_frame_format("plain-ascii", width=8)
        self.boards = FakeBoards(self.frames, [1, 2, *HALL_ROWS])
        self.spoken = SilentVoice()
        self.dog = FakeWatchdog()
        self.computer = FakeMachine(root)

    def pins(self) -> FakePins:
        return self.header

    def board_line(self, name: str, url: str, frames: str, width: int | None) -> BoardLine:
        return BoardLine(name, self.frames, self.boards.connect)

    def player(self, device: str) -> Player:
        return NullPlayer()

    def voice(self) -> Voice:
        return self.spoken

    def watchdog(self, settings: WatchdogSettings) -> FakeWatchdog:
        return self.dog

    def machine(self, data_dir: Path, settings: MachineSettings, rtc: Any) -> Any:
        return self.computer.health()


def _settings(service: str) -> Settings:
    return replace(
        Settings(),
        panels=(PanelSettings(window=1, lamp_pin=LAMP),),
        ticket_buttons=(TicketButtonSettings(service=service, pin=TICKET, language="ru"),),
        window_boards=(WindowBoardSettings(addresses={"1": 1, "2": 2}),),
        hall_board=HallBoardSettings(url="serial:///dev/ttyUSB0", rows=HALL_ROWS),
        speaker=SpeakerSettings(device="default"),
        watchdog=WatchdogSettings(device="/dev/watchdog"),
        machine=MachineSettings(checks=True),
    )


@pytest.fixture
def hall(open_office: Callable[..., Any], tmp_path: Path) -> Iterator[Any]:
    """The office, its devices, and the agent that owns them."""
    office = open_office(windows=2, simulated_clock=False)
    hardware = FakeHardware(tmp_path / "machine")
    api = office.client()
    window = next(each for each in api.get("/queue")["windows"] if each["id"] == 1)
    (office.data / "panel-token").write_text(_operator_token(office.data, 1))
    agent = build_agent(
        office.data,
        server=office.url,
        token=None,
        name="hall",
        hardware=hardware,
        settings=_settings(window["services"][0]),
    )
    agent.start()
    yield office, hardware, api
    agent.stop()


def _operator_token(data: Path, window: int) -> str:
    with open_staff(data, load_office(data / "office.toml").id) as store:
        return Tokens(store, lambda: datetime.now(UTC)).create("operator", window)


def test_a_visit_by_buttons_is_seen_and_heard_and_outlives_cable_and_server(
    hall: Any, wait_until: Callable[..., None]
) -> None:
    office, hardware, api = hall

    def waits_for(happened: Callable[[], bool]) -> None:
        wait_until(happened, seconds=SECONDS)

    def number_at(window: int) -> str | None:
        ticket = api.get(f"/windows/{window}")["ticket"]
        return None if ticket is None else ticket["number"]

    def working() -> set[str]:
        return {each["kind"] for each in api.get("/devices")["devices"] if each["word"] == "ok"}

    header, boards = hardware.header, hardware.boards
    # Told by the server: by then no contact is young enough to be taken for bouncing.
    waits_for(lambda: {"panel", "buttons"} <= working())

    header.tap(TICKET)
    waits_for(lambda: header.lit(LAMP))
    first = api.get("/queue")["tickets"][0]
    header.tap(NEXT)
    waits_for(lambda: boards.text(1) == first["number"])
    waits_for(lambda: boards.text(HALL_ROWS[0]).startswith(first["number"]))
    waits_for(lambda: len(hardware.spoken.spoken) >= 2)

    boards.unplug()
    header.tap(START_FINISH)
    waits_for(lambda: api.get("/windows/1")["ticket"]["state"] == "serving")
    api.post("/tickets", {"service": first["service"]})
    api.post("/tickets", {"service": first["service"]})
    office.kill()
    office.start()
    waits_for(lambda: number_at(1) == first["number"])
    api.post("/windows/1/next", {})
    second = number_at(1)
    boards.plug_in()
    waits_for(lambda: boards.text(1) == second)

    waits_for(lambda: working() == KINDS)

    assert first["language"] == "ru"
    assert second not in (None, first["number"])
    assert hardware.dog.strokes > 0


def test_an_agent_that_ends_lets_go_of_everything(
    open_office: Callable[..., Any], tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    office = open_office(windows=2, simulated_clock=False)
    hardware = FakeHardware(tmp_path / "machine")
    (office.data / "panel-token").write_text("no-token")
    settings = _settings(api_service(office))
    agent = build_agent(
        office.data, server=office.url, token=None, name="hall", hardware=hardware,
        settings=settings,
    )  # fmt: skip
    agent.start()
    wait_until(lambda: hardware.dog.strokes > 0, seconds=SECONDS)
    wait_until(lambda: bool(hardware.header.claimed()), seconds=SECONDS)

    agent.stop()

    assert [each.name for each in agent._threads if each.is_alive()] == []
    assert hardware.header.claimed() == set()
    assert not hardware.dog.bitten
    assert hardware.boards.text(1) == ""


def api_service(office: Any) -> str:
    services = office.client().get("/queue")["services"]
    return str(services[0]["service"])
