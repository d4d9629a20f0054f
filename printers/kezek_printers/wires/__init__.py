"""Lines to printers: files, serial ports, network and USB, each non-blocking with deadlines."""

from __future__ import annotations

from kezek_printers.wires.wire_errors import PrinterUnplugged

__all__ = [
    "PrinterUnplugged",
]
