"""Real-time commands: a printer obeys them the moment they arrive, wherever they stand.

They are taken out of the stream, so a picture that happens to hold one comes out damaged: that is
what makes an unguarded picture show up in a test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

CLEAR_BUFFERS = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
_ORDER = re.compile(
    rb"\x10(?:\x04[\x01-\x04]|\x05[\x00-\x02]|\x14\x01[\x00\x01].|\x14\x02\x01\x08|"
    + re.escape(CLEAR_BUFFERS[1:])
    + rb")",
    re.DOTALL,
)
_HEADS = (b"\x10\x04", b"\x10\x05", b"\x10\x14\x01\x00", b"\x10\x14\x01\x01", b"\x10\x14\x02\x01")


@dataclass(frozen=True, slots=True)
class Order:
    """One real-time command, whole."""

    command: bytes


class RealTimeFilter:
    """Parts a stream into data and orders, however it is chopped."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> Iterator[bytes | Order]:
        """What arrived, in order; the beginning of a possible order waits for its rest."""
        data = self._held + data
        at = 0
        for found in _ORDER.finditer(data):
            if found.start() > at:
                yield data[at : found.start()]
            yield Order(found.group())
            at = found.end()
        held = _possible_order(data[at:])
        self._held = data[len(data) - held :]
        if at < len(data) - held:
            yield data[at : len(data) - held]


def _possible_order(data: bytes) -> int:
    """How many bytes at the end may become an order."""
    for length in range(min(len(data), len(CLEAR_BUFFERS) - 1), 0, -1):
        tail = data[-length:]
        if any(whole.startswith(tail) for whole in (*_HEADS, CLEAR_BUFFERS)):
            return length
    return 0
