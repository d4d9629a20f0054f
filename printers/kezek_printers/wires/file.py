"""``file://``: a printer device such as /dev/usb/lp0, or a plain file to look at."""

from __future__ import annotations

import errno
import os
import stat
import time
from pathlib import Path

from kezek_printers.wires.descriptor import DescriptorWire
from kezek_printers.wires.wire_errors import PrinterUnplugged, WireError

_PAUSE_SECONDS = 0.005
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class FileWire(DescriptorWire):
    """A device that is there, or a plain file that is written on from its end.

    Args:
        path: the device or file; a file that is not there is made, a device never is.

    Raises:
        PrinterUnplugged: the device is not there or may not be opened.
    """

    def __init__(self, path: Path) -> None:
        self.answers = path.exists() and not stat.S_ISREG(path.stat().st_mode)
        # A service leads its session: a terminal it opens would become its own, and hang it up.
        flags = os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
        if not self.answers:
            flags |= os.O_APPEND | (0 if path.is_relative_to("/dev") else os.O_CREAT)
        try:
            descriptor = os.open(path, flags, 0o640)
        except OSError as error:
            raise PrinterUnplugged(
                f"expected a printer at {path}, got: {error.strerror}; check cable, power and that "
                "the user is in group lp"
            ) from error
        super().__init__(descriptor, str(path))

    def read(self, size: int, *, deadline_seconds: float) -> bytes:
        """A plain file never answers."""
        if not self.answers:
            self._open_descriptor()
            return b""
        return super().read(size, deadline_seconds=deadline_seconds)

    def _nothing_read(self, *, hung_up: bool) -> None:
        if hung_up:
            super()._nothing_read(hung_up=hung_up)
        # usblp hands over empty USB packets as empty reads: the printer is there and says nothing.
        time.sleep(_PAUSE_SECONDS)

    def _write_some(self, descriptor: int, data: bytes, taken: int) -> int:
        try:
            return os.write(descriptor, data)
        except BlockingIOError:
            return 0
        except OSError as error:
            if error.errno in _FULL and not self.answers:
                raise WireError(
                    f"expected room for the bytes in {self._name}, got: {error.strerror}; make "
                    "room on its disk",
                    bytes_taken=taken,
                ) from error
            raise self._gone(error.strerror, taken) from error
