"""Packing the journal: what is older than the last thousands of events lies compressed.

A row of the journal with its indexes takes fifteen times what it takes in a pack. Nothing is lost
by it: the text of every event is kept to the letter, and a pack is made of events only whose chain
holds (decision 0329).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from kezek_queue.journal.chain import ChainWalk
from kezek_queue.journal.event_text import canonical, fields_of
from kezek_queue.journal.journal import first_row_seq, last_seq, rows_after
from kezek_queue.journal.packed_texts import FORM, packed
from kezek_queue.journal.packs import Pack, day_and_strays, day_of, ids_of_day, last_packed
from kezek_queue.schema.packs import journal_packs, packed_strays
from kezek_queue.schema.tables import days, journal
from kezek_queue.store.transaction import Transaction
from kezek_queue.values import ChainMark

ROWS_KEPT = 10_000
"""So many events stay rows, and all since the oldest office day that is open: what boards, closings
and clocks look at lies among them."""

PACK_EVENTS = 500
"""At most; a pack holds one office day. Ten times as many would be a twentieth smaller, and ten
times as much to read for one visit."""

_office: sa.BindParameter[str] = sa.bindparam("office")
_OPEN_DAY = sa.select(sa.func.min(days.c.office_day)).where(
    days.c.office_id == _office, days.c.closed == 0
)
_FIRST_OF_DAY = sa.select(sa.func.min(journal.c.seq)).where(
    journal.c.office_id == _office,
    journal.c.ticket_id >= sa.bindparam("first"),
    journal.c.ticket_id < sa.bindparam("beyond"),
)
_PACKED = journal.delete().where(
    journal.c.office_id == _office,
    journal.c.seq >= sa.bindparam("first"),
    journal.c.seq <= sa.bindparam("last"),
)


class NewPack(NamedTuple):
    """A pack that is not stored yet, and the visitors of other days that it tells of."""

    pack: Pack
    strays: tuple[str, ...]


def next_pack(connection: sa.Connection, office_id: str) -> NewPack | None:
    """The next events to be packed, whole; None while there are too few, or their chain is broken.

    Args:
        connection: one consistent view of the database.
        office_id: the office.
    """
    before = ChainMark(*last_packed(connection, office_id))
    first = first_row_seq(connection, office_id)
    if first is None or first != before.seq + 1:
        return None  # what was put in among packed events is told by the proof, and never packed
    last = _last_to_pack(connection, office_id)
    rows = rows_after(connection, office_id, before.seq, PACK_EVENTS + 1)
    chosen = _of_one_day(rows[:PACK_EVENTS])
    if len(chosen) == len(rows) or chosen[-1].seq > last:
        return None  # more of it is to come
    walk = ChainWalk(office_id, before)
    walk.take(chosen)
    return None if walk.broken else _packed(office_id, before, walk.mark, chosen)


def store_pack(tx: Transaction, new: NewPack) -> bool:
    """Put a pack in the place of its rows; False where somebody was quicker."""
    pack = new.pack
    if last_packed(tx.connection, tx.office_id) != (pack.first_seq - 1, pack.hash_before):
        return False
    values = {name: getattr(pack, name) for name in Pack.__dataclass_fields__}
    tx.connection.execute(journal_packs.insert(), {"office_id": tx.office_id, **values})
    if new.strays:
        tx.connection.execute(
            packed_strays.insert(),
            [
                {"office_id": tx.office_id, "ticket_id": each, "first_seq": pack.first_seq}
                for each in new.strays
            ],
        )
    where = {"office": tx.office_id, "first": pack.first_seq, "last": pack.last_seq}
    gone = tx.connection.execute(_PACKED, where).rowcount
    if gone != pack.last_seq - pack.first_seq + 1:
        raise RuntimeError(f"expected the events {where} as rows, {gone} were there")
    return True


def _last_to_pack(connection: sa.Connection, office_id: str) -> int:
    last = last_seq(connection, office_id) - ROWS_KEPT
    open_day = connection.execute(_OPEN_DAY, {"office": office_id}).scalar_one()
    if open_day is None:
        return last
    first, beyond = ids_of_day(open_day)
    where = {"office": office_id, "first": first, "beyond": beyond}
    began = connection.execute(_FIRST_OF_DAY, where).scalar_one()
    return last if began is None else min(last, began - 1)


def _of_one_day(rows: Sequence[Any]) -> list[Any]:
    """The rows before a later day begins; visitors of an earlier day may be among them."""
    day: str | None = None
    for place, row in enumerate(rows):
        if row.ticket_id is None:
            continue
        its = day_of(row.ticket_id)
        if day is not None and its > day:
            return list(rows[:place])
        day = max(day or its, its)
    return list(rows)


def _packed(office_id: str, before: ChainMark, mark: ChainMark, rows: Sequence[Any]) -> NewPack:
    office_day, strays = day_and_strays(rows)
    texts = [canonical(fields_of(row) | {"office_id": office_id}) for row in rows]
    return NewPack(
        Pack(
            first_seq=before.seq + 1,
            last_seq=mark.seq,
            office_day=office_day,
            hash_before=before.hash,
            last_hash=mark.hash,
            form=FORM,
            packed=packed(texts),
        ),
        strays,
    )
