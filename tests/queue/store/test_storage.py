"""Damaged, newer, missing, locked and full databases: an honest error, nothing half-written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from kezek_queue import Queue
from kezek_queue.errors import (
    DatabaseCorruptError,
    DatabaseExistsError,
    DatabaseMissingError,
    DatabaseTooNewError,
    OfficeFileError,
    StorageError,
    StorageFailedError,
    StorageFullError,
)
from kezek_queue.store.database import sqlite_database


def test_every_connection_is_durable_and_small(queue, office_dir):
    database = sqlite_database(office_dir / "kezek.db")
    for engine in (database.writing, database.reading):
        with engine.connect() as connection:
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in (
                    "journal_mode", "synchronous", "page_size", "wal_autocheckpoint",
                    "foreign_keys", "busy_timeout",
                )
            }  # fmt: skip
        assert found == {
            "journal_mode": "wal",
            "synchronous": 2,
            "page_size": 1024,
            "wal_autocheckpoint": 1000,
            "foreign_keys": 1,
            "busy_timeout": 5000,
        }
    database.dispose()


def test_a_missing_database_is_asked_for_with_the_command_that_makes_it(office_dir, clock):
    with pytest.raises(DatabaseMissingError, match="kezek init") as refused:
        Queue.open(office_dir, clock=clock)

    assert refused.value.code == "database_missing"
    assert not (office_dir / "kezek.db").exists()


def test_a_database_is_not_made_twice(queue, office_dir, clock):
    with pytest.raises(DatabaseExistsError):
        Queue.create(office_dir, clock=clock)


def test_a_missing_office_file_is_named(tmp_path, clock):
    with pytest.raises(OfficeFileError, match=r"office\.toml") as refused:
        Queue.open(tmp_path, clock=clock)

    assert refused.value.code == "office_file"


@pytest.mark.parametrize(
    "text", ["", 'status_key = "xyz"', 'status_key = "00ff"', "status_key = 1"]
)
def test_broken_keys_are_named(queue, office_dir, clock, text):
    queue.close()
    (office_dir / "secrets.toml").write_text(text, encoding="utf-8")

    with pytest.raises(OfficeFileError, match=r"secrets\.toml"):
        Queue.open(office_dir, clock=clock)


def test_lost_keys_are_named(queue, office_dir, clock):
    queue.close()
    (office_dir / "secrets.toml").unlink()

    with pytest.raises(OfficeFileError, match=r"secrets\.toml"):
        Queue.open(office_dir, clock=clock)


def test_new_keys_are_readable_by_their_owner_only(queue, office_dir):
    assert (office_dir / "secrets.toml").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_no_database_is_refused(queue, office_dir, clock):
    queue.close()
    (office_dir / "kezek.db").write_bytes(b"this is a letter, not a database\n" * 100)

    with pytest.raises(DatabaseCorruptError, match="restore") as refused:
        Queue.open(office_dir, clock=clock)

    assert refused.value.code == "database_corrupt"


def test_a_damaged_page_is_found_at_the_start(queue, office_dir, clock, desk):
    for _ in range(30):
        desk.waiting()
    queue.close()
    path = office_dir / "kezek.db"
    content = bytearray(path.read_bytes())
    for page in range(8, len(content) // 1024):
        content[page * 1024 : page * 1024 + 64] = b"\xa5" * 64
    path.write_bytes(content)

    with pytest.raises(DatabaseCorruptError):
        Queue.open(office_dir, clock=clock)


def test_a_truncated_database_is_found_at_the_start(queue, office_dir, clock, desk):
    for _ in range(30):
        desk.waiting()
    queue.close()
    path = office_dir / "kezek.db"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    with pytest.raises(DatabaseCorruptError):
        Queue.open(office_dir, clock=clock)


def test_an_empty_file_is_none_of_ours(office_dir, clock, queue):
    queue.close()
    (office_dir / "kezek.db").write_bytes(b"")

    with pytest.raises(DatabaseCorruptError, match="Kezek"):
        Queue.open(office_dir, clock=clock)


def test_a_newer_database_is_refused_and_left_alone(queue, office_dir, clock):
    queue.close()
    with closing(sqlite3.connect(office_dir / "kezek.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    with pytest.raises(DatabaseTooNewError, match="newer Kezek") as refused:
        Queue.open(office_dir, clock=clock)

    assert refused.value.code == "database_too_new"
    assert refused.value.facts["revision"] == "9999"


def test_a_database_of_another_office_is_refused(queue, office_dir, office_text, clock):
    queue.close()
    text = office_text.replace('id = "hall"', 'id = "other"')
    (office_dir / "office.toml").write_text(text, encoding="utf-8")

    with pytest.raises(DatabaseMissingError, match="other"):
        Queue.open(office_dir, clock=clock)


def test_nobody_else_on_the_machine_may_read_a_new_office(queue, office_dir):
    queue.issue("household")

    modes = {each.name: each.stat().st_mode & 0o777 for each in office_dir.glob("kezek.db*")}

    assert modes == dict.fromkeys(("kezek.db", "kezek.db-wal", "kezek.db-shm"), 0o600)


def fill_up(queue, pages_left):
    """Forbid the writer's connection to grow the file by more than a few pages."""
    connection = queue._writer._connection
    have = connection.exec_driver_sql("PRAGMA page_count").scalar()
    connection.exec_driver_sql(f"PRAGMA max_page_count = {have + pages_left}")
    connection.rollback()


def issue_until_refused(queue, kept):
    for _ in range(100):
        ticket = queue.issue("household").ticket
        kept.append(ticket.id)


@pytest.mark.parametrize("pages_left", [0, 1, 2, 3, 5, 8])
def test_a_full_disk_refuses_the_change_and_keeps_every_acknowledged_one(
    queue, office_dir, clock, pages_left
):
    kept = [queue.issue("household").ticket.id for _ in range(3)]
    fill_up(queue, pages_left)

    with pytest.raises(StorageFullError, match="free some space") as refused:
        issue_until_refused(queue, kept)

    assert refused.value.code == "storage_full"
    assert [ticket.id for ticket in queue.snapshot().tickets] == kept
    assert queue.verify_journal().sound
    # The old handle is never used again: the next command opens a new one, after a check.
    assert queue.issue("household").ticket.number == f"K{len(kept) + 1:03d}"
    assert queue.verify_journal().sound


def test_after_a_fault_the_file_is_checked_before_it_is_written_again(
    queue, office_dir, monkeypatch
):
    queue.issue("household")
    fill_up(queue, 0)
    with pytest.raises(StorageFullError):
        issue_until_refused(queue, [])
    last = queue.last_seq()

    def damaged(_self):
        raise DatabaseCorruptError("found damaged", place="x")

    monkeypatch.setattr("kezek_queue.store.database.Database.check", damaged)
    for _ in range(2):
        with pytest.raises(DatabaseCorruptError):
            queue.issue("household")

    assert queue.last_seq() == last


def test_a_database_held_by_another_process_is_an_honest_error(queue, office_dir):
    queue.issue("household")
    queue._writer._connection.exec_driver_sql("PRAGMA busy_timeout = 10")
    queue._writer._connection.rollback()
    other = sqlite3.connect(office_dir / "kezek.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StorageFailedError, match="another process") as refused:
        queue.issue("household")
    other.execute("ROLLBACK")
    other.close()

    assert refused.value.facts["reason"] == "busy"
    assert queue.issue("household").ticket.number == "K002"


def test_a_closed_queue_says_so(queue):
    queue.close()
    queue.close()

    with pytest.raises(StorageFailedError, match="open it again"):
        queue.issue("household")


def test_a_program_fault_undoes_its_own_command_and_no_other(queue):
    def broken(tx):
        tx.next_arrival()
        raise KeyError("a fault of ours")

    with pytest.raises(KeyError):
        queue._write(broken)

    assert queue.issue("household").ticket.arrival_seq == 1
    assert queue.verify_journal().sound


def test_a_command_alone_is_undone_with_all_that_it_wrote_and_needs_no_savepoint(queue):
    from kezek_core.events import EventKind

    before, statements = queue.last_seq(), []
    sa.event.listen(
        queue._database.writing, "before_cursor_execute",
        lambda _connection, _cursor, text, *_: statements.append(text),
    )  # fmt: skip

    def broken(tx):
        tx.record(EventKind.OFFICE_CHANGED, actor="aida")
        raise KeyError("a fault of ours")

    with pytest.raises(KeyError):
        queue._write(broken)
    queue.issue("household")

    assert queue.last_seq() == before + 1
    assert queue.verify_journal().sound
    assert not [text for text in statements if "SAVEPOINT" in text]


def test_a_command_alone_happens_at_the_one_reading_of_the_clock(queue, clock, monkeypatch):
    queue.issue("household")  # the boot is known from now on
    readings = []

    def read():
        readings.append(clock.advance(seconds=1))
        return readings[-1]

    monkeypatch.setattr(clock, "now", read)
    issued = queue.issue("household")

    assert len(readings) == 1
    assert issued.ticket.issued_at == readings[0].at


def test_even_an_exit_inside_a_command_rolls_back(queue):
    def leaving(tx):
        tx.next_arrival()
        raise SystemExit

    with pytest.raises(SystemExit):
        queue._write(leaving)

    assert queue.issue("household").ticket.arrival_seq == 1


READ_ONLY = """
    import os, sys
    from kezek_queue import ManualClock, Queue
    from kezek_queue.errors import StorageError
    Queue.open(sys.argv[1], clock=ManualClock()).close()
    os.setegid(65534)
    os.seteuid(65534)
    try:
        Queue.open(sys.argv[1], clock=ManualClock())
    except StorageError as error:
        print(error.code, error.facts["reason"])
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become somebody who may not write")
def test_a_read_only_data_directory_is_an_honest_error(queue, office_dir):
    queue.close()
    # Not below pytest's own directory: every pytest that starts closes it to other users.
    with tempfile.TemporaryDirectory() as outside:
        data_dir = shutil.copytree(office_dir, Path(outside) / "data")
        for path in (Path(outside), data_dir, *data_dir.iterdir()):
            path.chmod(0o755 if path.is_dir() else 0o644)
        done = run_as_nobody(data_dir)

    assert done.stdout.split()[:1] == ["storage_failed"], done.stderr


def run_as_nobody(data_dir):
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(READ_ONLY), str(data_dir)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_opening_imports_nothing_that_is_only_needed_to_migrate(office_dir, queue):
    queue.close()
    program = (
        "import sys; from kezek_queue import ManualClock, Queue; "
        f"Queue.open({str(office_dir)!r}, clock=ManualClock()).close(); "
        "print([m for m in ('alembic', 'escpos', 'holidays', 'psycopg') if m in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout.strip() == "[]"


def test_every_storage_error_is_one_family():
    leaves = (DatabaseMissingError, DatabaseCorruptError, DatabaseTooNewError, StorageFullError)

    assert all(issubclass(leaf, StorageError) for leaf in leaves)
    assert Path(sqlite3.__file__).exists()


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_queue_copied_by_a_fork_says_that_it_cannot_write(queue):
    child = os.fork()
    if child == 0:
        try:
            queue.issue("household")
        except StorageFailedError as error:
            os._exit(7 if error.facts["reason"] == "no_writer" else 8)
        finally:
            os._exit(9)

    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 7


def test_a_reader_who_outlives_the_queue_leaves_no_connection_open(queue):
    database = queue._database

    with database.read() as connection:
        driver = connection.connection.dbapi_connection
        queue.close()
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1

    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        driver.execute("SELECT 1")
