"""PINs as argon2id hashes: two at a time, so that a storm of sign-ins costs no memory."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from kezek_kiosk.errors import SignInBusyError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

T = TypeVar("T")

AT_ONCE = 2
MOST_WAITING = 16
"""A shift that signs in at eight o'clock finds a place; a storm is told to come back."""

PATIENCE_SECONDS = 5.0
COME_BACK_SECONDS = 5
LONGEST_HASHED = 128
NICENESS = 10
"""Whoever takes or calls a ticket goes before whoever signs in."""

M_MMAP_THRESHOLD = -3
"""malloc.h: from this size on a block is given back to the system as soon as it is free."""
MAPPED_FROM_BYTES = 8 * 1024 * 1024


class PinHashes:
    """Makes and checks hashes, with a bound on how many at once and how many in line.

    Args:
        at_once: how many hash at the same time.
        most_waiting: how many more may wait for their turn.
        patience_seconds: how long each of them waits.
    """

    def __init__(
        self,
        *,
        at_once: int = AT_ONCE,
        most_waiting: int = MOST_WAITING,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._places = threading.BoundedSemaphore(at_once + most_waiting)
        self._patience_seconds = patience_seconds
        # Its threads start with the first work: a server where nobody signs in has none.
        self._threads = ThreadPoolExecutor(at_once, "pin-hash", initializer=_prepare_thread)

    def in_turn(self, work: Callable[[], T]) -> T:
        """Run work that hashes when its turn comes.

        Args:
            work: may call ``hash`` and ``matches``, and is short beside them.

        Returns:
            What it returns.

        Raises:
            SignInBusyError: the turn did not come in time; the work was not begun.
        """
        if not self._places.acquire(blocking=False):
            raise _busy()
        turn = self._threads.submit(work)
        turn.add_done_callback(self._leave)
        try:
            return turn.result(self._patience_seconds)
        except FutureTimeoutError:
            if turn.cancel():
                raise _busy() from None
            # It has begun: what it counts and finds must be told.
            return turn.result()

    def hash(self, pin: str) -> str:
        """The hash of a PIN, with its salt and its parameters in it."""
        return self._hasher.hash(pin)

    def matches(self, pin_hash: str, pin: str) -> bool:
        """Whether a PIN belongs to a hash."""
        from argon2.exceptions import VerificationError

        try:
            return self._hasher.verify(pin_hash, pin[: LONGEST_HASHED + 1])
        except VerificationError:
            return False

    @cached_property
    def decoy(self) -> str:
        """The hash of no PIN: to check against it costs the time of a real check."""
        return self.hash("nobody has this PIN")

    def close(self) -> None:
        """End the threads; may be called twice."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    @cached_property
    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher

        # 19 MiB, two passes, one lane: fits a Raspberry Pi and still costs an attacker.
        return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

    def _leave(self, _turn: Future[T]) -> None:
        self._places.release()


def _prepare_thread() -> None:
    """Keep the threads that hash from costing others their memory and their time."""
    if sys.platform != "linux":
        return
    # On Linux the niceness is a thread's own; a process that was started nicer stays so.
    thread = threading.get_native_id()
    niceness = max(NICENESS, os.getpriority(os.PRIO_PROCESS, thread))
    os.setpriority(os.PRIO_PROCESS, thread, niceness)
    # The GNU C library raises its threshold with the first large block that is freed, and then
    # keeps 19 MiB for every thread that ever hashed. Set once, it stays, and all are given back.
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_MMAP_THRESHOLD, MAPPED_FROM_BYTES)


def _busy() -> SignInBusyError:
    return SignInBusyError(
        "expected a free place among those who sign in, but too many try at this moment; "
        f"try again in {COME_BACK_SECONDS} s",
        wait_seconds=COME_BACK_SECONDS,
    )
