"""The chain of the journal: any change of any event is found, and named."""

from __future__ import annotations

import json
import sqlite3

import pytest

from kezek_queue import look_at
from kezek_queue.journal.event_text import CHAINED, link


@pytest.fixture
def database(queue, office_dir, desk):
    """A closed database with a few visits, its triggers gone: a forger's way in."""
    desk.served()
    desk.no_show()
    queue.close()
    connection = sqlite3.connect(office_dir / "kezek.db")
    connection.execute("DROP TRIGGER journal_keeps_events")
    connection.execute("DROP TRIGGER journal_loses_nothing")
    connection.commit()
    yield connection
    connection.close()


@pytest.fixture
def verify(database, office_dir, clock):
    """Reads the chain after what a test did to it."""

    def read():
        database.commit()
        database.close()
        with look_at(office_dir, clock=clock) as opened:
            return opened.verify_journal()

    return read


def test_an_untouched_journal_is_sound(verify):
    found = verify()

    assert found.sound
    assert found.events == 11
    assert found.first_broken_seq is None


CHANGES = {
    "kind": "ticket_cancelled",
    "ticket_id": "2026-11-23-A777",
    "window": 7,
    "actor": "somebody",
    "utc_us": 1,
    "boottime_us": 1,
    "boot_id": "other",
    "synced": 0,
    "body": '{"number":"A001"}',
    "hash": "00",
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_field_is_found(database, verify, column):
    database.execute(f'UPDATE journal SET "{column}" = ? WHERE seq = 5', (CHANGES[column],))

    found = verify()

    assert not found.sound
    assert found.first_broken_seq == 5
    assert "changed" in found.reason


def test_every_chained_field_was_tried():
    assert set(CHANGES) == set(CHAINED) - {"seq"} | {"hash"}


@pytest.mark.parametrize("body", ["not json", '{"number": "A001"}'])
def test_a_body_with_another_spelling_is_found(database, verify, body):
    database.execute("UPDATE journal SET body = ? WHERE seq = 3", (body,))

    assert verify().first_broken_seq == 3


def test_a_removed_event_is_found(database, verify):
    database.execute("DELETE FROM journal WHERE seq = 4")

    found = verify()

    assert found.first_broken_seq == 4
    assert "missing" in found.reason


def test_a_lost_end_is_found(database, verify):
    database.execute("DELETE FROM journal WHERE seq > 9")

    found = verify()

    assert found.first_broken_seq == 10
    assert "end is gone" in found.reason


def test_an_emptied_journal_is_found(database, verify):
    database.execute("DELETE FROM journal")

    assert verify().first_broken_seq == 1


def test_two_events_that_changed_places_are_found(database, verify):
    database.execute("UPDATE journal SET seq = 100 WHERE seq = 4")
    database.execute("UPDATE journal SET seq = 4 WHERE seq = 5")
    database.execute("UPDATE journal SET seq = 5 WHERE seq = 100")

    assert verify().first_broken_seq == 4


def test_an_event_put_in_before_the_first_is_found(database, verify):
    database.execute(
        "INSERT INTO journal SELECT office_id, 0, kind, ticket_id, window, actor, utc_us, "
        "boottime_us, boot_id, synced, body, hash FROM journal WHERE seq = 3"
    )

    found = verify()

    assert not found.sound
    assert found.first_broken_seq == 0


def test_an_event_added_at_the_end_with_a_right_hash_is_found_by_the_head_row(database, verify):
    names = [*CHAINED, "hash"]
    columns = ", ".join(f'"{name}"' for name in names)
    last = database.execute(f"SELECT {columns} FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    fields = dict(zip(names, last, strict=True))
    fields |= {"seq": fields["seq"] + 1, "body": json.loads(fields["body"])}
    forged = link(last[-1], "hall", fields)
    values = [*(fields[name] for name in CHAINED[:-1]), last[len(CHAINED) - 1], forged]
    marks = ", ".join("?" * len(values))
    database.execute(
        f"INSERT INTO journal (office_id, {columns}) VALUES ('hall', {marks})",
        values,
    )

    found = verify()

    assert not found.sound
    assert "head row" in found.reason


def test_a_rewritten_chain_is_found_by_the_head_row(database, verify):
    names = ", ".join(f'"{name}"' for name in CHAINED)
    rows = database.execute(f"SELECT {names} FROM journal ORDER BY seq").fetchall()
    previous = ""
    for row in rows:
        fields = dict(zip(CHAINED, row, strict=True))
        fields["body"] = json.loads(fields["body"])
        if fields["seq"] == 3:
            fields["actor"] = "forger"
        previous = link(previous, "hall", fields)
        database.execute(
            "UPDATE journal SET actor = ?, hash = ? WHERE seq = ?",
            (fields["actor"], previous, fields["seq"]),
        )

    found = verify()

    assert not found.sound
    assert "head row" in found.reason


@pytest.mark.parametrize(
    "statement", ["UPDATE journal SET actor = 'x' WHERE seq = 1", "DELETE FROM journal"]
)
def test_the_database_itself_refuses_to_change_the_journal(queue, office_dir, statement):
    connection = sqlite3.connect(office_dir / "kezek.db")

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)

    connection.close()


def test_the_export_can_be_checked_by_a_stranger(queue, desk):
    desk.served()

    lines = [json.loads(line) for line in queue.export_journal()]

    previous = ""
    for line in lines:
        assert link(previous, line["office_id"], line) == line["hash"]
        previous = line["hash"]
    assert len(lines) == queue.last_seq()


def test_pages_of_the_journal_hold_together(queue, monkeypatch, desk):
    monkeypatch.setattr("kezek_queue.journal.journal.PAGE_EVENTS", 3)
    desk.served()
    desk.served()

    assert queue.verify_journal().sound
    assert queue.verify_journal().events == queue.last_seq()


def test_events_are_read_in_order_and_in_pages(queue, desk):
    desk.served()

    events = queue.events()

    assert [event.seq for event in events] == list(range(1, queue.last_seq() + 1))
    assert queue.events(after=2, limit=2) == events[2:4]
    assert [event.seq for event in queue.history("2026-11-23-A001")] == [3, 5, 6, 7]
