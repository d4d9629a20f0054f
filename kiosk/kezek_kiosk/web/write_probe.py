"""Whether the office can still be written to: a full disk answers questions and keeps nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from kezek_core.errors import KezekError

FRESH_SECONDS = 5.0
"""So long an outcome is told again: whoever asks all the time must not wear the card."""


class WriteProbe:
    """Writes a sign of life now and then, because somebody asks whether that works.

    Args:
        write: stores something small and durable that is stored now and then anyway.
        monotonic: seconds that never go back.
    """

    def __init__(
        self, write: Callable[[], object], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._write = write
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._error: KezekError | None = None
        self._tried_at: float | None = None

    def error(self) -> KezekError | None:
        """What writing ended in, at most five seconds ago; None when it was stored."""
        with self._lock:
            now = self._monotonic()
            if self._tried_at is None or now - self._tried_at >= FRESH_SECONDS:
                self._error, self._tried_at = self._try(), now
            return self._error

    def check(self) -> None:
        """Raise what writing ended in.

        Raises:
            StorageError: nothing is stored at present.
        """
        if (error := self.error()) is not None:
            raise error

    def _try(self) -> KezekError | None:
        try:
            self._write()
        except KezekError as error:
            return error
        return None
