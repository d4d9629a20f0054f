"""Which office days are not over: a ticket was given out in them and nobody has closed them out.

What is shown, returned or called hangs on this and on nothing else. The calendar day of now says
which day a new number belongs to, never whether a visitor is still here: people stand in the hall
after closing and past midnight, and a wrong clock must not make them vanish.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import days, tickets

_office = days.c.office_id == sa.bindparam("office")
_OPEN = sa.text("closed = 0")
_LIVE_DAYS = Prepared(
    sa.select(days.c.office_day).where(_office, _OPEN).order_by(days.c.office_day)
)
_CLOSED = Prepared(
    sa.select(days.c.closed).where(_office, days.c.office_day == sa.bindparam("day"))
)

OF_LIVE_DAYS = tickets.c.office_day.in_(sa.select(days.c.office_day).where(_office, _OPEN))
"""A condition of queries of ``office``: the office day of a ticket is not closed out."""


def live_days(connection: sa.Connection, office_id: str) -> tuple[date, ...]:
    """The office days with tickets that are not closed out, the oldest first."""
    rows = _LIVE_DAYS.rows(connection, office=office_id)
    return tuple(date.fromisoformat(row.office_day) for row in rows)


def is_closed_out(connection: sa.Connection, office_id: str, office_day: date) -> bool:
    """Whether an office day is over for good; one without tickets is not."""
    row = _CLOSED.first(connection, office=office_id, day=office_day.isoformat())
    return row is not None and bool(row.closed)
