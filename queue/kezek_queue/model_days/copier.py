"""Writes copies of model days into the file of an office, in big transactions of plain SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from kezek_queue.clock import MICROSECOND
from kezek_queue.model_days.event_templates import APPEND, CopiedEvent, EventTemplates
from kezek_queue.model_days.model_day import ModelDay
from kezek_queue.model_days.moved import COUNTS, FIRST_INSTANT_US, Move, moving
from kezek_queue.model_days.packed_days import PackedDays
from kezek_queue.schema.tables import (
    idempotency_keys,
    journal,
    metadata,
    offices,
    print_jobs,
    windows,
)
from kezek_queue.store.journal_packing import ROWS_KEPT

OF_NO_DAY = (offices, windows, idempotency_keys)
"""What is of the office and not of its days: its head row, its windows, keys of repeated requests
(those are forgotten within a week)."""

LAST_BOOT = "SELECT coalesce(max(ordinal), 0) FROM boots WHERE office_id = ?"
HEAD = "SELECT last_seq, last_arrival, last_job, last_hash FROM offices WHERE office_id = ?"
DAYS_A_TRANSACTION = 25
EVENTS_AT_ONCE = 2000
CACHE_KIB = 65_536


class DayCopier:
    """Fills the office of a database file that nobody has open.

    Args:
        database: the file; the tables are there, and no event later than the copies.
        office_id: the office.
        models: the days to copy.
        zone: of the office.
    """

    def __init__(
        self, database: Path, office_id: str, models: Sequence[ModelDay], zone: ZoneInfo
    ) -> None:
        self._office_id = office_id
        self._zone = zone
        self._connection = sqlite3.connect(database, isolation_level=None)
        # The file is thrown away when this fails, so nothing needs to survive a power cut.
        for pragma in (f"cache_size = -{CACHE_KIB}", "journal_mode = OFF", "synchronous = OFF"):
            self._run(f"PRAGMA {pragma}")
        self._models = [
            _Attached(self._connection, f"model{place}", model, office_id)
            for place, model in enumerate(models)
        ]
        self._counts, self._hash = self._head()
        self._packs = PackedDays(self._connection, office_id)
        self._days = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._connection.close()

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Copies are made within: indexes are made after the rows, which takes a tenth."""
        taken = self._taken_away()
        self._run("BEGIN")
        yield
        self._write_head()
        self._run("COMMIT")
        for statement in taken:
            self._run(statement)

    def packed(self, places: Sequence[int]) -> int:
        """Of how many days, from the first on, the queue would have packed the events by now.

        Args:
            places: of the models of all days, in their order.
        """
        kept = 0
        for days, place in enumerate(reversed(places)):
            if kept >= ROWS_KEPT:
                return len(places) - days
            kept += self._models[place].events.count
        return 0

    def copy(self, place: int, office_day: date, *, packed: bool) -> int:
        """Let a model day have happened on another day, and return how many tickets it had.

        Args:
            place: of the model.
            office_day: later than every day before.
            packed: whether its events and slips are packed; after a day that is not, none is.
        """
        model = self._models[place]
        move = self._move(model.model, office_day)
        model.copy_tables(move)
        events = self._noted(model.events.copied(move, self._hash))
        if packed:
            if not self._days:
                self._packs.begin()
            self._packs.events(events, office_day)
            self._packs.slips()
        while chunk := list(islice(events, EVENTS_AT_ONCE)):
            self._connection.executemany(APPEND, [each.row for each in chunk])
        for name, count in model.counts.items():
            self._counts[name] += count
        model.copy_windows(move)
        self._days += 1
        if self._days % DAYS_A_TRANSACTION == 0:
            self._run("COMMIT")
            self._run("BEGIN")
        return model.counts["arrivals"]

    def _noted(self, events: Iterator[CopiedEvent]) -> Iterator[CopiedEvent]:
        """The events, and where the chain stands after them."""
        for each in events:
            self._hash = each.hash
            yield each

    def _move(self, model: ModelDay, office_day: date) -> Move:
        return Move(
            from_day=model.office_day,
            to_day=office_day,
            boot=f"boot-{office_day.isoformat()}",
            shift_us=(self._midnight(office_day) - self._midnight(model.office_day)) // MICROSECOND,
            counts=dict(self._counts),
        )

    def _midnight(self, on: date) -> timedelta:
        """By the zone of that time, so that a copied day opens at the same hour."""
        at = datetime(on.year, on.month, on.day, tzinfo=self._zone)
        return at - datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC"))

    def _head(self) -> tuple[dict[str, int], str]:
        mine = (self._office_id,)
        events, arrivals, jobs, last_hash = self._connection.execute(HEAD, mine).fetchone()
        boots = self._connection.execute(LAST_BOOT, mine).fetchone()[0]
        return {"events": events, "arrivals": arrivals, "jobs": jobs, "boots": boots}, last_hash

    def _write_head(self) -> None:
        self._connection.execute(
            "UPDATE offices SET last_seq = :events, last_arrival = :arrivals, last_job = :jobs, "
            "last_hash = :hash WHERE office_id = :office",
            {**self._counts, "hash": self._hash, "office": self._office_id},
        )

    def _taken_away(self) -> list[str]:
        """Take indexes and triggers away, and return what makes them again."""
        found = self._connection.execute(
            "SELECT type, name, sql FROM main.sqlite_master "
            "WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        ).fetchall()
        for kind, name, _ in found:
            self._run(f"DROP {kind} main.{name}")
        return [sql for _, _, sql in found]

    def _run(self, statement: str) -> None:
        self._connection.execute(statement)


class _Attached:
    """A model day beside the office's own tables."""

    def __init__(
        self, connection: sqlite3.Connection, name: str, model: ModelDay, office_id: str
    ) -> None:
        self.model = model
        self.events = EventTemplates(model, office_id)
        self._connection, self._name = connection, name
        connection.execute(f"ATTACH ? AS {name}", (str(model.database),))
        head = model.rows("SELECT last_seq, last_arrival, last_job FROM offices")[0]
        events, arrivals, jobs = map(int, head)
        self.counts = {"events": events, "arrivals": arrivals, "jobs": jobs, "boots": 1}
        copied = [each for each in metadata.sorted_tables if each not in (*OF_NO_DAY, journal)]
        self._tables = [self._statement(table) for table in copied if self._has_rows(table)]
        self._windows = self._statement(windows, "INSERT OR REPLACE")

    def copy_tables(self, move: Move) -> None:
        """Every row of the day, moved."""
        self._say(move)
        values = {"shift": move.shift_us, **move.counts}
        for statement in self._tables:
            self._connection.execute(statement, values)

    def copy_windows(self, move: Move) -> None:
        """How the day left the windows."""
        self._connection.execute(self._windows, {"shift": move.shift_us, **move.counts})

    def _say(self, move: Move) -> None:
        make = self._connection.create_function
        make("moved", 1, move.texts(), deterministic=True)
        make("moments", 1, move.moments, deterministic=True)

    def _has_rows(self, table: sa.Table) -> bool:
        return bool(self.model.rows(f"SELECT 1 FROM {table.name} LIMIT 1"))  # noqa: S608

    def _statement(self, table: sa.Table, insert: str = "INSERT") -> str:
        names = ", ".join(f'"{column.name}"' for column in table.c)
        values = ", ".join(self._moved(column) for column in table.c)
        source = f"{self._name}.{table.name}"
        # Every name is one of our own schema.
        return f"{insert} INTO main.{table.name} ({names}) SELECT {values} FROM {source}"  # noqa: S608

    def _moved(self, column: sa.Column[object]) -> str:
        """The SQL of a column of a copied row."""
        name = f'"{column.name}"'
        if column is print_jobs.c.id:
            return f"{name} + :jobs"
        if column.name in COUNTS:
            return f"{name} + :{COUNTS[column.name]}"
        if column.name.endswith("_us"):
            return f"CASE WHEN {name} >= {FIRST_INSTANT_US} THEN {name} + :shift ELSE {name} END"
        if column.name.endswith(("_moment", "_moments")):
            return f"moments({name})"
        if isinstance(column.type, sa.Text) and self._moves(column):
            return f"moved({name})"
        return name

    def _moves(self, column: sa.Column[object]) -> bool:
        """Whether anything in a text column names the day, an instant or the boot."""
        pattern = moving(self.model.office_day)
        rows = self.model.rows(f'SELECT DISTINCT "{column.name}" FROM {column.table.name}')  # noqa: S608
        return any(row[0] is not None and pattern.search(row[0]) for row in rows)
