"""A demo office in a temporary directory with its server running, for the benches."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RunningOffice:
    """Where the server is, who may ask it, and how long it took to answer its first page."""

    data: Path
    port: int
    token: str
    process: subprocess.Popen[bytes]
    first_page_seconds: float


def print_load() -> None:
    """What else keeps the machine busy: levels mean little on a busy one, ratios more."""
    one, five, _ = os.getloadavg()
    print(f"load {one:.1f} in the last minute, {five:.1f} in five, on {os.cpu_count()} cores\n")


def kezek(*arguments: str) -> str:
    """Run a command of ours and return what it prints."""
    line = [sys.executable, "-m", "kezek_kiosk", *arguments]
    return subprocess.run(line, check=True, capture_output=True, text=True).stdout


def free_port() -> int:
    """A TCP port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_office(
    command: str = "serve", settings: str = "", data: Path | None = None
) -> Iterator[RunningOffice]:
    """Run ``kezek serve`` (or ``run``) on an office.

    Args:
        command: ``serve`` or ``run``.
        settings: the text of its kezek.toml; empty for the demo's own.
        data: its directory; a new demo office when not given.
    """
    with _serving(["-m", "kezek_kiosk", command], settings, data) as office:
        yield office


@contextmanager
def running_bare_view() -> Iterator[RunningOffice]:
    """Run ``bare_view.py`` under the office's own gunicorn, on a directory of its own."""
    with _serving([str(Path(__file__).with_name("bare_view.py"))], "") as office:
        yield office


@contextmanager
def _serving(
    program: list[str], settings: str, data: Path | None = None
) -> Iterator[RunningOffice]:
    with tempfile.TemporaryDirectory(prefix="kezek-bench-") as directory:
        port = free_port()
        if data is None:
            data = Path(directory) / "office"
            kezek("init", "--demo", "--data", str(data))
        if settings:
            (data / "kezek.toml").write_text(settings, "utf-8")
        token = kezek("tokens", "create", "--data", str(data), "--role", "admin").strip()
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *program, "--data", str(data), "--port", str(port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        try:
            wait_for_page(port, "/kiosk")
            yield RunningOffice(data, port, token, process, time.perf_counter() - began)
        finally:
            process.terminate()
            process.wait(20)


def wait_for_page(port: int, path: str, deadline_seconds: float = 30.0) -> None:
    """Ask for a page until it comes."""
    ends = time.monotonic() + deadline_seconds
    while time.monotonic() < ends:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.01)
        finally:
            connection.close()
    raise SystemExit(f"expected {path} within {deadline_seconds} s on port {port}, it did not come")


class Client:
    """One keep-alive connection with a token."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def post(self, path: str, body: dict[str, object]) -> tuple[int, bytes]:
        """Post JSON to the API."""
        self._connection.request("POST", f"/api/v1{path}", json.dumps(body), self._headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()
