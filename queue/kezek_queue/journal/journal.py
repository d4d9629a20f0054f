"""The journal: append-only, every event chained by hash to the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.moments import Moment
from kezek_queue.clock import from_us, to_us
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import journal, offices
from kezek_queue.values import Event

CHAINED = (
    "seq", "kind", "ticket_id", "window", "actor",
    "utc_us", "boottime_us", "boot_id", "synced", "body",
)  # fmt: skip
"""The fields of an event that its hash covers, beside the office and the hash before."""

PAGE_EVENTS = 500
"""So many rows, their texts and their values fit into the cache of a small processor."""

BEFORE_ANY_SEQ = -(2**62)
"""To read from here on finds an event that somebody put in before the first one, too."""

APPEND = Prepared(journal.insert())
_columns = [journal.c[name] for name in (*CHAINED, "hash")]
_AFTER = Prepared(
    sa.select(*_columns)
    .where(journal.c.office_id == sa.bindparam("office"), journal.c.seq > sa.bindparam("after"))
    .order_by(journal.c.seq)
    .limit(sa.bindparam("limit"))
)
_OF_TICKET = Prepared(
    sa.select(*_columns)
    .where(
        journal.c.office_id == sa.bindparam("office"),
        journal.c.ticket_id == sa.bindparam("ticket"),
    )
    .order_by(journal.c.seq)
)
_HEAD = Prepared(
    sa.select(offices.c.last_seq, offices.c.last_hash).where(
        offices.c.office_id == sa.bindparam("office")
    )
)

_LAST_SEQ = Prepared(
    sa.select(offices.c.last_seq).where(offices.c.office_id == sa.bindparam("office"))
)

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def canonical(values: Mapping[str, Any] | Sequence[Any]) -> str:
    """JSON with one spelling only: sorted keys, no spaces, no escapes that are not needed."""
    return _encode(values)


def link(previous: str, office_id: str, fields: Mapping[str, Any]) -> str:
    """The hash of an event.

    Args:
        previous: hash of the event before; "" for the first.
        office_id: the office.
        fields: the fields named in `CHAINED`, ``body`` as plain values.

    Returns:
        Hexadecimal SHA-256 over the hash before, a line end and the canonical JSON.
    """
    chained = {name: fields[name] for name in CHAINED} | {"office_id": office_id}
    return hashlib.sha256(f"{previous}\n{canonical(chained)}".encode()).hexdigest()


def chained_row(
    previous: str,
    office_id: str,
    *,
    seq: int,
    kind: EventKind,
    ticket_id: str | None,
    window: int | None,
    actor: str,
    moment: Moment,
    body: Mapping[str, Any],
) -> dict[str, Any]:
    """The row of a new event, with its link to the one before."""
    fields = {
        "seq": seq,
        "kind": kind.value,
        "ticket_id": ticket_id,
        "window": window,
        "actor": actor,
        "utc_us": to_us(moment.at),
        "boottime_us": moment.boottime_us,
        "boot_id": moment.boot_id,
        "synced": int(moment.synchronised),
        "body": body,
    }
    row = {**fields, "office_id": office_id, "body": canonical(body)}
    row["hash"] = link(previous, office_id, fields)
    return row


def events_after(
    connection: sa.Connection, office_id: str, *, after: int, limit: int
) -> list[Event]:
    """The events that follow ``after``, in order."""
    rows = _AFTER.rows(connection, office=office_id, after=after, limit=limit)
    return [_event(row) for row in rows]


def events_of(connection: sa.Connection, office_id: str, ticket_id: str) -> list[Event]:
    """Every event of one visit, in order."""
    rows = _OF_TICKET.rows(connection, office=office_id, ticket=ticket_id)
    return [_event(row) for row in rows]


def export_lines(connection: sa.Connection, office_id: str) -> Iterator[str]:
    """Every event as a line of JSON, with its hash: what a stranger needs to check the chain."""
    for row in chain.from_iterable(journal_pages(connection, office_id)):
        yield canonical(fields_of(row) | {"office_id": office_id, "hash": row.hash})


def fields_of(row: Any) -> dict[str, Any]:
    """The fields named in `CHAINED`, ``body`` as plain values.

    Raises:
        ValueError: the body is no JSON.
    """
    fields = {name: getattr(row, name) for name in CHAINED}
    fields["body"] = json.loads(row.body)
    return fields


def head_of(connection: sa.Connection, office_id: str) -> Any:
    """What the head row says of the journal's end: ``last_seq`` and ``last_hash``; or None."""
    return _HEAD.first(connection, office=office_id)


def hash_at(connection: sa.Connection, office_id: str, seq: int) -> str | None:
    """The stored hash of one event; None when there is no such event."""
    row = _AFTER.first(connection, office=office_id, after=seq - 1, limit=1)
    return row.hash if row is not None and row.seq == seq else None


def journal_pages(
    connection: sa.Connection, office_id: str, *, after: int = BEFORE_ANY_SEQ
) -> Iterator[Sequence[Any]]:
    """The rows after an event page by page, so that a journal of years fits into any memory.

    Args:
        connection: one consistent view of the database.
        office_id: the office.
        after: sequence of the event before the first row.

    Returns:
        Rows with the fields of `CHAINED` and ``hash``, in the order of the journal.
    """
    full = True
    while full:
        page = _AFTER.rows(connection, office=office_id, after=after, limit=PAGE_EVENTS)
        full = len(page) == PAGE_EVENTS
        if page:
            yield page
            after = page[-1].seq


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
