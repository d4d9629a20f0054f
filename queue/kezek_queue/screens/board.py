"""What the hall board shows: who is called, and every call of the journal since a place in it.

A board that reads only the newest calls loses what was called while it looked away. It names the
last event it knows, and is given every call after that in the journal's own order.
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.tickets import TicketState
from kezek_queue.clock import from_us
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import CALLED_EVER, LIVE, journal, tickets
from kezek_queue.tickets.live_days import OF_LIVE_DAYS
from kezek_queue.values import BoardCall

MOST_CALLS = 200
"""No hall follows more at once; whoever still stands called is among the board's calls anyway."""

CALLS = (EventKind.TICKET_CALLED.value, EventKind.TICKET_RECALLED.value)

_mine = tickets.c.office_id == sa.bindparam("office")
_last_call = sa.select(
    tickets.c.id, tickets.c.number, tickets.c.window, tickets.c.called_us, tickets.c.times,
    tickets.c.called_seq, tickets.c.state,
)  # fmt: skip
# Whoever is on hold, waits again or has left has a call of before, to a window that does not call
# any more.
_NEWEST = Prepared(
    _last_call.where(
        _mine,
        CALLED_EVER,
        sa.text("state NOT IN ('held', 'waiting', 'cancelled')"),
        OF_LIVE_DAYS,
    )
    .order_by(tickets.c.called_seq.desc())
    .limit(sa.bindparam("rows"))
)
_NOT_YET_COME = Prepared(
    _last_call.where(_mine, LIVE, sa.text("state = 'called'")).order_by(tickets.c.arrival_seq)
)
_SINCE = Prepared(
    sa.select(
        journal.c.seq, journal.c.window, journal.c.utc_us, journal.c.body,
        tickets.c.id, tickets.c.number, tickets.c.state,
    )
    .join(
        tickets,
        sa.and_(
            tickets.c.office_id == journal.c.office_id, tickets.c.id == journal.c.ticket_id
        ),
    )
    .where(
        journal.c.office_id == sa.bindparam("office"),
        journal.c.seq > sa.bindparam("after"),
        sa.or_(*(journal.c.kind == kind for kind in CALLS)),
        OF_LIVE_DAYS,
    )
    .order_by(journal.c.seq.desc())
    .limit(MOST_CALLS)
)  # fmt: skip


def last_calls(connection: sa.Connection, office_id: str, rows: int) -> tuple[BoardCall, ...]:
    """The last call of the latest tickets that it still stands for, newest first.

    Args:
        connection: what is read.
        office_id: the office.
        rows: so many at most, and everybody beside who was called and has not come yet.
    """
    newest = _NEWEST.rows(connection, office=office_id, rows=rows)
    standing = _NOT_YET_COME.rows(connection, office=office_id)
    by_seq = {row.called_seq: _of_ticket(row) for row in (*newest, *standing)}
    return tuple(by_seq[seq] for seq in sorted(by_seq, reverse=True))


def calls_since(connection: sa.Connection, office_id: str, after: int) -> tuple[BoardCall, ...]:
    """Every call after a place in the journal, in order; of very many the latest."""
    latest_first = _SINCE.rows(connection, office=office_id, after=after)
    return tuple(_of_event(row) for row in reversed(latest_first))


def _of_ticket(row: Any) -> BoardCall:
    return BoardCall(
        ticket=row.id,
        number=row.number,
        window=row.window or 0,
        called_at=from_us(row.called_us),
        calls=row.times,
        seq=row.called_seq,
        state=TicketState(row.state),
    )


def _of_event(row: Any) -> BoardCall:
    return BoardCall(
        ticket=row.id,
        number=row.number,
        window=row.window or 0,
        called_at=from_us(row.utc_us),
        calls=json.loads(row.body)["times"],
        seq=row.seq,
        state=TicketState(row.state),
    )
