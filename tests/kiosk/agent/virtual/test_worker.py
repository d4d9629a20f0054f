"""The worker that shows virtual devices to the server and does what is pressed there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kezek_kiosk.access.panel_token import make_panel_token
from kezek_kiosk.access.tokens import Tokens
from kezek_kiosk.agent.api_client import Refused, ServerUnreachable
from kezek_kiosk.agent.virtual.part import VirtualPart
from kezek_kiosk.agent.virtual.virtual_hardware import VirtualHardware
from kezek_kiosk.agent.virtual.worker import VirtualWorker
from kezek_kiosk.devices.virtual_bench import VirtualDevice
from kezek_kiosk.open_office import open_staff
from kezek_kiosk.settings.devices import (
    PANEL_TOKEN_FILE,
    HallBoardSettings,
    PanelSettings,
    ScannerSettings,
    TicketButtonSettings,
    WindowBoardSettings,
)
from kezek_kiosk.settings.settings import Settings
from kezek_queue import TableStore

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
TYPING, SERIAL = (
    ScannerSettings("keyboard:///dev/virtual"),
    ScannerSettings("serial:///dev/virtual"),
)


@pytest.fixture
def context(seconds: Seconds) -> Iterator[VirtualHardware]:
    made = VirtualHardware(OWN, now=lambda: NOON, monotonic=seconds)
    yield made
    made.close()


class Server:
    """What the worker needs of the API."""

    def __init__(self) -> None:
        self.shown: list[list[dict[str, Any]]] = []
        self.orders: list[dict[str, Any]] = []
        self.away = False
        self.refuses = False

    def post(self, path: str, body: dict[str, Any]) -> Any:
        assert path == "/virtual-hardware/orders"
        if self.away:
            raise ServerUnreachable("away")
        if self.refuses:
            raise Refused(404, {"title": "there is no such page"})
        self.shown.append(body["devices"])
        orders, self.orders = self.orders, []
        return {"orders": orders}

    def close(self) -> None:
        """Nothing is held."""


class Broken(VirtualPart):
    visible = True

    def seen(self) -> VirtualDevice:
        if not self.visible:
            raise RuntimeError("burst")
        return VirtualDevice("broken", "clock", keys=("burst",))

    def keys(self) -> dict[str, Callable[[], None]]:
        def burst() -> None:
            raise RuntimeError("burst")

        return {"burst": burst}


@pytest.fixture
def server() -> Server:
    return Server()


def _worker(server: Server, parts: list[VirtualPart]) -> VirtualWorker:
    return VirtualWorker(server, parts, threading.Event())  # type: ignore[arg-type]


def test_the_worker_shows_all_devices_and_does_what_is_pressed(
    context: VirtualHardware, server: Server
) -> None:
    scanner = context.scanner(SERIAL)
    worker = _worker(server, list(context.parts))
    server.orders = [
        {"device": "scanner-1", "what": "code", "value": "123"},
        {"device": "somewhere else", "what": "code", "value": "456"},
    ]

    after_a_press, idle = worker.look(), worker.look()

    assert [each["name"] for each in server.shown[0]] == ["scanner-1"]
    assert scanner.read(deadline_seconds=0) == "123"
    assert scanner.read(deadline_seconds=0) is None
    assert after_a_press < idle


def test_a_device_that_breaks_does_not_take_the_others_along(
    context: VirtualHardware, server: Server
) -> None:
    scanner = context.scanner(SERIAL)
    worker = _worker(server, [Broken(), *context.parts])
    server.orders = [
        {"device": "broken", "what": "burst", "value": None},
        {"device": "scanner-1", "what": "code", "value": "123"},
    ]

    worker.look()

    assert scanner.read(deadline_seconds=0) == "123"


def test_a_device_that_cannot_be_shown_does_not_hide_the_others(
    context: VirtualHardware, server: Server
) -> None:
    context.scanner(SERIAL)
    broken = Broken()
    broken.visible = False

    _worker(server, [broken, *context.parts]).look()

    assert [each["name"] for each in server.shown[0]] == ["scanner-1"]


def test_a_server_without_the_page_is_told_of_once(
    context: VirtualHardware, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    worker = _worker(server, list(context.parts))
    server.refuses = True

    for _ in range(3):
        worker.look()

    assert [each.getMessage() for each in caplog.records if each.levelname == "WARNING"] == [
        "nobody sees the virtual devices: the server was started without --virtual-hardware"
    ]


def test_a_server_that_is_away_is_asked_less_and_less(
    context: VirtualHardware, server: Server
) -> None:
    worker = _worker(server, list(context.parts))
    server.away = True

    pauses = [worker.look() for _ in range(3)]
    server.away = False
    back = worker.look()

    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[-1]
    assert back < pauses[-1]


def test_the_panels_token_commands_its_window_alone_and_is_made_once(
    data_dir: Path, staff_tables: TableStore
) -> None:
    file = data_dir / PANEL_TOKEN_FILE

    make_panel_token(data_dir, staff_tables, 3)
    first = file.read_text("ascii")
    make_panel_token(data_dir, staff_tables, 4)

    token = Tokens(staff_tables, lambda: NOON).verify(first.strip())
    assert file.read_text("ascii") == first
    assert (token.role.value, token.window) == ("operator", 3)
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.fixture
def staff_tables(data_dir: Path) -> Iterator[TableStore]:
    with open_staff(data_dir) as store:
        yield store
