"""Old events and slips lie packed, in a file and on a server: nothing that is asked for changes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from kezek_core.ports import PrintOutcome
from kezek_queue import Queue
from kezek_queue.errors import DatabaseCorruptError
from kezek_queue.journal.journal import hash_at, last_seq
from kezek_queue.papers import slip_packs
from kezek_queue.store import journal_packing
from kezek_queue.values import ChainMark

pytestmark = pytest.mark.slow(2)

FIRST, LAST = date(2026, 11, 23), date(2026, 11, 25)
VISITS = 7
A_PACK = 10
"""So few that every day makes some packs, and the last one goes over to the next day."""


def live_days(queue: Queue, clock: Any) -> list[str]:
    """Three days, the last still open; on the first somebody is never called."""
    tickets = []
    queue.open_window(1, actor="aida")
    for day in range(3):
        for _ in range(VISITS):
            tickets.append(queue.issue("military-service", language="ru").ticket.id)
            clock.advance(minutes=3)
            queue.call_next(1, actor="aida")
            queue.start(1, actor="aida")
            clock.advance(minutes=2)
            queue.finish(1, actor="aida")
        if day == 0:
            tickets.append(queue.issue("apostille").ticket.id)
        for job in queue.lease_print_jobs("agent", limit=50):
            assert job.lease is not None
            queue.report_print_job(job.id, job.lease, PrintOutcome.PRINTED, detail="")
        queue.reprint(tickets[0], actor="aida")  # of the first day, on every day
        if day < 2:
            clock.advance(hours=24 - 5 * VISITS / 60)
            queue.close_days()
    return tickets


@pytest.fixture
def small_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs of a few events and slips; all is packed but the day in hand."""
    monkeypatch.setattr(journal_packing, "ROWS_KEPT", 1)
    monkeypatch.setattr(journal_packing, "PACK_EVENTS", A_PACK)
    monkeypatch.setattr(slip_packs, "JOBS_KEPT", 1)
    monkeypatch.setattr(slip_packs, "PACK_SLIPS", 4)


def everything(queue: Queue, tickets: list[str], jobs: range) -> list[Any]:
    """What may be asked of the journal and its papers."""
    return [
        list(queue.export_journal()),
        [queue.events(after, limit) for after in (0, 3, 17, 40) for limit in (1, 13, 500)],
        [queue.history(each) for each in tickets],
        [queue.prove(each) for each in tickets],
        queue.wait_table(FIRST, LAST),
        queue.waits(FIRST, LAST),
        [queue.print_job(job) for job in jobs],
        queue.verify_journal(),
    ]


def rows(queue: Queue, text: str, **values: Any) -> list[Any]:
    with queue._database.read() as connection:
        return list(connection.execute(sa.text(text), values))


def change(queue: Queue, *texts: str, forged: bool = True) -> None:
    """Run SQL as somebody would who holds the database; without the triggers, if ``forged``."""
    with queue._database.writing.connect() as connection, connection.begin():
        if forged and connection.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER packs_keep_events")
            connection.exec_driver_sql("DROP TRIGGER packs_lose_nothing")
        elif forged:
            connection.exec_driver_sql("ALTER TABLE journal_packs DISABLE TRIGGER USER")
        for text in texts:
            connection.exec_driver_sql(text)


@pytest.mark.usefixtures("small_packs")
def test_nothing_that_is_asked_for_changes_when_events_and_slips_are_packed(
    queue: Queue, clock: Any
) -> None:
    tickets = live_days(queue, clock)
    jobs = range(1, len(tickets) + 4)
    before = everything(queue, tickets, jobs)

    packs, slips = queue.pack_journal(100), queue.pack_slips(100)

    assert everything(queue, tickets, jobs) == before
    assert queue.prove_office().sound
    assert packs > 6
    assert slips == (jobs[-1] - 1) // 4
    hot = rows(queue, "SELECT count(*) FROM journal")[0][0]
    assert hot < queue.last_seq() // 2
    assert rows(queue, "SELECT count(*) FROM packed_strays")[0][0] >= 1


@pytest.mark.usefixtures("small_packs")
def test_an_office_goes_on_behind_its_packs(queue: Queue, clock: Any) -> None:
    tickets = live_days(queue, clock)
    queue.pack_journal(100)
    queue.pack_slips(100)
    old = queue.print_job(1)

    copy = queue.print_job(queue.reprint(tickets[0], actor="aida"))
    queue.issue("household")

    assert copy.slip.to_json() == {**old.slip.to_json(), "copy": True}
    assert queue.history(tickets[0])[-1].seq == queue.last_seq() - 1
    assert queue.verify_journal().sound
    assert queue.prove_office().sound


@pytest.mark.usefixtures("small_packs")
def test_a_job_that_nobody_printed_is_printed_from_its_pack(queue: Queue) -> None:
    issued = [queue.issue("household") for _ in range(8)]
    before = [queue.print_job(each.print_job) for each in issued if each.print_job]

    assert queue.pack_slips() == 1
    leased = queue.lease_print_jobs("agent", limit=8)

    assert [each.slip for each in leased] == [each.slip for each in before]


@pytest.mark.usefixtures("small_packs")
def test_every_event_keeps_its_hash_and_a_walk_goes_on_from_any_of_them(
    queue: Queue, clock: Any
) -> None:
    live_days(queue, clock)
    marks = [ChainMark(event.seq, event.hash) for event in queue.events(0, 1000)]
    queue.pack_journal(100)

    with queue._database.read() as connection:
        hashes = [hash_at(connection, queue.office.id, mark.seq) for mark in marks]

    assert hashes == [mark.hash for mark in marks]
    assert {queue.verify_journal(after=mark).sound for mark in marks} == {True}


@pytest.mark.usefixtures("small_packs")
@pytest.mark.parametrize(
    "text",
    [
        "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
        "UPDATE journal SET actor = 'x'",
        "DELETE FROM journal_packs",
        "UPDATE journal_packs SET last_hash = ''",
        "UPDATE journal_packs SET office_day = '2026-01-01'",
    ],
)
def test_an_event_leaves_its_row_for_a_pack_alone_and_packs_stay(
    queue: Queue, clock: Any, text: str
) -> None:
    live_days(queue, clock)
    queue.pack_journal(100)

    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        change(queue, text, forged=False)

    assert queue.verify_journal().sound


@pytest.mark.usefixtures("small_packs")
def test_whoever_comes_second_packs_nothing(queue: Queue, clock: Any) -> None:
    live_days(queue, clock)
    with queue._database.read() as connection:
        new = journal_packing.next_pack(connection, queue.office.id)
        assert new is not None
        after, jobs = slip_packs.next_slips(connection, queue.office.id) or (0, [])

    def pack(tx: Any) -> tuple[bool, bool]:
        return journal_packing.store_pack(tx, new), slip_packs.store_slips(tx, after, jobs)

    assert queue._write(pack) == (True, True)
    assert queue._write(pack) == (False, False)
    assert queue.verify_journal().sound


@pytest.mark.usefixtures("small_packs")
def test_a_forged_event_is_never_packed(queue: Queue, clock: Any) -> None:
    live_days(queue, clock)
    forge = "UPDATE journal SET actor = 'somebody' WHERE seq = 15"
    with queue._database.writing.connect() as connection, connection.begin():
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER journal_keeps_events")
        else:
            connection.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER USER")
        connection.exec_driver_sql(forge)

    packed = queue.pack_journal(100)

    assert packed == 1
    assert rows(queue, "SELECT max(last_seq) FROM journal_packs")[0][0] == A_PACK
    assert queue.verify_journal().first_broken_seq == 15


@pytest.mark.usefixtures("small_packs")
@pytest.mark.parametrize("what", ["packed", "form"])
def test_a_damaged_pack_is_named_and_costs_its_own_events_alone(
    queue: Queue, clock: Any, what: str
) -> None:
    tickets = live_days(queue, clock)
    queue.pack_journal(100)
    first, last = rows(
        queue, "SELECT first_seq, last_seq FROM journal_packs ORDER BY first_seq LIMIT 1 OFFSET 1"
    )[0]
    value = {"packed": "'\\x00'" if queue._database.path is None else "x'00'", "form": "9"}[what]
    change(queue, f"UPDATE journal_packs SET {what} = {value} WHERE first_seq = {first}")

    verdict, proof = queue.verify_journal(), queue.prove_office()

    assert (verdict.sound, verdict.first_broken_seq) == (False, first)
    assert f"events {first} to {last} lie in a pack that cannot be read" in verdict.reason
    assert (proof.sound, proof.chain) == (False, verdict)
    assert proof.proven.seq == first - 1
    assert ("journal_packs", str(first)) in {(each.table, each.subject) for each in proof.named}
    with pytest.raises(DatabaseCorruptError, match=f"events {first} to {last}"):
        queue.history(tickets[1])
    with pytest.raises(DatabaseCorruptError, match=f"events {first} to {last}"):
        list(queue.export_journal())
    assert queue.history(tickets[-1])
    assert queue.issue("household").ticket.number


@pytest.mark.usefixtures("small_packs")
def test_an_event_put_in_among_packed_ones_is_named(queue: Queue, clock: Any) -> None:
    live_days(queue, clock)
    queue.pack_journal(100)
    columns = (
        'office_id, kind, ticket_id, "window", actor, utc_us, boottime_us, boot_id, synced, body, '
        "hash"
    )
    change(
        queue,
        f"INSERT INTO journal (seq, {columns}) SELECT 5, {columns} FROM journal "
        "WHERE seq = (SELECT max(seq) FROM journal)",
        forged=False,
    )

    verdict = queue.verify_journal()

    assert not verdict.sound
    assert "does not belong" in verdict.reason
    assert queue.pack_journal(100) == 0


def test_the_last_thousands_of_events_and_open_days_stay_rows(queue: Queue, clock: Any) -> None:
    live_days(queue, clock)

    assert queue.pack_journal(100) == 0
    assert queue.pack_slips(100) == 0


@pytest.mark.usefixtures("small_packs")
def test_an_open_day_stays_rows_however_long_it_is(queue: Queue) -> None:
    for _ in range(5 * A_PACK):
        queue.issue("household")

    queue.pack_journal(100)

    kinds = rows(queue, "SELECT count(*) FROM journal WHERE kind = 'ticket_issued'")
    assert kinds[0][0] == 5 * A_PACK


@pytest.mark.usefixtures("small_packs")
def test_whoever_owes_nothing_to_time_packs_too(queue: Queue, clock: Any) -> None:
    live_days(queue, clock)

    done = queue.do_what_is_due()

    assert done["pack_journal"] > 0
    assert done["pack_slips"] > 0


@pytest.mark.usefixtures("small_packs")
def test_a_closing_of_a_packed_day_can_be_taken_back(
    queue: Queue, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets = live_days(queue, clock)
    monkeypatch.setattr(journal_packing, "_last_to_pack", last_seq)
    queue.pack_journal(100)

    back = queue.take_back_closing(FIRST, reason="жарық өшті", actor="dana")

    assert [each.id for each in back] == [tickets[VISITS]]
    assert queue.prove_office().sound


@pytest.mark.usefixtures("small_packs")
def test_a_summary_of_a_packed_day_is_made_again_alike(queue: Queue, clock: Any) -> None:
    live_days(queue, clock)
    queue.rebuild_summaries()
    table = queue.wait_table(FIRST, LAST)
    queue.pack_journal(100)
    with queue._database.writing.connect() as connection, connection.begin():
        connection.exec_driver_sql("DELETE FROM hour_summaries")
        connection.exec_driver_sql("DELETE FROM day_summaries")

    assert queue.wait_table(FIRST, LAST) == table
    assert queue.summarise_days() == 2
    assert queue.wait_table(FIRST, LAST) == table
    assert queue.rebuild_summaries() == 1, "the day in hand, which nobody waits on"
    assert queue.rebuild_summaries() == 0
