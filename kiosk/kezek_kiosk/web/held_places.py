"""How many live screens and waiting calls one address, and all, may keep: a share for the known."""

from __future__ import annotations

import threading
from collections import Counter

from kezek_kiosk.errors import StreamsFullError
from kezek_kiosk.settings.addresses import is_this_machine

THREADS_FOR_CALLS = 8
"""Threads that no waiting call may take: the others go on however many wait."""

SCREENS_PER_THREAD = 4
"""Live screens keep a connection, and no thread: half of the connections are theirs at most."""

KNOWN_SHARE = 4
"""One place of so many is kept for who is known: staff, devices with a token, this machine."""

RETRY_SECONDS = 10


class HeldPlaces:
    """Counts what is held for long, by address."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()

    @property
    def open(self) -> int:
        """How many there are."""
        return self._taken.total()

    def take(self, address: str, *, known: bool, most: int, most_per_address: int) -> HeldPlace:
        """Take a place, or be told that there is none.

        Args:
            address: of the client; the machine itself may have as many as it likes.
            known: whether a token or a signed-in person is behind it.
            most: places of all together.
            most_per_address: places of one address; 0 sets no limit.

        Raises:
            StreamsFullError: facts.wait_seconds says when to come back.
        """
        own = is_this_machine(address)
        if not (known or own):
            most -= most // KNOWN_SHARE
        with self._lock:
            if self.open >= most:
                raise _full(f"fewer than {most} live screens", "server.threads")
            if not own and most_per_address and self._taken[address] >= most_per_address:
                raise _full(
                    f"at most {most_per_address} live screens of {address}",
                    "limits.streams_per_address",
                )
            self._taken[address] += 1
        return HeldPlace(self, address)

    def give_back(self, address: str) -> None:
        """What ``HeldPlace.close`` does."""
        with self._lock:
            self._taken[address] -= 1
            if self._taken[address] <= 0:
                del self._taken[address]


class HeldPlace:
    """One place; closed by whoever took it."""

    def __init__(self, places: HeldPlaces, address: str) -> None:
        self._places, self._address = places, address
        self._open = True

    def close(self) -> None:
        """Give the place to another screen; may be called twice."""
        if self._open:
            self._open = False
            self._places.give_back(self._address)


def _full(expected: str, setting: str) -> StreamsFullError:
    return StreamsFullError(
        f"expected {expected}, got one more; raise {setting} in kezek.toml",
        wait_seconds=RETRY_SECONDS,
    )
