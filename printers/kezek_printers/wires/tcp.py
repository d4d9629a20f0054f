"""``tcp://``: a network printer on port 9100, connected for one job."""

from __future__ import annotations

import contextlib
import socket
import time

from kezek_printers.wires.descriptor import DescriptorWire, waiting_bytes
from kezek_printers.wires.wire_errors import PrinterUnplugged

CONNECT_SECONDS = 3.0
FAREWELL_SECONDS = 0.5


class TcpWire(DescriptorWire):
    """One connection.

    Args:
        host: name or address.
        port: usually 9100.

    Raises:
        PrinterUnplugged: nobody answers there.
    """

    def __init__(self, host: str, port: int) -> None:
        try:
            self._socket = socket.create_connection((host, port), timeout=CONNECT_SECONDS)
        except OSError as error:
            raise PrinterUnplugged(
                f"expected a printer at {host}:{port}, got: {error}; check cable, power and address"
            ) from error
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().__init__(self._socket.fileno(), f"{host}:{port}")

    def _write_some(self, descriptor: int, data: bytes, taken: int) -> int:
        # The kernel takes a first write for a peer that closed between two jobs, and loses it.
        if self._peer_closed():
            raise self._gone("it closed the line", taken)
        return super()._write_some(descriptor, data, taken)

    def _peer_closed(self) -> bool:
        try:
            return self._socket.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def _unsent_bytes(self, descriptor: int) -> int:
        return waiting_bytes(descriptor)

    def _release(self, descriptor: int) -> None:
        """Say goodbye first: closing on unread answers resets the line and may cost the last bytes.

        A printer that answers the goodbye has read everything.
        """
        ends = time.monotonic() + FAREWELL_SECONDS
        with self._socket, contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
            while (left := ends - time.monotonic()) > 0:
                self._socket.settimeout(left)
                if not self._socket.recv(4096):
                    break
