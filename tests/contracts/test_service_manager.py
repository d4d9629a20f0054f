"""One suite for whoever started the service: a socket like systemd's, and the fake."""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from kezek_hardware.machine.sd_notify import (
    FakeServiceManager,
    NoServiceManager,
    ServiceManager,
    Systemd,
    find_service_manager,
)


class Listener(Protocol):
    manager: ServiceManager

    def heard(self) -> list[str]: ...
    def go_deaf(self) -> None: ...
    def close(self) -> None: ...


class SocketListener:
    def __init__(self, directory: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        address = self._address(directory)
        self._socket.bind("\0" + address[1:] if address.startswith("@") else address)
        self._socket.setblocking(False)
        self.manager = Systemd(address)

    def _address(self, directory: Path) -> str:
        return str(directory / "notify")

    def heard(self) -> list[str]:
        messages = []
        while True:
            try:
                messages.append(self._socket.recv(4096).decode())
            except BlockingIOError:
                return messages

    def go_deaf(self) -> None:
        self._socket.close()

    close = go_deaf


class AbstractListener(SocketListener):
    def _address(self, _directory: Path) -> str:
        return f"@kezek-test-{uuid.uuid4()}"


class FakeListener:
    def __init__(self, _directory: Path) -> None:
        self.manager = self._fake = FakeServiceManager()

    def heard(self) -> list[str]:
        return self._fake.messages

    def go_deaf(self) -> None:
        self._fake.deaf = True

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture(
    params=[SocketListener, AbstractListener, FakeListener], ids=["path", "abstract", "fake"]
)
def listener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Listener]:
    made = request.param(tmp_path)
    yield made
    made.close()


def test_a_service_tells_its_life_from_start_to_end(listener: Listener) -> None:
    manager = listener.manager

    lines = [
        manager.ready("hall printer is there"),
        manager.alive(),
        manager.status("2 devices, all well"),
        manager.stopping(),
    ]

    assert lines == [True] * 4
    assert listener.heard() == [
        "READY=1\nSTATUS=hall printer is there",
        "WATCHDOG=1",
        "STATUS=2 devices, all well",
        "STOPPING=1",
    ]


def test_a_status_stays_on_its_line_and_short(listener: Listener) -> None:
    listener.manager.status("first\nMAINPID=1\r\n" + "ы" * 500)

    (message,) = listener.heard()
    assert message.startswith("STATUS=first MAINPID=1 ыыы")
    assert "\n" not in message
    assert len(message) == len("STATUS=") + 200


def test_an_empty_status_says_nothing(listener: Listener) -> None:
    assert not listener.manager.status("  ")
    assert listener.heard() == []


def test_a_deaf_manager_stops_no_service(listener: Listener) -> None:
    listener.go_deaf()

    assert not listener.manager.alive()


def test_a_deaf_manager_is_told_of_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    manager = Systemd(str(tmp_path / "nobody"))

    for _ in range(3):
        manager.alive()

    assert len(caplog.records) == 1
    assert "restarted if WatchdogSec is set" in caplog.text


def test_a_service_started_by_hand_tells_nobody() -> None:
    manager = find_service_manager({})

    assert isinstance(manager, NoServiceManager)
    assert not manager.ready()
    assert manager.watchdog_seconds is None


def test_the_environment_names_socket_and_watchdog(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.setblocking(False)
        environment = {
            "NOTIFY_SOCKET": str(tmp_path / "notify"),
            "WATCHDOG_USEC": "30000000",
            "WATCHDOG_PID": str(os.getpid()),
        }

        manager = find_service_manager(environment)
        manager.ready()

        assert line.recv(100) == b"READY=1"
        assert manager.watchdog_seconds == 30


@pytest.mark.parametrize(
    "extra",
    [
        {},
        {"WATCHDOG_USEC": "0"},
        {"WATCHDOG_USEC": "soon"},
        {"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"},
    ],
)
def test_no_sign_of_life_is_owed_that_was_not_asked_of_this_process(
    extra: dict[str, str],
) -> None:
    manager = find_service_manager({"NOTIFY_SOCKET": "/run/none"} | extra)

    assert manager.watchdog_seconds is None


@pytest.mark.parametrize("address", ["notify", "@", "/", "vsock:2:1"])
def test_an_address_of_another_form_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="absolute path or a name after @"):
        Systemd(address)


def test_a_wrong_address_in_the_environment_stops_no_service(
    caplog: pytest.LogCaptureFixture,
) -> None:
    manager = find_service_manager({"NOTIFY_SOCKET": "vsock:2:1"})

    assert not manager.ready()
    assert "nobody is told" in caplog.text
