"""The journal: append-only, every event chained by hash to the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.moments import Moment
from kezek_queue.clock import from_us, to_us
from kezek_queue.schema.tables import journal, offices
from kezek_queue.values import Event, Verification

CHAINED = (
    "seq", "kind", "ticket_id", "window", "actor",
    "utc_us", "boottime_us", "boot_id", "synced", "body",
)  # fmt: skip
"""The fields of an event that its hash covers, beside the office and the hash before."""

PAGE_EVENTS = 2000

APPEND = journal.insert()
_columns = [journal.c[name] for name in (*CHAINED, "hash")]
_AFTER = (
    sa.select(*_columns)
    .where(journal.c.office_id == sa.bindparam("office"), journal.c.seq > sa.bindparam("after"))
    .order_by(journal.c.seq)
    .limit(sa.bindparam("limit"))
)
_OF_TICKET = (
    sa.select(*_columns)
    .where(
        journal.c.office_id == sa.bindparam("office"),
        journal.c.ticket_id == sa.bindparam("ticket"),
    )
    .order_by(journal.c.seq)
)
_HEAD = sa.select(offices.c.last_seq, offices.c.last_hash).where(
    offices.c.office_id == sa.bindparam("office")
)


def canonical(values: Mapping[str, Any]) -> str:
    """JSON with one spelling only: sorted keys, no spaces, no escapes that are not needed."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


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
    rows = connection.execute(_AFTER, {"office": office_id, "after": after, "limit": limit})
    return [_event(row) for row in rows]


def events_of(connection: sa.Connection, office_id: str, ticket_id: str) -> list[Event]:
    """Every event of one visit, in order."""
    rows = connection.execute(_OF_TICKET, {"office": office_id, "ticket": ticket_id})
    return [_event(row) for row in rows]


def export_lines(connection: sa.Connection, office_id: str) -> Iterator[str]:
    """Every event as a line of JSON, with its hash: what a stranger needs to check the chain."""
    for row in journal_rows(connection, office_id):
        fields = _fields(row) | {"office_id": office_id, "hash": row.hash}
        yield canonical(fields)


def verify(connection: sa.Connection, office_id: str) -> Verification:
    """Walk the chain from its first event and compare its end with the head row.

    Args:
        connection: one consistent view of the database.
        office_id: the office.

    Returns:
        The first link that does not hold, or a sound verification.
    """
    head = head_of(connection, office_id)
    if head is None:
        return Verification(False, 0, 1, f"office {office_id!r} has no head row")
    return check_chain(
        journal_rows(connection, office_id), office_id, head.last_seq, head.last_hash
    )


def verify_end(connection: sa.Connection, office_id: str, events: int) -> Verification:
    """Walk the last links of the chain only and compare their end with the head row.

    Args:
        connection: one consistent view of the database.
        office_id: the office.
        events: how many links, 1 or more; the event before them is taken as it stands.

    Returns:
        The first link that does not hold, or a sound verification.
    """
    head = head_of(connection, office_id)
    if head is None:
        return Verification(False, 0, 1, f"office {office_id!r} has no head row")
    after = head.last_seq - events
    if after <= 0:
        return verify(connection, office_id)
    where = {"office": office_id, "after": after - 1, "limit": events + 2}
    rows = connection.execute(_AFTER, where).all()
    if not rows or rows[0].seq != after:
        return Verification(False, 0, after, f"event {after} is missing")
    chain = ChainWalk(office_id, after, rows[0].hash)
    for row in rows[1:]:
        chain.take(row)
    return chain.end(head.last_seq, head.last_hash)


def check_chain(rows: Iterable[Any], office_id: str, last_seq: int, last_hash: str) -> Verification:
    """Check rows in the order of the journal against the head row's end of the chain."""
    chain = ChainWalk(office_id)
    for row in rows:
        chain.take(row)
        if chain.broken is not None:
            return chain.broken
    return chain.end(last_seq, last_hash)


_LAST_SEQ = sa.select(offices.c.last_seq).where(offices.c.office_id == sa.bindparam("office"))


class ChainWalk:
    """Walks along the chain, one row after another; the first link that breaks is kept.

    Args:
        office_id: the office.
        seq: the last event that was walked over before; 0 to begin at the beginning.
        hash: its hash.
    """

    def __init__(self, office_id: str, seq: int = 0, hash: str = "") -> None:  # noqa: A002
        self.broken: Verification | None = None
        self._office_id = office_id
        self._seq, self._hash = seq, hash

    def take(self, row: Any) -> Any:
        """Check the link of one row and return its body; None when that cannot be read."""
        fields, reason = self._checked(row)
        if reason and self.broken is None:
            broken_seq = min(row.seq, self._seq + 1)
            self.broken = Verification(False, self._seq, broken_seq, reason)
        if self.broken is None:
            self._seq, self._hash = row.seq, row.hash
        return fields and fields["body"]

    def end(self, last_seq: int, last_hash: str) -> Verification:
        """What the walk found, now that there are no more rows: compared with the head row."""
        seen = self._seq
        if self.broken is not None:
            return self.broken
        if seen < last_seq:
            reason = (
                f"the journal ends at event {seen}, but {last_seq} were written: its end is gone"
            )
            return Verification(False, seen, seen + 1, reason)
        if seen > last_seq or self._hash != last_hash:
            reason = f"the head row remembers event {last_seq} as the last one with another hash"
            return Verification(False, seen, min(seen, last_seq), reason)
        return Verification(True, seen)

    def _checked(self, row: Any) -> tuple[dict[str, Any] | None, str]:
        try:
            fields = _fields(row)
        except ValueError:
            return None, f"the body of event {row.seq} is not JSON any more"
        expected_seq = self._seq + 1
        if row.seq > expected_seq:
            return fields, f"event {expected_seq} is missing; the next one found is {row.seq}"
        if row.seq < expected_seq:
            return fields, f"event {row.seq} does not belong before event {expected_seq}"
        body = canonical(fields["body"])
        if body != row.body or link(self._hash, self._office_id, fields) != row.hash:
            changed = f"event {row.seq} was changed, moved or put in: its hash does not fit"
            return fields, changed
        return fields, ""


def _fields(row: Any) -> dict[str, Any]:
    fields = {name: getattr(row, name) for name in CHAINED}
    fields["body"] = json.loads(row.body)
    return fields


def head_of(connection: sa.Connection, office_id: str) -> Any:
    """What the head row says of the journal's end: ``last_seq`` and ``last_hash``; or None."""
    return connection.execute(_HEAD, {"office": office_id}).one_or_none()


def journal_rows(connection: sa.Connection, office_id: str) -> Iterator[Any]:
    """All rows page by page, so that a journal of years fits into any memory."""
    after = -(2**62)
    while True:
        page = connection.execute(
            _AFTER, {"office": office_id, "after": after, "limit": PAGE_EVENTS}
        ).all()
        yield from page
        if len(page) < PAGE_EVENTS:
            return
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
    return int(connection.execute(_LAST_SEQ, {"office": office_id}).scalar_one())
