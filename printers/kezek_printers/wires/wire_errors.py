"""The faults of a line to a printer."""

from __future__ import annotations

from kezek_printers.errors import PrintersError


class PrinterUrlError(PrintersError, ValueError):
    """A printer's address has not one of the known forms."""

    code = "printer_url"


class WireError(PrintersError, OSError):
    """The line to a printer broke.

    Args:
        message: what was expected, what came, what to do next.
        bytes_taken: how many bytes of the write in hand had gone out.
    """

    code = "wire_error"

    def __init__(self, message: str, bytes_taken: int = 0) -> None:
        super().__init__(message)
        self.bytes_taken = bytes_taken


class WireClosed(WireError):
    """The line was closed by us."""

    code = "wire_closed"


class WireTimeout(WireError, TimeoutError):
    """The printer took no more bytes before the deadline."""

    code = "timeout"


class PrinterUnplugged(WireError, ConnectionError):
    """There is no printer at the address, or it went away."""

    code = "unplugged"
