"""``tcp://``: a network printer on port 9100, connected for one job."""

from __future__ import annotations

import socket

from kezek_printers.wire_descriptor import DescriptorWire
from kezek_printers.wire_errors import PrinterUnplugged

CONNECT_SECONDS = 3.0


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

    def read(self, size: int, *, deadline_seconds: float) -> bytes:
        """What arrives; a peer that closed is reported, not taken for silence."""
        data = super().read(size, deadline_seconds=deadline_seconds)
        if not data and self._peer_closed():
            raise PrinterUnplugged(
                f"expected {self._name} to stay connected, it closed the line; connect again"
            )
        return data

    def _peer_closed(self) -> bool:
        try:
            return self._socket.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def _release(self, descriptor: int) -> None:
        self._socket.close()
