"""``kezek run``: the two processes of the appliance under one small parent.

The parent starts the server, waits until it answers, starts the agent, says where the screens
are, and ends both when it is told to. An agent that dies is started again: issuing goes on.
"""

from __future__ import annotations

import http.client
import json
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kezek_hardware.machine import (
    NoServiceManager,
    ServiceManager,
    find_service_manager,
)
from kezek_kiosk.edge.listening import open_listener
from kezek_kiosk.errors import KioskError
from kezek_kiosk.processes.data_lock import DataLock
from kezek_kiosk.processes.end_signal import EndSignal
from kezek_kiosk.processes.parent_death import ends_with_parent
from kezek_kiosk.settings.file import load_settings

READY_SECONDS = 120.0
"""An old database on a slow card is checked and migrated first; an end is seen at once."""

POLL_SECONDS = 0.05
STOP_SECONDS = 10.0
AGENT_PAUSE_SECONDS = 2.0
SIGN_SECONDS = 5.0
"""How often a service manager that wants signs of life gets one, at least."""

OF_THE_MANAGER = ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")
"""Meant for the parent: a child that ends must not tell that the service does."""

ONE_ARENA = {"MALLOC_ARENA_MAX": "1"}
"""The C library would keep free memory for each thread; Python lets one of them work at a time."""

VIRTUAL_HARDWARE = "--virtual-hardware"
"""The option of both processes."""


class ServerDidNotStartError(KioskError, RuntimeError):
    """The server ended or stayed silent."""

    code = "server_did_not_start"


def run_office(
    data_dir: Path,
    *,
    host: str | None,
    port: int | None,
    echo: Callable[[str], object],
    environment: Mapping[str, str],
    virtual_hardware: bool = False,
) -> int:
    """Run server and agent until a signal or the server's end.

    Args:
        data_dir: the office.
        host: address to listen on; None for the settings'.
        port: TCP port; None for the settings'.
        echo: told what a person should read.
        environment: of both processes.
        virtual_hardware: the agent has virtual devices, and the page /hardware shows them.

    Returns:
        The exit code: 0 after a signal, else the server's.
    """
    settings = load_settings(data_dir, environment)
    host = host or settings.server.host
    DataLock(data_dir).release()  # another server's process is named here, not in a child's log
    # Held until both processes have ended: what the agent sends reaches nobody else's server.
    listener = open_listener(host, settings.server.port if port is None else port)
    port = listener.getsockname()[1]
    options = (VIRTUAL_HARDWARE,) if virtual_hardware else ()
    manager = find_service_manager(environment)
    passed = {name: value for name, value in environment.items() if name not in OF_THE_MANAGER}
    inherited = ONE_ARENA | passed
    family = ProcessPair(data_dir, _reachable(host), port, inherited, options, manager, listener)
    family.ended.listen()
    try:
        family.start_server(host)
        echo(_addresses(_base(host, port), virtual_hardware=virtual_hardware))
        manager.ready()
        return family.watch()
    finally:
        manager.stopping()
        family.stop()
        listener.close()


class ProcessPair:
    """The parent's view of its two processes."""

    def __init__(
        self,
        data_dir: Path,
        host: str,
        port: int,
        environment: Mapping[str, str],
        options: Sequence[str] = (),
        manager: ServiceManager | None = None,
        listener: socket.socket | None = None,
    ) -> None:
        self._manager = manager or NoServiceManager()
        self._signed_at = float("-inf")
        self._data_dir = data_dir
        self._host, self._port = host, port
        self._environment = dict(environment)
        self._options = tuple(options)
        self._server: subprocess.Popen[bytes] | None = None
        self._agent: subprocess.Popen[bytes] | None = None
        self.ended = EndSignal()
        self._listener = listener
        self._tie = ends_with_parent()
        self._instance = secrets.token_hex(8)

    def start_server(self, listen_on: str) -> None:
        """Start the server and wait until it answers."""
        where = ["--host", listen_on, "--port", str(self._port), "--instance", self._instance]
        if self._listener is not None:
            where += ["--listen-fd", str(self._listener.fileno())]
        self._server = self._spawn("serve", *where, *self._options, listener=self._listener)
        gives_up_at = time.monotonic() + READY_SECONDS
        while not self._answers():
            late = time.monotonic() > gives_up_at
            if self._server.poll() is not None or late or self.ended.is_set():
                raise ServerDidNotStartError(
                    f"expected the server to answer on port {self._port}, it did not; read the "
                    "lines above"
                )
            self.ended.wait(POLL_SECONDS)

    def watch(self) -> int:
        """Keep an agent alive until the server ends or a signal comes."""
        while not self.ended.is_set():
            if self._server is not None and self._server.poll() is not None:
                return self._server.returncode or 1
            if self._agent is None or self._agent.poll() is not None:
                pause = 0.0 if self._agent is None else AGENT_PAUSE_SECONDS
                if not self.ended.wait(pause):
                    self._agent = self._start_agent()
            self._give_sign(time.monotonic())
            self.ended.wait(0.5)
        return 0

    def _give_sign(self, now: float) -> None:
        """Tell the service manager that the server answers, as often as it wants to hear it."""
        wanted = self._manager.watchdog_seconds
        if wanted is None or now - self._signed_at < min(SIGN_SECONDS, wanted / 3):
            return
        self._signed_at = now
        if self._answers():
            self._manager.alive()

    def stop(self) -> None:
        """End both, the agent first: what it prints now it still reports."""
        for process in (self._agent, self._server):
            if process is None or process.poll() is not None:
                continue
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start_agent(self) -> subprocess.Popen[bytes]:
        return self._spawn("agent", "--server", _base(self._host, self._port), *self._options)

    def _spawn(
        self, command: str, *options: str, listener: socket.socket | None = None
    ) -> subprocess.Popen[bytes]:
        line = [sys.executable, "-m", "kezek_kiosk", command, "--data", str(self._data_dir)]
        # A session of its own: Ctrl-C reaches the parent alone, which then ends them in order.
        return subprocess.Popen(
            [*line, *options],
            env=self._environment,
            start_new_session=True,
            pass_fds=() if listener is None else (listener.fileno(),),
            preexec_fn=self._tie,
        )

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=1)
        try:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            if answer.status != http.HTTPStatus.OK:
                return False
            return bool(json.loads(answer.read())["instance"] == self._instance)
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
            return False
        finally:
            connection.close()


def _reachable(host: str) -> str:
    """The address this machine reaches a listener at."""
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104


def _base(host: str, port: int) -> str:
    """The address of a server as a browser takes it."""
    reached = _reachable(host)
    return f"http://[{reached}]:{port}" if ":" in reached else f"http://{reached}:{port}"


def _addresses(base: str, *, virtual_hardware: bool) -> str:
    hardware = f"  Hardware    {base}/hardware    (virtual: see and press it)\n"
    return (
        "\n"
        f"  Kiosk       {base}/kiosk\n"
        f"  Operator    {base}/operator\n"
        f"  Board       {base}/board\n"
        f"  Supervisor  {base}/supervisor\n"
        "\n"
        f"  Paper       {base}/papers      (what the virtual printer printed)\n"
        f"{hardware if virtual_hardware else ''}"
        "  Stop with Ctrl-C.\n"
    )
