"""``kezek run``: server and agent together, ended together."""

from __future__ import annotations

import http.client
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from kezek_hardware.machine.sd_notify import FakeServiceManager
from kezek_kiosk.access.agent_token import read_agent_token
from kezek_kiosk.agent.api_client import ApiClient
from kezek_kiosk.app import create_app
from kezek_kiosk.compose import build_services
from kezek_kiosk.edge.listening import CannotListenError, open_listener
from kezek_kiosk.errors import SettingsError
from kezek_kiosk.processes.data_lock import DataLock, DirectoryServedError
from kezek_kiosk.run_office import ProcessPair
from kezek_printers import list_papers

DEADLINE_SECONDS = 60


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(
    data: Path, port: int, *options: str, command: str = "run", **environment: str
) -> subprocess.Popen[str]:
    line = [sys.executable, "-m", "kezek_kiosk", command, "--data", str(data)]
    return subprocess.Popen(
        [*line, "--port", str(port), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
    )


def _read_until(office: subprocess.Popen[str], last: str) -> str:
    """What an office says, up to a word; it has ended when that does not come."""
    assert office.stdout is not None
    said = ""
    while last not in said:
        line = office.stdout.readline()
        assert line, said
        said += line
    return said


def _children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(child) for child in listed.split()]


@pytest.mark.slow
def test_a_ticket_is_printed_and_a_signal_ends_all_processes(data_dir: Path) -> None:
    port = _free_port()
    office = _run(data_dir, port)
    try:
        assert office.stdout is not None
        said = ""
        while "Supervisor" not in said:
            said += office.stdout.readline()
        with ApiClient(f"http://127.0.0.1:{port}", read_agent_token(data_dir)) as api:
            issued = api.post("/tickets", {"service": "apostille"})
        ends = time.monotonic() + DEADLINE_SECONDS
        while not list_papers(data_dir / "papers") and time.monotonic() < ends:
            time.sleep(0.05)
        family = _children(office.pid)

        office.send_signal(signal.SIGTERM)
        code = office.wait(DEADLINE_SECONDS)
    finally:
        office.kill()
        office.communicate()

    assert all(f"/{page}" in said for page in ("kiosk", "operator", "board", "supervisor"))
    assert [paper.number for paper in list_papers(data_dir / "papers")] == [issued["number"]]
    assert code == 0
    assert len(family) == 2
    assert not any(Path(f"/proc/{process}").exists() for process in family)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["run", "serve"])
def test_a_taken_port_is_said_plainly_and_its_holder_is_sent_nothing(
    data_dir: Path, command: str
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        taken.setblocking(False)
        office = _run(data_dir, taken.getsockname()[1], command=command)
        said, _ = office.communicate(timeout=DEADLINE_SECONDS)
        with pytest.raises(BlockingIOError):
            taken.accept()

    assert office.returncode != 0
    assert f"port {taken_port(said)} of 127.0.0.1 to be free, another program holds it" in said
    assert "--port" in said
    assert "Traceback" not in said


def taken_port(said: str) -> str:
    """The port that a sentence names."""
    found = re.search(r"port (\d+)", said)
    assert found, said
    return found[1]


@pytest.mark.slow
@pytest.mark.parametrize("command", ["run", "serve"])
def test_a_second_server_on_one_directory_is_refused_by_the_process_that_serves_it(
    data_dir: Path, command: str
) -> None:
    first = _run(data_dir, 0, command="serve")
    try:
        assert first.stdout is not None
        assert "answers at" in first.stdout.readline()
        second = _run(data_dir, 0, command=command)
        said, _ = second.communicate(timeout=DEADLINE_SECONDS)
    finally:
        first.kill()
        first.communicate()

    assert second.returncode != 0
    assert f"process {first.pid} serves it" in said
    assert str(data_dir) in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_a_killed_office_leaves_no_process_and_the_next_one_starts_on_its_port(
    data_dir: Path,
) -> None:
    port = _free_port()
    killed = _run(data_dir, port)
    family = []
    try:
        _read_until(killed, "Stop with")
        ends = time.monotonic() + DEADLINE_SECONDS
        while len(family) < 3 and time.monotonic() < ends:
            children = _children(killed.pid)
            family = [*children, *(each for child in children for each in _children(child))]
        watched = [os.pidfd_open(each) for each in family]
    finally:
        killed.kill()
        killed.wait()
    ended = [bool(select.select([each], [], [], DEADLINE_SECONDS)[0]) for each in watched]
    for each in watched:
        os.close(each)
    assert killed.stdout is not None
    killed.stdout.close()
    again = _run(data_dir, port)
    try:
        said = _read_until(again, "Stop with")
    finally:
        again.terminate()
        again.communicate(timeout=DEADLINE_SECONDS)

    assert ended == [True, True, True]
    assert f":{port}/kiosk" in said


@pytest.mark.slow
def test_any_free_port_will_do(data_dir: Path) -> None:
    office = _run(data_dir, 0)
    try:
        said = _read_until(office, "Stop with")
        found = re.search(r"http://127\.0\.0\.1:(\d+)/kiosk", said)
        assert found, said
        with ApiClient(f"http://127.0.0.1:{found[1]}") as api:
            answered = api.get("/healthz")
    finally:
        office.terminate()
        office.communicate(timeout=DEADLINE_SECONDS)

    assert answered["status"] == "ok"


def test_another_server_is_not_taken_for_the_own_one(data_dir: Path) -> None:
    context = build_services(data_dir)
    server = make_server("127.0.0.1", 0, create_app(context))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    family = ProcessPair(data_dir, "127.0.0.1", server.server_port, {})
    try:
        strange = family._answers()
        family._instance = context.instance
        own = family._answers()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        context.close()

    assert (strange, own) == (False, True)


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [
        ("192.0.2.1", 0, "an address of this machine"),
        ("no such name", 0, "an address of this machine"),
    ],
)
def test_an_address_that_is_not_this_machines_is_said_plainly(
    host: str, port: int, said: str
) -> None:
    with pytest.raises(CannotListenError, match=said):
        open_listener(host, port)


def test_a_lock_ends_with_its_holder_and_leaves_an_empty_directory_empty(
    data_dir: Path, tmp_path: Path
) -> None:
    lock = DataLock(data_dir)
    with pytest.raises(DirectoryServedError, match=f"process {os.getpid()} serves"):
        DataLock(data_dir)
    lock.release()
    lock.release()

    DataLock(data_dir).release()
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(SettingsError, match="kezek init"):
        DataLock(empty)
    assert list(empty.iterdir()) == []


def test_a_client_says_where_nobody_answers() -> None:
    from kezek_kiosk.agent.api_client import ServerUnreachable

    with (
        ApiClient(f"http://127.0.0.1:{_free_port()}") as api,
        pytest.raises(ServerUnreachable, match="check that `kezek serve` runs there"),
    ):
        api.get("/queue")


def test_a_client_says_when_the_address_is_no_kezek_server() -> None:
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    from kezek_kiosk.agent.api_client import ServerUnreachable

    class Stranger(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(http.client.OK)
            self.end_headers()
            self.wfile.write(b"<html>")

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Stranger) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        with (
            ApiClient(f"http://127.0.0.1:{server.server_port}") as api,
            pytest.raises(ServerUnreachable, match="check that the address is a Kezek server"),
        ):
            api.get("/queue")
        thread.join()


def _family(data_dir: Path, manager: FakeServiceManager, answers: list[bool]) -> ProcessPair:
    family = ProcessPair(data_dir, "127.0.0.1", 1, {}, manager=manager)
    family._answers = lambda: answers[0]  # type: ignore[method-assign]
    return family


def test_the_service_manager_hears_of_life_only_while_the_server_answers(data_dir: Path) -> None:
    manager, answers = FakeServiceManager(watchdog_seconds=30.0), [True]
    family = _family(data_dir, manager, answers)

    for now in (0.0, 0.5, 4.9, 5.0):
        family._give_sign(now)
    heard = list(manager.messages)
    answers[0] = False
    family._give_sign(20.0)

    assert heard == ["WATCHDOG=1"] * 2
    assert manager.messages == heard


def test_a_manager_that_waits_for_no_sign_gets_none(data_dir: Path) -> None:
    manager = FakeServiceManager()

    _family(data_dir, manager, [True])._give_sign(0.0)

    assert manager.messages == []


@pytest.mark.slow
def test_systemd_hears_from_the_parent_alone_that_the_office_is_open(
    data_dir: Path, tmp_path: Path
) -> None:
    port, messages = _free_port(), b""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(DEADLINE_SECONDS)
        office = _run(data_dir, port, NOTIFY_SOCKET=str(tmp_path / "notify"))
        try:
            messages = manager.recv(1000)
            with ApiClient(f"http://127.0.0.1:{port}") as api:
                answered = api.get("/healthz")
        finally:
            office.terminate()
            office.communicate(timeout=DEADLINE_SECONDS)
        ended = manager.recv(1000)
        manager.setblocking(False)
        with pytest.raises(BlockingIOError):
            manager.recv(1000)

    assert messages == b"READY=1"
    assert answered["status"] == "ok"
    assert ended == b"STOPPING=1"


@pytest.mark.slow
@pytest.mark.parametrize(("said", "kept"), [({}, "1"), ({"MALLOC_ARENA_MAX": "3"}, "3")])
def test_the_server_keeps_free_memory_in_one_place_unless_told_otherwise(
    data_dir: Path, said: dict[str, str], kept: str
) -> None:
    office = _run(data_dir, _free_port(), **said)
    try:
        _read_until(office, "Supervisor")
        told = Path(f"/proc/{_children(office.pid)[0]}/environ").read_bytes().split(b"\0")
    finally:
        office.terminate()
        office.communicate(timeout=DEADLINE_SECONDS)

    assert f"MALLOC_ARENA_MAX={kept}".encode() in told


@pytest.mark.slow
def test_virtual_hardware_is_shown_by_the_server_and_made_by_the_agent(data_dir: Path) -> None:
    port = _free_port()
    office = _run(data_dir, port, "--virtual-hardware")
    try:
        assert office.stdout is not None
        said = ""
        while "Stop with" not in said:
            said += office.stdout.readline()
        present, ends = False, time.monotonic() + DEADLINE_SECONDS
        while not present and time.monotonic() < ends:
            state = _state(port)
            present = state["present"]
        office.send_signal(signal.SIGTERM)
        code = office.wait(DEADLINE_SECONDS)
    finally:
        office.kill()
        office.communicate()

    assert f":{port}/hardware" in said
    assert {each["name"].partition("-")[0] for each in state["cards"]} >= {
        "panel", "buttons", "scanner", "window_board", "hall_board", "speaker", "printer",
        "machine", "watchdog", "clock",
    }  # fmt: skip
    assert code == 0


def _state(port: int) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/hardware/state?after=0")
        found: dict[str, Any] = json.loads(connection.getresponse().read())
        return found
    finally:
        connection.close()
