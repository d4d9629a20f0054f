"""A line over one non-blocking file descriptor: files, devices, sockets and serial ports."""

from __future__ import annotations

import fcntl
import math
import os
import select
import struct
import termios
import time

from kezek_core.ports import Wire
from kezek_printers.wires.wire_errors import PrinterUnplugged, WireClosed, WireTimeout

_PAUSE_SECONDS = 0.01


class DescriptorWire(Wire):
    """Reads and writes with deadlines.

    A subclass opens the descriptor and may override ``_write_some``, ``_nothing_read``,
    ``_unsent_bytes`` and ``_release``.

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
        descriptor = self._open_descriptor()
        while taken < len(data):
            if not _ready(descriptor, select.POLLOUT, ends):
                raise WireTimeout(
                    f"expected {self._name} to take {len(data)} bytes in {deadline_seconds:g} s, "
                    f"it took {taken}; check paper, cover and flow control",
                    bytes_taken=taken,
                )
            taken += self._write_some(descriptor, data[taken:], taken)

    def read(self, size: int, *, deadline_seconds: float) -> bytes:
        """What arrives before the deadline; empty when nothing does."""
        ends = time.monotonic() + deadline_seconds
        descriptor = self._open_descriptor()
        while events := _ready(descriptor, select.POLLIN, ends):
            try:
                data = os.read(descriptor, size)
            except BlockingIOError:
                data = None
            except OSError as error:
                raise self._gone(error.strerror, 0) from error
            if data:
                return data
            if data is not None:
                self._nothing_read(hung_up=bool(events & _BROKEN))
            if time.monotonic() >= ends:
                break
        return b""

    def drained(self, *, deadline_seconds: float) -> bool:
        """Whether everything that was written has left this machine by the deadline."""
        ends = time.monotonic() + deadline_seconds
        while self._unsent(self._open_descriptor()):
            if time.monotonic() >= ends:
                return False
            time.sleep(_PAUSE_SECONDS)
        return True

    def close(self) -> None:
        """Release the descriptor; may be called twice."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            self._release(descriptor)

    def _unsent(self, descriptor: int) -> int:
        try:
            return self._unsent_bytes(descriptor)
        except OSError as error:
            raise self._gone(error.strerror, 0) from error

    def _unsent_bytes(self, _descriptor: int) -> int:
        """What waits in the kernel; 0 where nobody can tell."""
        return 0

    def _release(self, descriptor: int) -> None:
        os.close(descriptor)

    def _nothing_read(self, *, hung_up: bool) -> None:
        """Something was to be read and it was nothing: the other end is gone."""
        raise self._gone("it closed the line", 0)

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
            raise self._gone(error.strerror, taken) from error

    def _gone(self, why: str | None, taken: int) -> PrinterUnplugged:
        return PrinterUnplugged(
            f"expected {self._name} to stay connected, it went away ({why}); check cable and power",
            bytes_taken=taken,
        )


def waiting_bytes(descriptor: int) -> int:
    """What the kernel has taken for a serial port or a connection and not passed on yet."""
    (unsent,) = struct.unpack("i", fcntl.ioctl(descriptor, termios.TIOCOUTQ, bytes(4)))
    return int(unsent)


_BROKEN = select.POLLHUP | select.POLLERR


def _ready(descriptor: int, event: int, ends: float) -> int:
    """What happened before the deadline, 0 for nothing; a broken line is ready and will raise."""
    # poll, not select: a long-running agent may hold descriptors above 1 023.
    poll = select.poll()
    poll.register(descriptor, event)
    left_ms = math.ceil(max(0.0, ends - time.monotonic()) * 1000)
    return next((events for _, events in poll.poll(left_ms)), 0)
