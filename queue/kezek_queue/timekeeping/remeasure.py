"""Waits that were lower bounds, measured again once a boot has its first anchor."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import Any

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.moments import Span
from kezek_core.waits import VisitWait
from kezek_queue.clock import MICROSECOND
from kezek_queue.journal.journal import events_of, rows_about
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import ABSENT, ESTIMATED, boots, days, parts, tickets
from kezek_queue.store.transaction import Transaction
from kezek_queue.tickets.replay_visit import clock_from_events, waits_from_events
from kezek_queue.tickets.rows import LIVE_TICKETS, read_row
from kezek_queue.tickets.ticket_store import save, span_columns

CORRECTOR = "clock"
REASON = "the boot clock was anchored later"

_candidates = (
    sa.select(parts.c.ticket_id, parts.c.part, parts.c.verdict, parts.c.wait_exact)
    .where(parts.c.office_id == sa.bindparam("office"))
    .order_by(parts.c.ticket_id, parts.c.part)
)
_ESTIMATED = _candidates.where(ESTIMATED)
# No index knows these, and only the days in hand are small enough to walk over.
_MEASURED_IN_PART = _candidates.where(
    parts.c.wait_exact == 1,
    sa.or_(
        parts.c.called_to_started_exact == 0,
        parts.c.service_exact == 0,
        sa.and_(parts.c.own_exact == 0, parts.c.verdict.is_not(None)),
    ),
    parts.c.office_day.in_(
        sa.select(days.c.office_day).where(
            days.c.office_id == sa.bindparam("office"), sa.text("closed = 0")
        )
    ),
)
_FIRST_SEQ = sa.select(boots.c.first_seq).where(
    boots.c.office_id == sa.bindparam("office"), boots.c.boot_id == sa.bindparam("boot")
)
_MAY_RETURN = Prepared(
    sa.select(*(column for column in tickets.c if column.name != "office_id"))
    .join(
        days,
        sa.and_(days.c.office_id == tickets.c.office_id, days.c.office_day == tickets.c.office_day),
    )
    .where(tickets.c.office_id == sa.bindparam("office"), ABSENT, sa.text("closed = 0"))
)
_CORRECT = parts.update().where(
    parts.c.office_id == sa.bindparam("office"),
    parts.c.ticket_id == sa.bindparam("ticket"),
    parts.c.part == sa.bindparam("place"),
)


def measure_again(tx: Transaction) -> int:
    """Judge the estimated waits of this boot once more; what is exact now is corrected.

    Returns:
        How many parts were corrected.
    """
    corrected = 0
    here = {"office": tx.office_id, "boot": tx.now.boot_id}
    first_seq = tx.connection.execute(_FIRST_SEQ, here).scalar_one()
    where = {"office": tx.office_id}
    found = (tx.connection.execute(query, where).all() for query in (_ESTIMATED, _MEASURED_IN_PART))
    for row in _touched_since(tx, first_seq, list(chain.from_iterable(found))):
        events = events_of(tx.connection, tx.office_id, row.ticket_id)
        wait = waits_from_events(events, tx.boots)[row.part - 1]
        _write(tx, wait)
        if _is_settled(wait, was_exact=row.wait_exact) or wait.verdict.value != row.verdict:
            _record(tx, wait, was=row.verdict)
            corrected += 1
    _mend_clocks(tx)
    return corrected


def _touched_since(tx: Transaction, first_seq: int, rows: list[Any]) -> list[Any]:
    """The waits of visitors to whom something happened in this boot."""
    tickets = {row.ticket_id for row in rows}
    since = rows_about(tx.connection, tx.office_id, tickets, tuple(EventKind), after=first_seq - 1)
    touched = {each.ticket_id for each in since}
    return [row for row in rows if row.ticket_id in touched]


def _mend_clocks(tx: Transaction) -> None:
    """Visits that go on carry what they waited before: their next verdict rests on it."""
    found = (
        query.rows(tx.connection, office=tx.office_id) for query in (LIVE_TICKETS, _MAY_RETURN)
    )
    for row in map(read_row, chain.from_iterable(found)):
        if not (row.clock.counted.exact and row.clock.own.exact):
            clock = clock_from_events(events_of(tx.connection, tx.office_id, row.id), tx.boots)
            save(tx, row, replace(row, clock=clock))


def _is_settled(wait: VisitWait, *, was_exact: bool) -> bool:
    spans = (wait.own, *_spans(wait).values())
    rest = all(span.exact for span in spans if span is not None)
    return wait.wait.exact and (rest or not was_exact)


def _write(tx: Transaction, wait: VisitWait) -> None:
    # Also where the wait stays a lower bound: a nearer one, or a measure beside it, is known now.
    tx.connection.execute(
        _CORRECT,
        {
            "office": tx.office_id,
            "ticket": wait.ticket_id,
            "place": wait.part,
            "wait_us": wait.wait.length // MICROSECOND,
            "wait_exact": int(wait.wait.exact),
            "own_us": wait.own.length // MICROSECOND,
            "own_exact": int(wait.own.exact),
            "verdict": wait.verdict.value,
            **span_columns(_spans(wait)),
        },
    )


def _record(tx: Transaction, wait: VisitWait, *, was: str) -> None:
    tx.record(
        EventKind.CORRECTION_MADE,
        actor=CORRECTOR,
        ticket_id=wait.ticket_id,
        window=wait.window,
        number=wait.number,
        service=wait.service,
        part=wait.part,
        waited_us=wait.wait.length // MICROSECOND,
        verdict=wait.verdict.value,
        was=was,
        reason=REASON,
    )


def _spans(wait: VisitWait) -> dict[str, Span | None]:
    return {
        "issued_to_called": wait.issued_to_called,
        "called_to_started": wait.called_to_started,
        "issued_to_started": wait.issued_to_started,
        "service": wait.service_time,
    }
