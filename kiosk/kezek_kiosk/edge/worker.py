"""Gunicorn's threaded worker, with threads only for requests that are there whole.

A connection belongs to the poller until head and body of its request have come; then a thread
answers it, and it goes back: what the client has not taken yet of the answer the poller sends, and
what a live screen is told as long as it stays. So half a request, half an answer or a screen costs
a socket and a deadline, never a thread.
"""

from __future__ import annotations

import errno
import math
import selectors
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any

from gunicorn.http.errors import ParseException
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, ThreadWorker

from kezek_kiosk.edge.answer import AnswerSocket, send_kept
from kezek_kiosk.edge.connection import Connection
from kezek_kiosk.edge.farewells import HEAD_TOO_LONG, NO_REQUEST, PLACES_TAKEN, TOO_SLOW, farewell
from kezek_kiosk.edge.live import Feed
from kezek_kiosk.edge.places import Places
from kezek_kiosk.edge.request_bytes import ReadingStage
from kezek_kiosk.settings.addresses import ProxyNetworks, is_this_machine, plain_address

LEAVING_SECONDS = 2.0
"""How long a client may take to hang up after its last answer."""

MOST_ON_LINE_BYTES = 64 * 1024
"""So much the kernel keeps for a screen that takes nothing; left to itself it keeps megabytes."""

WARNING_SECONDS = 60.0
"""How often at most the log tells of clients without a place: an attack must not fill the disk."""

HARMLESS = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED)


@dataclass(frozen=True, slots=True)
class EdgeLimits:
    """What a connection may cost.

    Args:
        head_seconds: for the head of a request, from the connection or its first byte on.
        body_seconds: for its body, from the end of the head on; and for a client that takes
            nothing of its answer.
        idle_seconds: between two requests of a connection.
        connections: of all clients together.
        connections_per_address: of one.
        trusted_proxies: counted by nobody, as the machine itself is.
    """

    head_seconds: int
    body_seconds: int
    idle_seconds: int
    connections: int
    connections_per_address: int
    trusted_proxies: tuple[str, ...] = ()


class _Answered:
    """A connection as a thread sees it that answers: what it writes may be kept for the poller."""

    def __init__(self, connection: Connection) -> None:
        self.sock = AnswerSocket(connection.sock, connection.answer_left)
        self.client, self.server = connection.client, connection.server


class EdgeWorker(ThreadWorker):  # type: ignore[misc]
    """The worker.

    Its application says the limits as ``edge_limits``, ``count_refusal`` counts by its code whom
    no thread was given to, and ``tls`` is what clients get that begin with a handshake.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limits: EdgeLimits = self.app.edge_limits
        proxies = ProxyNetworks(self._limits.trusted_proxies)
        self._places = Places(
            self._limits.connections,
            self._limits.connections_per_address,
            lambda address: is_this_machine(address) or address in proxies,
        )
        self._held: dict[Connection, None] = {}
        """Connections without a thread, the longest held first."""
        self._warned_at = -math.inf
        self._news: set[Connection] = set()
        """Live screens whose feed has changed since the poller looked."""
        self._news_lock = threading.Lock()

    def accept(self, listener: Any) -> None:
        """Take in a new connection, or tell the client that there is no place."""
        try:
            sock, peer = listener.accept()
        except OSError as error:
            if error.errno in HARMLESS:
                return
            raise
        connection = Connection(
            self.cfg, sock, peer, sock.getsockname(),
            address=plain_address(peer[0]) if isinstance(peer, tuple) else "::1",
            stall_seconds=self._limits.body_seconds,
            tls=self.app.tls,
        )  # fmt: skip
        if not self._find_place(connection.address):
            self._turn_away(connection)
            return
        self.nr_conns += 1
        self._hold(connection, self._limits.head_seconds)

    def finish_request(self, conn: Connection, fs: Future[Any]) -> None:
        """A thread is done: the connection waits for its next request, or ends."""
        failed = fs.cancelled() or fs.exception() is not None
        goes_on = not failed and bool(fs.result())
        if conn.feed is not None and not failed:
            self._hold_live(conn, conn.feed)
        elif conn.answer_left and not failed:
            self._hold_answer(conn, goes_on=goes_on)
        elif goes_on:
            self._go_on(conn)
        else:
            self._part(conn)

    def _go_on(self, conn: Connection) -> None:
        """The answer is out: wait for the next request."""
        conn.begin_again()
        self._hold(conn, self._limits.idle_seconds if self.alive else STOP_KEEPALIVE_LINGER)
        if not conn.idle:
            self._advance(conn, ReadingStage.NOTHING)

    def handle_request(self, req: Any, conn: Connection) -> Any:
        """In a thread: answer one request."""
        if conn.request.ends_connection:
            req.force_close()
        req.scheme = "https" if conn.secure else "http"
        answered = _Answered(conn)
        try:
            goes_on = super().handle_request(req, answered)
            return self._follow(conn, answered.sock) or goes_on
        except (BlockingIOError, TimeoutError) as error:
            # SO_SNDTIMEO, or the deadline of a TlsSocket: as good as gone, and no fault to be
            # logged with a trace.
            raise BrokenPipeError(errno.EPIPE, "the client takes nothing more") from error

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Count what no browser would send; gunicorn answers it."""
        if isinstance(exc, ParseException):
            self.app.count_refusal(NO_REQUEST)
        super().handle_error(req, client, addr, exc)

    def _follow(self, conn: Connection, answered: AnswerSocket) -> bool:
        """Whether the answer goes on as a live screen."""
        if answered.feed is None:
            return False
        conn.chunked, conn.feed = answered.chunked, answered.feed
        return True

    def murder_pending(self) -> None:
        """Close what has passed its deadline; gunicorn asks for it after every round."""
        now = time.monotonic()
        for connection in [each for each in self._held if each.deadline <= now]:
            if connection.idle or connection.answer_left or connection.feed is not None:
                self._drop(connection)
            else:
                self._dismiss(connection, TOO_SLOW)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """One round, no longer than to the next deadline."""
        if self._held:
            nearest = min(each.deadline for each in self._held) - time.monotonic()
            timeout = min(timeout, max(nearest, 0.0))
        super().wait_for_and_dispatch_events(timeout)

    def _cap_keepalive(self, deadline: float) -> None:
        """The worker stops: nothing is waited for longer than until ``deadline``."""
        for connection in self._held:
            connection.deadline = min(connection.deadline, deadline)

    def _find_place(self, address: str) -> bool:
        """A place for one more; at need that of a connection that waits for nothing."""
        if self._places.take(address):
            return True
        only_own = self._places.used_up(address)
        for held in self._held:
            if held.spent and (held.address == address or not only_own):
                self._drop(held)
                return self._places.take(address)
        return not only_own and self._share_places(address)

    def _share_places(self, address: str) -> bool:
        """All places are taken: whoever has the most of them gives one to who has fewer."""
        heaviest = max(self._held, key=lambda held: self._places.of(held.address), default=None)
        if heaviest is None or self._places.of(heaviest.address) <= self._places.of(address):
            return False
        self._drop(heaviest)  # of one address the first held is the longest held
        return self._places.take(address)

    def _turn_away(self, connection: Connection) -> None:
        now = time.monotonic()
        if now - self._warned_at >= WARNING_SECONDS:
            self._warned_at = now
            self.log.warning("no place for another connection of %s", connection.address)
        connection.read()  # what is unread when a line is cut takes the answer with it
        self.app.count_refusal(PLACES_TAKEN)
        connection.say(farewell(PLACES_TAKEN))
        connection.close()

    def _read(self, connection: Connection, _sock: Any) -> None:
        if connection not in self._held:
            return  # gone for another one in this very round of the poller
        before = connection.stage
        if connection.read():
            if not connection.leaving:
                self._advance(connection, before)
        else:
            self._drop(connection)

    def _advance(self, connection: Connection, before: ReadingStage) -> None:
        """Go on with what is there of the request now."""
        stage = connection.stage
        if stage is ReadingStage.WHOLE:
            self._release(connection)
            connection.hand_over()
            self.enqueue_req(connection)
        elif stage is ReadingStage.HEAD_TOO_LONG:
            self._dismiss(connection, HEAD_TOO_LONG)
        elif (
            stage is ReadingStage.HEAD and before is ReadingStage.NOTHING and connection.initialized
        ):
            # Of a new connection the deadline runs since it was accepted.
            self._set_deadline(connection, self._limits.head_seconds)
        elif stage is ReadingStage.BODY and before is not ReadingStage.BODY:
            self._set_deadline(connection, self._limits.body_seconds)
            connection.encourage()

    def _set_deadline(self, connection: Connection, seconds: float) -> None:
        connection.deadline = time.monotonic() + seconds

    def _hold(
        self, connection: Connection, seconds: float,
        event: int = selectors.EVENT_READ, then: Callable[[Any], None] | None = None,
    ) -> None:  # fmt: skip
        self._set_deadline(connection, seconds)
        self._held[connection] = None
        self.poller.register(connection.sock, event, then or partial(self._read, connection))

    def _hold_answer(self, connection: Connection, *, goes_on: bool) -> None:
        """Send the rest as the line takes it; whoever takes none of it for too long is cut off."""

        def send(_sock: Any) -> None:
            if connection not in self._held:
                return
            try:
                taken = send_kept(connection.sock, connection.answer_left)
            except OSError:
                self._drop(connection)
                return
            if connection.answer_left:
                if taken:
                    self._set_deadline(connection, self._limits.body_seconds)
                return
            self._release(connection)
            self._go_on(connection) if goes_on else self._part(connection)

        self._hold(connection, self._limits.body_seconds, selectors.EVENT_WRITE, send)

    def _hold_live(self, connection: Connection, feed: Feed) -> None:
        """Send a screen what its feed holds, now and after every news, as long as it stays."""
        connection.sock.setblocking(False)
        connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, MOST_ON_LINE_BYTES)
        self._hold(connection, math.inf, then=lambda _sock: self._go_on_live(connection))
        feed.on_news(lambda: self._hear_of(connection))

    def _hear_of(self, connection: Connection) -> None:
        """In any thread: the feed of a screen has changed. One call of the poller serves all."""
        with self._news_lock:
            first = not self._news
            self._news.add(connection)
        if first:
            self.method_queue.defer(self._send_news)

    def _send_news(self) -> None:
        with self._news_lock:
            connections, self._news = self._news, set()
        for connection in connections & self._held.keys():
            self._go_on_live(connection)

    def _go_on_live(self, connection: Connection) -> None:
        """Send what the line takes; a screen that takes nothing for too long is cut off."""
        if connection not in self._held:
            return
        waited = bool(connection.answer_left)
        try:
            if not connection.is_there():
                raise BrokenPipeError
            taken = connection.send_feed()
        except OSError:
            self._drop(connection)
            return
        if connection.answer_left:
            if taken or not waited:
                self._set_deadline(connection, self._limits.body_seconds)
        elif connection.last_sent:
            self._part(connection)
            return
        else:
            connection.deadline = math.inf
        if waited != bool(connection.answer_left):
            events = selectors.EVENT_READ | (0 if waited else selectors.EVENT_WRITE)
            self.poller.modify(connection.sock, events, lambda _: self._go_on_live(connection))

    def _release(self, connection: Connection) -> None:
        if connection in self._held:
            del self._held[connection]
            self.poller.unregister(connection.sock)

    def _dismiss(self, connection: Connection, code: str) -> None:
        """Say why, and end the connection."""
        self.app.count_refusal(code)
        connection.say(farewell(code))
        self._part(connection)

    def _part(self, connection: Connection) -> None:
        """Hang up, and give the client a moment to hang up too."""
        self._release(connection)
        if connection.leave():
            self._hold(connection, LEAVING_SECONDS)
        else:
            self._drop(connection)

    def _drop(self, connection: Connection) -> None:
        self._release(connection)
        self.nr_conns -= 1
        self._places.give_back(connection.address)
        if connection.feed is not None:
            connection.feed.close()
        connection.close()
