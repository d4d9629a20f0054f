"""The agent: owns the devices and is a client of the API, so a hung printer stops nobody.

One thread a device; each ends with the agent's stop event and is not waited for for ever.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from kezek_kiosk.api_client import ApiClient
from kezek_kiosk.device_reporter import DeviceReporter, Source
from kezek_kiosk.print_worker import PrinterSeat, PrintWorker
from kezek_kiosk.scan_worker import ScannerSeat, ScanWorker

log = logging.getLogger(__name__)


class Agent:
    """All devices of one kiosk.

    Args:
        seats: the printers.
        connect: makes a client of the API; every worker gets its own.
        name: this agent's name.
        scanners: the scanners.
    """

    def __init__(
        self,
        seats: Sequence[PrinterSeat],
        connect: Callable[[], ApiClient],
        name: str,
        scanners: Sequence[ScannerSeat] = (),
    ) -> None:
        self._stop = threading.Event()
        self._connect = connect
        self._name = name
        self._threads: list[threading.Thread] = []
        self._sources: list[Source] = []
        for seat in seats:
            printing = PrintWorker(connect(), seat, name, self._stop)
            self._add(f"printer-{seat.name}", printing.run, printing.word)
        for scanner_seat in scanners:
            scanning = ScanWorker(connect(), scanner_seat, self._stop)
            self._add(f"scanner-{scanner_seat.screen}", scanning.run, scanning.word)
        reporter = DeviceReporter(connect(), name, self._sources, self._stop)
        self._add("devices", reporter.run)

    def _add(self, name: str, run: Callable[[], None], source: Source | None = None) -> None:
        self._threads.append(threading.Thread(target=run, name=name, daemon=True))
        if source is not None:
            self._sources.append(source)

    def start(self) -> None:
        """Start one thread a device."""
        for thread in self._threads:
            thread.start()

    def request_stop(self) -> None:
        """Ask every worker to end after the slip in hand; returns at once."""
        self._stop.set()

    def stop(self, timeout_seconds: float = 5.0) -> None:
        """Ask every worker to end and wait for them, but not for ever."""
        self.request_stop()
        for thread in self._threads:
            thread.join(timeout_seconds)

    def wait(self) -> None:
        """Block until the agent is stopped."""
        self._stop.wait()
