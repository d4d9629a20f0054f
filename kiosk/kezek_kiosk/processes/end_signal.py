"""SIGTERM and SIGINT as something that the main thread can wait for."""

from __future__ import annotations

import os
import select
import signal
from contextlib import suppress
from types import FrameType

ENDING = (signal.SIGTERM, signal.SIGINT)


class EndSignal:
    """Whether somebody wants the process to end.

    It rests on a pipe. A `threading.Event` has a lock: a signal that comes while the main thread
    holds it, on its way into or out of a wait, would wait for that very thread, for ever.
    """

    def __init__(self) -> None:
        self._reads, self._writes = os.pipe()
        os.set_blocking(self._writes, False)

    def listen(self) -> None:
        """Hear of both signals from now on; only the main thread may ask for it."""
        for number in ENDING:
            signal.signal(number, self.came)

    def came(self, _number: int, _frame: FrameType | None) -> None:
        """What a signal does."""
        with suppress(BlockingIOError):  # so many came before that one more says nothing new
            os.write(self._writes, b"\0")

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until a signal has come, or for some seconds, and say whether one has."""
        found, _, _ = select.select([self._reads], [], [], seconds)
        return bool(found)

    def is_set(self) -> bool:
        """Whether a signal has come."""
        return self.wait(0)
