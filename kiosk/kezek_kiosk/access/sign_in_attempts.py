"""Wrong PINs and what they cost: a delay that grows with each, for one account on one device."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, select

from kezek_kiosk.access.instants import loaded, stored
from kezek_kiosk.access.staff_schema import sign_in_attempts
from kezek_kiosk.errors import SignInDelayedError
from kezek_queue import TableStore

UNKNOWN_NAME = "?"
"""What the log calls a name that nobody has: whoever mistypes may have typed a PIN there."""

FREE_ATTEMPTS = 3
"""The third wrong PIN in a row is the first that costs a delay; each one after it doubles it."""

LONGEST_DELAY = timedelta(minutes=15)
FORGET_AFTER = timedelta(hours=1)


def delay_after(failures: int) -> timedelta:
    """How long to wait after so many wrong PINs in a row: nothing, then 2, 4, 8 ... seconds."""
    if failures < FREE_ATTEMPTS:
        return timedelta()
    exponent = min(failures - FREE_ATTEMPTS + 1, 16)
    return min(timedelta(seconds=2**exponent), LONGEST_DELAY)


def guessed_name(name: str) -> str:
    """What a name that nobody has is counted under.

    Each by itself, as a real one is: a count that guesses share would tell them from names. How
    many there can be is bounded by the sign-ins of an address a minute, forgotten after an hour.
    """
    return UNKNOWN_NAME + hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:16]


class SignInAttempts:
    """Counts wrong PINs per account and device, so that nobody can lock a colleague out.

    Args:
        store: the tables.
        now: reads the wall time (aware UTC).
    """

    def __init__(self, store: TableStore, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    def refuse_early(self, account: str, device: str) -> None:
        """Let nobody try before the delay is over, not even with the right PIN; writes nothing.

        Raises:
            SignInDelayedError: facts.wait_seconds says how long to wait.
        """
        with self._store.read() as connection:
            row = self._row(connection, account, device)
        self._refuse_early(row, account)

    def count(self, account: str, device: str) -> None:
        """Count one more try as failed, before anything is tried; those of an hour ago are over.

        The delay is looked at in the same transaction: of any number of tries at once each finds
        the ones before it counted.

        Raises:
            SignInDelayedError: the delay is not over; the try is not counted.
        """
        now = self._now()

        def note(connection: Connection) -> None:
            row = self._row(connection, account, device)
            self._refuse_early(row, account)
            stale = sign_in_attempts.c.last_at < stored(now - FORGET_AFTER)
            connection.execute(delete(sign_in_attempts).where(stale | self._of(account, device)))
            values = {
                "office_id": self._store.office_id,
                "account": account,
                "device": device,
                "failures": 1 if row is None else row.failures + 1,
                "last_at": stored(now),
            }
            connection.execute(insert(sign_in_attempts), values)

        self._store.write(note)

    def forget(self, account: str, device: str) -> None:
        """The right PIN came."""
        over = delete(sign_in_attempts).where(self._of(account, device))
        self._store.write(lambda connection: connection.execute(over))

    def _refuse_early(self, row: Row[Any] | None, account: str) -> None:
        if row is None:
            return
        now, delay = self._now(), delay_after(row.failures)
        # A wall clock that was set back must not lock anyone out for longer than the delay.
        wait = min((loaded(row.last_at) or now) + delay - now, delay)
        if wait > timedelta():
            seconds = int(wait.total_seconds()) + 1
            raise SignInDelayedError(
                f"expected a pause after {row.failures} wrong PINs for {account!r}; "
                f"try again in {seconds} s",
                wait_seconds=seconds,
            )

    def _row(self, connection: Connection, account: str, device: str) -> Row[Any] | None:
        query = select(sign_in_attempts).where(self._of(account, device))
        return connection.execute(query).first()

    def _of(self, account: str, device: str) -> ColumnElement[bool]:
        table = sign_in_attempts
        return and_(
            table.c.office_id == self._store.office_id,
            table.c.account == account,
            table.c.device == device,
        )
