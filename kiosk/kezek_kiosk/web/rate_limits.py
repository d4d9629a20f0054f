"""How often one caller may ask; kept in memory, counted in a sliding window."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from kezek_kiosk.errors import TooManyRequestsError

MINUTE_SECONDS = 60.0
HOUR_SECONDS = 3600.0
MOST_CALLERS = 4096
STOPS_KEPT = 20


@dataclass(frozen=True, slots=True)
class Stop:
    """Somebody who asked for more than they may.

    Args:
        what: of what.
        caller: who: a token, an address, a service.
        most: how many were allowed.
        seconds_ago: since they were stopped first.
    """

    what: str
    caller: str
    most: int
    seconds_ago: float


class RateLimits:
    """Counts what each caller did lately.

    Args:
        monotonic: seconds that never go back.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._done: dict[tuple[str, str], deque[float]] = {}
        self._rests: dict[tuple[str, str], float] = {}
        self._stops: deque[tuple[str, str, int, float]] = deque(maxlen=STOPS_KEPT)
        self._lock = threading.Lock()

    def count(
        self,
        what: str,
        caller: str,
        most: int,
        *,
        within_seconds: float = MINUTE_SECONDS,
        rest_seconds: float = 0.0,
    ) -> None:
        """Note one more.

        Args:
            what: a word of its own for each kind of call.
            caller: who calls.
            most: so many in the time; 0 sets no limit.
            within_seconds: the time.
            rest_seconds: so long at least nothing more is taken once it was too much.

        Raises:
            TooManyRequestsError: it is too much; facts.wait_seconds says when to come back.
        """
        if most <= 0:
            return
        now = self._monotonic()
        with self._lock:
            until = self._rests.get((what, caller), now)
            if until <= now:
                done = self._of(what, caller, now, within_seconds)
                if len(done) < most:
                    done.append(now)
                    return
                until = max(done[0] + within_seconds, now + rest_seconds)
                self._rests[what, caller] = until
                self._stops.append((what, caller, most, now))
            wait = max(1, ceil(until - now))
        raise TooManyRequestsError(
            f"expected at most {most} in {within_seconds:.0f} s of {what} from {caller}, got more; "
            f"wait {wait} s or raise the limit in kezek.toml",
            wait_seconds=wait,
        )

    def stops(self, what: str, within_seconds: float) -> tuple[Stop, ...]:
        """Who was stopped lately, the latest first.

        Args:
            what: of what.
            within_seconds: not longer ago.
        """
        now = self._monotonic()
        with self._lock:
            found = [Stop(*each[:3], now - each[3]) for each in reversed(self._stops)]
        return tuple(
            each for each in found if each.what == what and each.seconds_ago <= within_seconds
        )

    def _of(self, what: str, caller: str, now: float, within_seconds: float) -> deque[float]:
        if max(len(self._done), len(self._rests)) >= MOST_CALLERS:
            self._forget(now)
        done = self._done.setdefault((what, caller), deque())
        while done and now - done[0] >= within_seconds:
            done.popleft()
        return done

    def _forget(self, now: float) -> None:
        """Drop callers whose time is over, so that a flood of addresses fills no memory."""
        for key in [key for key, until in self._rests.items() if until <= now]:
            del self._rests[key]
        over = [
            key for key, done in self._done.items() if not done or now - done[-1] >= HOUR_SECONDS
        ]
        for key in over:
            del self._done[key]
        for remembered in (self._done, self._rests):
            if len(remembered) >= MOST_CALLERS:
                remembered.clear()
