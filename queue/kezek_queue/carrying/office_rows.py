"""The rows of one office, table by table: read as a stream, copied, and summed up.

A sum does not depend on the order of the rows, which two databases need not agree on: it is the
number of rows and the digests of all of them added up. Memory holds one batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa

from kezek_core.phrases import Phrase
from kezek_queue.errors import CarryError
from kezek_queue.schema.table_sets import TableSet

BATCH_ROWS = 500
DIGEST_BYTES = 16
SUMS_END = 1 << (8 * DIGEST_BYTES)

RowProgress = Callable[[str, int], None]
"""Told the table and how many of its rows are done."""


@dataclass(frozen=True, slots=True)
class RowSum:
    """What a table holds of an office.

    Args:
        rows: how many rows.
        digest: the digests of all of them, added up.
    """

    rows: int
    digest: int


def copy_rows(
    source: sa.Connection,
    target: sa.Connection,
    office_id: str,
    sets: Sequence[TableSet],
    progress: RowProgress,
) -> dict[str, RowSum]:
    """Insert every row of an office, and return what was read.

    Args:
        source: one consistent view.
        target: a transaction in which the tables are there, without this office.
        office_id: whose rows.
        sets: the tables.
        progress: told how far it is.

    Raises:
        CarryError: the other database does not take a row.
    """

    def insert(table: sa.Table, batch: Sequence[sa.Row[Any]]) -> None:
        try:
            target.execute(table.insert(), [dict(row._mapping) for row in batch])
        except (sa.exc.DataError, sa.exc.IntegrityError) as error:
            # The driver's words would show the row, which may be somebody's name.
            raise CarryError(
                Phrase(
                    "expected rows that the other database takes, but it refuses one of table "
                    "%(table)s (%(error)s); nothing was carried: see with 'kezek journal verify' "
                    "whether something was changed in this table by hand",
                    table=table.name,
                    error=type(error.orig).__name__,
                ),
                table=table.name,
            ) from None

    return _summed(source, office_id, sets, insert, progress)


def sums_of(
    connection: sa.Connection, office_id: str, sets: Sequence[TableSet]
) -> dict[str, RowSum]:
    """What a database holds of an office, by table."""
    return _summed(connection, office_id, sets, lambda _table, _batch: None, lambda _name, _n: None)


def differing(one: Mapping[str, RowSum], other: Mapping[str, RowSum]) -> list[str]:
    """The tables that do not hold the same."""
    return [name for name in one if one[name] != other.get(name)]


def _summed(
    connection: sa.Connection,
    office_id: str,
    sets: Sequence[TableSet],
    take: Callable[[sa.Table, Sequence[sa.Row[Any]]], None],
    progress: RowProgress,
) -> dict[str, RowSum]:
    sums = {}
    for table in (table for each in sets for table in each.metadata.sorted_tables):
        rows = digest = 0
        for batch in _batches(connection, table, office_id):
            take(table, batch)
            rows += len(batch)
            digest = (digest + sum(map(_digest, batch))) % SUMS_END
            progress(table.name, rows)
        sums[table.name] = RowSum(rows, digest)
    return sums


def _batches(
    connection: sa.Connection, table: sa.Table, office_id: str
) -> Iterator[Sequence[sa.Row[Any]]]:
    mine = sa.select(table).where(table.c.office_id == office_id)
    streamed = mine.execution_options(stream_results=True, yield_per=BATCH_ROWS)
    with connection.execute(streamed) as result:
        yield from result.partitions()


def _digest(row: sa.Row[Any]) -> int:
    text = repr(tuple(row)).encode()
    return int.from_bytes(blake2b(text, digest_size=DIGEST_BYTES).digest())
