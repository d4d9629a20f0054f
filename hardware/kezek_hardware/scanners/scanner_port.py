"""Code scanners behind a device file: read, unplugged, looked for again."""

from __future__ import annotations

import contextlib
import logging
import os
import select
import threading
import time
from abc import abstractmethod
from collections import deque
from collections.abc import Callable
from typing import ClassVar, Protocol

from kezek_core.ports import Scanner
from kezek_hardware.device import CLOSED, NOT_LOOKED_YET, OK, DeviceState, DeviceStatus
from kezek_hardware.errors import ScannerClosedError
from kezek_hardware.scanners.code_frames import CodeFrames

log = logging.getLogger(__name__)

FIRST_DELAY_SECONDS = 0.5
LONGEST_DELAY_SECONDS = 15.0
LONGEST_CODE_SECONDS = 1.0
"""A code takes milliseconds on the line; one that stops halfway has lost its end."""

LISTEN_SECONDS = 0.25
"""How soon a reading scanner notices that it was closed."""

READ_BYTES = 4096


class ScannerPort(Protocol):
    """An open device to read from."""

    def fileno(self) -> int: ...
    def close(self) -> None: ...


class PortScanner(Scanner):
    """A scanner behind a device file, looked for again and again while it is absent.

    A subclass must override ``_opened`` and may override ``_decoded`` and ``_forget``.

    Args:
        path: the device.
        name: what the office calls it; its path when empty.
        monotonic: seconds that never go back.
    """

    group: ClassVar[str]
    """Who may open such devices."""

    def __init__(
        self, path: str, *, name: str = "", monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.path = path
        self.name = name or path
        self.longest_code_seconds = LONGEST_CODE_SECONDS
        self._monotonic = monotonic
        self._port: ScannerPort | None = None
        self._frames = CodeFrames()
        self._codes: deque[str] = deque()
        self._begun_at = 0.0
        self._delay_seconds = FIRST_DELAY_SECONDS
        self._look_at = 0.0
        self._absence_told = False
        self._found = NOT_LOOKED_YET
        self._closed = threading.Event()
        self._in_use = threading.Lock()

    @abstractmethod
    def _opened(self) -> ScannerPort:
        """Open the device; an ``OSError`` says why it cannot be."""

    def _decoded(self, data: bytes) -> bytes:
        """What the device typed, in the bytes that it sent."""
        return data

    def _forget(self) -> None:
        """Half a message is lost with the device; called whenever it goes."""
        return

    @property
    def present(self) -> bool:
        """Whether the port is open."""
        return self._port is not None

    def state(self) -> DeviceState:
        """How the scanner stands; never raises."""
        return CLOSED if self._closed.is_set() else self._found

    def read(self, *, deadline_seconds: float) -> str | None:
        """The next code before the deadline; None when none came.

        Raises:
            ScannerClosedError: the scanner was closed before.
        """
        if self._closed.is_set():
            raise ScannerClosedError(
                f"expected an open scanner, got {self.path} after it was closed; open a new one"
            )
        with self._in_use:
            return self._read_until(self._monotonic() + deadline_seconds)

    def _read_until(self, ends_at: float) -> str | None:
        while not self._closed.is_set():
            if self._codes:
                return self._codes.popleft()
            left = ends_at - self._monotonic()
            if left <= 0:
                break
            self._listen(min(left, LISTEN_SECONDS))
        return None

    def close(self) -> None:
        """Release the port; a thread that reads returns within a moment."""
        self._closed.set()
        with self._in_use:
            self._let_go()

    def _listen(self, seconds: float) -> None:
        """Take what arrives within a short while, from a port that is there."""
        port = self._port or self._look(seconds)
        if port is None:
            return
        try:
            readable, _, _ = select.select([port.fileno()], [], [], seconds)
            data = os.read(port.fileno(), READ_BYTES) if readable else None
        except (OSError, ValueError) as error:
            self._lost(str(error))
            return
        if data == b"":
            self._lost("the device is gone")
        else:
            self._take(self._decoded(data or b""))

    def _take(self, data: bytes) -> None:
        now = self._monotonic()
        if self._frames.begun and now - self._begun_at >= self.longest_code_seconds:
            log.warning(
                "scanner %s: dropped a code without an end; set the scanner's suffix to CR",
                self.path,
            )
            self._frames.drop()
        had_begun = self._frames.begun
        codes = self._frames.feed(data)
        self._codes.extend(codes)
        if self._frames.begun and (codes or not had_begun):
            self._begun_at = now

    def _look(self, seconds: float) -> ScannerPort | None:
        """Open the port when it is time to look for it again, else rest."""
        wait = self._look_at - self._monotonic()
        if wait > 0:
            self._closed.wait(min(wait, seconds))
            return None
        try:
            self._port = self._opened()
        except OSError as error:  # pyserial's own error is one
            self._absent(str(error))
            return None
        log.info("scanner %s is there", self.path)
        self._delay_seconds, self._absence_told = FIRST_DELAY_SECONDS, False
        self._found = OK
        return self._port

    def _absent(self, reason: str) -> None:
        message = (
            f"expected a scanner at {self.path}, got: {reason}; check the cable and that the user "
            f"is in group {self.group}; it is looked for again and again"
        )
        self._found = DeviceState(DeviceStatus.ABSENT, "no_device", message)
        if not self._absence_told:
            log.warning("%s", message)
            self._absence_told = True
        self._look_at = self._monotonic() + self._delay_seconds
        self._delay_seconds = min(self._delay_seconds * 2, LONGEST_DELAY_SECONDS)

    def _lost(self, reason: str) -> None:
        log.warning("scanner %s was unplugged (%s); it is looked for again", self.path, reason)
        self._let_go()
        self._found = DeviceState(
            DeviceStatus.ABSENT,
            "unplugged",
            f"expected the scanner {self.path} to stay, got: {reason}; plug it in again",
        )
        self._absence_told = True
        self._look_at = self._monotonic() + self._delay_seconds

    def _let_go(self) -> None:
        port, self._port = self._port, None
        self._frames.drop()
        self._forget()
        if port is not None:
            with contextlib.suppress(OSError):
                port.close()
