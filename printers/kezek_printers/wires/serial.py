"""``serial://``: a serial port with explicit speed and flow control."""

from __future__ import annotations

import contextlib
import os
import termios
import time

from kezek_core.extras import naming_the_extra
from kezek_printers.wires.descriptor import DescriptorWire, waiting_bytes
from kezek_printers.wires.wire_errors import PrinterUnplugged

DRAIN_SECONDS = 2.0
_PAUSE_SECONDS = 0.01


class SerialWire(DescriptorWire):
    """A port set up by pyserial, read and written by its descriptor.

    Args:
        path: the device.
        baud: bits a second.
        flow: ``rtscts`` (the printer's DTR/CTS line), ``xonxoff`` or ``none``.

    Raises:
        PrinterUnplugged: the port is not there or may not be opened.
    """

    def __init__(self, path: str, baud: int, flow: str) -> None:
        with naming_the_extra():
            import serial

        try:
            self._port = serial.Serial(
                path,
                baudrate=baud,
                timeout=0,
                write_timeout=0,
                rtscts=flow == "rtscts",
                xonxoff=flow == "xonxoff",
                exclusive=True,
            )
        except (OSError, serial.SerialException) as error:
            raise PrinterUnplugged(
                f"expected a printer at {path}, got: {error}; check the cable and that the user "
                "is in group dialout"
            ) from error
        os.set_blocking(self._port.fileno(), False)
        super().__init__(self._port.fileno(), path)

    def _unsent_bytes(self, descriptor: int) -> int:
        return waiting_bytes(descriptor)

    def _release(self, descriptor: int) -> None:
        """Closing waits up to 30 s for a stopped printer to take the rest: wait less, then drop."""
        with contextlib.suppress(OSError, termios.error):
            ends = time.monotonic() + DRAIN_SECONDS
            while waiting_bytes(descriptor) and time.monotonic() < ends:
                time.sleep(_PAUSE_SECONDS)
            if waiting_bytes(descriptor):
                termios.tcflush(descriptor, termios.TCOFLUSH)
        with contextlib.suppress(OSError, termios.error):
            self._port.close()
