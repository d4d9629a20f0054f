"""A client of Kezek's own API: what the agent, the command line and the replay speak through."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

import urllib3

from kezek_core.closable import Closable
from kezek_core.errors import KezekError

CONNECT_SECONDS = 3.0
READ_SECONDS = 40.0
STREAM_BYTES = 4096
OK_STATUS = 200


class ServerUnreachable(KezekError, ConnectionError):
    """No answer came from the server; nobody knows whether it heard us."""

    code = "server_unreachable"


class Refused(KezekError):
    """The server answered with a problem document.

    Args:
        status: the HTTP status.
        problem: the document.
    """

    code = "refused"

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.problem = dict(problem)
        self.problem_code = str(problem.get("code", status))
        super().__init__(f"{problem.get('title', status)}: {problem.get('detail', '')}".strip())


class ApiClient(Closable):
    """One keep-alive client; use it from one thread at a time or with its own pool size.

    Args:
        server: the server's address, for example ``http://127.0.0.1:8080``.
        token: a bearer token of the role that the calls need.
        connections: how many connections are kept.
        read_seconds: how long an answer may take; longer than the longest wait that is asked for.
    """

    def __init__(
        self,
        server: str,
        token: str | None = None,
        *,
        connections: int = 1,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        self.server = server.rstrip("/")
        self._base = f"{self.server}/api/v1"
        self._headers = {"Accept": "application/json"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._pool = urllib3.PoolManager(
            maxsize=connections,
            retries=False,
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=read_seconds),
        )

    def close(self) -> None:
        """Drop the kept connections."""
        self._pool.clear()

    def get(self, path: str, **query: Any) -> Any:
        """Read ``/api/v1`` + ``path``."""
        return self._call("GET", path, query={k: v for k, v in query.items() if v is not None})

    def post(
        self, path: str, body: Mapping[str, Any] | None = None, *, now: datetime | None = None
    ) -> Any:
        """Post a command.

        Args:
            path: below ``/api/v1``.
            body: JSON of the command.
            now: moves the clock of a server started with ``--simulated-clock``.

        Returns:
            The decoded answer; None for an empty one.

        Raises:
            Refused: the server said no, and why.
            ServerUnreachable: no answer came.
        """
        return self._call("POST", path, body=body or {}, now=now)

    def follow(self, last_seq: int) -> EventStream:
        """The journal's events after ``last_seq``, as they happen; the caller closes the stream.

        Raises:
            Refused: the server said no, and why.
            ServerUnreachable: no answer came.
        """
        headers = {**self._headers, "Accept": "text/event-stream", "Last-Event-ID": str(last_seq)}
        try:
            answer = self._pool.request(
                "GET", f"{self._base}/stream", headers=headers, preload_content=False
            )
            if answer.status != OK_STATUS:
                _decoded(answer.status, answer.data)
                raise ServerUnreachable(f"expected a stream from {self.server}, got none")
        except urllib3.exceptions.HTTPError as error:
            raise _no_answer(self.server, error) from error
        return EventStream(self.server, answer)

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        now: datetime | None = None,
    ) -> Any:
        headers = dict(self._headers)
        if now is not None:
            headers["Kezek-Now"] = now.isoformat()
        try:
            answer = self._pool.request(
                method, self._base + path, fields=query or None, json=body, headers=headers
            )
        except urllib3.exceptions.HTTPError as error:
            raise _no_answer(self.server, error) from error
        return _decoded(answer.status, answer.data)


class EventStream:
    """Server-sent events, one JSON object each; reading ends when the stream is closed.

    Args:
        server: whose they are, for complaints.
        answer: the open answer of urllib3.
    """

    def __init__(self, server: str, answer: Any) -> None:
        self._server = server
        self._answer = answer

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The events; a comment, or news without a place in the journal, is passed over.

        Raises:
            ServerUnreachable: the stream broke; what came before was whole.
        """
        block: list[str] = []
        try:
            for line in _lines(self._answer):
                if line:
                    block.append(line)
                    continue
                event = _event(block)
                block = []
                if event is not None:
                    yield event
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise _no_answer(self._server, error) from error

    def wake(self) -> None:
        """End the reading from another thread; whoever reads finds the stream at its end."""
        with suppress(Exception):
            # A stream that has ended by itself has nothing to shut down.
            self._answer.shutdown()

    def close(self) -> None:
        """Drop the connection, which may hold unread events; may be called twice."""
        self._answer.close()
        self._answer.release_conn()


def _lines(answer: Any) -> Iterator[str]:
    rest = b""
    for piece in answer.stream(STREAM_BYTES):
        *whole, rest = (rest + piece).split(b"\n")
        yield from (line.decode() for line in whole)


def _event(block: list[str]) -> dict[str, Any] | None:
    fields = dict(line.split(": ", 1) for line in block if not line.startswith(":"))
    if "id" not in fields:
        return None
    event = json.loads(fields.get("data", ""))
    return event if isinstance(event, dict) else None


def _no_answer(server: str, error: Exception) -> ServerUnreachable:
    return ServerUnreachable(
        f"expected an answer from {server}, got {type(error).__name__}; "
        "check that `kezek serve` runs there and that the address is right"
    )


def _decoded(status: int, data: bytes) -> Any:
    try:
        decoded = json.loads(data) if data else None
    except ValueError as error:
        raise ServerUnreachable(
            f"expected JSON from the server, got status {status} with something else; "
            "check that the address is a Kezek server"
        ) from error
    if status >= 400:
        raise Refused(status, decoded if isinstance(decoded, dict) else {"title": str(status)})
    return decoded
