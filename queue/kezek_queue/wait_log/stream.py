"""All waits asked for, one after another: a million rows need no more memory than a few."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from kezek_core.moments import Moment
from kezek_queue.journal.stored_boots import StoredBoots
from kezek_queue.schema.tables import parts, tickets
from kezek_queue.wait_log.asked import LogOrder, WaitFilter
from kezek_queue.wait_log.reader import LogReader
from kezek_queue.wait_log.rows import COLUMNS, OVER, LogRow, open_rows

ROWS_AT_ONCE = 500

Arrived = tuple[LogRow, int]
"""A row and the place of its visit in the order of arrival."""


def sorted_rows(
    connection: sa.Connection, reader: LogReader, asked: WaitFilter, order: LogOrder
) -> Iterator[LogRow]:
    """The waits asked for in an order of the log."""
    for _, piece, way in reader.ways(asked, order):
        over = map(LogRow._make, _read(connection, reader.over(piece, way).order_by(*way.by())))
        going = sorted(reader.open(piece), key=way.of, reverse=way.down)
        yield from heapq.merge(over, going, key=way.of, reverse=way.down) if going else over


def arrived_rows(
    connection: sa.Connection, office_id: str, now: Moment, asked: WaitFilter
) -> Iterator[LogRow]:
    """The waits asked for in the order in which their visits arrived."""
    return (row for row, _ in arrivals(connection, office_id, now, asked))


def arrivals(
    connection: sa.Connection, office_id: str, now: Moment, asked: WaitFilter
) -> Iterator[Arrived]:
    """The same, each with the place of its visit in the order of arrival."""
    # The day of the ticket, which is that of its parts: along its index nothing is sorted.
    first, last = asked.first_day.isoformat(), asked.last_day.isoformat()
    statement = (
        sa.select(*COLUMNS, tickets.c.arrival_seq)
        .join_from(
            tickets,
            parts,
            sa.and_(tickets.c.office_id == parts.c.office_id, tickets.c.id == parts.c.ticket_id),
        )
        .where(
            tickets.c.office_id == office_id,
            tickets.c.office_day >= first,
            tickets.c.office_day <= last,
            OVER,
            *asked.conditions(),
        )
        .order_by(tickets.c.office_day, tickets.c.arrival_seq, parts.c.part)
    )
    over = ((LogRow._make(row[:-1]), row[-1]) for row in _read(connection, statement))
    boots = StoredBoots(connection, office_id)
    going = [each for each in open_rows(connection, office_id, now, boots) if asked.keeps(each[0])]
    return heapq.merge(over, sorted(going, key=_arrival), key=_arrival)


def _arrival(arrived: Arrived) -> tuple[str, int, int]:
    row, place = arrived
    return row.office_day, place, row.part


def _read(connection: sa.Connection, statement: sa.Select[Any]) -> Iterable[sa.Row[Any]]:
    """The rows, a few at a time, from a server as well."""
    return connection.execute(statement.execution_options(yield_per=ROWS_AT_ONCE))
