"""How often one caller may ask, a minute; kept in memory, counted in a sliding window."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from kezek_kiosk.errors import TooManyRequestsError

WINDOW_SECONDS = 60.0
MOST_CALLERS = 4096


class RateLimits:
    """Counts what each caller did in the last minute.

    Args:
        monotonic: seconds that never go back.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._done: dict[tuple[str, str], deque[float]] = {}
        self._lock = threading.Lock()

    def count(self, what: str, caller: str, per_minute: int) -> None:
        """Note one more; 0 a minute sets no limit.

        Raises:
            TooManyRequestsError: the caller has used up the minute; facts.wait_seconds says when
                to come back.
        """
        if per_minute <= 0:
            return
        now = self._monotonic()
        with self._lock:
            done = self._of(what, caller, now)
            if len(done) < per_minute:
                done.append(now)
                return
            wait = int(done[0] + WINDOW_SECONDS - now) + 1
        raise TooManyRequestsError(
            f"expected at most {per_minute} a minute of {what} from {caller}, got more; "
            f"wait {wait} s or raise the limit in kezek.toml",
            wait_seconds=wait,
        )

    def _of(self, what: str, caller: str, now: float) -> deque[float]:
        if len(self._done) >= MOST_CALLERS:
            self._forget(now)
        done = self._done.setdefault((what, caller), deque())
        while done and now - done[0] >= WINDOW_SECONDS:
            done.popleft()
        return done

    def _forget(self, now: float) -> None:
        """Drop callers whose minute is over, so that a flood of addresses fills no memory."""
        over = [key for key, done in self._done.items() if not done or now - done[-1] >= 60]
        for key in over:
            del self._done[key]
        if len(self._done) >= MOST_CALLERS:
            self._done.clear()
