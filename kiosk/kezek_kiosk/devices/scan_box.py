"""Codes that a scanner has just read, on their way to the screen beside it.

They live in memory for a few seconds and nowhere else: whoever stands at the kiosk waits for the
answer, and nobody may find the code of the visitor before. What is no request number (an identity
card held under the scanner by mistake) is not kept at all, only that something was read.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from kezek_core.papers import NoRequestNumberError, digits_of

FRESH_SECONDS = 5.0
MOST_SCREENS = 64
LISTEN_SECONDS = 1.0
"""How soon a listener notices that the server stops."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A code that was read.

    Args:
        place: grows with every scan; a screen asks for those after the last it saw.
        number: nine digits; empty when what was read is no request number.
    """

    place: int
    number: str


@dataclass(frozen=True, slots=True)
class _Kept:
    scan: Scan
    read_at: float


class ScanBox:
    """The last code of each screen.

    Args:
        monotonic: seconds that never go back.
        fresh_seconds: how long a code is kept.
    """

    def __init__(
        self,
        monotonic: Callable[[], float] = time.monotonic,
        fresh_seconds: float = FRESH_SECONDS,
    ) -> None:
        self._monotonic = monotonic
        self._fresh_seconds = fresh_seconds
        self._last: dict[str, _Kept] = {}
        self._place = 0
        self._changed = threading.Condition()

    def put(self, screen: str, code: str) -> None:
        """Hand a code to a screen; it takes the place of the one before."""
        with self._changed:
            self._forget()
            if screen not in self._last and len(self._last) >= MOST_SCREENS:
                del self._last[min(self._last, key=lambda name: self._last[name].read_at)]
            self._place += 1
            scan = Scan(self._place, _number_in(code))
            self._last[screen] = _Kept(scan, self._monotonic())
            self._changed.notify_all()

    def place(self) -> int:
        """The place of the last scan, of whatever screen."""
        with self._changed:
            return self._place

    def wait(
        self, screen: str, after: int, wait_seconds: float, stopping: threading.Event
    ) -> Scan | None:
        """The code that was read for a screen after a place; None when none came in time.

        Args:
            screen: the screen's name.
            after: place of the last scan the screen has seen; one of an earlier server counts
                as none.
            wait_seconds: how long to wait for one.
            stopping: ends the wait.
        """
        ends_at = self._monotonic() + wait_seconds
        with self._changed:
            if after > self._place:
                after = 0
            while not stopping.is_set():
                self._forget()
                kept = self._last.get(screen)
                if kept is not None and kept.scan.place > after:
                    return kept.scan
                left = ends_at - self._monotonic()
                if left <= 0:
                    return None
                self._changed.wait(min(left, LISTEN_SECONDS))
        return None

    def _forget(self) -> None:
        now = self._monotonic()
        over = [
            name for name, kept in self._last.items() if now - kept.read_at >= self._fresh_seconds
        ]
        for name in over:
            del self._last[name]


def _number_in(code: str) -> str:
    try:
        return digits_of(code)
    except NoRequestNumberError:
        return ""
