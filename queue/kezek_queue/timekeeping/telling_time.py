"""Staff say what day and time it is, where nothing else does: hours go by it, no wait does."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_queue.clock import ClockSource, from_us, to_us
from kezek_queue.errors import BadDateError, ClockKnownError
from kezek_queue.schema.tables import anchors, told_clocks
from kezek_queue.store.transaction import Transaction

FARTHEST = timedelta(days=366)
"""No office stands still for more than a year between two readings of a right clock."""

_LAST_RIGHT = sa.select(sa.func.max(anchors.c.utc_us)).where(
    anchors.c.office_id == sa.bindparam("office")
)
_FORGET = told_clocks.delete().where(
    told_clocks.c.office_id == sa.bindparam("office"),
    told_clocks.c.boot_id == sa.bindparam("boot"),
)


def tell_time(tx: Transaction, at: datetime, *, actor: str) -> datetime:
    """Take the word of staff for the day and time; the last word of a boot counts.

    Returns:
        The instant the office goes by from now on.

    Raises:
        ClockKnownError: the clock was set right in this boot; nobody has to say anything.
        BadDateError: before an instant that is past for certain, or more than a year after it.
    """
    if tx.clock in (ClockSource.SYNCHRONISED, ClockSource.ANCHORED):
        raise ClockKnownError(
            f"expected a clock that nobody knows to be right, this one is: {tx.now.at.isoformat()};"
            " leave it as it is",
            at=tx.now.at.isoformat(),
        )
    _refuse_impossible(tx, at)
    row = {"boottime_us": tx.now.boottime_us, "utc_us": to_us(at)}
    tx.connection.execute(_FORGET, {"office": tx.office_id, "boot": tx.now.boot_id})
    tx.connection.execute(
        told_clocks.insert(), {"office_id": tx.office_id, "boot_id": tx.now.boot_id, **row}
    )
    tx.boots.forget()
    tx.record(EventKind.CLOCK_TOLD, actor=actor, told=at.isoformat(), was=tx.now.at.isoformat())
    return at


def _refuse_impossible(tx: Transaction, at: datetime) -> None:
    last_us = tx.connection.execute(_LAST_RIGHT, {"office": tx.office_id}).scalar_one()
    last = None if last_us is None else from_us(last_us)
    if at.tzinfo is None or (last is not None and not last <= at <= last + FARTHEST):
        after = "" if last is None else f" between {last.isoformat()} and a year later"
        raise BadDateError(
            f"expected an aware instant{after}, got {at.isoformat()}; the clock was right then: "
            "look at the day and the hour again",
            field="at",
            on=at.isoformat(),
        )
