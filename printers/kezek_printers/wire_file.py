"""``file://``: a printer device such as /dev/usb/lp0, or a plain file to look at."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from kezek_printers.wire_descriptor import DescriptorWire
from kezek_printers.wire_errors import PrinterUnplugged


class FileWire(DescriptorWire):
    """A device that is there, or a plain file that is written on from its end.

    Args:
        path: the device or file; a file that is not there is made, a device never is.

    Raises:
        PrinterUnplugged: the device is not there or may not be opened.
    """

    def __init__(self, path: Path) -> None:
        self._plain = not path.exists() or stat.S_ISREG(path.stat().st_mode)
        flags = os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC
        if self._plain:
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
        if self._plain:
            self._open_descriptor()
            return b""
        return super().read(size, deadline_seconds=deadline_seconds)
