"""Waking whoever waits for the journal's next event."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

POLL_SECONDS = 0.5
"""How soon a commit of another process is seen; one of this process is seen at once."""


class Commits:
    """The last known event of the journal, and a place to wait for the next.

    Args:
        read_last: asks the database, for the sake of other processes that write.
    """

    def __init__(self, read_last: Callable[[], int]) -> None:
        self._read_last = read_last
        self._changed = threading.Condition()
        self._last = 0
        self._closed = False

    def tell(self, last_seq: int) -> None:
        """A commit of this process led to ``last_seq``."""
        with self._changed:
            if last_seq > self._last:
                self._last = last_seq
                self._changed.notify_all()

    def close(self) -> None:
        """Let everyone go who still waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def wait(self, after: int, timeout_seconds: float) -> bool:
        """Wait for an event after ``after``.

        Returns:
            Whether there is one; False when the time is up or the queue was closed.
        """
        deadline = time.monotonic() + timeout_seconds
        while True:
            self.tell(self._read_last())
            left = deadline - time.monotonic()
            with self._changed:
                if self._last > after:
                    return True
                if self._closed or left <= 0:
                    return False
                self._changed.wait_for(
                    lambda: self._last > after or self._closed, min(left, POLL_SECONDS)
                )
