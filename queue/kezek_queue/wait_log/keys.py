"""The keys that the log is sorted and paged by: columns, and the same of a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from kezek_queue.schema.tables import ESTIMATED, MEASURED, parts
from kezek_queue.wait_log.rows import LogRow

Key = tuple[str | int, ...]
"""The key of a row, or the first values of it: then all rows that begin so."""

Column = sa.ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class KeyOrder:
    """One way to sort by a key, and how the database finds it.

    Args:
        columns: of the key; the last ones make it unique.
        of: the key of a row.
        day: the column of the office day; an expression where the index of days must not be taken.
        indexed: so many columns of the key stand in the index that a search goes along; 0 when
            the rows of the days are few enough to be sorted.
        down: whether the greatest key comes first.
        held: the condition of the index, where it holds only some rows.
    """

    columns: tuple[Column, ...]
    of: Callable[[LogRow], Key]
    day: Column
    indexed: int
    down: bool = True
    held: sa.TextClause | None = None

    def turned(self, turned: bool = True) -> KeyOrder:
        """The same the other way round."""
        return replace(self, down=self.down is not turned)

    def by(self, count: int | None = None) -> list[sa.UnaryExpression[Any]]:
        """The first columns, or all of them, as a statement sorts by them."""
        return [each.desc() if self.down else each.asc() for each in self.columns[:count]]

    def past(self, key: Key) -> sa.ColumnElement[bool]:
        """The rows that come after a key, or after all that begin so."""
        mine, there = _pair(self.columns, key)
        return mine < there if self.down else mine > there

    def from_(self, begins: Key) -> sa.ColumnElement[bool]:
        """The rows from the first one on whose key begins so."""
        mine, there = _pair(self.columns, begins)
        return mine <= there if self.down else mine >= there

    def up_to(self, begins: Key) -> sa.ColumnElement[bool]:
        """The rows up to the last one whose key begins so."""
        mine, there = _pair(self.columns, begins)
        return mine >= there if self.down else mine <= there

    def takes(self, row: LogRow, after: Key | None, begins: Key | None) -> bool:
        """Whether a row comes after a key, and not behind those whose key begins so."""
        key = self.of(row)
        if after is not None:
            mine = key[: len(after)]
            if not (mine < after if self.down else mine > after):
                return False
        mine = key[: len(begins or ())]
        return begins is None or (mine >= begins if self.down else mine <= begins)

    def days(
        self, first: date, last: date, after: Key | None = None, end: Key | None = None
    ) -> sa.ColumnElement[bool]:
        """The office days asked for; along their index, from a place on and to an end.

        The planner would else read all of the days and leave out what lies outside.
        """
        low, high = first.isoformat(), last.isoformat()
        if self.columns[0] is self.day:
            lows, highs = (end, after) if self.down else (after, end)
            low = max(low, str(lows[0])) if lows else low
            high = min(high, str(highs[0])) if highs else high
        return sa.and_(self.day >= low, self.day <= high)


def _pair(columns: Sequence[Column], key: Key) -> tuple[sa.Tuple, sa.Tuple]:
    mine = columns[: len(key)]
    there = (sa.literal(value, column.type) for column, value in zip(mine, key, strict=True))
    return sa.tuple_(*mine), sa.tuple_(*there)


def _time_of(row: LogRow) -> Key:
    return row.office_day, row.issued_us, row.ticket_id, row.part


def _wait_of(row: LogRow) -> Key:
    return row.wait_us, *_time_of(row)


# Expressions, for the planner to leave an index alone.
_day = sa.type_coerce(parts.c.office_day.op("||")(sa.literal_column("''")), sa.Text)
_wait = sa.type_coerce(parts.c.wait_us + sa.literal_column("0"), sa.BigInteger)
_rest = (parts.c.issued_us, parts.c.ticket_id, parts.c.part)

TIME = KeyOrder((parts.c.office_day, *_rest), _time_of, parts.c.office_day, indexed=2)
"""Along the index of days."""

TIME_OF_ESTIMATED = KeyOrder((_day, *_rest), _time_of, _day, indexed=0, held=ESTIMATED)
"""Along the index of lower bounds, then sorted: there are few."""

WAIT_OF_ESTIMATED = KeyOrder(
    (_wait, parts.c.office_day, *_rest), _wait_of, _day, indexed=0, held=ESTIMATED
)

WAIT = KeyOrder(
    (parts.c.wait_us, parts.c.office_day, *_rest), _wait_of, _day, indexed=1, held=MEASURED
)
"""Along the index of waits: for many days, of which every piece of it holds some."""

WAIT_OF_FEW = KeyOrder((_wait, parts.c.office_day, *_rest), _wait_of, parts.c.office_day, indexed=0)
"""Along the index of days, then sorted."""
