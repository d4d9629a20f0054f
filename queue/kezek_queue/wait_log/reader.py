"""One page of the log, by keys: the database goes along an index from where the last page ended.

A condition that hardly any wait fulfils would make it read the waits of years for one page. So a
search looks through `SEARCH_ROWS` waits at most; where it stops, the page says how far it came,
and the next one goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from kezek_core.moments import Moment
from kezek_core.waits import Verdict
from kezek_queue.journal.stored_boots import StoredBoots
from kezek_queue.schema.tables import parts
from kezek_queue.wait_log.asked import LogOrder, WaitFilter
from kezek_queue.wait_log.keys import (
    TIME,
    TIME_OF_ESTIMATED,
    WAIT,
    WAIT_OF_ESTIMATED,
    WAIT_OF_FEW,
    Key,
    KeyOrder,
)
from kezek_queue.wait_log.rows import COLUMNS, OVER, LogRow, open_rows

SEARCH_ROWS = 8_000
"""Waits that a search for one page looks through: some 0.1 s, read from a disk or not."""

Cursor = Key
"""A place between two rows: the key of the one before it, or of the end of a search."""

CLASSES: tuple[tuple[Verdict | None, bool], ...] = (
    (Verdict.BREACHED, False),
    (Verdict.ESTIMATED, False),
    (Verdict.WITHIN, False),
    (Verdict.NO_LIMIT, False),
    (None, True),
)
"""The order of verdicts: each one, and whether its waits go on within their limit."""


@dataclass(frozen=True, slots=True)
class LogPage:
    """What is shown at once.

    Args:
        rows: in their order.
        before: where the page before ends; None for the first page, and for one without rows.
        after: where the next page begins; None for the last one.
        searched: whether the search stopped before the page was full.
    """

    rows: tuple[LogRow, ...]
    before: Cursor | None = None
    after: Cursor | None = None
    searched: bool = False


@dataclass(slots=True)
class _Found:
    """What a search found, each row with its place; where it stopped, if it did before its end."""

    rows: list[tuple[Cursor, LogRow]] = field(default_factory=list)
    stopped: Cursor | None = None


class LogReader:
    """Finds pages of the log in one view of the database.

    Args:
        connection: the view.
        office_id: the office.
        now: the instant that open waits are measured to.
    """

    def __init__(self, connection: sa.Connection, office_id: str, now: Moment) -> None:
        self._connection = connection
        self._office_id = office_id
        boots = StoredBoots(connection, office_id)
        self._open = [row for row, _ in open_rows(connection, office_id, now, boots)]

    def page(
        self,
        asked: WaitFilter,
        order: LogOrder,
        *,
        size: int,
        after: Cursor | None = None,
        before: Cursor | None = None,
    ) -> LogPage:
        """One page of the waits asked for.

        Args:
            asked: which waits.
            order: how they are sorted.
            size: rows at most, 1 or more.
            after: begin behind this place.
            before: end before this place, read backwards.
        """
        if before is not None:
            return self._page_before(asked, order, size, before)
        found = self._search(asked, order, after, size + 1, backwards=False)
        rows = found.rows[:size]
        full = len(found.rows) > size
        return LogPage(
            rows=tuple(row for _, row in rows),
            before=rows[0][0] if rows and after is not None else None,
            after=rows[-1][0] if full else found.stopped,
            searched=not full and found.stopped is not None,
        )

    def _page_before(
        self, asked: WaitFilter, order: LogOrder, size: int, before: Cursor
    ) -> LogPage:
        found = self._search(asked, order, before, size + 1, backwards=True)
        full = len(found.rows) > size
        if not full and found.stopped is None:
            first = self.page(asked, order, size=size)
            if not first.searched or not found.rows:
                return first  # and a full one
        rows = found.rows[:size][::-1]
        return LogPage(
            rows=tuple(row for _, row in rows),
            before=rows[0][0] if full else found.stopped,
            after=rows[-1][0] if rows else None,
            searched=not full and found.stopped is not None,
        )

    def ways(
        self, asked: WaitFilter, order: LogOrder, *, backwards: bool = False
    ) -> Iterator[tuple[int, WaitFilter, KeyOrder]]:
        """What to go through one after another: its place, its filter, and along which index.

        The planner knows neither how long the days are nor what is rare, so it is told.
        """
        if order is LogOrder.VERDICT:
            for place, piece in _classes(asked, backwards=backwards):
                yield place, piece, self._by_time(piece).turned(backwards)
            return
        turned = backwards is not (order in (LogOrder.OLDEST, LogOrder.SHORTEST))
        by_wait = order in (LogOrder.LONGEST, LogOrder.SHORTEST)
        way = self._by_wait(asked) if by_wait else self._by_time(asked)
        yield 0, asked, way.turned(turned)

    def over(
        self,
        asked: WaitFilter,
        way: KeyOrder,
        after: Key | None = None,
        end: Key | None = None,
    ) -> sa.Select[Any]:
        """The statement that reads the waits asked for that are over, along an index."""
        mine = self._mine(asked, way, after, end)
        return sa.select(*COLUMNS).where(*mine, OVER, *asked.conditions())

    def open(self, asked: WaitFilter) -> list[LogRow]:
        """The waits asked for that go on."""
        return [row for row in self._open if asked.keeps(row)]

    def count(self, asked: WaitFilter, most: int | None = None) -> int:
        """How many waits are asked for; counted up to ``most``."""
        conditions = asked.conditions()
        apart = bool(conditions) or asked.going_on is not None
        if apart:
            conditions.append(OVER)
        one = sa.select(sa.literal(1)).where(*self._mine(asked, TIME), *conditions).limit(most)
        counted = sa.select(sa.func.count()).select_from(one.subquery())
        found = int(self._connection.execute(counted).scalar_one())
        # Without conditions those that go on were counted among the others.
        found += len(self.open(asked)) if apart else 0
        return found if most is None else min(found, most)

    def _search(
        self, asked: WaitFilter, order: LogOrder, after: Cursor | None, most: int, *,
        backwards: bool,
    ) -> _Found:  # fmt: skip
        """The first rows after a place; by verdict, one verdict after another."""
        by_verdict = order is LogOrder.VERDICT
        whole = _Found()
        for place, piece, way in self.ways(asked, order, backwards=backwards):
            start = after
            if by_verdict and after is not None:
                reached = int(after[0])
                if (place > reached) if backwards else (place < reached):
                    continue
                # We give no place that names a verdict alone; it is taken for its start.
                start = (after[1:] or None) if place == reached else None
            found = self._along(piece, way, start, most - len(whole.rows))
            before = (place,) if by_verdict else ()
            whole.rows += [((*before, *key), row) for key, row in found.rows]
            if len(whole.rows) >= most:
                break
            if found.stopped is not None:
                whole.stopped = (*before, *found.stopped)
                break
        return whole

    def _by_time(self, asked: WaitFilter) -> KeyOrder:
        return TIME_OF_ESTIMATED if asked.verdict is Verdict.ESTIMATED else TIME

    def _by_wait(self, asked: WaitFilter) -> KeyOrder:
        if asked.verdict is Verdict.ESTIMATED:
            return WAIT_OF_ESTIMATED
        one = sa.select(sa.literal(1)).where(*self._mine(asked, TIME)).limit(SEARCH_ROWS + 1)
        counted = sa.select(sa.func.count()).select_from(one.subquery())
        few = self._connection.execute(counted).scalar_one() <= SEARCH_ROWS
        return WAIT_OF_FEW if few else WAIT

    def _mine(
        self,
        asked: WaitFilter,
        way: KeyOrder,
        after: Key | None = None,
        end: Key | None = None,
    ) -> list[sa.ColumnElement[bool] | sa.TextClause]:
        """The office and its days."""
        days = way.days(asked.first_day, asked.last_day, after, end)
        held = [] if way.held is None else [way.held]
        return [parts.c.office_id == self._office_id, *held, days]

    def _along(self, asked: WaitFilter, way: KeyOrder, after: Key | None, most: int) -> _Found:
        """The first rows after a place."""
        if asked.going_on:
            return self._going_on(asked, way, after, most)
        end = self._end_of_search(asked, way, after) if way.indexed else None
        statement = self.over(asked, way, after, end).order_by(*way.by()).limit(most)
        if after is not None:
            statement = statement.where(way.past(after))
        if end is not None:
            statement = statement.where(way.up_to(end))
        rows = [LogRow._make(row) for row in self._connection.execute(statement)]
        rows += [row for row in self.open(asked) if way.takes(row, after, end)]
        rows.sort(key=way.of, reverse=way.down)
        return _Found([(way.of(row), row) for row in rows[:most]], stopped=end)

    def _going_on(self, asked: WaitFilter, way: KeyOrder, after: Key | None, most: int) -> _Found:
        """No stored row is asked for."""
        rows = [row for row in self.open(asked) if way.takes(row, after, None)]
        rows.sort(key=way.of, reverse=way.down)
        return _Found([(way.of(row), row) for row in rows[:most]])

    def _end_of_search(self, asked: WaitFilter, way: KeyOrder, after: Key | None) -> Key | None:
        """How far the search goes along its index, which alone is read; None for to its end."""
        indexed = way.columns[: way.indexed]
        conditions = self._mine(asked, way, after)
        if indexed[0] is not way.day:
            conditions.pop()  # the index knows no days
        if after is not None:
            whole = len(after) > way.indexed
            conditions.append(way.from_(after[: way.indexed]) if whole else way.past(after))
        statement = sa.select(*indexed).where(*conditions).order_by(*way.by(way.indexed))
        found = self._connection.execute(statement.limit(1).offset(SEARCH_ROWS)).one_or_none()
        return None if found is None else tuple(found)


def _classes(asked: WaitFilter, *, backwards: bool) -> Iterator[tuple[int, WaitFilter]]:
    """The verdicts that are asked for, each with its place and a filter of its own."""
    for place, (verdict, going_on) in list(enumerate(CLASSES))[:: -1 if backwards else 1]:
        if asked.going_on not in (None, going_on):
            continue
        if asked.verdict is not None and verdict not in (None, asked.verdict):
            continue
        yield place, replace(asked, verdict=verdict or asked.verdict, going_on=going_on)
