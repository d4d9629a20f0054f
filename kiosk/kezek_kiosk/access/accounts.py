"""The office's people: their names, roles, PINs and the back-off after wrong ones."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from kezek_kiosk.access.account import (
    Account,
    PinDue,
    account_of,
    checked_name,
    checked_role,
    unknown_account,
)
from kezek_kiosk.access.instants import stored
from kezek_kiosk.access.pin_hashes import PinHashes
from kezek_kiosk.access.pin_rules import checked_pin, is_long_enough
from kezek_kiosk.access.roles import Role
from kezek_kiosk.access.sign_in_attempts import UNKNOWN_NAME, SignInAttempts, guessed_name
from kezek_kiosk.access.staff_schema import sessions, users
from kezek_kiosk.errors import (
    AccountExistsError,
    OldPinRefusedError,
    SamePinError,
    SignInRefusedError,
)
from kezek_queue import TableStore

log = logging.getLogger(__name__)

LONGEST_ADDRESS = 64


class Accounts:
    """The accounts of one office.

    Args:
        store: the tables.
        now: reads the wall time (aware UTC); real time even where the queue's clock is simulated.
        demo: whether the office is a demo, whose PIN everybody knows.
        hashes: bounds how many PINs are hashed at once; of its own when None.
    """

    def __init__(
        self,
        store: TableStore,
        now: Callable[[], datetime],
        *,
        demo: bool = False,
        hashes: PinHashes | None = None,
    ) -> None:
        self._store = store
        self._now = now
        self._demo = demo
        self._hashes = hashes or PinHashes()
        self._attempts = SignInAttempts(store, now)

    def create(
        self,
        name: str,
        role: Role | str,
        pin: str,
        window: int | None = None,
        *,
        own: bool = False,
    ) -> Account:
        """Add an account.

        Args:
            name: 1-40 of a-z, 0-9, dot, dash and underscore, a letter first.
            role: operator, supervisor or admin.
            pin: 6-128 characters, 10 of an admin; none of those that anybody would try first.
            window: number of the operator's usual window.
            own: whether the person chose the PIN; anybody else's is good for one sign-in.

        Returns:
            The new account.

        Raises:
            AccountExistsError: the name is or was taken.
            BadRequestError: name or role have not the expected form.
            WeakPinError, GuessablePinError: the PIN is too short, too long or too common.
        """
        new_name, new_role = checked_name(name), checked_role(role)
        pin_hash = self._hash(pin, new_name, new_role)

        def add(connection: Connection) -> None:
            if self._row(connection, new_name) is not None:
                raise AccountExistsError(
                    f"expected a new name, got {new_name!r} of an account that exists; "
                    "choose another name",
                    name=new_name,
                )
            row = {
                "office_id": self._store.office_id,
                "id": self._next_id(connection),
                "name": new_name,
                "role": new_role.value,
                "pin_hash": pin_hash,
                "window": window,
                "active": True,
                "created_at": stored(self._now()),
                "own_pin_needed": not own,
            }
            connection.execute(insert(users), row)

        self._store.write(add)
        return self.find(new_name)

    def list(self) -> tuple[Account, ...]:
        """Every account in the order it was made, the deactivated ones too."""
        query = select(users).where(self._here())
        with self._store.read() as connection:
            return tuple(account_of(row) for row in connection.execute(query.order_by(users.c.id)))

    def find(self, name: str) -> Account:
        """The account of a name; raises UnknownAccountError where there is none."""
        with self._store.read() as connection:
            row = self._row(connection, name)
        if row is None:
            raise unknown_account(name)
        return account_of(row)

    def set_pin(self, name: str, pin: str, *, own: bool = False) -> Account:
        """Give an account a new PIN and sign it out everywhere; a barred one stays barred.

        Args:
            name: of the account.
            pin: as of ``create``.
            own: likewise.

        Returns:
            The account: whether it may sign in stands in ``active``.

        Raises:
            UnknownAccountError: there is no such account.
            WeakPinError, GuessablePinError: the PIN is too short, too long or too common.
        """
        pin_hash = self._hash(pin, name, self.find(name).role)
        return self._change(name, pin_hash=pin_hash, own_pin_needed=not own)

    def choose_pin(self, name: str, present: str, chosen: str, device: str) -> Account:
        """Let a person choose the own PIN; the account is signed out everywhere.

        Args:
            name: of the account.
            present: the PIN it has, as typed; wrong ones count as at sign-in.
            chosen: the new one, as of ``create``.
            device: as of ``verify``.

        Raises:
            OldPinRefusedError: the present PIN is another one.
            SignInDelayedError, SignInBusyError: as of ``verify``.
            SamePinError: the new PIN is the present one.
            WeakPinError, GuessablePinError: as of ``create``.
        """
        try:
            self._proven(name, present, device)
        except SignInRefusedError as refused:
            raise OldPinRefusedError(
                f"expected the present PIN of {name!r}, got another one; type it again"
            ) from refused
        if chosen == present:
            raise SamePinError("expected a new PIN, got the present one; choose another one")
        account = self.set_pin(name, chosen, own=True)
        log.info("%s has chosen an own PIN", name)
        return account

    def deactivate(self, name: str) -> Account:
        """Bar an account from signing in and sign it out everywhere; its name stays taken.

        Raises:
            UnknownAccountError: there is no such account.
        """
        return self._change(name, active=False)

    def activate(self, name: str) -> Account:
        """Let a barred account sign in again, with the PIN it had; raises as ``deactivate``."""
        return self._change(name, active=True)

    def set_role(self, name: str, role: Role | str) -> Account:
        """Give an account another role and sign it out everywhere; an admin chooses a longer PIN.

        Raises:
            UnknownAccountError: there is no such account.
            BadRequestError: it is no role of a person.
        """
        new = checked_role(role)
        longer = {"own_pin_needed": True} if new is Role.ADMIN else {}
        return self._change(name, role=new.value, **longer)

    def set_window(self, name: str, window: int | None) -> Account:
        """Change an operator's usual window; raises as ``deactivate`` does."""
        return self._change(name, sign_out=False, window=window)

    def verify(self, name: str, pin: str, device: str) -> Account:
        """Check a name and a PIN, and note the sign-in.

        Args:
            name: as typed; case and outer blanks do not matter.
            pin: as typed.
            device: where it was typed; delays count per account and device, so that nobody can
                lock a colleague out from elsewhere.

        Returns:
            The account; ``last`` is the sign-in before.

        Raises:
            SignInDelayedError: too many wrong PINs; facts.wait_seconds says how long to wait.
            SignInBusyError: too many try at this moment; nothing was tried or counted.
            SignInRefusedError: they do not belong together, or the account is deactivated.
        """
        account = self._proven(name, pin, device)
        signed_in = {
            "last_sign_in_at": stored(self._now()),
            "last_sign_in_from": device[:LONGEST_ADDRESS],
            "failed_tries": 0,
        }
        self._note(account.id, **signed_in)
        return account

    def close(self) -> None:
        """End the threads that hash; may be called twice."""
        self._hashes.close()

    def _proven(self, name: str, pin: str, device: str) -> Account:
        """The account that a name and a PIN belong to, as it is before this sign-in."""
        typed = name.strip().lower()
        with self._store.read() as connection:
            row = self._row(connection, typed)
        counted = guessed_name(typed) if row is None else typed
        # Whoever must wait anyway takes no place from those who may try.
        self._attempts.refuse_early(counted, device)
        account = self._hashes.in_turn(lambda: self._tried(typed, pin, counted, device))
        if account is None:
            shown_name = UNKNOWN_NAME if row is None else typed
            if row is not None:
                self._note(row.id, failed_tries=users.c.failed_tries + 1)
            log.warning("sign-in of %s refused", shown_name)
            raise SignInRefusedError(
                f"expected a name and its PIN, got no match for {shown_name!r}; type both again"
            )
        self._attempts.forget(counted, device)
        return account

    def _tried(self, name: str, pin: str, counted: str, device: str) -> Account | None:
        """The account if the PIN is right; counted before, so that of many at once none is free."""
        self._attempts.count(counted, device)
        # Read only now: while the turn was waited for, the PIN may have been changed.
        with self._store.read() as connection:
            row = self._row(connection, name)
        # An unknown name costs the same time as a wrong PIN: names cannot be found by the clock.
        right = self._hashes.matches(self._hashes.decoy if row is None else row.pin_hash, pin)
        if row is None or not right or not row.active:
            return None
        account = account_of(row)
        if account.pin_due is PinDue.NO and not is_long_enough(pin, account.role, demo=self._demo):
            return replace(account, pin_due=PinDue.ASKED)
        return account

    def _hash(self, pin: str, name: str, role: Role) -> str:
        checked = checked_pin(pin, name, role, demo=self._demo)
        return self._hashes.in_turn(lambda: self._hashes.hash(checked))

    def _note(self, account: int, **values: Any) -> None:
        noted = update(users).where(self._here(), users.c.id == account).values(**values)
        self._store.write(lambda connection: connection.execute(noted))

    def _change(self, name: str, *, sign_out: bool = True, **values: Any) -> Account:
        def change(connection: Connection) -> None:
            row = self._row(connection, name)
            if row is None:
                raise unknown_account(name)
            changed = update(users).where(self._here(), users.c.id == row.id)
            connection.execute(changed.values(**values))
            open_here = sessions.c.office_id == self._store.office_id
            if sign_out:
                connection.execute(delete(sessions).where(open_here, sessions.c.user_id == row.id))

        self._store.write(change)
        return self.find(name)

    def _row(self, connection: Connection, name: str) -> Row[Any] | None:
        named = select(users).where(self._here(), users.c.name == name)
        return connection.execute(named).first()

    def _next_id(self, connection: Connection) -> int:
        last = select(func.max(users.c.id)).where(self._here())
        return (connection.execute(last).scalar() or 0) + 1

    def _here(self) -> ColumnElement[bool]:
        return users.c.office_id == self._store.office_id
