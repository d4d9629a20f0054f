"""A line over one non-blocking file descriptor: files, devices, sockets and serial ports."""

from __future__ import annotations

import os
import select
import time

from kezek_core.ports import Wire
from kezek_printers.wire_errors import PrinterUnplugged, WireClosed, WireTimeout


class DescriptorWire(Wire):
    """Reads and writes with deadlines; subclasses open the descriptor and may override ``close``.

    Args:
        descriptor: open and non-blocking; this line owns it from now on.
        name: what people call the line.
    """

    def __init__(self, descriptor: int, name: str) -> None:
        self._descriptor: int | None = descriptor
        self._name = name

    def write(self, data: bytes, *, deadline_seconds: float) -> None:
        """Send all bytes, or raise with how many were taken."""
        ends, taken = time.monotonic() + deadline_seconds, 0
        while taken < len(data):
            descriptor = self._open_descriptor()
            left = ends - time.monotonic()
            _, ready, _ = select.select([], [descriptor], [], max(0.0, left))
            if not ready:
                raise WireTimeout(
                    f"expected {self._name} to take {len(data)} bytes in {deadline_seconds} s, it "
                    f"took {taken}; check paper, cover and flow control",
                    bytes_taken=taken,
                )
            taken += self._write_some(descriptor, data[taken:], taken)

    def read(self, size: int, *, deadline_seconds: float) -> bytes:
        """What arrives before the deadline; empty when nothing does."""
        descriptor = self._open_descriptor()
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline_seconds))
        if not ready:
            return b""
        try:
            return os.read(descriptor, size)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise self._gone(error, 0) from error

    def close(self) -> None:
        """Release the descriptor; may be called twice."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            self._release(descriptor)

    def _release(self, descriptor: int) -> None:
        os.close(descriptor)

    def _open_descriptor(self) -> int:
        if self._descriptor is None:
            raise WireClosed(f"expected an open line to {self._name}, it was closed; open it again")
        return self._descriptor

    def _write_some(self, descriptor: int, data: bytes, taken: int) -> int:
        try:
            return os.write(descriptor, data)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise self._gone(error, taken) from error

    def _gone(self, error: OSError, taken: int) -> PrinterUnplugged:
        return PrinterUnplugged(
            f"expected {self._name} to stay connected, it went away ({error.strerror}); check "
            "cable and power",
            bytes_taken=taken,
        )
