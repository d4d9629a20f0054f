"""The packs of the journal against what they hold: what is looked for there must be found."""

from __future__ import annotations

from typing import Any

from kezek_queue.journal.packed_texts import UnreadablePackError
from kezek_queue.journal.packs import Pack, day_and_strays
from kezek_queue.proving.differences import ROW, Differences
from kezek_queue.proving.tables import StoredTables, names_of
from kezek_queue.schema.packs import journal_packs, packed_strays

NAMES = tuple(Pack.__dataclass_fields__)


def compare_packs(stored: StoredTables, differences: Differences) -> int:
    """Read every pack once more, and compare what is stored of it beside its bytes.

    The chain proves the events inside; by these columns they are found.

    Args:
        stored: the tables.
        differences: collects what they say otherwise.

    Returns:
        How many packs there are.
    """
    strays: set[tuple[str, int]] = set()
    count, before = 0, ""
    for row in stored.in_order(journal_packs, "first_seq"):
        pack = Pack(**{name: row[name] for name in NAMES})
        count, subject = count + 1, str(pack.first_seq)
        rows = _rows_of(pack)
        if not rows:
            differences.add(journal_packs.name, subject, ROW, "damaged", "packed events")
        else:
            office_day, others = day_and_strays(rows)
            proven = {
                "first_seq": rows[0].seq, "last_seq": rows[-1].seq,
                "office_day": office_day, "hash_before": before,
            }  # fmt: skip
            differences.compare(journal_packs.name, subject, row, proven)
            strays |= {(each, pack.first_seq) for each in others}
        before = pack.last_hash
    _compare_strays(stored, differences, strays)
    return count


def _rows_of(pack: Pack) -> list[Any]:
    """The events; none where the pack is not what was written."""
    try:
        return [] if pack.fault() else pack.rows()
    except UnreadablePackError:
        return []


def _compare_strays(
    stored: StoredTables, differences: Differences, proven: set[tuple[str, int]]
) -> None:
    found = {(row["ticket_id"], row["first_seq"]) for row in stored.all_rows(packed_strays)}
    for name in names_of({"ticket": each[0], "pack": each[1]} for each in sorted(proven - found)):
        differences.missing(packed_strays.name, name)
    for name in names_of({"ticket": each[0], "pack": each[1]} for each in sorted(found - proven)):
        differences.stranger(packed_strays.name, name)
