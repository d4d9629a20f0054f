"""Waking whoever waits for the journal's next event."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial

POLL_SECONDS = 0.5
"""How soon a commit of another process is seen where nobody tells of it; one of this process is
seen at once."""

POLL_BESIDE_LISTENER_SECONDS = 5.0
"""The same while somebody listens: a connection may be dead for a while before that is noticed."""


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
        self._told_by_others = False
        self._turns = 0

    @property
    def told_by_others(self) -> bool:
        """Whether other processes that write are heard at once."""
        return self._told_by_others

    def tell(self, last_seq: int) -> None:
        """A commit, of this process or heard of another, led to ``last_seq``."""
        with self._changed:
            if last_seq > self._last:
                self._last = last_seq
                self._changed.notify_all()

    def listened_to(self, listening: bool) -> None:
        """From now on other processes are heard, or not any more.

        Whoever waits asks the database once more: what was committed before that, nobody heard.
        """
        with self._changed:
            if listening is not self._told_by_others:
                self._told_by_others = listening
                self._turns += 1
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
            turns, listening = self._turns, self._told_by_others
            self.tell(self._read_last())
            left = deadline - time.monotonic()
            with self._changed:
                if self._last > after:
                    return True
                if self._closed or left <= 0:
                    return False
                poll = POLL_BESIDE_LISTENER_SECONDS if listening else POLL_SECONDS
                self._changed.wait_for(partial(self._is_news, after, turns), min(left, poll))

    def _is_news(self, after: int, turns: int) -> bool:
        return self._last > after or self._closed or self._turns != turns
