"""The serving process: gunicorn with one threaded worker, embedded."""

from __future__ import annotations

import gc
import logging
import os
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

from kezek_core.errors import KezekError
from kezek_kiosk.edge.listening import open_listener
from kezek_kiosk.edge.tls import Tls
from kezek_kiosk.edge.worker import EdgeLimits, EdgeWorker
from kezek_kiosk.processes.data_lock import DataLock
from kezek_kiosk.processes.parent_death import ends_with_parent
from kezek_kiosk.reader_language import in_reader_language
from kezek_kiosk.settings.certificate_file import certificate_file
from kezek_kiosk.settings.file import load_settings
from kezek_kiosk.web.held_places import THREADS_FOR_CALLS

if TYPE_CHECKING:
    from flask import Flask

    from kezek_kiosk.web.context import AppContext

log = logging.getLogger(__name__)

CONNECTIONS_PER_THREAD = 8
LEAST_PER_ADDRESS = 4
CANNOT_START = 4
"""Gunicorn's code for an application that will not load: it does not try again."""

NO_PHONES = (
    "No phone reaches this address, so tickets and screens show no QR code but where to look. To\n"
    "try phones listen on the network (--host 0.0.0.0), or set server.public_url in kezek.toml.\n"
)
"""Said at the start: on the machine itself everything else works."""

NO_TIMEOUT = 0
"""A thread waits in a stream or a long poll on purpose: nothing is to be killed for it."""


class KezekWorker(EdgeWorker):
    """A worker that ends its live streams before it waits for its threads."""

    def handle_exit(self, sig: int, frame: Any) -> None:
        """SIGTERM: streams and long polls end, running calls finish."""
        _tell_stopping(self.app)
        super().handle_exit(sig, frame)

    def handle_quit(self, sig: int, frame: Any) -> None:
        """SIGINT and SIGQUIT: the same, at once."""
        _tell_stopping(self.app)
        super().handle_quit(sig, frame)


class KezekServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn around one office.

    Args:
        data_dir: the office's directory.
        host: listens here instead of where kezek.toml says.
        port: likewise; 0 takes a free one.
        simulated_clock: time moves only with Kezek-Now.
        virtual_hardware: the agent's devices are virtual, and pressed on a page.
        listener: the socket to answer at; None to open one at host and port.
        instance: what /healthz calls this run; None for a name of its own.

    Raises:
        SettingsError: kezek.toml is not as expected, or there is no office.
        DirectoryServedError: another server works on the directory.
        CannotListenError: the port is taken, or the address is not this machine's.
    """

    def __init__(
        self,
        data_dir: Path,
        host: str | None,
        port: int | None,
        *,
        simulated_clock: bool,
        virtual_hardware: bool = False,
        listener: socket.socket | None = None,
        instance: str | None = None,
    ) -> None:
        self.data_dir = data_dir
        self.settings = load_settings(data_dir)
        self.host = host or self.settings.server.host
        file = certificate_file(data_dir, self.settings.server)
        stall_seconds = self.settings.server.body_seconds
        self.tls = None if file is None else Tls(file, stall_seconds=stall_seconds)
        # Before anything is opened: the directory is ours alone, and so is the port.
        self.lock = DataLock(data_dir)
        wanted = self.settings.server.port if port is None else port
        own = listener or open_listener(self.host, wanted)
        self.port: int = own.getsockname()[1]
        self.descriptor = own.detach()
        self.instance = instance
        self.end_with_parent = ends_with_parent()
        self.simulated_clock = simulated_clock
        self.virtual_hardware = virtual_hardware
        self.flask: Flask | None = None
        super().__init__()

    def load_config(self) -> None:
        """Gunicorn's settings; its command line and environment are not asked."""
        server = self.settings.server
        values: dict[str, Any] = {
            "bind": f"fd://{self.descriptor}",
            "workers": 1,
            "worker_class": "kezek_kiosk.serve.KezekWorker",
            "threads": server.threads,
            "worker_connections": server.threads * CONNECTIONS_PER_THREAD,
            "keepalive": server.idle_seconds,
            # The kernel would wait for the client in a thread (edge.answer).
            "sendfile": False,
            "timeout": NO_TIMEOUT,
            "graceful_timeout": server.stop_seconds,
            "control_socket_disable": True,
            # Who is believed is said once, by server.trusted_proxies (edge.trusted_proxies).
            "forwarded_allow_ips": "",
            "secure_scheme_headers": {},
            "proc_name": "kezek serve",
            "loglevel": "warning",
            "post_worker_init": self.say_where,
            "pre_fork": _share_memory,
            "post_fork": self.tie_worker,
            "worker_exit": _close,
        }
        for name, value in values.items():
            self.cfg.set(name, value)

    @property
    def edge_limits(self) -> EdgeLimits:
        """What a connection may cost, for the worker.

        A share of all connections is kept for who is not counted, of the threads for calls.
        """
        server = self.settings.server
        return EdgeLimits(
            head_seconds=server.head_seconds,
            body_seconds=server.body_seconds,
            idle_seconds=server.idle_seconds,
            connections=server.threads * (CONNECTIONS_PER_THREAD - 1),
            connections_per_address=min(
                server.connections_per_address,
                max(server.threads - THREADS_FOR_CALLS, LEAST_PER_ADDRESS),
            ),
            trusted_proxies=server.trusted_proxies,
        )

    def count_refusal(self, code: str) -> None:
        """Count a client whom the edge sent away; the worker runs once the office is open."""
        if self.flask is not None:
            services: AppContext = self.flask.extensions["kezek"]
            services.metrics.refusals.count(code)

    def load(self) -> Flask:
        """Open the office in the worker: its threads and its connection live there."""
        from kezek_kiosk.compose import build_app
        from kezek_kiosk.upkeep.scheduler import Scheduler

        try:
            self.flask = build_app(
                self.data_dir,
                simulated_clock=self.simulated_clock,
                host=self.host,
                port=self.port,
                virtual_hardware=self.virtual_hardware,
                instance=self.instance,
            )
        except KezekError as error:
            # One sentence that says what to do; a trace would bury it.
            sys.stderr.write(f"kezek serve: {error.message(in_reader_language())}\n")
            sys.stderr.flush()
            sys.exit(CANNOT_START)
        services: AppContext = self.flask.extensions["kezek"]
        scheduler = Scheduler(services, alive=_signs_of_life())
        self.flask.extensions["kezek_scheduler"] = scheduler
        scheduler.start()
        return self.flask

    def tie_worker(self, _arbiter: Any, _worker: Any) -> None:
        """A worker whose parent was killed must give the port free at once."""
        self.end_with_parent()

    def say_where(self, _worker: Any) -> None:
        """The office is open and answers."""
        from kezek_kiosk.web.public_address import known_url

        host = f"[{self.host}]" if ":" in self.host else self.host
        text = f"Kezek answers at http://{host}:{self.port}\n"
        if self.tls is not None:
            text += f"and at https://{host}:{self.port}, SHA-256 {self.tls.fingerprint}\n"
        server = replace(self.settings.server, host=self.host, port=self.port)
        if known_url(server) is None:
            text += NO_PHONES
        sys.stdout.write(text)
        sys.stdout.flush()

    def close(self) -> None:
        """End the scheduler, then release the office."""
        if self.flask is None:
            return
        self.flask.extensions["kezek_scheduler"].stop()
        self.flask.extensions["kezek"].close()
        self.flask = None


def serve(
    data_dir: Path,
    host: str | None = None,
    port: int | None = None,
    *,
    simulated_clock: bool = False,
    virtual_hardware: bool = False,
    listener: socket.socket | None = None,
    instance: str | None = None,
) -> None:
    """Serve an office until SIGTERM or Ctrl-C; does not return.

    The parent process only watches the worker: it opens no office and stays small. An office that
    cannot be opened ends both with one sentence on standard error and exit code 4.

    Args:
        data_dir: the directory that ``kezek init`` made.
        host: listens here instead of where kezek.toml says.
        port: likewise; 0 takes a free one.
        simulated_clock: time moves only with Kezek-Now.
        virtual_hardware: the agent's devices are virtual, and pressed on the page /hardware.
        listener: the socket to answer at; None to open one at host and port.
        instance: what /healthz calls this run; None for a name of its own.

    Raises:
        KezekError: as of ``KezekServer``.
    """
    KezekServer(
        data_dir,
        host,
        port,
        simulated_clock=simulated_clock,
        virtual_hardware=virtual_hardware,
        listener=listener,
        instance=instance,
    ).run()


def _signs_of_life() -> Callable[[], object]:
    """Tells systemd's watchdog that the worker works; gunicorn itself tells that it is ready.

    ``WATCHDOG_PID`` names the parent, which cannot know whether the worker works.
    """
    from kezek_hardware.machine import find_service_manager

    environment = {name: value for name, value in os.environ.items() if name != "WATCHDOG_PID"}
    return find_service_manager(environment).alive


def _tell_stopping(server: KezekServer) -> None:
    if server.flask is not None:
        server.flask.extensions["kezek"].stopping.set()


def _share_memory(_arbiter: Any, _worker: Any) -> None:
    """What is loaded stays as it is: the worker's collector would copy each page by its marks."""
    gc.freeze()


def _close(_arbiter: Any, worker: Any) -> None:
    worker.app.close()
