"""The events and slips of copied days, written packed where the queue would have packed them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from kezek_queue.journal.event_text import CHAINED, canonical
from kezek_queue.journal.packed_texts import FORM, packed
from kezek_queue.model_days.event_templates import CopiedEvent
from kezek_queue.papers.slip_packs import PACK_SLIPS, PACKED, packable
from kezek_queue.schema.tables import print_jobs
from kezek_queue.store.journal_packing import PACK_EVENTS

_NAMES = ", ".join(f'"{name}"' for name in CHAINED)
FOUND = f"SELECT {_NAMES}, hash FROM journal ORDER BY seq"  # noqa: S608
ADD_PACK = "INSERT INTO journal_packs VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_COLUMNS = [column.name for column in print_jobs.c]
ID, SLIP = _COLUMNS.index("id"), _COLUMNS.index("slip")
_JOB = ", ".join(_COLUMNS)
NEW_JOBS = f"SELECT {_JOB} FROM print_jobs WHERE id > ? ORDER BY id"  # noqa: S608
DROP_JOBS = "DELETE FROM print_jobs WHERE id > ?"
ADD_JOB = f"INSERT INTO print_jobs ({_JOB}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608
ADD_SLIPS = "INSERT INTO slip_packs VALUES (?, ?, ?, ?)"


class PackedDays:
    """Packs what days bring, from the first event of the office on.

    Args:
        connection: to the office's file, without its triggers.
        office_id: the office.
    """

    def __init__(self, connection: sqlite3.Connection, office_id: str) -> None:
        self._connection = connection
        self._office_id = office_id
        self._hash = ""
        self._last_job = 0

    def begin(self) -> None:
        """Pack what the office has already: that it was made."""
        rows = self._connection.execute(FOUND).fetchall()
        events = (CopiedEvent(row[0], row[-1], self._text(row)) for row in rows)
        self.events(events, None)
        self._connection.execute("DELETE FROM journal")

    def events(self, events: Iterator[CopiedEvent], office_day: date | None) -> None:
        """Pack the events of a day."""
        day = office_day and office_day.isoformat()
        while chunk := list(islice(events, PACK_EVENTS)):
            data = packed([each.text for each in chunk])
            first, last = chunk[0].seq, chunk[-1].seq
            row = (self._office_id, first, last, day, self._hash, chunk[-1].hash, FORM, data)
            self._connection.execute(ADD_PACK, row)
            self._hash = chunk[-1].hash

    def slips(self) -> None:
        """Pack the slips that have come since the last time."""
        jobs = self._connection.execute(NEW_JOBS, (self._last_job,)).fetchall()
        self._connection.execute(DROP_JOBS, (self._last_job,))
        for start in range(0, len(jobs), PACK_SLIPS):
            chunk = jobs[start : start + PACK_SLIPS]
            data = packed([f"{job[ID]} {packable(job[SLIP])}" for job in chunk])
            self._last_job = chunk[-1][ID]
            self._connection.execute(ADD_SLIPS, (self._office_id, self._last_job, FORM, data))
            narrow = [(*job[:SLIP], PACKED, *job[SLIP + 1 :]) for job in chunk]
            self._connection.executemany(ADD_JOB, narrow)

    def _text(self, row: Any) -> str:
        fields = dict(zip(CHAINED, row, strict=False))
        return canonical(
            {**fields, "body": json.loads(fields["body"]), "office_id": self._office_id}
        )
