"""Boots and anchors as they are written: a boot begins, lives on, and knows the right time."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.moments import Boot, Moment
from kezek_queue.clock import to_us
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import anchors, boots, journal
from kezek_queue.store.transaction import Transaction

ANCHOR_EVERY = timedelta(minutes=10)
JUMP = timedelta(seconds=2)
CLOCK_ACTOR = "clock"

_LAST_EVENT = Prepared(
    sa.select(journal.c.boot_id, journal.c.boottime_us)
    .where(journal.c.office_id == sa.bindparam("office"))
    .order_by(journal.c.seq.desc())
    .limit(1)
)
_ALIVE = Prepared(
    boots.update()
    .where(boots.c.office_id == sa.bindparam("office"), boots.c.boot_id == sa.bindparam("boot"))
    .where(boots.c.last_boottime_us < sa.bindparam("alive_us"))
    .values(last_boottime_us=sa.bindparam("alive_us"))
)


def know_boot(tx: Transaction, machine: str) -> None:
    """Record the present boot of a machine if this is the first the office hears of it."""
    if tx.now.boot_id in tx.boots:
        return
    _note_last_sign_of_life(tx)
    ordinal = 1 + max((boot.ordinal for boot in tx.boots.values()), default=0)
    tx.connection.execute(
        boots.insert(),
        {
            "office_id": tx.office_id,
            "boot_id": tx.now.boot_id,
            "ordinal": ordinal,
            "last_boottime_us": tx.now.boottime_us,
            "first_seq": tx.counters.last_seq + 1,
            "machine": machine,
        },
    )
    tx.boots.forget()
    told = {"ordinal": ordinal, **({"machine": machine} if machine else {})}
    tx.record(EventKind.BOOT_STARTED, actor=CLOCK_ACTOR, ticket_id=None, window=None, **told)
    anchor_if_due(tx)


def keep_alive(tx: Transaction) -> None:
    """This boot was alive at this instant."""
    _alive(tx, tx.now.boot_id, tx.now.boottime_us)
    tx.boots.forget()


def anchor_if_due(tx: Transaction) -> bool:
    """Write an anchor every ten minutes and at a jump, while the wall clock is right.

    Returns:
        Whether one was written.
    """
    if not tx.now.synchronised or not _anchor_due(tx.boots[tx.now.boot_id], tx.now):
        return False
    tx.connection.execute(
        anchors.insert(),
        {
            "office_id": tx.office_id,
            "boot_id": tx.now.boot_id,
            "boottime_us": tx.now.boottime_us,
            "utc_us": to_us(tx.now.at),
        },
    )
    tx.boots.forget()
    tx.record(EventKind.CLOCK_ANCHORED, actor=CLOCK_ACTOR)
    return True


def _anchor_due(boot: Boot, now: Moment) -> bool:
    if not boot.anchors:
        return True
    last = boot.anchors[-1]
    passed = timedelta(microseconds=now.boottime_us - last.boottime_us)
    if not passed:
        return False
    return passed >= ANCHOR_EVERY or abs(now.at - last.at - passed) > JUMP


def _note_last_sign_of_life(tx: Transaction) -> None:
    """The boot before lived at least until its last event, which may be after its last beat."""
    last = _LAST_EVENT.first(tx.connection, office=tx.office_id)
    if last is not None:
        _alive(tx, cast(str, last.boot_id), cast(int, last.boottime_us))


def _alive(tx: Transaction, boot_id: str, alive_us: int) -> None:
    _ALIVE.change(tx.connection, office=tx.office_id, boot=boot_id, alive_us=alive_us)
