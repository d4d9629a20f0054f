"""The tables as they are stored, and the rows the journal proves they hold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_queue.errors import DatabaseCorruptError
from kezek_queue.journal.journal import BEFORE_ANY_SEQ, rows_about, rows_of_day
from kezek_queue.proving.differences import Differences

AT_ONCE = 400
"""Rows looked up by one statement; SQLite takes 999 values at least."""

Key = tuple[Hashable, ...]
Row = Mapping[str, Any]


class StoredTables:
    """Reads tables of one office from one consistent view."""

    def __init__(self, connection: sa.Connection, office_id: str) -> None:
        self._connection = connection
        self._office_id = office_id

    def rows(self, table: sa.Table, column: str, values: Collection[Any]) -> Iterator[Row]:
        """The rows whose column has one of the values."""
        statement = sa.select(table).where(
            table.c.office_id == self._office_id,
            table.c[column].in_(sa.bindparam("wanted", expanding=True)),
        )
        for chunk in _chunks(values):
            yield from _plain(self._connection.execute(statement, {"wanted": chunk}))

    def all_rows(self, table: sa.Table) -> Iterator[Row]:
        """Every row of a small table."""
        statement = sa.select(table).where(table.c.office_id == self._office_id)
        yield from _plain(self._connection.execute(statement))

    def in_order(self, table: sa.Table, key: str) -> Iterator[Row]:
        """Every row of a table by a key of whole numbers; memory holds one."""
        mine = sa.select(table).where(table.c.office_id == self._office_id)
        following = mine.where(table.c[key] > sa.bindparam("after")).order_by(table.c[key]).limit(1)
        after = BEFORE_ANY_SEQ
        while row := self._connection.execute(following, {"after": after}).one_or_none():
            yield row._asdict()
            after = row._asdict()[key]

    def count(self, table: sa.Table) -> int:
        """How many rows a table has."""
        statement = (
            sa.select(sa.func.count())
            .select_from(table)
            .where(table.c.office_id == self._office_id)
        )
        return int(self._connection.execute(statement).scalar_one())

    def found(self, statement: sa.Select[Any], **values: Any) -> Iterator[Row]:
        """The rows of a statement, which is bound to the office."""
        bound = {"office": self._office_id, **values}
        yield from _plain(self._connection.execute(statement, bound))

    def told_of(
        self, tickets: Collection[str], kinds: Collection[EventKind], *, after: int = 0
    ) -> set[str]:
        """The tickets of whom an event of some kinds tells after a place in the journal."""
        found = rows_about(self._connection, self._office_id, tickets, kinds, after=after)
        return {row.ticket_id for row in _readable(found)}

    def told_of_day(self, office_day: str, kinds: Collection[EventKind], *, after: int) -> bool:
        """Whether an event of some kinds tells of any ticket of an office day after a place."""
        rows = rows_of_day(self._connection, self._office_id, office_day, kinds, after=after)
        return any(True for _ in _readable(rows))

    def untold(self, table: sa.Table, column: str, kinds: Collection[EventKind]) -> Iterator[str]:
        """What rows are called whose ticket has no event of some kinds: nobody made them."""
        keys = [each for each in table.primary_key if each.name != "office_id"]
        statement = (
            sa.select(*keys).where(table.c.office_id == self._office_id).order_by(table.c[column])
        )
        for chunk in _chunks(self._connection.execute(statement).all()):
            told = self.told_of([getattr(row, column) for row in chunk], kinds)
            strangers = (row for row in chunk if getattr(row, column) not in told)
            yield from names_of(_plain(strangers))


Strangers = Callable[[], Iterable[str]]
"""Finds the rows of a table that no event made, where there are too many to remember them all."""


class Book:
    """The rows of one table as the journal proves them.

    Rows are put in and changed as events tell of them, and settled when no event to come can
    touch them: compared with the table and forgotten, so that years fit into any memory.

    Args:
        table: the table.
        stored: reads it.
        differences: collects what it says otherwise.
        strangers: names rows that no event made; without it the book remembers its keys.
    """

    def __init__(
        self,
        table: sa.Table,
        stored: StoredTables,
        differences: Differences,
        strangers: Strangers | None = None,
    ) -> None:
        self._table = table
        self._stored = stored
        self._differences = differences
        self._strangers = strangers
        self._keys = [each.name for each in table.primary_key if each.name != "office_id"]
        self._open: dict[Hashable, dict[Key, dict[str, Any]]] = {}
        self._known: set[Key] = set()
        self.settled = 0
        self._missing = 0

    def put(self, *key: Hashable, **columns: Any) -> None:
        """A row has come to be, or some of its columns have changed."""
        self._open.setdefault(key[0], {}).setdefault(key, {}).update(columns)

    def get(self, *key: Hashable) -> dict[str, Any]:
        """A row that is not settled; empty for one that no event made."""
        return self._open.get(key[0], {}).get(key, {})

    def drop(self, *key: Hashable) -> None:
        """A row that the office forgets of its own accord."""
        self._open.get(key[0], {}).pop(key, None)

    def open_rows(self) -> Iterator[tuple[Key, dict[str, Any]]]:
        """Every row that is not settled."""
        for group in self._open.values():
            yield from group.items()

    def settle(self, firsts: Collection[Hashable]) -> None:
        """Compare every row whose key begins with one of these, and forget it."""
        groups = {first: self._open.pop(first) for first in firsts if first in self._open}
        wanted = {key: columns for group in groups.values() for key, columns in group.items()}
        for row in self._stored.rows(self._table, self._keys[0], list(groups)):
            key = tuple(row[name] for name in self._keys)
            proven = wanted.pop(key, None)
            self.settled += 1
            if self._strangers is None:
                self._known.add(key)
            if proven is not None:
                self._differences.compare(self._table.name, _name(key), row, proven)
            elif provable(self._table.name, row):
                self._differences.stranger(self._table.name, _name(key))
        for key in wanted:
            self._missing += 1
            self._differences.missing(self._table.name, _name(key))

    def finish(self) -> None:
        """Compare what is left, then look for rows that no event made."""
        self.settle(list(self._open))
        if self._stored.count(self._table) != self.settled or self._missing:
            for subject in self._strangers() if self._strangers else self._unknown():
                self._differences.stranger(self._table.name, subject)

    def _unknown(self) -> Iterator[str]:
        for row in self._stored.all_rows(self._table):
            key = tuple(row[name] for name in self._keys)
            if key not in self._known and provable(self._table.name, row):
                yield _name(key)


def provable(table: str, row: Row) -> bool:
    """Whether events tell of rows like this one at all."""
    return table != "counters" or not str(row["name"]).startswith(SERVICE_COUNTERS)


SERVICE_COUNTERS = "service:"
"""Counters of services with a limit of their own: the office file decides which there are."""


def names_of(rows: Iterable[Row]) -> Iterator[str]:
    """What rows are called, by their keys."""
    return (_name(tuple(row.values())) for row in rows)


def _readable(rows: Iterator[Any]) -> Iterator[Any]:
    """Rows up to a pack that is damaged: the walk along the chain names that one."""
    with suppress(DatabaseCorruptError):
        yield from rows


def _plain(rows: Iterable[sa.Row[Any]]) -> Iterator[Row]:
    return (row._asdict() for row in rows)


def _name(key: Key) -> str:
    return " ".join(map(str, key))


def _chunks(values: Collection[Any]) -> Iterator[list[Any]]:
    listed = list(values)
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]
