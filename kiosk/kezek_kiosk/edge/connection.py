"""One client's connection, as the edge keeps it while no thread works for it."""

from __future__ import annotations

import socket
import ssl
import struct
from typing import Any

from gunicorn.workers.gthread import TConn

from kezek_kiosk.edge.answer import send_kept
from kezek_kiosk.edge.live import LAST_CHUNK, Feed, framed
from kezek_kiosk.edge.request_bytes import ReadingStage, RequestBytes
from kezek_kiosk.edge.tls import HANDSHAKE, Tls

CHUNK_BYTES = 16 * 1024
MOST_DRAINED_BYTES = 64 * 1024
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Connection(TConn):  # type: ignore[misc]
    """A connection that is read from without ever waiting for it.

    Args:
        cfg: gunicorn's settings.
        sock: of the client.
        peer: as the socket tells it.
        server: the address it came to.
        address: the client's, in one spelling.
        stall_seconds: how long a thread waits for a client that takes nothing of its answer.
        tls: what a client gets that begins with a handshake; None where all is plain http.
    """

    def __init__(
        self, cfg: Any, sock: socket.socket, peer: Any, server: Any, *, address: str,
        stall_seconds: int, tls: Tls | None = None,
    ) -> None:  # fmt: skip
        super().__init__(cfg, sock, peer, server)
        # The kernel's own deadlines hold in a thread too, where the socket blocks.
        for option in (socket.SO_SNDTIMEO, socket.SO_RCVTIMEO):
            sock.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", stall_seconds, 0))
        self.sock: socket.socket = sock
        self.address = address
        self.secure = False
        self._tls = tls
        self._awaits_handshake = False
        self.request = RequestBytes()
        self.answer_left = bytearray()
        """What a thread has answered and the line has not taken yet."""
        self.feed: Feed | None = None
        """What is sent on, once a thread has begun the answer of a live screen."""
        self.chunked = False
        self.deadline = 0.0
        self.leaving = False
        self._drained = 0
        self.last_sent = False
        """Whether its feed has ended, and all of it is on the line."""
        self.data_ready = True  # what gunicorn would wait for in a thread, the edge has read

    @property
    def stage(self) -> ReadingStage:
        """How much of the next request is there."""
        return self.request.stage

    @property
    def idle(self) -> bool:
        """Whether no request is under way."""
        return self.leaving or (self.feed is None and self.stage is ReadingStage.NOTHING)

    @property
    def spent(self) -> bool:
        """Whether it may go at once to make room: answered before, and nothing new under way."""
        return self.leaving or (self.initialized and self.idle)

    def read(self) -> bool:
        """Take what has come; False when the client is gone."""
        try:
            if self._begins() or (self._awaits_handshake and not self.leaving):
                self.sock.do_handshake()  # type: ignore[attr-defined]
                self._awaits_handshake = False
            data = self.sock.recv(CHUNK_BYTES)
        except (BlockingIOError, InterruptedError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return True
        except OSError:
            return False
        if not self.leaving:
            self.request.add(data)
            return bool(data)
        self._drained += len(data)
        return bool(data) and self._drained <= MOST_DRAINED_BYTES

    def is_there(self) -> bool:
        """Whether a live screen has not hung up; what it says meanwhile is read and forgotten."""
        try:
            while data := self.sock.recv(CHUNK_BYTES):
                self._drained += len(data)
                if self._drained > MOST_DRAINED_BYTES:
                    return False
        except (BlockingIOError, InterruptedError):
            return True
        return False

    def send_feed(self) -> bool:
        """Send a live screen what its feed holds, as much as the line takes now.

        Returns:
            Whether it took any.

        Raises:
            OSError: the client is gone.
        """
        if self.feed is None:
            return False
        taken = send_kept(self.sock, self.answer_left)
        while not self.answer_left and not self.last_sent:
            self.last_sent = self.feed.ended
            self.answer_left += framed(self.feed.take(), chunked=self.chunked)
            if self.last_sent and self.chunked:
                self.answer_left += LAST_CHUNK
            if not self.answer_left:
                break
            taken = send_kept(self.sock, self.answer_left) or taken
        return taken

    def _begins(self) -> bool:
        """Whether these are the first bytes of a client that wants TLS."""
        if self._tls is None or self.leaving:
            return False
        first = self.sock.recv(1, socket.MSG_PEEK)
        tls, self._tls = self._tls, None
        if first != HANDSHAKE:
            return False
        self.sock = tls.wrapped(self.sock)
        self.secure = self._awaits_handshake = True
        return True

    def say(self, text: bytes) -> None:
        """Send a short text if the line takes it now; whoever does not read gets nothing."""
        try:
            self.sock.send(text, socket.MSG_DONTWAIT)
        except OSError:
            self.leaving = True

    def encourage(self) -> None:
        """Tell a client that waits for it that its body is awaited."""
        if self.request.wants_continue:
            self.request.wants_continue = False
            self.say(CONTINUE)

    def hand_over(self) -> None:
        """Make the request ready for a thread: what was read is what gunicorn reads."""
        self.init()
        self.parser.unreader.unread(self.request.take())

    def begin_again(self) -> None:
        """An answer is sent; what came behind its request begins the next one."""
        self.sock.setblocking(False)
        self.request = RequestBytes(self.parser.unreader.take_buffered())

    def leave(self) -> bool:
        """Send our end of the line; False when the client is gone already.

        What the client still sends is read for a moment (RFC 9112, 9.6): a line that is cut with
        unread bytes on it loses the answer.
        """
        self.leaving = True
        try:
            self.sock.setblocking(False)
            self.sock.shutdown(socket.SHUT_WR)
        except OSError:
            return False
        return True
