"""One suite for both places where people, tokens and sessions can lie, always beside the queue."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from kezek_kiosk.access.accounts import Accounts
from kezek_kiosk.access.demo_accounts import make_demo_accounts
from kezek_kiosk.access.roles import Role
from kezek_kiosk.access.sessions import StaffSessions
from kezek_kiosk.access.staff_schema import STAFF
from kezek_kiosk.access.tokens import Tokens
from kezek_kiosk.errors import SignInDelayedError, SignInRefusedError, TokenRefusedError
from kezek_queue import ManualClock, Queue, open_store
from kezek_queue.office.demo import make_demo_office
from kezek_queue.store.revision import bring_up_to_date

PIN = "7351926480"
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.fixture
def data_dir(tmp_path):
    (tmp_path / "office.toml").write_text(make_demo_office(), encoding="utf-8")
    return tmp_path


@pytest.fixture
def queue(data_dir, url):
    with Queue.create(data_dir, clock=ManualClock(), database_url=url, beside=(STAFF,)) as opened:
        yield opened


@pytest.fixture
def beside(data_dir, url, queue):
    """The tables as a short command sees them while the server runs."""
    with open_store(data_dir, "demo", (STAFF,), database_url=url) as store:
        yield store


@pytest.fixture
def accounts_of():
    """Accounts on a store, with their hashing threads ended afterwards."""
    opened = []

    def make(store, **more):
        opened.append(Accounts(store, lambda: NOW, **more))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def test_people_tokens_and_sessions_are_kept_and_seen_by_server_and_command(
    queue, beside, accounts_of
):
    accounts, known = accounts_of(queue.store), accounts_of(beside)
    token = Tokens(beside, lambda: NOW).create(Role.KIOSK, label="hall")

    accounts.create("aigul", Role.OPERATOR, PIN, 3)
    account = accounts.verify("aigul", PIN, "window 3")
    begun = StaffSessions(queue.store, lambda: NOW, idle=timedelta(minutes=15)).begin(account)
    found = StaffSessions(beside, lambda: NOW, idle=timedelta(minutes=15)).find(begun.id)
    known.deactivate("aigul")

    assert found == begun
    assert Tokens(queue.store, lambda: NOW).verify(token).label == "hall"
    assert not accounts.find("aigul").active
    with pytest.raises(SignInRefusedError):
        accounts.verify("aigul", PIN, "window 3")


def test_wrong_pins_are_counted_for_every_process(queue, beside, accounts_of):
    here, there = accounts_of(queue.store), accounts_of(beside)
    here.create("aigul", Role.ADMIN, PIN)

    for accounts in (here, there, here):
        with suppress(SignInRefusedError):
            accounts.verify("aigul", "918273", "desk")

    with pytest.raises(SignInDelayedError):
        there.verify("aigul", PIN, "desk")


def test_a_revoked_token_is_worthless_to_every_process(queue, beside):
    tokens = Tokens(queue.store, lambda: NOW)
    plain = tokens.create(Role.KIOSK)

    tokens.revoke(tokens.list()[0].id)

    with pytest.raises(TokenRefusedError):
        Tokens(beside, lambda: NOW).verify(plain)


def test_all_is_there_again_after_the_office_was_closed(queue, data_dir, url, accounts_of):
    make_demo_accounts(accounts_of(queue.store, demo=True))
    queue.close()

    with Queue.open(data_dir, clock=ManualClock(), database_url=url, beside=(STAFF,)) as again:
        names = [account.name for account in accounts_of(again.store).list()]

    assert len(names) == 10
    assert "supervisor" in names


def test_the_server_writes_staff_and_tickets_by_one_thread_and_one_connection(queue):
    answers = []

    def look(connection):
        answers.append((threading.current_thread().name, connection))

    queue.store.write(look)
    queue._write(lambda tx: look(tx.connection))

    (staff_thread, staff_connection), (queue_thread, queue_connection) = answers
    assert staff_thread == queue_thread == "kezek-writer"
    assert staff_connection is queue_connection


def test_a_refused_change_of_staff_undoes_itself_alone(queue, accounts_of):
    accounts = accounts_of(queue.store)

    def interrupted(connection):
        connection.execute(sa.text("DELETE FROM users"))
        raise KeyboardInterrupt

    accounts.create("aigul", Role.ADMIN, PIN)
    with pytest.raises(KeyboardInterrupt):
        queue.store.write(interrupted)
    ticket = queue.issue("household").ticket

    assert accounts.find("aigul").active
    assert queue.ticket(ticket.id) == ticket


def test_tickets_and_staff_written_at_once_all_come_through(queue, beside):
    tokens = [Tokens(queue.store, lambda: NOW), Tokens(beside, lambda: NOW)]

    with ThreadPoolExecutor(8) as pool:
        made = [pool.submit(tokens[turn % 2].create, Role.KIOSK) for turn in range(24)]
        issued = [pool.submit(queue.issue, "household") for _ in range(24)]
        numbers = {each.result().ticket.number for each in issued}
        for each in made:
            each.result()

    assert len(numbers) == 24
    assert [token.id for token in tokens[0].list()] == list(range(1, 25))
    assert queue.verify_journal().sound


@pytest.mark.postgresql
def test_a_command_waits_for_the_server_and_takes_the_next_number(cluster, data_dir):
    url = cluster.database()
    with (
        Queue.create(data_dir, clock=ManualClock(), database_url=url, beside=(STAFF,)) as queue,
        open_store(data_dir, "demo", (STAFF,), database_url=url) as beside,
        ThreadPoolExecutor(1) as pool,
    ):
        began = []

        def hold_the_lock(connection):
            began.append(pool.submit(Tokens(beside, lambda: NOW).create, Role.ADMIN))
            connection.execute(
                sa.text(
                    "INSERT INTO tokens (office_id, id, digest, role, label, created_at) "
                    "VALUES ('demo', 1, 'x', 'kiosk', '', now() AT TIME ZONE 'UTC')"
                )
            )
            waiting = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            ends = time.monotonic() + 60
            while not connection.execute(waiting).scalar_one():
                assert time.monotonic() < ends
                time.sleep(0.005)

        queue.store.write(hold_the_lock)
        began[0].result(timeout=60)

        assert [token.id for token in Tokens(queue.store, lambda: NOW).list()] == [1, 2]


@pytest.mark.postgresql
def test_processes_that_meet_an_office_without_staff_make_the_tables_once(cluster, data_dir):
    url = cluster.database()
    Queue.create(data_dir, clock=ManualClock(), database_url=url).close()
    ready = threading.Barrier(6)

    def meet():
        with open_store(data_dir, "demo", (), database_url=url) as store:
            ready.wait(60)
            bring_up_to_date(store._database, (STAFF,))

    with ThreadPoolExecutor(6) as pool:
        for each in [pool.submit(meet) for _ in range(6)]:
            each.result(timeout=60)

    with open_store(data_dir, "demo", (STAFF,), database_url=url) as store:
        assert Tokens(store, lambda: NOW).list() == ()
