"""Bearer tokens of devices and programs: random, shown once, stored as a digest, revocable."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from kezek_core.phrases import Phrase, one_of
from kezek_kiosk.access.instants import loaded, stored
from kezek_kiosk.access.roles import Role
from kezek_kiosk.access.staff_schema import tokens
from kezek_kiosk.errors import BadRequestError, TokenRefusedError, UnknownTokenError
from kezek_kiosk.faults import line_of
from kezek_queue import TableStore

TOKEN_BYTES = 32
CACHE_SECONDS = 2.0
"""A revoked token may live this much longer: the price of no database read on a hot call."""
CACHE_SIZE = 1024
LONGEST_TOKEN = 200


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token; the token itself is known to its device alone.

    Args:
        id: number of the token in its office.
        role: what it may do.
        window: the window an operator's token is bound to.
        label: what the office calls the device.
        created_at: aware UTC, as are the next two.
        last_used_at: to a minute; None when never used.
        revoked_at: None while it holds.
    """

    id: int
    role: Role
    window: int | None
    label: str
    created_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class Tokens:
    """The tokens of one office.

    Args:
        store: the tables.
        now: reads the wall time (aware UTC).
    """

    def __init__(self, store: TableStore, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._known: dict[str, tuple[float, Token | None]] = {}
        self._used: dict[int, datetime] = {}
        self._labels: dict[int, str] = {}
        self._lock = threading.Lock()

    def create(self, role: Role | str, window: int | None = None, label: str = "") -> str:
        """Make a token and return it; only its digest is kept, so this is the one time to see it.

        Args:
            role: kiosk, operator, supervisor or admin.
            window: the only window an operator's token may command; required for that role.
            label: what the office calls the device, at most 80 characters.

        Raises:
            BadRequestError: role, window or label are not as expected.
        """
        checked = _checked(role, window, label)
        plain = secrets.token_urlsafe(TOKEN_BYTES)
        here = tokens.c.office_id == self._store.office_id

        def add(connection: Connection) -> None:
            last = connection.execute(select(func.max(tokens.c.id)).where(here)).scalar() or 0
            row = {
                "office_id": self._store.office_id,
                "id": last + 1,
                "digest": _digest(plain),
                "role": checked.value,
                "window": window,
                "label": label,
                "created_at": stored(self._now()),
            }
            connection.execute(insert(tokens), row)

        self._store.write(add)
        return plain

    def list(self) -> tuple[Token, ...]:
        """Every token in the order it was made, the revoked ones too."""
        query = select(tokens).where(tokens.c.office_id == self._store.office_id)
        with self._store.read() as connection:
            return tuple(_token(row) for row in connection.execute(query.order_by(tokens.c.id)))

    def label(self, token_id: int) -> str:
        """What the office calls the device of a token; "" where it calls it nothing.

        Labels never change: they are read again only when a new token is asked about.
        """
        if token_id not in self._labels:
            self._labels = {each.id: each.label for each in self.list()}
        return self._labels.get(token_id, "")

    def revoke(self, token_id: int) -> None:
        """Make a token worthless, at the latest two seconds from now.

        Raises:
            UnknownTokenError: no token has this id.
        """
        here = tokens.c.office_id == self._store.office_id
        change = update(tokens).where(here, tokens.c.id == token_id)
        revoked = change.values(revoked_at=stored(self._now()))
        if self._store.write(lambda connection: connection.execute(revoked).rowcount) == 0:
            raise UnknownTokenError(
                f"expected the id of a token, got {token_id}; `kezek tokens list` names them all",
                token=token_id,
            )
        with self._lock:
            self._known.clear()

    def verify(self, plain: str) -> Token:
        """The token behind a bearer string.

        Raises:
            TokenRefusedError: it is unknown or revoked.
        """
        digest = _digest(plain) if len(plain) <= LONGEST_TOKEN else ""
        token = self._looked_up(digest)
        if token is None or token.revoked_at is not None:
            raise TokenRefusedError(
                "expected a token that `kezek tokens create` printed, got an unknown or revoked "
                "one; make a new token for this device"
            )
        return token

    def note_uses(self) -> int:
        """Write down which tokens were used since the last time; the scheduler calls it.

        Not done at the call itself: a hot call must not write a second time.

        Returns:
            How many tokens were noted.
        """
        with self._lock:
            used, self._used = self._used, {}
        here = tokens.c.office_id == self._store.office_id
        if not used:
            return 0

        def note(connection: Connection) -> None:
            for token_id, at in used.items():
                change = update(tokens).where(here, tokens.c.id == token_id)
                connection.execute(change.values(last_used_at=stored(at)))

        self._store.write(note)
        return len(used)

    def _looked_up(self, digest: str) -> Token | None:
        known = self._known.get(digest)
        if known is not None and time.monotonic() - known[0] < CACHE_SECONDS:
            return known[1]
        token = self._read(digest)
        with self._lock:
            if len(self._known) >= CACHE_SIZE:
                self._known.clear()
            self._known[digest] = (time.monotonic(), token)
            if token is not None:
                self._used[token.id] = self._now()
        return token

    def _read(self, digest: str) -> Token | None:
        here = tokens.c.office_id == self._store.office_id
        with self._store.read() as connection:
            row = connection.execute(select(tokens).where(here, tokens.c.digest == digest)).first()
        return None if row is None else _token(row)


def _digest(plain: str) -> str:
    # 256 random bits need no slow hash: there is no dictionary to try.
    return hashlib.sha256(plain.encode()).hexdigest()


def _token(row: Row[Any]) -> Token:
    return Token(
        id=row.id,
        role=Role(row.role),
        window=row.window,
        label=row.label,
        created_at=loaded(row.created_at),
        last_used_at=loaded(row.last_used_at),
        revoked_at=loaded(row.revoked_at),
    )


def _checked(role: Role | str, window: int | None, label: str) -> Role:
    names = [each.value for each in Role]
    value = role.value if isinstance(role, Role) else role
    if value not in names:
        raise BadRequestError.of("role", one_of(names), value)
    if Role(value) is Role.OPERATOR and window is None:
        raise BadRequestError.of("window", Phrase("the number of a window"), window)
    if len(label) > 80:
        raise BadRequestError.of("label", line_of(0, 80), label)
    return Role(value)
