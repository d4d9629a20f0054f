"""One account of the office, as its row tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Row

from kezek_core.phrases import Phrase, one_of
from kezek_kiosk.access.instants import loaded
from kezek_kiosk.access.roles import STAFF_ROLES, Role
from kezek_kiosk.errors import BadRequestError, UnknownAccountError

NAME_PATTERN = re.compile(r"[a-z][a-z0-9._-]{0,39}")


class PinDue(Enum):
    """Whether a person is to choose another PIN."""

    NO = "no"
    ASKED = "asked"
    """The present one is too short for the role; the person may do so later."""
    NEEDED = "needed"
    """Somebody else knows it: first of all."""


@dataclass(frozen=True, slots=True)
class LastSignIn:
    """What an account tells its person of the sign-in before.

    Args:
        at: aware UTC; None when there was none.
        address: of the client it came from.
        failed_tries: wrong PINs since then, wherever they were typed.
    """

    at: datetime | None = None
    address: str | None = None
    failed_tries: int = 0


NEVER = LastSignIn()


@dataclass(frozen=True, slots=True)
class Account:
    """One person who may sign in.

    Args:
        id: number of the account in its office.
        name: what is typed at sign-in and stands in the journal.
        role: operator, supervisor or admin.
        window: the window chosen beforehand; None to choose at sign-in.
        active: a deactivated account cannot sign in, its name is never given again.
        created_at: aware UTC.
        pin_due: whether another PIN is to be chosen at the next sign-in.
        last: the last sign-in; where somebody has just signed in, the one before.
    """

    id: int
    name: str
    role: Role
    window: int | None
    active: bool
    created_at: datetime | None
    pin_due: PinDue = PinDue.NO
    last: LastSignIn = NEVER


def account_of(row: Row[Any]) -> Account:
    """The account of a row of ``users``."""
    return Account(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        window=row.window,
        active=bool(row.active),
        created_at=loaded(row.created_at),
        pin_due=PinDue.NEEDED if row.own_pin_needed else PinDue.NO,
        last=last_of(row),
    )


def last_of(row: Row[Any]) -> LastSignIn:
    """The last sign-in in a row of ``users`` or ``staff_sessions``."""
    return LastSignIn(loaded(row.last_sign_in_at), row.last_sign_in_from, row.failed_tries)


def unknown_account(name: str) -> UnknownAccountError:
    """What is raised where no account has a name."""
    return UnknownAccountError(
        f"expected the name of an account, got {name!r}; `kezek users list` names them all",
        name=name,
    )


def checked_name(name: str) -> str:
    """A name that an account may have, as it is stored.

    Raises:
        BadRequestError: it has not the expected form.
    """
    typed = name.strip().lower()
    if not NAME_PATTERN.fullmatch(typed):
        expected = Phrase("1-40 of a-z, 0-9, “.”, “-” and “_”, a letter first")
        raise BadRequestError.of("name", expected, name)
    return typed


def checked_role(role: Role | str) -> Role:
    """The role of a person.

    Raises:
        BadRequestError: it is no role, or a device's.
    """
    names = sorted(each.value for each in STAFF_ROLES)
    value = role.value if isinstance(role, Role) else role
    if value not in names:
        raise BadRequestError.of("role", one_of(names), value)
    return Role(value)
