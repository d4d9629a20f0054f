"""Values that are not what was written: SQLite's own check reads no bytes of a value."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

from kezek_queue.journal.packed_texts import UnreadablePackError, unpacked
from kezek_queue.journal.packs import Pack
from kezek_queue.journal.summed_texts import WrongSumError, without_sum

_EVENTS = """
    SELECT office_id, CAST(first_seq AS INTEGER), CAST(last_seq AS INTEGER), office_day,
           hash_before, last_hash, form, CAST(packed AS BLOB)
    FROM journal_packs WHERE (office_id, first_seq) > (?, ?) ORDER BY office_id, first_seq LIMIT 1
"""
_SLIPS = """
    SELECT office_id, CAST(last_job AS INTEGER), form, CAST(packed AS BLOB)
    FROM slip_packs WHERE (office_id, last_job) > (?, ?) ORDER BY office_id, last_job LIMIT 1
"""
_JOBS = """
    SELECT office_id, CAST(id AS INTEGER), CAST(slip AS TEXT)
    FROM print_jobs WHERE (office_id, id) > (?, ?) AND slip != ''
    ORDER BY office_id, id LIMIT 1
"""


def damaged_values(
    connection: sqlite3.Connection, table: str, stopped: Callable[[], bool]
) -> Iterator[str]:
    """What is wrong with the packs and slips of a table, one by one; nothing for other tables.

    Each is read in a view of its own, and memory holds one.

    Args:
        connection: the database; its texts may be damaged, so it must read them whatever they are.
        table: a table's name.
        stopped: ends the reading.
    """
    if table in _READERS:
        statement, fault = _READERS[table]
        place: tuple[str, int] = ("", 0)
        while not stopped() and (row := connection.execute(statement, place).fetchone()):
            if found := fault(*row[1:]):
                yield found
            place = row[:2]


def _fault_of_events(*columns: object) -> str:
    pack = Pack(*columns)  # type: ignore[arg-type] # as they are stored, sound or not
    found = pack.fault()
    return found and f"{pack.contents}: {found}"


def _fault_of_slips(last_job: int, form: int, packed: bytes) -> str:
    try:
        unpacked(form, packed)
    except UnreadablePackError as error:
        return f"the slips of print jobs up to {last_job}: {error}"
    return ""


def _fault_of_slip(job: int, slip: str) -> str:
    try:
        without_sum(slip)
    except WrongSumError as error:
        return f"the slip of print job {job}: {error}"
    return ""


_READERS: dict[str, tuple[str, Callable[..., str]]] = {
    "journal_packs": (_EVENTS, _fault_of_events),
    "slip_packs": (_SLIPS, _fault_of_slips),
    "print_jobs": (_JOBS, _fault_of_slip),
}
