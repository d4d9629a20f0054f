"""An office of 0.1.0, filled with people, devices and visits, opens and keeps everything."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from kezek_kiosk import open_office
from kezek_kiosk.access.accounts import Accounts
from kezek_kiosk.access.sessions import StaffSessions
from kezek_kiosk.access.staff_schema import STAFF
from kezek_kiosk.compose import build_services
from kezek_kiosk.errors import SignInDelayedError, SignInRefusedError
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock, Queue

PIN = "246802"
MONDAY = datetime(2026, 11, 23, 14, tzinfo=UTC)
FAILED = ("demo", "supervisor", "10.0.0.7", 4, "2026-11-23 14:00:00.000000")
"""Four wrong PINs just before the upgrade."""

STAFF_TABLES = ("users", "tokens", "staff_sessions", "sign_in_attempts")
KEPT = {
    "users": "office_id, id, name, role, pin_hash, window, active, created_at",
    "tokens": "*",
    "staff_sessions": "office_id, digest, user_id, window, created_at, seen_at",
    "sign_in_attempts": "*",
}
"""What 0.1.0 wrote into each."""


@pytest.fixture
def old_dir(office_of_0_1_0: Any) -> Path:
    """The office that 0.1.0 left, where somebody has just mistyped a PIN four times."""
    data_dir: Path = office_of_0_1_0.data
    with closing(sqlite3.connect(data_dir / "kezek.db")) as database, database:
        database.execute("INSERT INTO sign_in_attempts VALUES (?, ?, ?, ?, ?)", FAILED)
    return data_dir


@pytest.fixture
def upgraded(old_dir: Path) -> Iterator[AppContext]:
    built = build_services(old_dir, clock=ManualClock(MONDAY))
    yield built
    built.close()


def rows(database: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(database)) as connection:
        return {
            table: connection.execute(f"SELECT {columns} FROM {table}").fetchall()
            for table, columns in KEPT.items()
        }


def schema_of(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """The columns of the staff tables and their indexes."""
    tables = (*STAFF_TABLES, STAFF.version_table, "staff_schema")
    with closing(sqlite3.connect(database)) as connection:
        return {
            table: connection.execute(f"PRAGMA table_info({table})").fetchall()
            + connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type = 'index'"
                " AND tbl_name = ?",
                (table,),
            ).fetchall()
            for table in tables
        }


def test_its_people_sign_in_and_whoever_was_barred_stays_so(upgraded: AppContext) -> None:
    signed_in = upgraded.accounts.verify("aigul", PIN, "window 3")

    assert (signed_in.role.value, signed_in.window) == ("operator", 3)
    assert len(upgraded.accounts.list()) == 12
    with pytest.raises(SignInRefusedError):
        upgraded.accounts.verify("barlybek", PIN, "window 4")


def test_its_devices_keep_their_tokens_and_a_lost_one_stays_revoked(
    upgraded: AppContext, office_of_0_1_0: Any
) -> None:
    assert upgraded.tokens.verify(office_of_0_1_0.expected["token"]).role.value == "supervisor"
    assert [each.revoked_at is None for each in upgraded.tokens.list()] == [True, True, False]


def test_whoever_was_signed_in_goes_on_and_a_delay_goes_on_too(
    upgraded: AppContext, office_of_0_1_0: Any
) -> None:
    def then() -> datetime:
        return MONDAY + timedelta(seconds=1)

    sessions = StaffSessions(upgraded.queue.store, then, idle=timedelta(days=5))
    accounts = Accounts(upgraded.queue.store, then)

    assert sessions.find(office_of_0_1_0.expected["session"]).name == "aigul"
    with pytest.raises(SignInDelayedError):
        accounts.verify("supervisor", PIN, "10.0.0.7")


def test_everything_is_backed_up_before_and_stands_unchanged_after(old_dir: Path) -> None:
    before = rows(old_dir / "kezek.db")

    build_services(old_dir, clock=ManualClock(MONDAY)).close()

    (backup,) = old_dir.glob("kezek.db.before-*")
    assert backup.name.endswith(f"staff-{STAFF.head}")
    assert rows(backup) == before
    assert rows(old_dir / "kezek.db") == before


def test_its_staff_tables_are_then_those_of_a_new_office(
    old_dir: Path, demo_template: Path
) -> None:
    build_services(old_dir, clock=ManualClock(MONDAY)).close()

    assert schema_of(old_dir / "kezek.db") == schema_of(demo_template / "kezek.db")


def test_the_revisions_from_nothing_lead_to_the_same_tables(
    demo_template: Path, tmp_path: Path
) -> None:
    from kezek_queue.store.database import sqlite_database
    from kezek_queue.store.migrations.run import upgrade

    made = sqlite_database(tmp_path / "made.db", create=True)
    with made.writing.connect() as connection, connection.begin():
        upgrade(connection, STAFF.head, STAFF)
    made.dispose()

    assert schema_of(tmp_path / "made.db") == schema_of(demo_template / "kezek.db")


def test_the_revisions_are_listed_in_their_order() -> None:
    from alembic.script import ScriptDirectory

    from kezek_queue.store.migrations.run import config_for

    with sa.create_engine("sqlite://", poolclass=sa.NullPool).connect() as connection:
        scripts = ScriptDirectory.from_config(config_for(connection, STAFF))

    assert tuple(each.revision for each in scripts.walk_revisions())[::-1] == STAFF.revisions


NEXT = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9000", "{head}"
def upgrade():
    op.add_column("users", sa.Column("room", sa.Text()))
"""


def test_the_next_revision_of_the_staff_tables_is_run_after_a_backup(
    old_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_services(old_dir, clock=ManualClock(MONDAY)).close()
    folder = Path(shutil.copytree(STAFF.migrations, tmp_path / "staff_migrations"))
    (folder / "r9000.py").write_text(NEXT.format(head=STAFF.head))
    newer = replace(STAFF, revisions=(*STAFF.revisions, "9000"), migrations=folder)
    monkeypatch.setattr(open_office, "STAFF", newer)

    after = build_services(old_dir, clock=ManualClock(MONDAY))

    assert after.accounts.verify("aigul", PIN, "window 3").name == "aigul"
    after.close()
    assert "room TEXT" in sqlite_sql(old_dir / "kezek.db", "users")
    assert "room TEXT" not in sqlite_sql(old_dir / "kezek.db.before-staff-9000", "users")


def sqlite_sql(database: Path, table: str) -> str:
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,))
        return str(found.fetchone()[0])


def test_a_library_that_knows_no_staff_opens_the_upgraded_office(old_dir: Path) -> None:
    build_services(old_dir, clock=ManualClock(MONDAY)).close()

    with Queue.open(old_dir, clock=ManualClock(MONDAY)) as queue:
        assert queue.verify_journal().sound
    assert rows(old_dir / "kezek.db")["users"]


KILLED_AT_EACH_STEP = """
    # Forks, so that what takes long (importing Alembic) is done once. Every child opens the office
    # of 0.1.0 and is killed before its Nth statement or write of a file; the last one gets through.
    import json, os, shutil, signal, sqlite3, sys
    from contextlib import closing
    from itertools import count
    from pathlib import Path
    import alembic.command, sqlalchemy as sa
    from kezek_kiosk.open_office import open_staff

    office, kept = Path(sys.argv[1]), json.loads(sys.argv[2])

    def open_and_die(step):
        done = 0
        def tick(*_progress):
            nonlocal done
            done += 1
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)
        sa.event.listen(sa.engine.Engine, "before_cursor_execute", tick)
        sa.event.listen(sa.engine.Engine, "commit", tick)
        sys.addaudithook(lambda name, _facts: name in ("shutil.move", "sqlite3.connect") and tick())
        with open_staff(office, "demo"):
            os._exit(0)

    for step in count(1):
        child = os.fork()
        if child == 0:
            open_and_die(step)
        _, status = os.waitpid(child, 0)
        with closing(sqlite3.connect(office / "kezek.db")) as database:
            query = "SELECT {} FROM {} ORDER BY 1, 2"
            found = [
                database.execute(query.format(kept[name], name)).fetchall() for name in kept
            ]
            sound = database.execute("PRAGMA integrity_check").fetchone()[0]
            made = database.execute(
                "SELECT group_concat(name) FROM sqlite_master WHERE name IN"
                " ('staff_schema', 'alembic_version_staff')").fetchone()[0]
        print(json.dumps([os.WIFSIGNALED(status), sound, made, found]), flush=True)
        if not os.WIFSIGNALED(status):
            sys.exit(os.waitstatus_to_exitcode(status))
"""


@pytest.mark.slow
def test_a_process_killed_at_any_step_of_the_upgrade_leaves_an_office_that_opens(
    old_dir: Path,
) -> None:
    before = [list(map(list, each)) for each in rows(old_dir / "kezek.db").values()]

    script = [sys.executable, "-c", textwrap.dedent(KILLED_AT_EACH_STEP)]
    run = subprocess.run(
        [*script, str(old_dir), json.dumps(KEPT)],
        check=True, capture_output=True, text=True, timeout=250,
    )  # fmt: skip

    *killed, through = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(killed) > 15
    assert [each[:3] for each in killed] == [[True, "ok", "staff_schema"]] * len(killed)
    assert through[:3] == [False, "ok", "alembic_version_staff"]
    assert [each[3] for each in (*killed, through)] == [before] * (len(killed) + 1)
    after = build_services(old_dir, clock=ManualClock(MONDAY))
    assert after.accounts.verify("aigul", PIN, "window 3").name == "aigul"
    after.close()
