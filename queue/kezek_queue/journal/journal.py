"""The journal: append-only, every event chained by hash to the one before.

The last thousands of events are rows; what is older lies in packs (`packs`), which this module and
`packing` alone know of.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain, islice
from typing import Any

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.moments import Moment
from kezek_queue.clock import from_us
from kezek_queue.journal.event_text import CHAINED, canonical, fields_of
from kezek_queue.journal.packed_texts import UnreadablePackError
from kezek_queue.journal.packs import (
    AT_ONCE,
    Pack,
    certain_rows,
    ids_of_day,
    packs_about,
    packs_after,
    packs_of_day,
)
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import journal, offices
from kezek_queue.values import Event

PAGE_EVENTS = 500
"""So many rows, their texts and their values fit into the cache of a small processor."""

BEFORE_ANY_SEQ = -(2**62)
"""To read from here on finds an event that somebody put in before the first one, too."""

APPEND = Prepared(journal.insert())
_office: sa.BindParameter[str] = sa.bindparam("office")
_rows = sa.select(*(journal.c[name] for name in (*CHAINED, "hash"))).where(
    journal.c.office_id == _office
)
_AFTER = Prepared(
    _rows.where(journal.c.seq > sa.bindparam("after"))
    .order_by(journal.c.seq)
    .limit(sa.bindparam("limit"))
)
_OF_TICKET = Prepared(
    _rows.where(journal.c.ticket_id == sa.bindparam("ticket")).order_by(journal.c.seq)
)
_of_kinds = _rows.where(
    journal.c.seq > sa.bindparam("after"),
    journal.c.kind.in_(sa.bindparam("kinds", expanding=True)),
)
_ABOUT = _of_kinds.where(journal.c.ticket_id.in_(sa.bindparam("tickets", expanding=True))).order_by(
    journal.c.seq
)
_OF_DAY = _of_kinds.where(
    journal.c.ticket_id >= sa.bindparam("first"), journal.c.ticket_id < sa.bindparam("beyond")
).order_by(journal.c.seq)
_HEAD = Prepared(
    sa.select(offices.c.last_seq, offices.c.last_hash).where(offices.c.office_id == _office)
)
_LAST_SEQ = Prepared(sa.select(offices.c.last_seq).where(offices.c.office_id == _office))


def events_after(
    connection: sa.Connection, office_id: str, *, after: int, limit: int
) -> list[Event]:
    """The events that follow ``after``, in order.

    Raises:
        DatabaseCorruptError: a pack of them cannot be read.
    """
    rows = _AFTER.rows(connection, office=office_id, after=after, limit=limit)
    if not rows or rows[0].seq > after + 1:
        packed = (
            row
            for pack in packs_after(connection, office_id, after)
            for row in certain_rows(pack)
            if row.seq > after
        )
        rows = list(islice(chain(packed, rows), limit))
    return [_event(row) for row in rows]


def events_of(connection: sa.Connection, office_id: str, ticket_id: str) -> list[Event]:
    """Every event of one visit, in order.

    Raises:
        DatabaseCorruptError: a pack that may tell of it cannot be read.
    """
    rows = _OF_TICKET.rows(connection, office=office_id, ticket=ticket_id)
    if not rows or rows[0].kind != EventKind.TICKET_ISSUED.value:  # the first of every visit
        packs = packs_about(connection, office_id, [ticket_id])
        old = (row for pack in packs for row in certain_rows(pack) if row.ticket_id == ticket_id)
        rows = [*old, *rows]
    return [_event(row) for row in rows]


def rows_about(
    connection: sa.Connection,
    office_id: str,
    tickets: Collection[str],
    kinds: Collection[EventKind],
    *,
    after: int = 0,
) -> Iterator[Any]:
    """What happened of some kinds to some visits; in order for each visit.

    Args:
        connection: one consistent view of the database.
        office_id: the office.
        tickets: their ids, any number.
        kinds: of event.
        after: sequence of an event; what happened up to it is left out.

    Returns:
        Rows with the fields of `CHAINED` and ``hash``.

    Raises:
        DatabaseCorruptError: a pack that may tell of them cannot be read.
    """
    wanted = [kind.value for kind in kinds]
    for chunk in _chunks(sorted(set(tickets))):
        yield from _rows_in(
            packs_about(connection, office_id, chunk, after), after, wanted, set(chunk).__contains__
        )
        values = {"office": office_id, "after": after, "kinds": wanted, "tickets": chunk}
        yield from connection.execute(_ABOUT, values)


def rows_of_day(
    connection: sa.Connection,
    office_id: str,
    office_day: str,
    kinds: Collection[EventKind],
    *,
    after: int = 0,
) -> Iterator[Any]:
    """The same for all visits of an office day, as it stands in the ids of its tickets."""
    wanted = [kind.value for kind in kinds]
    first, beyond = ids_of_day(office_day)
    yield from _rows_in(
        packs_of_day(connection, office_id, office_day, after), after, wanted,
        lambda ticket: first <= (ticket or "") < beyond,
    )  # fmt: skip
    values = {"office": office_id, "after": after, "kinds": wanted}
    yield from connection.execute(_OF_DAY, {**values, "first": first, "beyond": beyond})


def _rows_in(
    packs: Iterator[Pack], after: int, kinds: Collection[str], concerns: Callable[[Any], bool]
) -> Iterator[Any]:
    for pack in packs:
        for row in certain_rows(pack):
            if row.seq > after and row.kind in kinds and concerns(row.ticket_id):
                yield row


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


def export_lines(connection: sa.Connection, office_id: str) -> Iterator[str]:
    """Every event as a line of JSON, with its hash: what a stranger needs to check the chain.

    Raises:
        DatabaseCorruptError: a pack cannot be read.
    """
    for piece in journal_pieces(connection, office_id, after=BEFORE_ANY_SEQ):
        for row in certain_rows(piece) if isinstance(piece, Pack) else piece:
            yield canonical(fields_of(row) | {"office_id": office_id, "hash": row.hash})


def head_of(connection: sa.Connection, office_id: str) -> Any:
    """What the head row says of the journal's end: ``last_seq`` and ``last_hash``; or None."""
    return _HEAD.first(connection, office=office_id)


def hash_at(connection: sa.Connection, office_id: str, seq: int) -> str | None:
    """The stored hash of one event; None when there is no such event."""
    row = _AFTER.first(connection, office=office_id, after=seq - 1, limit=1)
    if row is None or row.seq != seq:
        pack = next(packs_after(connection, office_id, seq - 1), None)
        found = () if pack is None else _as_found(pack)
        row = next((each for each in found if each.seq == seq), None)
    return None if row is None else row.hash


def journal_pieces(
    connection: sa.Connection, office_id: str, *, after: int
) -> Iterator[Pack | Sequence[Any]]:
    """The journal piece by piece, in its order, so that one of years fits into any memory.

    Args:
        connection: one consistent view of the database.
        office_id: the office.
        after: sequence of the event before the first row; a pack may begin earlier.

    Returns:
        Packs, then pages of rows with the fields of `CHAINED` and ``hash``.
    """
    yield from packs_after(connection, office_id, after)
    # What somebody put in among packed events is found here: it does not belong behind them.
    full = True
    while full:
        page = _AFTER.rows(connection, office=office_id, after=after, limit=PAGE_EVENTS)
        full = len(page) == PAGE_EVENTS
        if page:
            yield page
            after = page[-1].seq


def first_row_seq(connection: sa.Connection, office_id: str) -> int | None:
    """The first event that is a row; None where there is none."""
    row = _AFTER.first(connection, office=office_id, after=BEFORE_ANY_SEQ, limit=1)
    return None if row is None else int(row.seq)


def rows_after(connection: sa.Connection, office_id: str, after: int, limit: int) -> list[Any]:
    """The next events that are rows, packs left out."""
    return _AFTER.rows(connection, office=office_id, after=after, limit=limit)


def _as_found(pack: Pack) -> list[Any]:
    try:
        return pack.rows()
    except UnreadablePackError:
        return []


def _event(row: Any) -> Event:
    return event_of(row, json.loads(row.body))


def event_of(row: Any, body: Any) -> Event:
    """The event of a row.

    Raises:
        ValueError: its kind is none that this version knows.
    """
    return Event(
        seq=row.seq,
        kind=EventKind(row.kind),
        ticket_id=row.ticket_id,
        window=row.window,
        actor=row.actor,
        moment=Moment(from_us(row.utc_us), row.boot_id, row.boottime_us, bool(row.synced)),
        body=body,
        hash=row.hash,
    )


def last_seq(connection: sa.Connection, office_id: str) -> int:
    """The last event of the journal."""
    return int(_LAST_SEQ.first(connection, office=office_id).last_seq)
