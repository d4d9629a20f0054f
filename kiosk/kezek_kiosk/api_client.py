"""A client of Kezek's own API: what the agent, the command line and the replay speak through."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from kezek_core.errors import KezekError

CONNECT_SECONDS = 3.0
READ_SECONDS = 40.0


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


class ApiClient:
    """One keep-alive client; use it from one thread at a time or with its own pool size.

    Args:
        server: the server's address, for example ``http://127.0.0.1:8080``.
        token: a bearer token of the role that the calls need.
        connections: how many connections are kept.
    """

    def __init__(self, server: str, token: str | None = None, *, connections: int = 1) -> None:
        import urllib3

        self.server = server.rstrip("/")
        self._base = f"{self.server}/api/v1"
        self._headers = {"Accept": "application/json"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._pool = urllib3.PoolManager(
            maxsize=connections,
            retries=False,
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

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

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        now: datetime | None = None,
    ) -> Any:
        import urllib3

        headers = dict(self._headers)
        if now is not None:
            headers["Kezek-Now"] = now.isoformat()
        try:
            answer = self._pool.request(
                method, self._base + path, fields=query or None, json=body, headers=headers
            )
        except urllib3.exceptions.HTTPError as error:
            raise ServerUnreachable(
                f"expected an answer from {self.server}, got {type(error).__name__}; "
                "check that `kezek serve` runs there and that the address is right"
            ) from error
        return _decoded(answer.status, answer.data)


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
