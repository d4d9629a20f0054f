"""Live screens without a thread: the poller sends what their feed holds, as the line takes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

WHERE_GUNICORN_KEEPS_IT = "gunicorn.socket"
LAST_CHUNK = b"0\r\n\r\n"


class Feed(Protocol):
    """What one live screen is to be sent."""

    @property
    def ended(self) -> bool: ...

    def take(self) -> str: ...

    def on_news(self, told: Callable[[], object]) -> None: ...

    def close(self) -> None: ...


def hand_over(environ: dict[str, Any], feed: Feed) -> bool:
    """Give the rest of the present answer to the poller.

    Args:
        environ: of the request that is being answered; its head and what came before are sent.
        feed: what follows.

    Returns:
        False where the server is another one: then the thread that answers goes on itself.
    """
    follow = getattr(environ.get(WHERE_GUNICORN_KEEPS_IT), "follow", None)
    if follow is None:
        return False
    follow(feed)
    return True


def framed(text: str, *, chunked: bool) -> bytes:
    """The bytes of a text on a line that sends chunks, or not (HTTP/1.0)."""
    data = text.encode()
    if not data or not chunked:
        return data
    return b"%x\r\n%b\r\n" % (len(data), data)
