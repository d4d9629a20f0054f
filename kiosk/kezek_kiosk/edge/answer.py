"""An answer on its way out: a thread hands it over, and never waits for a client to take it."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Any

from kezek_kiosk.edge.live import Feed

MOST_KEPT_BYTES = 256 * 1024
"""Every answer that anybody may ask for is shorter. What a staff report has more is waited for."""

OF_KNOWN_LENGTH = b"\r\nContent-Length: "
IN_CHUNKS = b"\r\nTransfer-Encoding: chunked"


class AnswerSocket:
    """What gunicorn writes an answer to; all else is the socket's.

    An answer of unknown length goes out as it comes and keeps its thread, unless it is a live
    screen, whose feed the poller follows once the thread has begun.

    Args:
        sock: of the client, blocking.
        kept: takes what the line does not take now.
    """

    def __init__(self, sock: socket.socket, kept: bytearray) -> None:
        self._sock = sock
        self._kept = kept
        self._may_keep: bool | None = None
        self.feed: Feed | None = None
        self.chunked = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def follow(self, feed: Feed) -> None:
        """The poller sends the rest: what the thread still writes is the end that is none."""
        self.feed = feed

    def sendall(self, data: bytes) -> None:
        """Send what the line takes at once and keep the rest, or wait where that is too much."""
        if self.feed is not None:
            return
        if self._may_keep is None:  # the head comes first, and by itself
            self._may_keep = OF_KNOWN_LENGTH in data
            self.chunked = IN_CHUNKS in data
        if not self._may_keep:
            self._sock.sendall(data)
            return
        self._kept += data
        send_kept(self._sock, self._kept)
        if len(self._kept) > MOST_KEPT_BYTES:
            self._sock.sendall(self._kept)
            self._kept.clear()


def send_kept(sock: socket.socket, kept: bytearray) -> bool:
    """Send as much of what is kept as the line takes now.

    Returns:
        Whether it took any.

    Raises:
        OSError: the client is gone.
    """
    before = len(kept)
    with suppress(BlockingIOError, InterruptedError):  # the line is full
        while kept:
            del kept[: sock.send(kept, socket.MSG_DONTWAIT)]
    return len(kept) < before
