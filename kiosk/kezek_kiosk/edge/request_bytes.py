"""The bytes of one request as they come in, until a thread can read it whole without waiting.

Only where a request ends is found out here; what it says is read by gunicorn, from the same bytes.
"""

from __future__ import annotations

from enum import Enum

from kezek_kiosk.settings.settings import MOST_BODY_BYTES

END_OF_HEAD = b"\r\n\r\n"
MOST_HEAD_BYTES = 32 * 1024


class ReadingStage(Enum):
    """How much of the request is there."""

    NOTHING = "nothing"
    HEAD = "head"
    BODY = "body"
    WHOLE = "whole"
    HEAD_TOO_LONG = "head_too_long"


class RequestBytes:
    """One request in the making.

    Args:
        begun: what came behind the request before.
    """

    def __init__(self, begun: bytes = b"") -> None:
        self._bytes = bytearray()
        self._head_bytes = 0
        self._body_bytes: int | None = 0
        self.wants_continue = False
        self.add(begun)

    def add(self, data: bytes) -> None:
        """Take in what has come."""
        # Empty lines before a request are no part of it (RFC 9112, 2.2), and never end.
        searched = max(len(self._bytes) - len(END_OF_HEAD), 0)
        self._bytes += data if self._bytes else data.lstrip(b"\r\n")
        if not self._head_bytes:
            found = self._bytes.find(END_OF_HEAD, searched)
            if found >= 0:
                self._head_bytes = found + len(END_OF_HEAD)
                self._read_head()

    @property
    def stage(self) -> ReadingStage:
        """How much is there."""
        if not self._bytes:
            return ReadingStage.NOTHING
        if self._head_bytes > MOST_HEAD_BYTES or (
            not self._head_bytes and len(self._bytes) > MOST_HEAD_BYTES
        ):
            return ReadingStage.HEAD_TOO_LONG
        if not self._head_bytes:
            return ReadingStage.HEAD
        if self.ends_connection or len(self._bytes) >= self._head_bytes + (self._body_bytes or 0):
            return ReadingStage.WHOLE
        return ReadingStage.BODY

    @property
    def ends_connection(self) -> bool:
        """Whether its body is not waited for (too long, in chunks, of unclear length).

        The app refuses such a request without reading on, so nothing can follow it.
        """
        return self._body_bytes is None or self._body_bytes > MOST_BODY_BYTES

    def take(self) -> bytes:
        """All that has come, for the thread."""
        return bytes(self._bytes)

    def _read_head(self) -> None:
        fields = self._fields()
        self.wants_continue = fields.get(b"expect", b"").lower() == b"100-continue"
        length = fields.get(b"content-length", b"0")
        clear = length.isdigit() and len(length) < 16 and b"transfer-encoding" not in fields
        self._body_bytes = int(length) if clear else None

    def _fields(self) -> dict[bytes, bytes]:
        """The header fields; one that comes twice has its values joined, so it is no number."""
        fields: dict[bytes, bytes] = {}
        for line in bytes(self._bytes[: self._head_bytes]).split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            name, value = name.strip().lower(), value.strip()
            fields[name] = fields[name] + b"," + value if name in fields else value
        return fields
