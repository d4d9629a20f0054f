"""Whom a closing out has ended lately: what a supervisor may take back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.moments import Boots, Moment, span_between
from kezek_core.tickets import TicketState
from kezek_queue.clock import from_us
from kezek_queue.journal.journal import last_seq
from kezek_queue.office.office import Office
from kezek_queue.schema.tables import journal
from kezek_queue.tickets.rows import find, view
from kezek_queue.values import Ticket

LATELY = timedelta(hours=16)
"""From an evening's closing out until the next morning."""

EVENTS_LOOKED_AT = 5000

_LATELY = (
    sa.select(
        journal.c.ticket_id, journal.c.kind, journal.c.utc_us, journal.c.boottime_us,
        journal.c.boot_id, journal.c.synced,
    )
    .where(
        journal.c.office_id == sa.bindparam("office"),
        journal.c.seq > sa.bindparam("after"),
        journal.c.ticket_id.is_not(None),
        journal.c.kind.in_([EventKind.DAY_CLOSED.value, EventKind.CLOSING_TAKEN_BACK.value]),
    )
    .order_by(journal.c.seq)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Closing:
    """The closing out of one office day.

    Args:
        office_day: the day, as it stands in the ids of the tickets.
        closed_at: aware UTC, when the last of them was closed out.
        tickets: who did not reach a window, in the order of arrival.
    """

    office_day: date
    closed_at: datetime
    tickets: tuple[Ticket, ...]


def closings_lately(
    connection: sa.Connection, office: Office, now: Moment, boots: Boots
) -> tuple[Closing, ...]:
    """The closings out of the last hours that nobody has taken back, the newest day first."""
    after = max(0, last_seq(connection, office.id) - EVENTS_LOOKED_AT)
    ended: dict[str, Moment] = {}
    for row in connection.execute(_LATELY, {"office": office.id, "after": after}):
        ended.pop(row.ticket_id, None)
        at = Moment(from_us(row.utc_us), row.boot_id, row.boottime_us, bool(row.synced))
        closed = row.kind == EventKind.DAY_CLOSED.value
        if closed and span_between(at, now, boots).length <= LATELY:
            ended[row.ticket_id] = at
    found: dict[date, list[Ticket]] = {}
    for ticket_id in ended:
        ticket = view(find(connection, office.id, ticket_id), now, boots, office)
        if ticket.state is not TicketState.SERVED:
            found.setdefault(ticket.office_day, []).append(ticket)
    return tuple(
        Closing(
            office_day,
            max(ended[each.id].at for each in of_day),
            tuple(sorted(of_day, key=lambda each: each.arrival_seq)),
        )
        for office_day, of_day in sorted(found.items(), reverse=True)
    )
