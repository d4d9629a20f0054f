"""The stored summaries of office days: made when a day is closed out, forgotten when it changes.

A day without a summary is counted from its parts (`summary_of_day`), so that a report is right
whether or not one was made. The database forgets it with the first part that changes (see
``schema.summaries``); whoever looks next counts, and the next closing out or `make_missing` stores.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.moments import Moment
from kezek_queue.counts.day_summary import CountedPart, DaySummary
from kezek_queue.counts.summary_rows import hour_rows, is_over, service_rows
from kezek_queue.journal.journal import rows_of_day
from kezek_queue.schema.tables import LIVE, day_summaries, days, hour_summaries, tickets
from kezek_queue.store.transaction import Transaction
from kezek_queue.tickets.no_show_rule import no_shows_of_day
from kezek_queue.wait_log.asked import WaitFilter
from kezek_queue.wait_log.stream import arrivals

_office: sa.BindParameter[str] = sa.bindparam("office")
_SUMMARISED = (
    sa.exists()
    .where(day_summaries.c.office_id == days.c.office_id)
    .where(day_summaries.c.office_day == days.c.office_day)
)
_WITHOUT = sa.select(days.c.office_day).where(days.c.office_id == _office, sa.not_(_SUMMARISED))
WITHOUT_SUMMARY = _WITHOUT.where(
    days.c.office_day >= sa.bindparam("first"), days.c.office_day <= sa.bindparam("last")
).order_by(days.c.office_day)
"""Days of a period that are counted from their parts: today, and what nobody has summarised."""

_GOES_ON = (
    sa.exists()
    .where(tickets.c.office_id == days.c.office_id, tickets.c.office_day == days.c.office_day)
    .where(LIVE)
)
_MISSING = _WITHOUT.where(days.c.closed == 1, sa.not_(_GOES_ON)).order_by(days.c.office_day.desc())
_FORGET = [
    table.delete().where(table.c.office_id == _office, table.c.office_day == sa.bindparam("day"))
    for table in (day_summaries, hour_summaries)
]


def summary_of_day(
    connection: sa.Connection, office_id: str, zone: ZoneInfo, now: Moment, office_day: date
) -> DaySummary:
    """Count one office day from its parts.

    Args:
        connection: one consistent view of the database.
        office_id: the office.
        zone: its time zone.
        now: the instant that open waits are measured to.
        office_day: the day.
    """
    summary = DaySummary(zone)
    no_shows = no_shows_of_day(connection, office_id, office_day)
    rows = arrivals(connection, office_id, now, WaitFilter(office_day, office_day))
    for arrival, visit in groupby(rows, key=lambda arrived: arrived[1]):
        counted = [CountedPart(row.wait(), row.operator) for row, _ in visit]
        made = no_shows.get(counted[0].wait.ticket_id)
        summary.take(arrival, counted, () if made is None else made.by_service())
    return summary


def missing_days(connection: sa.Connection, office_id: str) -> list[date]:
    """Days that are over and have no summary, the newest first."""
    rows = connection.execute(_MISSING, {"office": office_id})
    return [date.fromisoformat(row.office_day) for row in rows]


def make_summary(tx: Transaction, office_day: date) -> bool:
    """Count an office day that is over, and store what was counted.

    Returns:
        False when a visit of it goes on: it is counted whenever somebody asks.
    """
    zone = tx.office.hours.zone
    summary = summary_of_day(tx.connection, tx.office_id, zone, tx.now, office_day)
    if not is_over(summary):
        return False
    put_summary(tx, office_day.isoformat(), summary)
    return True


def mend_summary(tx: Transaction, office_day: str, summary: DaySummary | None, seen: int) -> bool:
    """Store what the journal proves of a day, unless the day has changed since it was read.

    Args:
        tx: the transaction.
        office_day: the day, as it is stored.
        summary: what is proven of it; None to let it be counted from its parts.
        seen: the last event that was read.

    Returns:
        False when the day has changed: that has forgotten its summary already.
    """
    changes = rows_of_day(tx.connection, tx.office_id, office_day, tuple(EventKind), after=seen)
    if any(True for _ in changes):
        return False
    put_summary(tx, office_day, summary)
    return True


def put_summary(tx: Transaction, office_day: str, summary: DaySummary | None) -> None:
    """Store what was counted of a day in place of what was stored; nothing for None."""
    key = {"office_id": tx.office_id, "office_day": office_day}
    for statement in _FORGET:
        tx.connection.execute(statement, {"office": tx.office_id, "day": office_day})
    if summary is not None:
        _insert(tx, day_summaries, ({**key, **row} for row in service_rows(summary)))
        _insert(tx, hour_summaries, ({**key, **row} for row in hour_rows(summary)))


def _insert(tx: Transaction, table: sa.Table, rows: Iterable[dict[str, object]]) -> None:
    if listed := list(rows):
        tx.connection.execute(table.insert(), listed)
