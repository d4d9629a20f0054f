"""One account of the office, as its row tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Row

from kezek_kiosk.access.instants import loaded
from kezek_kiosk.access.roles import Role


class PinDue(Enum):
    """Whether a person is to choose another PIN."""

    NO = "no"
    ASKED = "asked"
    """The present one is too short for the role; the person may do so later."""
    NEEDED = "needed"
    """Somebody else knows it: first of all."""


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
    """

    id: int
    name: str
    role: Role
    window: int | None
    active: bool
    created_at: datetime | None
    pin_due: PinDue = PinDue.NO


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
    )
