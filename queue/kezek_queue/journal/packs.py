"""Packed events: the very texts that their hashes cover, one a line (`packed_texts`).

Each line is the canonical JSON of an event with its office (`event_text.canonical`); the hash of an
event is SHA-256 over the hash before, a line end and its line. So a pack needs no hashes inside:
its first line follows ``hash_before``, and after the last one the chain stands at ``last_hash``.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast

import msgspec
import sqlalchemy as sa

from kezek_queue.journal.event_text import CHAINED
from kezek_queue.journal.packed_texts import UnreadablePackError, damaged, unpacked
from kezek_queue.schema.packs import journal_packs, packed_strays
from kezek_queue.schema.prepared import Prepared

AT_ONCE = 400
"""Values of one statement; SQLite takes 999 at least."""

EventRow = cast(Any, namedtuple)("EventRow", (*CHAINED, "hash"))
"""A packed event as the row it was."""

_office: sa.BindParameter[str] = sa.bindparam("office")
_PACK = sa.select(*(column for column in journal_packs.c if column.name != "office_id")).where(
    journal_packs.c.office_id == _office
)
_NEXT = _PACK.where(journal_packs.c.last_seq > sa.bindparam("after")).order_by(
    journal_packs.c.last_seq
)
_ABOUT = _PACK.where(
    journal_packs.c.last_seq > sa.bindparam("after"),
    sa.or_(
        journal_packs.c.office_day.in_(sa.bindparam("days", expanding=True)),
        journal_packs.c.first_seq.in_(
            sa.select(packed_strays.c.first_seq).where(
                packed_strays.c.office_id == _office,
                packed_strays.c.ticket_id.in_(sa.bindparam("tickets", expanding=True)),
            )
        ),
    ),
).order_by(journal_packs.c.last_seq)
_STRAYS_OF_DAY = sa.select(packed_strays.c.ticket_id).where(
    packed_strays.c.office_id == _office,
    packed_strays.c.ticket_id >= sa.bindparam("first"),
    packed_strays.c.ticket_id < sa.bindparam("beyond"),
)
_LAST = Prepared(
    sa.select(journal_packs.c.last_seq, journal_packs.c.last_hash)
    .where(journal_packs.c.office_id == _office)
    .order_by(journal_packs.c.last_seq.desc())
    .limit(1)
)


class _Line(msgspec.Struct):
    """A line of a pack; the fields are those of `CHAINED` and the office."""

    actor: str
    body: msgspec.Raw
    boot_id: str
    boottime_us: int
    kind: str
    office_id: str
    seq: int
    synced: int
    ticket_id: str | None
    utc_us: int
    window: int | None


_READER = msgspec.json.Decoder(_Line)


@dataclass(frozen=True, slots=True)
class Pack:
    """Some hundred events, one behind the other.

    Args:
        first_seq: of the first event.
        last_seq: of the last one.
        office_day: of the tickets they tell of, as in their ids; None where they tell of none.
        hash_before: of the event before the first; "" for none.
        last_hash: of the last event.
        form: how they are packed.
        packed: the bytes.
    """

    first_seq: int
    last_seq: int
    office_day: str | None
    hash_before: str
    last_hash: str
    form: int
    packed: bytes

    def texts(self) -> list[str]:
        """The lines.

        Raises:
            UnreadablePackError: the bytes are damaged, or of a form that this version knows not.
        """
        return unpacked(self.form, self.packed)

    def fault(self) -> str:
        """What is wrong with the bytes; "" where they lead from one hash to the other."""
        try:
            *_, last = chained_hashes(self.hash_before, self.texts())
        except UnreadablePackError as error:
            return str(error)
        return "" if last == self.last_hash else "its events lead to another hash"

    @property
    def contents(self) -> str:
        """Which events these are, in words."""
        return f"events {self.first_seq} to {self.last_seq} of the journal"

    def rows(self) -> list[Any]:
        """The events as the rows they were.

        Their hashes are computed along the chain. Only that of the last one is stored: where the
        chain does not lead there, something in the pack is not what was written, and the last row
        bears the stored one, so that it fits to no other.

        Raises:
            UnreadablePackError: as `texts`.
        """
        texts = self.texts()
        hashes = list(chained_hashes(self.hash_before, texts))
        hashes[-1] = self.last_hash
        try:
            lines = _READER.decode_lines("\n".join(texts))
        except msgspec.MsgspecError as error:
            raise UnreadablePackError(str(error)) from error
        if len(lines) != len(texts):
            raise UnreadablePackError("a line is empty")
        return [
            EventRow(
                line.seq, line.kind, line.ticket_id, line.window, line.actor, line.utc_us,
                line.boottime_us, line.boot_id, line.synced, bytes(line.body).decode(), own,
            )
            for line, own in zip(lines, hashes, strict=True)
        ]  # fmt: skip


def chained_hashes(before: str, texts: Sequence[str]) -> Iterator[str]:
    """The hash of each event, one after the other.

    Args:
        before: hash of the event before the first.
        texts: what each hash covers, without the hash before.
    """
    for text in texts:
        before = sha256(f"{before}\n{text}".encode()).hexdigest()
        yield before


def day_and_strays(rows: Sequence[Any]) -> tuple[str | None, tuple[str, ...]]:
    """The office day of a pack's rows, and the tickets of earlier days that they tell of."""
    tickets = {row.ticket_id for row in rows if row.ticket_id is not None}
    office_day = max(map(day_of, tickets), default=None)
    return office_day, tuple(sorted(each for each in tickets if day_of(each) != office_day))


def last_packed(connection: sa.Connection, office_id: str) -> tuple[int, str]:
    """Sequence and hash of the last packed event; 0 and "" where there is none."""
    row = _LAST.first(connection, office=office_id)
    return (0, "") if row is None else (row.last_seq, row.last_hash)


def packs_after(connection: sa.Connection, office_id: str, after: int) -> Iterator[Pack]:
    """The packs with events after a place, one by one: memory holds one."""
    while row := connection.execute(_NEXT.limit(1), {"office": office_id, "after": after}).first():
        yield Pack(*row)
        after = row.last_seq


def packs_about(
    connection: sa.Connection, office_id: str, tickets: Collection[str], after: int = 0
) -> Iterator[Pack]:
    """The packs that may tell of some tickets after a place, in order.

    Args:
        connection: one consistent view of the database.
        office_id: the office.
        tickets: ids, `AT_ONCE` at most.
        after: sequence of an event.
    """
    days = sorted({day_of(each) for each in tickets})
    values = {"office": office_id, "after": after, "days": days, "tickets": list(tickets)}
    for row in connection.execute(_ABOUT, values):
        yield Pack(*row)


def packs_of_day(
    connection: sa.Connection, office_id: str, office_day: str, after: int
) -> Iterator[Pack]:
    """The packs that may tell of the tickets of an office day after a place, in order."""
    first, beyond = ids_of_day(office_day)
    values = {"office": office_id, "first": first, "beyond": beyond}
    strays = [row.ticket_id for row in connection.execute(_STRAYS_OF_DAY, values)]
    about = {"office": office_id, "after": after, "days": [office_day], "tickets": strays}
    for row in connection.execute(_ABOUT, about):
        yield Pack(*row)


def day_of(ticket_id: str) -> str:
    """The office day that a ticket's id begins with."""
    return ticket_id[: len("2026-01-31")]


def ids_of_day(office_day: str) -> tuple[str, str]:
    """The ids of a day's tickets lie from the first of these on, and before the second."""
    return f"{office_day}-", f"{office_day}."


def certain_rows(pack: Pack) -> list[Any]:
    """The rows of a pack that must be readable.

    Raises:
        DatabaseCorruptError: it is not.
    """
    try:
        return pack.rows()
    except UnreadablePackError as error:
        raise damaged(pack.contents, str(error)) from error
