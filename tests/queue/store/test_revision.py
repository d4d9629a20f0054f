"""Migrations: the same tables as a new database, a backup first, all or nothing."""

from __future__ import annotations

import resource
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
import sqlalchemy as sa

from kezek_queue import Queue
from kezek_queue.errors import StorageError
from kezek_queue.people.personal_data import Person
from kezek_queue.schema.tables import REVISIONS
from kezek_queue.store import revision
from kezek_queue.store.database import sqlite_database
from kezek_queue.store.migrations.run import upgrade


def schema_of(path):
    """Every table, index and trigger, spelt in one way."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        ).fetchall()
    return {(kind, name): "".join(sql.replace('"', "").split()) for kind, name, sql in rows}


def test_migrations_lead_to_the_tables_of_a_new_database(queue, office_dir, tmp_path):
    queue.close()
    migrated = sqlite_database(tmp_path / "migrated.db", create=True)

    with migrated.writing.connect() as connection, connection.begin():
        upgrade(connection, REVISIONS[-1], revision.QUEUE)
    migrated.dispose()

    old, new = schema_of(tmp_path / "migrated.db"), schema_of(office_dir / "kezek.db")
    assert old.keys() == new.keys()
    assert old == new


def test_migrations_are_named_in_their_order():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    from kezek_queue.store.migrations.run import config_for

    with sa.create_engine("sqlite://", poolclass=sa.NullPool).connect() as connection:
        config = config_for(connection, revision.QUEUE)

    assert isinstance(config, Config)
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == REVISIONS


@pytest.fixture
def newer(monkeypatch):
    """A version of Kezek with one revision more."""
    one_more = replace(revision.QUEUE, revisions=(*REVISIONS, "9000"))
    monkeypatch.setattr(revision, "QUEUE", one_more)


def test_an_older_database_is_backed_up_and_migrated_at_start(
    queue, office_dir, clock, desk, newer, monkeypatch
):
    desk.served()
    queue.close()

    def to_9000(connection, target, _tables):
        connection.exec_driver_sql("CREATE TABLE extra (office_id TEXT)")
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{target}'")

    monkeypatch.setattr("kezek_queue.store.migrations.run.upgrade", to_9000)

    with Queue.open(office_dir, clock=clock) as again:
        assert again.verify_journal().sound

    assert ("table", "extra") in schema_of(office_dir / "kezek.db")
    assert ("table", "extra") not in schema_of(office_dir / "kezek.db.before-9000")
    with closing(sqlite3.connect(office_dir / "kezek.db.before-9000")) as backup:
        assert backup.execute("SELECT count(*) FROM journal").fetchone() == (7,)


def test_a_migration_that_fails_halfway_leaves_the_old_database(
    queue, office_dir, clock, newer, monkeypatch
):
    queue.close()
    before = schema_of(office_dir / "kezek.db")

    def halfway(connection, _target, _tables):
        connection.exec_driver_sql("CREATE TABLE extra (office_id TEXT)")
        raise RuntimeError("the power went off")

    monkeypatch.setattr("kezek_queue.store.migrations.run.upgrade", halfway)

    with pytest.raises(RuntimeError):
        Queue.open(office_dir, clock=clock)

    assert schema_of(office_dir / "kezek.db") == before


def test_a_full_disk_keeps_the_old_database_and_no_half_copy_of_it(queue, office_dir, clock, newer):
    queue.close()
    before = schema_of(office_dir / "kezek.db")
    names = {entry.name for entry in office_dir.iterdir()}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, hard))
    try:
        with pytest.raises(StorageError, match="nothing was changed"):
            Queue.open(office_dir, clock=clock)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert schema_of(office_dir / "kezek.db") == before
    assert {entry.name for entry in office_dir.iterdir()} - names <= {
        "kezek.db-wal",
        "kezek.db-shm",
    }


def test_an_office_of_the_third_revision_can_give_pick_up_tickets(
    queue, office_dir, clock, to_revision_0011
):
    number = queue.register.accept(
        "military-service",
        person=Person("Серікова Айгүл", "Арыс қ., Абай к-сі, 1", "8 701 555 44 33"),
        documents={"application": 1, "military_id": 1, "identity_card_copy": 1},
        window=1,
        inspector="Омаров Е.",
        actor="aida",
    ).request.number
    queue.register.ready(number, actor="aida")
    queue.close()
    with closing(sqlite3.connect(office_dir / "kezek.db")) as connection, connection:
        for table in ("register_visits", "told_clocks", "taken_back"):
            connection.execute(f"DROP TABLE {table}")
        connection.executescript(to_revision_0011)
        connection.execute("ALTER TABLE tickets RENAME COLUMN call_moments TO call_moment")
        connection.execute("ALTER TABLE parts DROP COLUMN returns")
        connection.execute("UPDATE alembic_version SET version_num = '0003'")

    with Queue.open(office_dir, clock=clock) as again:
        ticket = again.register.pick_up_ticket(number).ticket

        assert again.register.request_of_ticket(ticket.id).number == number
        assert again.verify_journal().sound
    copy = office_dir / f"kezek.db.before-{REVISIONS[-1]}"
    assert copy.stat().st_mode & 0o777 == 0o600  # it names people, as the database does
