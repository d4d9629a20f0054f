"""The serving process: starts, says where, stops with open streams, and refuses broken offices."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PATIENCE_SECONDS = 30
STOP_SECONDS = 10
LATE_IMPORTS = ("alembic", "holidays", "PIL", "escpos", "argon2", "prometheus_client")


@dataclass
class Server:
    """A server process and the port it said."""

    process: subprocess.Popen[str]
    port: int

    def get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        connection.request("GET", path)
        answer = connection.getresponse()
        status, body = answer.status, answer.read()
        connection.close()
        return status, body

    def stream(self) -> socket.socket:
        """An open live stream that has answered."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_SECONDS)
        line.sendall(b"GET /api/v1/stream?after=0 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert line.recv(1000).startswith(b"HTTP/1.1 200")
        return line


def _command(data_dir: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "kezek_kiosk", "serve", "--data", str(data_dir), *options]


@pytest.fixture
def serve(data_dir: Path) -> Iterator[Callable[..., Server]]:
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> Server:
        process = subprocess.Popen(
            _command(data_dir, "--port", "0", *options),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        assert process.stdout is not None
        said = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", said)
        assert found, said
        return Server(process, int(found[1]))

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def test_the_server_says_where_it_answers_and_answers_there(serve: Callable[..., Server]) -> None:
    server = serve()

    status, page = server.get("/kiosk")
    ready, checks = server.get("/readyz")

    assert (status, ready) == (200, 200)
    assert "no QR code" in (server.process.stdout.readline() if server.process.stdout else "")
    assert b"<html" in page
    assert json.loads(checks)["status"] == "ok"


def test_open_streams_do_not_hold_up_a_stop(serve: Callable[..., Server]) -> None:
    server = serve()
    lines = [server.stream() for _ in range(3)]

    server.process.send_signal(signal.SIGTERM)
    code = server.process.wait(STOP_SECONDS)

    assert code == 0
    for line in lines:
        line.close()


def test_a_worker_does_not_outlive_its_killed_parent(serve: Callable[..., Server]) -> None:
    server = serve()
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text()

    server.process.kill()
    server.process.wait()

    for child in children.split():
        waiting = os.pidfd_open(int(child))
        assert _ended_within(waiting, STOP_SECONDS)
        os.close(waiting)


def test_a_simulated_clock_is_taken_from_the_command_line(serve: Callable[..., Server]) -> None:
    server = serve("--simulated-clock")

    _, first = server.get("/api/v1/queue")
    _, second = server.get("/api/v1/queue")

    assert json.loads(first)["now"] == json.loads(second)["now"]


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("kezek.db", b"this is no database, whatever its name says", "kezek.db"),
        ("office.toml", b"[office", "office.toml"),
        ("kezek.toml", b"[server]\nprot = 1\n", "server.prot"),
        ("secrets.toml", b"", "secrets.toml"),
    ],
)
def test_a_broken_office_ends_with_one_clear_sentence(
    data_dir: Path, file: str, content: bytes, said: str
) -> None:
    for left_over in data_dir.glob("kezek.db-*"):
        left_over.unlink()
    (data_dir / file).write_bytes(content)

    done = subprocess.run(
        _command(data_dir, "--port", "0"),
        capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False,
    )  # fmt: skip

    assert done.returncode != 0
    assert said in done.stderr + done.stdout
    assert "Traceback" not in done.stderr + done.stdout
    assert "answers at" not in done.stdout


def test_a_broken_office_is_told_in_the_language_of_whoever_starts_it(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEZEK_LANGUAGE", "ru")
    (data_dir / "translations").write_text("not here")

    done = subprocess.run(
        _command(data_dir, "--port", "0"),
        capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False,
    )  # fmt: skip

    assert "папка, которую Kezek может читать" in done.stderr


def test_what_is_slow_to_import_is_not_imported_before_the_first_page(data_dir: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from kezek_kiosk.compose import build_app\n"
        f"app = build_app(Path({str(data_dir)!r}))\n"
        "app.test_client().get('/kiosk').close()\n"
        f"print([name for name in {LATE_IMPORTS!r} if name in sys.modules])\n"
        "app.extensions['kezek'].close()\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.strip() == "[]"


def test_an_agent_without_virtual_devices_knows_neither_queue_nor_pages(data_dir: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from kezek_kiosk.compose_agent import build_agent\n"
        f"build_agent(Path({str(data_dir)!r}), server='http://127.0.0.1:9', token=None, name='x')\n"
        "heavy = ('flask', 'kezek_queue', 'sqlalchemy', 'werkzeug')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.strip() == "[]"


def test_the_parent_that_watches_the_worker_loads_nothing_that_only_the_worker_needs() -> None:
    program = (
        "import sys, kezek_kiosk.cli.serving, kezek_kiosk.serve\n"
        "heavy = ('flask', 'jinja2', 'kezek_hardware', 'kezek_queue', 'sqlalchemy', 'werkzeug')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.strip() == "[]"


def test_what_the_parent_has_loaded_is_left_alone_by_the_workers_collector(data_dir: Path) -> None:
    program = (
        "import gc; from pathlib import Path\n"
        "from kezek_kiosk.serve import KezekServer\n"
        f"server = KezekServer(Path({str(data_dir)!r}), None, 0, simulated_clock=False)\n"
        "before = gc.get_freeze_count()\n"
        "server.cfg.pre_fork(None, None)\n"
        "print(before == 0 and gc.get_freeze_count() > 1000)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.strip() == "True"


def _ended_within(pidfd: int, seconds: float) -> bool:
    import select

    return bool(select.select([pidfd], [], [], seconds)[0])
