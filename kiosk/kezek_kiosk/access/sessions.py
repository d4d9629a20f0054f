"""Signed-in people: sessions that end by sign-out, idleness, after hours or with the account.

The browser's cookie carries a random id; the table keeps its digest alone. Every sign-in makes a
new id, so an id planted before it is worth nothing after it.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, delete, insert, select, update

from kezek_kiosk.access.account import NEVER, Account, LastSignIn, PinDue, last_of
from kezek_kiosk.access.instants import loaded, stored
from kezek_kiosk.access.roles import Role
from kezek_kiosk.access.staff_schema import sessions, users
from kezek_queue import TableStore

SEEN_NOTED_EVERY = timedelta(minutes=1)
SESSION_BYTES = 32


# Written once: every request of a signed-in person asks it.
_FIND = (
    select(sessions, users.c.name, users.c.role)
    .join(
        users,
        (users.c.id == sessions.c.user_id) & (users.c.office_id == sessions.c.office_id),
    )
    .where(
        sessions.c.office_id == bindparam("office"),
        sessions.c.digest == bindparam("session"),
        users.c.active,
    )
)


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A signed-in person at a window or a desk.

    Args:
        id: the random id of the cookie.
        account: number of the account.
        name: name of the account, the actor of the journal.
        role: role of the account as it is now.
        window: the window the session is bound to; None for a desk without one.
        pin_due: whether the person is to choose another PIN; where it is needed, the session is
            good for nothing else.
        last: the sign-in before this one.
    """

    id: str
    account: int
    name: str
    role: Role
    window: int | None
    pin_due: PinDue = PinDue.NO
    last: LastSignIn = NEVER

    # What Flask-Login asks of a user.
    is_active = True
    is_authenticated = True
    is_anonymous = False

    def get_id(self) -> str:
        """The id that Flask-Login puts in the cookie: the session's, not the account's."""
        return self.id


class StaffSessions:
    """The open sessions of one office.

    Args:
        store: the tables.
        now: reads the wall time (aware UTC).
        idle: how long a session lasts without a sign of its person.
        longest: how long it lasts with them; None for as long as they like.
    """

    def __init__(
        self,
        store: TableStore,
        now: Callable[[], datetime],
        *,
        idle: timedelta,
        longest: timedelta | None = None,
    ) -> None:
        self._store = store
        self._now = now
        self._idle = idle
        self._longest = longest or timedelta.max
        self._seen: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def begin(self, account: Account, window: int | None = None) -> StaffSession:
        """Open a session with a new id.

        Args:
            account: who signed in.
            window: the window chosen at sign-in; the account's own when None.
        """
        session_id = secrets.token_urlsafe(SESSION_BYTES)
        chosen = window if window is not None else account.window
        now = stored(self._now())
        row = {
            "office_id": self._store.office_id,
            "digest": _digest(session_id),
            "user_id": account.id,
            "window": chosen,
            "created_at": now,
            "seen_at": now,
            "pin_due": account.pin_due.value,
            "last_sign_in_at": None if account.last.at is None else stored(account.last.at),
            "last_sign_in_from": account.last.address,
            "failed_tries": account.last.failed_tries,
        }

        def open_it(connection: Connection) -> None:
            connection.execute(delete(sessions).where(self._stale()))
            connection.execute(insert(sessions), row)

        self._store.write(open_it)
        return StaffSession(
            session_id,
            account.id,
            account.name,
            account.role,
            chosen,
            account.pin_due,
            account.last,
        )

    def find(self, session_id: str) -> StaffSession | None:
        """The session of a cookie; None when its time or its account is over."""
        digest = _digest(session_id)
        with self._store.read() as connection:
            row = connection.execute(_FIND, {"office": self._here(), "session": digest}).first()
        if row is None or self._idled(digest, row.seen_at) or self._over(row.created_at):
            return None
        return StaffSession(
            session_id,
            row.user_id,
            row.name,
            Role(row.role),
            row.window,
            PinDue(row.pin_due),
            last_of(row),
        )

    def seen(self, session_id: str) -> None:
        """A sign of the person; written down once a minute."""
        digest, now = _digest(session_id), self._now()
        with self._lock:
            last = self._seen.get(digest)
            if last is not None and timedelta() <= now - last < SEEN_NOTED_EVERY:
                return
            self._seen[digest] = now
        change = update(sessions).where(self._mine(digest)).values(seen_at=stored(now))
        self._change(change)

    def choose_window(self, session_id: str, window: int | None) -> None:
        """Bind a session to another window."""
        change = update(sessions).where(self._mine(_digest(session_id))).values(window=window)
        self._change(change)

    def end(self, session_id: str) -> None:
        """Sign out: the id is worth nothing from now on."""
        digest = _digest(session_id)
        self._change(delete(sessions).where(self._mine(digest)))
        with self._lock:
            self._seen.pop(digest, None)

    def _change(self, statement: Executable) -> None:
        self._store.write(lambda connection: connection.execute(statement))

    def _idled(self, digest: str, seen_at: datetime) -> bool:
        last = self._seen.get(digest) or loaded(seen_at)
        return last is not None and self._now() - last > self._idle

    def _over(self, created_at: datetime) -> bool:
        """Whether its hours are over; those that a wrong clock dated far ahead are over too."""
        begun = loaded(created_at)
        return begun is not None and abs(self._now() - begun) > self._longest

    def _stale(self) -> Any:
        return (sessions.c.office_id == self._here()) & (
            sessions.c.seen_at < stored(self._now() - self._idle)
        )

    def _mine(self, digest: str) -> Any:
        return (sessions.c.office_id == self._here()) & (sessions.c.digest == digest)

    def _here(self) -> str:
        return self._store.office_id


def _digest(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()
