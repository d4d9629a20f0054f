"""A commit of one process wakes whoever waits in another: at once on a server, soon on a file."""

from __future__ import annotations

import shutil

import pytest
import sqlalchemy as sa

from kezek_queue import Queue
from kezek_queue.journal import commit_signal
from kezek_queue.store import wakes, writer
from kezek_queue.store.office_lock import refuse_if_served

NEVER = 10_000.0
on_a_server = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


@pytest.fixture
def second(queue, data_dir, clock, url, tmp_path_factory):
    """The same office open in another directory, as a second server has it."""
    place = tmp_path_factory.mktemp("second")
    if url is None:
        place = data_dir  # a file has one directory
    else:
        for name in ("office.toml", "secrets.toml"):
            shutil.copy(data_dir / name, place)
    with Queue.open(place, clock=clock, database_url=url) as opened:
        yield opened


@pytest.fixture
def nobody_asks(second, monkeypatch):
    """The second server never asks the database: it knows what it is told. Returns all of that."""
    last, told = second.last_seq(), []
    monkeypatch.setattr(commit_signal, "POLL_SECONDS", NEVER)
    monkeypatch.setattr(commit_signal, "POLL_BESIDE_LISTENER_SECONDS", NEVER)
    monkeypatch.setattr(second._commits, "_read_last", lambda: last)
    tell = second._commits.tell

    def heard(seq):
        told.append(seq)
        tell(seq)

    monkeypatch.setattr(second._commits, "tell", heard)
    return told


def say(queue, seq, office="demo"):
    """A notice that no commit has sent."""
    with queue._database.writing.connect() as connection, connection.begin():
        wakes.wake_others(connection, office, seq)


@on_a_server
def test_a_commit_is_told_to_other_processes_without_their_asking(
    queue, second, nobody_asks, listening
):
    listening(second)
    before = queue.last_seq()

    queue.issue("household")

    assert second.wait_for_event(before, 60)
    assert queue.last_seq() in nobody_asks


@on_a_server
def test_without_the_notice_nobody_hears_of_a_commit(
    queue, second, nobody_asks, listening, monkeypatch
):
    """The control: notices come in their order, so the last one proves that none was sent."""
    listening(second)
    before = queue.last_seq()

    with monkeypatch.context() as silent:
        silent.setattr(writer, "wake_others", lambda *_: None)
        queue.issue("household")
    say(queue, before + 1000)

    assert second.wait_for_event(before + 999, 60)
    assert [seq for seq in nobody_asks if before < seq < before + 1000] == []


@on_a_server
def test_notices_of_another_office_wake_nobody(queue, second, nobody_asks, listening):
    listening(second)
    before = queue.last_seq()

    say(queue, before + 500, office="second")
    say(queue, before + 1000)

    assert second.wait_for_event(before + 999, 60)
    assert before + 500 not in nobody_asks


@on_a_server
def test_what_was_refused_is_told_to_nobody(queue, second, nobody_asks, listening):
    listening(second)
    before = queue.last_seq()

    with pytest.raises(LookupError):
        queue.issue("no-such-service")
    say(queue, before + 1000)

    assert second.wait_for_event(before + 999, 60)
    assert [seq for seq in nobody_asks if before < seq < before + 1000] == []


@on_a_server
def test_a_listener_that_was_cut_off_listens_again(queue, second, nobody_asks, listening):
    listening(second)
    before = queue.last_seq()
    cut = sa.text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND query LIKE 'LISTEN%'"
    )

    turns = second._commits._turns
    with second._database.read() as connection:
        connection.execute(cut)
    listening(second, turns + 2)  # not any more, and again
    queue.issue("household")

    assert second.wait_for_event(before, 60)
    assert queue.last_seq() in nobody_asks


def test_where_nobody_tells_whoever_waits_asks(queue, second, monkeypatch):
    monkeypatch.setattr(commit_signal, "POLL_SECONDS", 0.01)
    second._listener.close()
    before = queue.last_seq()

    queue.issue("household")

    assert second.wait_for_event(before, 60)


@on_a_server
def test_whoever_has_closed_an_office_is_not_at_work_on_it(queue, second, listening, monkeypatch):
    queue._listener.close()
    second._listener.close()
    held = []
    sa.event.listen(queue._database.writing, "connect", lambda each, _record: held.append(each))
    turns = queue._commits._turns
    again = wakes.Listener(queue._database, "demo", queue._commits)
    listening(queue, turns + 1)
    [driver] = held
    with monkeypatch.context() as patched:
        patched.setattr(driver, "close", lambda: None)  # the server has not noticed yet
        again.close()

    with second._database.writing.connect() as connection:
        refuse_if_served(connection, "demo", second._database.place)
    driver.close()
