"""Hands what one scanner reads to the screen beside it."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass

from kezek_core.ports import Scanner
from kezek_kiosk.agent.api_client import ApiClient, Refused, ServerUnreachable
from kezek_kiosk.devices.status import OK, DeviceReport

log = logging.getLogger(__name__)

LISTEN_SECONDS = 1.0
"""How soon an idle scanner notices that the agent stops."""

ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class ScannerSeat:
    """A scanner and the screen it stands beside."""

    screen: str
    scanner: Scanner


class ScanWorker:
    """Hands what one scanner reads to its screen until it is stopped.

    A code that the server does not take at once is dropped: by then its visitor has held the paper
    under the scanner again, and an old code must not open a screen before the next one. No code
    is ever logged.

    Args:
        api: a client with a device token.
        seat: the scanner.
        stop: set it to end the worker.
    """

    def __init__(self, api: ApiClient, seat: ScannerSeat, stop: threading.Event) -> None:
        self._api = api
        self._seat = seat
        self._stop = stop

    def status(self) -> DeviceReport:
        """Whether the scanner is there."""
        return DeviceReport(
            self._seat.screen, "scanner", OK if self._seat.scanner.present else ABSENT
        )

    def run(self) -> None:
        """Read and tell, again and again."""
        while not self._stop.is_set():
            code = self._seat.scanner.read(deadline_seconds=LISTEN_SECONDS)
            if code is not None:
                self._tell(code)
        self._seat.scanner.close()
        self._api.close()

    def _tell(self, code: str) -> None:
        try:
            self._api.post("/scans", {"code": code, "screen": self._seat.screen})
        except ServerUnreachable as error:
            log.warning("a scan beside %s was lost: %s", self._seat.screen, error)
        except Refused as error:
            log.warning(
                "the server refused a scan beside %s: %s", self._seat.screen, error.problem_code
            )
