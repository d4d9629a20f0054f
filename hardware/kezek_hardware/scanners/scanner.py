"""Code scanners at a serial port, and a fake of them that misbehaves on request."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from kezek_core.extras import naming_the_extra
from kezek_core.ports import Scanner
from kezek_hardware.device import CLOSED, OK, DeviceState, DeviceStatus
from kezek_hardware.errors import ScannerClosedError, ScannerUrlError
from kezek_hardware.scanners.code_frames import CodeFrames
from kezek_hardware.scanners.scanner_keyboard import KeyboardScanner
from kezek_hardware.scanners.scanner_port import PortScanner, ScannerPort

if TYPE_CHECKING:
    import serial

BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
DEFAULT_BAUD = 9600


def open_scanner(url: str, *, name: str = "") -> PortScanner:
    """The scanner of an address; whether it is there shows when a code is asked for.

    Args:
        url: ``serial://PATH``, with ``?baud=`` when it is not 9600, or ``keyboard://PATH``.
        name: what the office calls it; its path when empty.

    Raises:
        ScannerUrlError: the address has another form.
    """
    try:
        parts = urlsplit(url)
        query = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError as error:
        raise _wrong(url, str(error)) from error
    if parts.scheme not in {"serial", "keyboard"}:
        raise _wrong(url, "its beginning is not known")
    if parts.netloc or parts.path in {"", "/"} or parts.fragment:
        raise _wrong(url, "the path of the device must follow three slashes")
    known = {"baud"} if parts.scheme == "serial" else set()
    if set(query) - known:
        raise _wrong(url, f"{', '.join(sorted(set(query) - known))} means nothing here")
    if parts.scheme == "keyboard":
        return KeyboardScanner(unquote(parts.path), name=name)
    baud = query.get("baud", [str(DEFAULT_BAUD)])[-1]
    if baud not in {str(each) for each in BAUDS}:
        raise _wrong(url, f"baud is one of {', '.join(map(str, BAUDS))}")
    return SerialScanner(unquote(parts.path), int(baud), name=name)


def _wrong(url: str, why: str) -> ScannerUrlError:
    return ScannerUrlError(
        "expected a scanner address such as serial:///dev/ttyACM0?baud=9600 or "
        f"keyboard:///dev/input/by-id/usb-Scanner-event-kbd, got {url!r}: {why}; "
        "correct it in kezek.toml"
    )


class SerialScanner(PortScanner):
    """A scanner at a serial port or a USB port that shows itself as one.

    Args:
        path: the device.
        baud: bits a second.
        name: what the office calls it; its path when empty.
        monotonic: seconds that never go back.
    """

    group = "dialout"

    def __init__(
        self,
        path: str,
        baud: int = DEFAULT_BAUD,
        *,
        name: str = "",
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(path, name=name, monotonic=monotonic)
        self._baud = baud

    def _opened(self) -> ScannerPort:
        return _open(self.path, self._baud)


def _open(path: str, baud: int) -> serial.Serial:
    with naming_the_extra():
        import serial

    return serial.Serial(path, baudrate=baud, timeout=0, exclusive=True)


class FakeScanner(Scanner):
    """A scanner that a test or a demo holds codes under, and pulls the plug of.

    Args:
        name: what the office calls it.
    """

    def __init__(self, name: str = "scanner") -> None:
        self.name = name
        self._frames = CodeFrames()
        self._codes: deque[str] = deque()
        self._changed = threading.Condition()
        self._plugged = True
        self._closed = False

    @property
    def present(self) -> bool:
        """Whether it is plugged in."""
        return self._plugged

    def state(self) -> DeviceState:
        """How it stands."""
        if self._closed:
            return CLOSED
        return OK if self._plugged else DeviceState(DeviceStatus.ABSENT, "unplugged")

    def hold_under(self, code: str) -> None:
        """Somebody holds a code under it."""
        self.send(code.encode() + b"\r")

    def send(self, data: bytes) -> None:
        """Bytes as the device would send them: half a code, noise, another framing."""
        with self._changed:
            if self._plugged:
                self._codes.extend(self._frames.feed(data))
            self._changed.notify_all()

    def unplug(self) -> None:
        """Pull the plug: half a code is lost."""
        with self._changed:
            self._plugged = False
            self._frames.drop()

    def plug_in(self) -> None:
        """Put the plug back."""
        with self._changed:
            self._plugged = True

    def read(self, *, deadline_seconds: float) -> str | None:
        """The next code; None when none came.

        Raises:
            ScannerClosedError: the scanner was closed before.
        """
        with self._changed:
            if self._closed:
                raise ScannerClosedError(
                    "expected an open scanner, got one after it was closed; make a new one"
                )
            self._changed.wait_for(lambda: self._codes or self._closed, deadline_seconds)
            return self._codes.popleft() if self._codes and not self._closed else None

    def close(self) -> None:
        """End the reading; may be called twice."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
