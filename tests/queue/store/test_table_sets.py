"""Tables of another room in the office's database: made, backed up, migrated and written."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

import kezek_queue.store.database
from kezek_queue import Queue, TableSet, open_store
from kezek_queue.errors import (
    DatabaseTooNewError,
    StorageError,
    UnknownServiceError,
)
from kezek_queue.schema.tables import REVISIONS

FIRST = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0001", None
def upgrade():
    op.create_table("lamps", sa.Column("office_id", sa.Text(), primary_key=True))
"""
SECOND = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0002", "0001"
def upgrade():
    op.add_column("lamps", sa.Column("colour", sa.Text()))
    op.execute("UPDATE lamps SET colour = 'green'")
"""


def lamps(folder: Path, *revisions: str) -> TableSet:
    """The tables of a room that only this test knows, as of its last revision."""
    folder.mkdir(exist_ok=True)
    (folder / "r0001.py").write_text(FIRST)
    (folder / "r0002.py").write_text(SECOND)
    metadata = sa.MetaData()
    columns = [sa.Column("office_id", sa.Text(), primary_key=True)]
    if "0002" in revisions:
        columns.append(sa.Column("colour", sa.Text()))
    sa.Table("lamps", metadata, *columns)
    return TableSet("lamps", metadata, revisions, folder)


@pytest.fixture
def old(tmp_path: Path) -> TableSet:
    return lamps(tmp_path / "lamps-old", "0001")


@pytest.fixture
def new(tmp_path: Path) -> TableSet:
    return lamps(tmp_path / "lamps-new", "0001", "0002")


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def names(path: Path) -> list[str]:
    return sorted(file.name for file in path.glob("kezek.db.*"))


def fill(office_dir: Path, tables: TableSet) -> None:
    with open_store(office_dir, "hall", (tables,)) as store:
        store.write(lambda c: c.exec_driver_sql("INSERT INTO lamps (office_id) VALUES ('hall')"))


def test_a_new_office_is_made_with_the_tables_beside_its_own(office_dir, clock, new):
    Queue.create(office_dir, clock=clock, beside=(new,)).close()

    database = office_dir / "kezek.db"
    assert rows(database, "SELECT version_num FROM alembic_version_lamps") == [("0002",)]
    assert rows(database, "SELECT version_num FROM alembic_version") == [(REVISIONS[-1],)]
    assert rows(database, "SELECT colour FROM lamps") == []


def test_an_office_that_never_had_them_gets_them_and_needs_no_backup(queue, office_dir, clock, new):
    queue.close()

    Queue.open(office_dir, clock=clock, beside=(new,)).close()

    assert rows(office_dir / "kezek.db", "SELECT colour FROM lamps") == []
    assert names(office_dir) == []


def test_older_tables_are_backed_up_and_migrated_at_start(queue, office_dir, clock, desk, old, new):
    desk.served()
    queue.close()
    fill(office_dir, old)

    with Queue.open(office_dir, clock=clock, beside=(new,)) as again:
        assert again.verify_journal().sound

    assert rows(office_dir / "kezek.db", "SELECT * FROM lamps") == [("hall", "green")]
    assert names(office_dir) == ["kezek.db.before-lamps-0002"]
    before = office_dir / "kezek.db.before-lamps-0002"
    assert rows(before, "SELECT * FROM lamps") == [("hall",)]
    assert rows(before, "SELECT count(*) FROM journal") == [(7,)]


def test_tables_as_expected_are_neither_backed_up_nor_migrated(queue, office_dir, clock, new):
    queue.close()
    for _ in range(2):
        Queue.open(office_dir, clock=clock, beside=(new,)).close()

    assert names(office_dir) == []


def test_a_program_without_that_room_opens_the_same_office(queue, office_dir, clock, new):
    queue.close()
    fill(office_dir, new)

    with Queue.open(office_dir, clock=clock) as again:
        assert again.verify_journal().sound

    assert rows(office_dir / "kezek.db", "SELECT office_id FROM lamps") == [("hall",)]


def test_tables_of_a_newer_version_are_refused_with_what_to_do(queue, office_dir, clock, old, new):
    queue.close()
    fill(office_dir, new)

    for opened in (
        lambda: Queue.open(office_dir, clock=clock, beside=(old,)),
        lambda: open_store(office_dir, "hall", (old,)).__enter__(),
    ):
        with pytest.raises(DatabaseTooNewError, match=r"lamps tables.*newer Kezek"):
            opened()


def test_a_migration_that_fails_halfway_leaves_the_old_tables(
    queue, office_dir, clock, old, new, monkeypatch
):
    queue.close()
    fill(office_dir, old)
    (new.migrations / "r0002.py").write_text(SECOND + "    raise RuntimeError('power')\n")

    with pytest.raises(RuntimeError, match="power"):
        Queue.open(office_dir, clock=clock, beside=(new,))

    assert rows(office_dir / "kezek.db", "SELECT * FROM lamps") == [("hall",)]
    assert rows(office_dir / "kezek.db", "SELECT * FROM alembic_version_lamps") == [("0001",)]


@pytest.fixture
def opened(queue, office_dir, clock, new):
    queue.close()
    with Queue.open(office_dir, clock=clock, beside=(new,)) as again:
        yield again


def test_what_another_room_writes_goes_through_the_one_writer(opened):
    def whose(connection: sa.Connection) -> str:
        connection.exec_driver_sql("INSERT INTO lamps (office_id) VALUES ('hall')")
        return threading.current_thread().name

    assert opened.store.write(whose) == "kezek-writer"
    with opened.store.read() as connection:
        assert connection.exec_driver_sql("SELECT office_id FROM lamps").all() == [("hall",)]


def test_a_change_that_raises_undoes_itself_and_nobody_else(opened):
    def broken(connection: sa.Connection) -> None:
        connection.exec_driver_sql("INSERT INTO lamps (office_id) VALUES ('hall')")
        raise KeyboardInterrupt

    ticket = opened.issue("household").ticket
    with pytest.raises(KeyboardInterrupt):
        opened.store.write(broken)
    with pytest.raises(UnknownServiceError):
        opened.issue("teleportation")

    assert opened.ticket(ticket.id).number == ticket.number
    with opened.store.read() as connection:
        assert connection.exec_driver_sql("SELECT * FROM lamps").all() == []
    assert opened.verify_journal().sound


def test_a_short_command_beside_the_server_sees_and_changes_the_same(opened, office_dir, new):
    with open_store(office_dir, "hall", (new,)) as store:
        store.write(lambda c: c.exec_driver_sql("INSERT INTO lamps (office_id) VALUES ('hall')"))

    with opened.store.read() as connection:
        assert connection.exec_driver_sql("SELECT office_id FROM lamps").all() == [("hall",)]


def test_a_fault_of_the_disk_is_told_as_such(queue, office_dir, new, monkeypatch):
    queue.close()
    impatient = kezek_queue.store.database.PRAGMAS | {"busy_timeout": ("1", 1)}
    monkeypatch.setattr("kezek_queue.store.database.PRAGMAS", impatient)
    fill(office_dir, new)
    with (
        closing(sqlite3.connect(office_dir / "kezek.db", isolation_level=None)) as holder,
        open_store(office_dir, "hall", (new,)) as store,
    ):
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError):
            store.write(lambda c: c.exec_driver_sql("DELETE FROM lamps"))
        holder.execute("ROLLBACK")

    assert rows(office_dir / "kezek.db", "SELECT office_id FROM lamps") == [("hall",)]


def test_the_backup_of_two_sets_names_both(queue, office_dir, clock, old, new, monkeypatch):
    from kezek_queue.store import revision

    queue.close()
    fill(office_dir, old)
    newer = replace(revision.QUEUE, revisions=(*REVISIONS, "9000"))
    monkeypatch.setattr(revision, "QUEUE", newer)
    monkeypatch.setattr("kezek_queue.store.migrations.run.upgrade", _pretend)

    Queue.open(office_dir, clock=clock, beside=(new,)).close()

    assert names(office_dir) == ["kezek.db.before-9000-lamps-0002"]


def _pretend(connection: sa.Connection, target: str, tables: TableSet) -> None:
    connection.exec_driver_sql(f"UPDATE {tables.version_table} SET version_num = '{target}'")
