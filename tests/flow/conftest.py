"""A real office on a real port: the server as its own process, the agent with its printer."""

from __future__ import annotations

import http.client
import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kezek_kiosk.access.pin_rules import DEMO_PIN
from kezek_kiosk.agent.api_client import ApiClient
from kezek_kiosk.simulate.tokens import lent_token
from kezek_kiosk.upkeep.move import move

START_SECONDS = 30.0
SIZES = {
    "kiosk": {"width": 1080, "height": 1920},
    "desk": {"width": 1366, "height": 768},
    "board": {"width": 1920, "height": 1080},
    "phone": {"width": 360, "height": 740},
}


@dataclass
class RunningOffice:
    """The processes of one office; every one of them may be killed and started again."""

    data: Path
    port: int
    token: str = ""
    simulated_clock: bool = True
    virtual_hardware: bool = False
    pin: str = DEMO_PIN
    _server: subprocess.Popen[bytes] | None = None
    _agent: subprocess.Popen[bytes] | None = None
    starts: int = field(default=0)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self) -> ApiClient:
        return ApiClient(self.url, self.token)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = ["--simulated-clock"] if self.simulated_clock else []
        options += self._hardware
        self._server = self._spawn("serve", "--port", str(self.port), *options)
        self.starts += 1
        ends = time.monotonic() + START_SECONDS
        while not _answers(self.port):
            if self._server.poll() is not None or time.monotonic() > ends:
                pytest.fail(f"the server did not start:\n{self.log('serve')[-4000:]}")
            time.sleep(0.01)

    def start_agent(self) -> None:
        self._agent = self._spawn("agent", "--server", self.url, *self._hardware)

    @property
    def _hardware(self) -> list[str]:
        return ["--virtual-hardware"] if self.virtual_hardware else []

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed."""
        if self._server is not None:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()

    def stop(self) -> None:
        for process in (self._agent, self._server):
            if process is not None and process.poll() is None:
                process.terminate()
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()

    def log(self, command: str) -> str:
        return (self.data.parent / f"{command}.log").read_text("utf-8", "replace")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command of ours on this office."""
        line = [sys.executable, "-m", "kezek_kiosk", *arguments, "--data", str(self.data)]
        return subprocess.run(line, capture_output=True, text=True, check=False, timeout=120)

    def _spawn(self, command: str, *options: str) -> subprocess.Popen[bytes]:
        line = [sys.executable, "-m", "kezek_kiosk", command, "--data", str(self.data), *options]
        with (self.data.parent / f"{command}.log").open("ab") as log:
            return subprocess.Popen(line, stdout=log, stderr=log, start_new_session=True)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def store(request: pytest.FixtureRequest) -> Callable[[Path], None]:
    """Puts a demo office where a test wants it: it stays in its file, or moves to a server."""

    def stay(_data: Path) -> None:
        """It is in its file."""

    def go(data: Path) -> None:
        move(data, request.getfixturevalue("cluster").database())

    return stay if request.param == "sqlite" else go


@pytest.fixture
def open_office(
    demo_offices: Callable[[int], Path], tmp_path: Path, store: Callable[[Path], None]
) -> Iterator[Callable[..., RunningOffice]]:
    """Starts copies of demo offices, or what ``furnish`` makes; ends all that was started."""
    opened: list[RunningOffice] = []
    lent = []

    def make(
        *,
        windows: int = 8,
        simulated_clock: bool = True,
        virtual_hardware: bool = False,
        furnish: Callable[[Path], None] | None = None,
    ) -> RunningOffice:
        data = tmp_path / f"office{len(opened)}" / "data"
        if furnish is None:
            shutil.copytree(demo_offices(windows), data)
            store(data)
        else:
            furnish(data)
        office = RunningOffice(
            data,
            _free_port(),
            simulated_clock=simulated_clock,
            virtual_hardware=virtual_hardware,
        )
        context = lent_token(data, None)
        office.token = context.__enter__()
        lent.append(context)
        opened.append(office)
        office.start()
        return office

    yield make
    for office in opened:
        office.stop()
    for context in lent:
        context.__exit__(None, None, None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@pytest.fixture
def wait_until() -> Callable[..., None]:
    """Polls for what another process will do; fails when it does not happen in time."""

    def wait(happened: Callable[[], bool], *, seconds: float) -> None:
        ends = time.monotonic() + seconds
        while not happened():
            if time.monotonic() > ends:
                pytest.fail(f"expected it within {seconds} s")
            time.sleep(0.05)

    return wait


@pytest.fixture
def open_screen(browser: Any) -> Iterator[Callable[[str], Any]]:
    """Opens a screen of its own size and cookies: kiosk, desk, board or phone."""
    opened = []

    def open_at(kind: str) -> Any:
        context = browser.new_context(viewport=SIZES[kind])
        opened.append(context)
        return context.new_page()

    yield open_at
    for context in opened:
        context.close()


@pytest.fixture
def sign_in() -> Callable[..., None]:
    """Signs somebody in through the page."""

    def fill(page: Any, office: RunningOffice, name: str, place: str, language: str) -> None:
        page.goto(f"{office.url}/login?lang={language}&next={place}")
        page.fill("input[name=name]", name)
        page.fill("input[name=pin]", office.pin)
        page.click("form button[type=submit]")
        page.wait_for_url(f"**{place}*")

    return fill


@pytest.fixture
def signed_in_over_http() -> Callable[[str, str, str], urllib.request.OpenerDirector]:
    """Signs in through the form of a server; what comes back is a browser that stays signed in."""

    def sign(url: str, name: str, pin: str) -> urllib.request.OpenerDirector:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        browser = urllib.request.build_opener(jar)
        with browser.open(f"{url}/login?lang=en") as page:
            token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.read().decode())
        assert token is not None
        form = urllib.parse.urlencode({"name": name, "pin": pin, "csrf_token": token[1]}).encode()
        with browser.open(f"{url}/login?next=/operator", data=form) as page:
            assert page.url.endswith("/operator")
        return browser

    return sign
