"""A job that comes again after its period, by a clock that nobody can set."""

from __future__ import annotations

import threading
from collections.abc import Callable

END_WITHIN_SECONDS = 30.0


class Repeated:
    """One job in a thread of its own: at once, then after every period, never twice together.

    The wait is counted by the monotonic clock from the run before: a wall clock that is set forward
    by weeks leaves nothing to catch up with, and one that is set back delays nothing.

    Args:
        name: of the thread.
        seconds: the period.
        job: handles its own failures; whatever it raises ends the thread.
    """

    def __init__(self, name: str, seconds: float, job: Callable[[], object]) -> None:
        self._seconds = seconds
        self._job = job
        self._changed = threading.Condition()
        self._wanted = False
        self._ended = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin; only once."""
        self._thread.start()

    def run_now(self) -> None:
        """Let the job run as soon as it can, whatever is left of its period."""
        with self._changed:
            self._wanted = True
            self._changed.notify_all()

    def end(self) -> None:
        """Let the run in hand be the last; does not wait for it."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def join(self) -> None:
        """Wait for the last run, for half a minute at most."""
        self._thread.join(END_WITHIN_SECONDS)

    def _run(self) -> None:
        while not self._ended:
            self._wanted = False
            self._job()
            with self._changed:
                # Condition.wait_for counts its timeout by the monotonic clock.
                self._changed.wait_for(lambda: self._ended or self._wanted, self._seconds)
