"""A stream of bytes that is read command by command, however it was chopped."""

from __future__ import annotations


class NeedMoreBytes(Exception):
    """The command in hand is not complete yet."""


class ByteStream:
    """What arrived and was not read yet."""

    def __init__(self) -> None:
        self._buffer, self._at, self._before = b"", 0, 0

    def add(self, data: bytes) -> None:
        """More bytes arrived."""
        self._buffer += data

    def drop_read(self) -> None:
        """Let go of what was read."""
        self._before += self._at
        self._buffer, self._at = self._buffer[self._at :], 0

    def forget(self) -> None:
        """Drop the beginning of a command that waits for its rest."""
        self._buffer, self._at = b"", 0

    @property
    def is_empty(self) -> bool:
        """Whether everything was read."""
        return self._at >= len(self._buffer)

    @property
    def position(self) -> int:
        """How many bytes were read since the beginning."""
        return self._before + self._at

    def back_to(self, position: int) -> None:
        """Read again from there; what was dropped cannot be read again."""
        self._at = position - self._before

    def take(self, count: int) -> bytes:
        """So many bytes.

        Raises:
            NeedMoreBytes: they have not all arrived.
        """
        end = self._at + count
        if end > len(self._buffer):
            raise NeedMoreBytes
        taken = self._buffer[self._at : end]
        self._at = end
        return taken

    def byte(self) -> int:
        """One byte as a number; raises as ``take`` does."""
        return self.take(1)[0]

    def number(self) -> int:
        """``nL nH``; raises as ``take`` does."""
        return int.from_bytes(self.take(2), "little")
