"""Code scanners that type like a keyboard, taken from the kernel before the browser sees them."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable

from kezek_hardware.scanners.key_presses import KeyPresses
from kezek_hardware.scanners.scanner_port import PortScanner, ScannerPort

EVIOCGRAB = 0x40044590
"""``_IOW('E', 0x90, int)`` of linux/input.h: this reader alone gets the events."""

LONGEST_TYPED_CODE_SECONDS = 4.0
"""Some scanners rest up to 50 ms between two keys."""


class KeyboardScanner(PortScanner):
    """A scanner that types its codes and ends them with Enter.

    The device is grabbed: its digits reach nobody else, neither a field of the kiosk's page nor a
    console. So its path must be the scanner's and not that of the staff's keyboard.

    Args:
        path: the event device, best below ``/dev/input/by-id/``.
        name: what the office calls it; its path when empty.
        monotonic: seconds that never go back.
    """

    group = "input"

    def __init__(
        self, path: str, *, name: str = "", monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(path, name=name, monotonic=monotonic)
        self.longest_code_seconds = LONGEST_TYPED_CODE_SECONDS
        self._keys = KeyPresses()

    def _opened(self) -> ScannerPort:
        return _EventDevice(self.path)

    def _decoded(self, data: bytes) -> bytes:
        return self._keys.feed(data)

    def _forget(self) -> None:
        self._keys.forget()


class _EventDevice:
    """An open event device; closing it ends the grab."""

    def __init__(self, path: str) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            _grab(self._descriptor)
        except OSError:
            self.close()
            raise

    def fileno(self) -> int:
        return self._descriptor

    def close(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


def _grab(descriptor: int) -> None:
    """Take the device for this process alone; EBUSY when another program has it."""
    fcntl.ioctl(descriptor, EVIOCGRAB, 1)
