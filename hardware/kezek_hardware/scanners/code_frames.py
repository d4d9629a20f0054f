"""Codes in the bytes of a serial scanner: ended by CR or LF, or between STX and ETX."""

from __future__ import annotations

MOST_CODE_BYTES = 500
STX, ETX = 0x02, 0x03
_ENDS = frozenset(b"\r\n\x03")


class CodeFrames:
    """Cuts bytes into codes.

    Control bytes inside a code are left out, for they belong to no code that people print. A code
    longer than ``MOST_CODE_BYTES`` is noise: it is dropped up to its end.
    """

    def __init__(self) -> None:
        self._begun = bytearray()
        self._too_long = False

    @property
    def begun(self) -> bool:
        """Whether a code has begun and not ended."""
        return bool(self._begun) or self._too_long

    def feed(self, data: bytes) -> list[str]:
        """The codes that end in ``data``; what has begun is kept for the next bytes."""
        codes = []
        for byte in data:
            if byte == STX:
                self.drop()  # a new code begins; what stood before it lost its end
            elif byte in _ENDS:
                codes += self._ended()
            elif byte >= 0x20 and byte != 0x7F:
                self._take(byte)
        return codes

    def drop(self) -> None:
        """Forget what has begun."""
        self._begun.clear()
        self._too_long = False

    def _take(self, byte: int) -> None:
        if len(self._begun) < MOST_CODE_BYTES:
            self._begun.append(byte)
        else:
            self._too_long = True

    def _ended(self) -> list[str]:
        code = "" if self._too_long else self._begun.decode("utf-8", "replace").strip()
        self.drop()
        return [code] if code else []
