"""Damage is never passed over: the end of the journal at the start, the whole file beside work."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kezek_queue import Queue, look_at, open_office
from kezek_queue.clock import ManualClock
from kezek_queue.errors import DatabaseCorruptError
from kezek_queue.papers import slip_packs
from kezek_queue.store import journal_packing

PAGE_BYTES = 1024
PACK_IN_PAGE = 64


def pages_of(path: Path, name: str) -> list[int]:
    """The numbers of the leaf pages of a table or an index, from its first to its last row."""
    with closing(sqlite3.connect(path)) as connection:
        root = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)
        ).fetchone()[0]
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = path.read_bytes()
    return _leaves(content, root)


def _leaves(content: bytes, number: int) -> list[int]:
    page = content[(number - 1) * PAGE_BYTES : number * PAGE_BYTES]
    if page[0] in (10, 13):
        return [number]
    cells = int.from_bytes(page[3:5], "big")
    children = []
    for cell in range(cells):
        at = int.from_bytes(page[12 + 2 * cell : 14 + 2 * cell], "big")
        children.append(int.from_bytes(page[at : at + 4], "big"))
    children.append(int.from_bytes(page[8:12], "big"))
    return [leaf for child in children for leaf in _leaves(content, child)]


def flip(path: Path, page: int, at: int = 0, count: int = 16) -> None:
    """Turn every bit of some bytes of a page."""
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE_BYTES + at)
        before = file.read(count)
        file.seek((page - 1) * PAGE_BYTES + at)
        file.write(bytes(each ^ 0xFF for each in before))


@pytest.fixture
def old_and_new(queue: Queue, office_dir: Path, desk, monkeypatch) -> Path:
    """The file of an office that was closed, with more events than a start walks over."""
    monkeypatch.setattr(open_office, "END_EVENTS", 10)
    for _ in range(30):
        desk.waiting()
    queue.close()
    return office_dir / "kezek.db"


@pytest.mark.parametrize("name", ["journal", "tickets"])
def test_damage_in_an_old_page_is_found_and_told_after_the_opening(
    old_and_new: Path, office_dir: Path, clock: ManualClock, caplog, name: str
) -> None:
    flip(old_and_new, pages_of(old_and_new, name)[1])

    with closing(Queue.open(office_dir, clock=clock)) as queue:
        before = queue.file_check
        queue.check_file()
        found = queue.file_check

    assert before is None
    assert found is not None
    assert not found.sound
    assert found.at == clock.now().at
    assert [each.split(":")[0] for each in found.damage] == [name]
    assert f"is damaged: {name}" in caplog.text


def test_a_damaged_index_is_named_with_its_table(
    old_and_new: Path, office_dir: Path, clock: ManualClock
) -> None:
    with closing(sqlite3.connect(old_and_new)) as connection:
        index = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'tickets'"
        ).fetchone()[0]
    flip(old_and_new, pages_of(old_and_new, index)[0])

    with closing(Queue.open(office_dir, clock=clock)) as queue:
        found = queue.check_file()

    assert found is not None
    assert [each.split(":")[0] for each in found.damage] == ["tickets"]


def test_an_index_that_leads_to_another_row_is_named_though_its_pages_are_whole(
    old_and_new: Path, office_dir: Path, clock: ManualClock
) -> None:
    with closing(sqlite3.connect(old_and_new)) as connection:
        (name,) = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'journal' "
            "AND sql LIKE '%ticket_id%'"
        ).fetchone()
    page = pages_of(old_and_new, name)[0]
    start = (page - 1) * PAGE_BYTES
    content = bytearray(old_and_new.read_bytes())
    at = content.index(b"-A001", start, start + PAGE_BYTES) + 4
    content[at] ^= 3  # the event of A001 is now found as one of A002
    old_and_new.write_bytes(content)

    with closing(Queue.open(office_dir, clock=clock)) as queue:
        found = queue.check_file()

    assert found is not None
    assert [each.split(":")[0] for each in found.damage] == ["journal"]


def test_a_schema_that_is_no_text_any_more_refuses_the_start(
    old_and_new: Path, office_dir: Path, clock: ManualClock
) -> None:
    content = old_and_new.read_bytes()
    assert content.count(b"CREATE TABLE journal_packs") == 1
    old_and_new.write_bytes(
        content.replace(b"CREATE TABLE journal_packs", b"\xc5REATE TABLE journal_packs")
    )

    with pytest.raises(DatabaseCorruptError, match="restore"):
        Queue.open(office_dir, clock=clock)


def test_a_column_whose_name_was_spoilt_is_damage_and_no_fault_of_the_program(
    old_and_new: Path, office_dir: Path, clock: ManualClock
) -> None:
    content = old_and_new.read_bytes()
    old_and_new.write_bytes(content.replace(b"started_moment TEXT", b"stcrted_moment TEXT", 1))

    with (
        closing(Queue.open(office_dir, clock=clock)) as queue,
        pytest.raises(DatabaseCorruptError, match=r"no such column: .*started_moment"),
    ):
        queue.snapshot()


@pytest.mark.parametrize("at", [0, PAGE_BYTES - 40])
def test_damage_at_the_end_of_the_journal_refuses_the_start(
    old_and_new: Path, office_dir: Path, clock: ManualClock, at: int
) -> None:
    flip(old_and_new, pages_of(old_and_new, "journal")[-1], at)

    with pytest.raises(DatabaseCorruptError, match="restore") as refused:
        Queue.open(office_dir, clock=clock)

    assert refused.value.code == "database_corrupt"


def test_without_the_walk_over_the_end_the_same_damage_opens(
    old_and_new: Path, office_dir: Path, clock: ManualClock, monkeypatch
) -> None:
    flip(old_and_new, pages_of(old_and_new, "journal")[-1], PAGE_BYTES - 40)
    monkeypatch.setattr(open_office, "_check_end_of_journal", lambda *_: None)

    with closing(Queue.open(office_dir, clock=clock)) as queue:
        assert queue.last_seq() > 0


@pytest.fixture
def packed_office(queue: Queue, office_dir: Path, clock: ManualClock, desk, monkeypatch) -> Path:
    """The file of an office that was closed, with packed events and packed slips."""
    monkeypatch.setattr(open_office, "END_EVENTS", 1)
    monkeypatch.setattr(journal_packing, "ROWS_KEPT", 1)
    monkeypatch.setattr(journal_packing, "PACK_EVENTS", 10)
    monkeypatch.setattr(slip_packs, "JOBS_KEPT", 1)
    monkeypatch.setattr(slip_packs, "PACK_SLIPS", 4)
    for _ in range(12):
        desk.waiting()
    clock.advance(hours=24)
    queue.close_days()
    assert queue.pack_journal(100) > 1
    assert queue.pack_slips(100) > 1
    queue.close()
    return office_dir / "kezek.db"


PACKS = {
    "journal_packs": ("SELECT packed FROM journal_packs", "events 1 to 10 of the journal"),
    "slip_packs": ("SELECT packed FROM slip_packs", "the slips of print jobs up to 4"),
}


@pytest.mark.parametrize("table", PACKS)
@given(place=st.integers(0), bit=st.integers(0, 7))
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_one_flipped_bit_of_a_pack_is_found_by_the_check_of_the_file(
    packed_office: Path, office_dir: Path, clock: ManualClock, table: str, place: int, bit: int
) -> None:
    statement, contents = PACKS[table]
    sound = packed_office.read_bytes()
    with closing(sqlite3.connect(packed_office)) as connection:
        (packed,) = connection.execute(statement).fetchone()
    kept = packed[:PACK_IN_PAGE]  # the rest lies elsewhere in the file
    at = sound.index(kept) + place % len(kept)
    packed_office.write_bytes(sound[:at] + bytes([sound[at] ^ 1 << bit]) + sound[at + 1 :])

    with closing(Queue.open(office_dir, clock=clock)) as queue:
        found = queue.check_file()
    packed_office.write_bytes(sound)

    assert found is not None
    (damage,) = found.damage
    assert damage.startswith(f"{table}: {contents}: ")


def test_a_pack_whose_events_lead_elsewhere_is_damaged_though_it_can_be_read(
    packed_office: Path, office_dir: Path, clock: ManualClock
) -> None:
    with closing(sqlite3.connect(packed_office)) as connection, connection:
        for trigger in ("packs_keep_events", "packs_lose_nothing"):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(
            "UPDATE journal_packs SET last_hash = upper(last_hash) WHERE first_seq = 1"
        )

    with closing(Queue.open(office_dir, clock=clock)) as queue:
        found = queue.check_file()

    assert found is not None
    assert found.damage == (
        "journal_packs: events 1 to 10 of the journal: its events lead to another hash",
    )


def test_a_sound_file_is_read_once_after_the_opening_and_once_a_day(
    queue: Queue, clock: ManualClock
) -> None:
    first = queue.do_what_is_due()
    clock.advance(hours=23)
    second = queue.do_what_is_due()
    clock.advance(hours=1)
    third = queue.do_what_is_due()

    assert ("check_file" in first, "check_file" in second, "check_file" in third) == (
        True, False, True,
    )  # fmt: skip
    assert queue.file_check is not None
    assert queue.file_check.sound
    assert queue.file_check.tables > 10


def test_people_get_tickets_while_the_file_is_read(queue: Queue, desk, monkeypatch) -> None:
    from kezek_queue.store import file_check

    reading, go_on = threading.Event(), threading.Event()
    as_it_is = file_check._damaged_pages

    def held(connection: sqlite3.Connection, table: str) -> list[str]:
        reading.set()
        go_on.wait(60)
        return as_it_is(connection, table)

    monkeypatch.setattr(file_check, "_damaged_pages", held)
    checking = threading.Thread(target=queue.check_file)
    checking.start()
    reading.wait(60)
    before = queue.last_seq()

    desk.waiting()
    issued = queue.last_seq()
    go_on.set()
    checking.join()

    assert issued > before
    assert queue.file_check is not None
    assert queue.file_check.sound


def test_a_check_ends_when_the_office_is_closed(queue: Queue, monkeypatch) -> None:
    from kezek_queue.store import file_check

    monkeypatch.setattr(file_check, "STEPS_BETWEEN_LOOKS", 1)
    queue.close()

    assert queue.check_file() is None
    assert queue.file_check is None


def test_a_check_of_the_file_cannot_write(queue: Queue, office_dir: Path) -> None:
    from kezek_queue.store.database import read_only_address

    address = read_only_address(office_dir / "kezek.db")
    with (
        closing(sqlite3.connect(address, uri=True)) as connection,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        connection.execute("DELETE FROM windows")


def test_whoever_only_looks_learns_where_the_end_of_the_journal_breaks(
    old_and_new: Path, office_dir: Path, clock: ManualClock
) -> None:
    with closing(sqlite3.connect(old_and_new)) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'journal'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        last = connection.execute("SELECT max(seq) FROM journal").fetchone()[0]
        connection.execute("UPDATE journal SET actor = 'nobody' WHERE seq = ?", (last,))
        connection.commit()

    with look_at(office_dir, clock=clock) as office:
        found = office.verify_journal()
    with pytest.raises(DatabaseCorruptError, match=f"event {last} was changed"):
        Queue.open(office_dir, clock=clock)

    assert found.first_broken_seq == last


@pytest.fixture
def cut_off(queue: Queue, office_dir: Path, tmp_path: Path, desk) -> Path:
    """The directory of an office as a power cut leaves it, its last tickets in the log alone."""
    with closing(sqlite3.connect(office_dir / "kezek.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(RESTART)")
    for _ in range(6):
        desk.waiting()
    return Path(shutil.copytree(office_dir, tmp_path / "cut-off"))


def test_tickets_lost_with_a_damaged_log_are_told_and_the_log_is_kept(
    cut_off: Path, clock: ManualClock, queue: Queue
) -> None:
    given = len(queue.snapshot().tickets)
    flip(cut_off / "kezek.db-wal", page=8)

    with Queue.open(cut_off, clock=clock) as reopened:
        found = reopened.check_file()
        left = len(reopened.snapshot().tickets)

    assert left < given
    assert found is not None
    [damage] = found.damage
    assert damage.startswith("kezek.db-wal.damaged-")
    assert "changes that were answered before that start are lost" in damage


def test_an_office_that_a_power_cut_stopped_opens_without_a_word_of_damage(
    cut_off: Path, clock: ManualClock, queue: Queue
) -> None:
    given = len(queue.snapshot().tickets)

    with Queue.open(cut_off, clock=clock) as reopened:
        found = reopened.check_file()
        assert len(reopened.snapshot().tickets) == given

    assert found is not None
    assert found.sound
