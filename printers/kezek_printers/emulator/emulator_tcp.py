"""The emulated printer's end of the network: one connection at a time, on this machine only."""

from __future__ import annotations

import contextlib
import socket
import struct

from kezek_printers.emulator.emulator_line import EmulatedLine

HOST = "127.0.0.1"
RECEIVE_BYTES = 4096
_RESET_AT_CLOSE = struct.pack("ii", 1, 0)


class TcpLine(EmulatedLine):
    """A listening socket of a small window; while it is not read, the window closes.

    Args:
        port: to listen on; 0 for any that is free, the same one for good.
        reads_when_stopped: see ``EmulatedLine``.

    Raises:
        OSError: the port is taken.
    """

    def __init__(self, port: int = 0, *, reads_when_stopped: bool = False) -> None:
        super().__init__(breaks_with_power=True, reads_when_stopped=reads_when_stopped)
        self._port = port
        self._server: socket.socket | None = None
        self._client: socket.socket | None = None
        self.plug_in()

    @property
    def url(self) -> str:
        """``tcp://``."""
        return f"tcp://{HOST}:{self._port}"

    @property
    def is_plugged_in(self) -> bool:
        """Whether somebody could connect."""
        return self._server is not None

    def plug_in(self) -> None:
        """Listen."""
        if self._server is not None:
            return
        server = socket.socket()
        try:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
            server.bind((HOST, self._port))
            server.listen(1)
        except OSError:
            server.close()
            raise
        server.setblocking(False)
        self._port = server.getsockname()[1]
        self._server = server

    def unplug(self) -> None:
        """Reset the connection and listen no more."""
        self._drop(reset=True)
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def hang_up(self) -> None:
        """Say goodbye to whoever is connected."""
        self._drop(reset=False)

    def descriptors(self, *, reading: bool) -> tuple[int, ...]:
        """The connection; without one the listening socket."""
        end = self._client or self._server
        return (end.fileno(),) if reading and end is not None else ()

    def receive(self, size: int) -> bytes:
        """What came; somebody who waits to be connected is let in first."""
        self._let_in()
        if self._client is None:
            return b""
        try:
            data = self._client.recv(size)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self._drop(reset=False)
        return data

    def send(self, data: bytes) -> None:
        """To whoever is connected."""
        if self._client is not None:
            with contextlib.suppress(OSError):
                self._client.send(data)

    def _let_in(self) -> None:
        if self._client is None and self._server is not None:
            with contextlib.suppress(BlockingIOError):
                self._client, _ = self._server.accept()
                self._client.setblocking(False)
                self._client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _drop(self, *, reset: bool) -> None:
        client, self._client = self._client, None
        if client is not None:
            if reset:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_CLOSE)
            client.close()
