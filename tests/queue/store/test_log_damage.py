"""A damaged write-ahead log: lost answers are noticed, what a power cut leaves is no damage."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kezek_queue.store.log_damage import (
    FRAME_HEAD_BYTES,
    HEAD_BYTES,
    damaged_logs,
    find_damage,
    forget_content,
    keep_damaged_log,
)

PAGE_BYTES = 1024
FRAME = FRAME_HEAD_BYTES + PAGE_BYTES
COMMITS = 12

Cut = Callable[[bytes], bytes]


def connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    return connection


def write(connection: sqlite3.Connection, rows: int, size_bytes: int = 1500) -> None:
    for _ in range(rows):
        connection.execute("INSERT INTO row (content) VALUES (randomblob(?))", (size_bytes,))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """A database and its log of twelve transactions, several frames each."""
    path = tmp_path_factory.mktemp("log") / "office.db"
    with closing(connect(path)) as connection:
        connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, content BLOB)")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        write(connection, COMMITS)
        return path.read_bytes(), path.with_name("office.db-wal").read_bytes()


def commit_frames(log: bytes) -> list[int]:
    return [
        number
        for number in range((len(log) - HEAD_BYTES) // FRAME)
        if struct.unpack_from(">I", log, HEAD_BYTES + number * FRAME + 4)[0]
    ]


def rows_taken_over(folder: Path, database: bytes, log: bytes) -> int:
    """How many rows SQLite finds."""
    path = folder / "again.db"
    path.write_bytes(database)
    (folder / "again.db-wal").write_bytes(log)
    (folder / "again.db-shm").unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM row").fetchone()[0])


def test_a_log_that_holds_is_sound(written: tuple[bytes, bytes]) -> None:
    assert find_damage(written[1], PAGE_BYTES) is None
    assert find_damage(b"", PAGE_BYTES) is None


@settings(max_examples=150)
@given(data=st.data())
def test_a_damaged_byte_is_noticed_where_more_than_the_last_answer_is_lost(
    written: tuple[bytes, bytes], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    database, log = written
    place = data.draw(st.integers(0, len(log) - 1))
    flipped = bytearray(log)
    flipped[place] ^= data.draw(st.integers(1, 255))

    damage = find_damage(bytes(flipped), PAGE_BYTES)
    rows = rows_taken_over(tmp_path_factory.getbasetemp(), database, bytes(flipped))

    # The sums of SQLite do not cover the size of the database in the head, nor its counter.
    lost = COMMITS - rows
    assert (damage is not None) == (lost > 1), (place, rows)
    assert damage is None or 0 < damage.lost <= lost


def drop_a_frame(log: bytes, frame: int) -> bytes:
    start = HEAD_BYTES + frame * FRAME
    return log[:start] + bytes(FRAME) + log[start + FRAME :]


@settings(max_examples=100)
@given(data=st.data())
def test_what_a_power_cut_leaves_of_the_last_transaction_is_no_damage(
    written: tuple[bytes, bytes], data: st.DataObject
) -> None:
    log = written[1]
    begins = commit_frames(log)[-2] + 1
    last = range(begins, (len(log) - HEAD_BYTES) // FRAME)
    for frame in data.draw(st.sets(st.sampled_from(last))):
        log = drop_a_frame(log, frame)
    log = log[: data.draw(st.integers(HEAD_BYTES + begins * FRAME, len(log)))]

    assert find_damage(log, PAGE_BYTES) is None


def test_what_many_power_cuts_leave_one_behind_the_other_is_no_damage(tmp_path: Path) -> None:
    """Each cut leaves a transaction that the next, shorter one writes over in part."""
    path, log = tmp_path / "office.db", tmp_path / "office.db-wal"
    with closing(connect(path)) as connection:
        connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, content BLOB)")
    for size_bytes in (60_000, 40_000, 20_000, 9_000, 3_000):
        database, before = path.read_bytes(), log.read_bytes() if log.exists() else b""
        with closing(connect(path)) as connection:
            write(connection, 1, 100)
            answered = len(log.read_bytes())
            write(connection, 1, size_bytes)
            cut = bytearray(log.read_bytes())
        cut[answered : answered + FRAME] = before[answered : answered + FRAME].ljust(FRAME, b"\0")
        path.write_bytes(database)
        log.write_bytes(bytes(cut) + before[len(cut) :])

        assert find_damage(log.read_bytes(), PAGE_BYTES) is None
    assert len(commit_frames(log.read_bytes())) > 5


def test_what_a_new_beginning_of_the_log_leaves_behind_is_no_damage(tmp_path: Path) -> None:
    path, log = tmp_path / "office.db", tmp_path / "office.db-wal"
    with closing(connect(path)) as connection:
        connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, content BLOB)")
        write(connection, COMMITS)
        connection.execute("PRAGMA wal_checkpoint(RESTART)")
        write(connection, 2)

        assert len(commit_frames(log.read_bytes())) > COMMITS
        assert find_damage(log.read_bytes(), PAGE_BYTES) is None


def test_a_log_that_somebody_writes_meanwhile_is_no_damage(tmp_path: Path) -> None:
    path, stop = tmp_path / "office.db", Event()
    with closing(connect(path)) as connection:
        connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, content BLOB)")
        connection.execute("PRAGMA wal_checkpoint(RESTART)")

        def work() -> None:
            with closing(connect(path)) as own:
                own.execute("PRAGMA wal_autocheckpoint = 20")
                while not stop.is_set():
                    write(own, 1)

        thread = Thread(target=work)
        thread.start()
        try:
            found = [keep_damaged_log(path, PAGE_BYTES) for _ in range(200)]
        finally:
            stop.set()
            thread.join()

    assert set(found) == {None}


@pytest.fixture
def damaged(tmp_path: Path, written: tuple[bytes, bytes]) -> Path:
    path = tmp_path / "office.db"
    path.write_bytes(written[0])
    (tmp_path / "office.db-wal").write_bytes(drop_a_frame(written[1], 3))
    return path


def test_a_damaged_log_is_kept_once_and_is_nobody_else_s_to_read(
    damaged: Path, written: tuple[bytes, bytes], caplog: pytest.LogCaptureFixture
) -> None:
    first, second = keep_damaged_log(damaged, PAGE_BYTES), keep_damaged_log(damaged, PAGE_BYTES)

    assert first == second
    assert damaged_logs(damaged) == [first]
    assert first is not None
    assert first.read_bytes() == drop_a_frame(written[1], 3)
    assert first.stat().st_mode & 0o777 == 0o600
    assert "damaged at frame 4" in caplog.text


def test_an_erasure_empties_what_was_kept_and_leaves_the_mark(damaged: Path) -> None:
    keep_damaged_log(damaged, PAGE_BYTES)

    forget_content(damaged)

    [kept] = damaged_logs(damaged)
    assert kept.read_bytes() == b""


@pytest.mark.parametrize("word", [0x377F0682, 0x377F0683])
def test_the_sums_of_either_byte_order_are_known(
    written: tuple[bytes, bytes], word: int, reordered: Callable[[bytes, int], bytes]
) -> None:
    log = reordered(written[1], word)

    assert find_damage(log, PAGE_BYTES) is None
    assert find_damage(drop_a_frame(log, 3), PAGE_BYTES) is not None


@pytest.fixture
def reordered() -> Callable[[bytes, int], bytes]:
    """A log as a machine of the other byte order writes it: sums made anew by its first word."""

    def make(log: bytes, word: int) -> bytes:
        order = "big" if word & 1 else "little"
        sums = (0, 0)

        def add(data: bytes) -> bytes:
            nonlocal sums
            first, second = sums
            for at in range(0, len(data), 8):
                first = (first + int.from_bytes(data[at : at + 4], order) + second) % 2**32
                second = (second + int.from_bytes(data[at + 4 : at + 8], order) + first) % 2**32
            sums = first, second
            return struct.pack(">II", first, second)

        head = struct.pack(">I", word) + log[4:24]
        made = head + add(head)
        for at in range(HEAD_BYTES, len(log), FRAME):
            frame = log[at : at + FRAME]
            made += (
                frame[:16] + add(frame[:8] + frame[FRAME_HEAD_BYTES:]) + frame[FRAME_HEAD_BYTES:]
            )
        return made

    return make
