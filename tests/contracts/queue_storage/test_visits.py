"""Visits, windows and papers are kept alike in a SQLite file and in PostgreSQL."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from kezek_core.events import EventKind
from kezek_core.tickets import TicketState
from kezek_core.waits.values import Heading
from kezek_queue import Queue
from kezek_queue.errors import (
    IdempotencyConflictError,
    LeaseLostError,
    Refusal,
    StaleCommandError,
    WrongStateError,
)
from kezek_queue.people.personal_data import Person

DAY = date(2026, 11, 23)


def visit(queue, clock, window=1, service="military-service"):
    ticket_id = queue.issue(service).ticket.id
    clock.advance(minutes=10)
    queue.call_next(window, actor="op")
    clock.advance(minutes=1)
    queue.start(window, actor="op")
    clock.advance(minutes=5)
    return ticket_id


def test_a_visit_is_kept_judged_and_proved(queue, clock):
    ticket_id = visit(queue, clock)
    queue.finish(1, actor="op")

    (wait,) = queue.waits(DAY, DAY)

    assert wait.ticket_id == ticket_id
    assert wait.wait.length == timedelta(minutes=11)
    assert wait.service_time.length == timedelta(minutes=5)
    assert queue.prove(ticket_id) == (wait,)
    assert queue.verify_journal().sound
    assert queue.wait_table(DAY, DAY).total.served == 1


def test_every_command_can_be_given(queue, clock):
    visit(queue, clock)
    queue.transfer(1, service="apostille", actor="op")
    other = queue.issue("privileged", language="ru").ticket.id
    queue.call_next(1, actor="op")
    clock.advance(seconds=20)
    queue.recall(1, actor="op")
    clock.advance(seconds=40)
    queue.no_show(1, actor="op")
    queue.undo_no_show(1, actor="op")
    queue.no_show(1, actor="op")
    queue.return_visitor(other, actor="op")
    queue.hold_ticket(other, until=clock.now().at + timedelta(minutes=1), actor="op")
    queue.recall_held(1, other, actor="op")
    queue.hold(1, until=clock.now().at + timedelta(minutes=1), actor="op")
    clock.advance(minutes=1)
    queue.release_held()
    queue.pause(1, actor="op")
    queue.resume(1, actor="op")
    queue.cancel(other, actor="phone")
    queue.close_window(1, actor="op")
    queue.heartbeat()

    assert queue.verify_journal().sound
    assert queue.board().calls == (), "one waits elsewhere, one has left: no call stands"
    snapshot = queue.snapshot()
    assert [ticket.service for ticket in snapshot.tickets] == ["apostille"]
    assert snapshot.seq == queue.last_seq() == len(queue.events())


def test_state_survives_a_restart(queue, data_dir, clock, url):
    visit(queue, clock)
    before = queue.snapshot()
    queue.close()

    with Queue.open(data_dir, clock=clock, database_url=url) as again:
        after = again.snapshot()
        assert again.issue("military-service").ticket.number == "A002"

    assert after.tickets == before.tickets
    assert after.windows == before.windows


def test_a_refusal_changes_nothing(queue):
    queue.issue("household", idempotency_key="k")
    before = queue.last_seq()

    for refused in (
        lambda: queue.issue("passport"),
        lambda: queue.issue("livestock", idempotency_key="k"),
        lambda: queue.start(1, actor="op"),
        lambda: queue.call_next(99, actor="op"),
        lambda: queue.release("2026-11-23-K001", actor="op"),
        lambda: queue.report_print_job(1, "x", "printed"),
    ):
        with pytest.raises(Refusal):
            refused()

    assert queue.last_seq() == before


def test_the_same_key_is_the_same_ticket(queue):
    first = queue.issue("household", idempotency_key="k").ticket

    again = queue.issue("household", idempotency_key="k")

    assert again.repeated
    assert again.ticket == first
    with pytest.raises(IdempotencyConflictError):
        queue.issue("household", language="en", idempotency_key="k")


def test_hands_that_press_together_get_different_visitors(queue):
    waiting = [queue.issue("criminal-record").ticket.id for _ in range(16)]
    windows = [w.id for w in queue.office.windows.values() if w.serves("criminal-record")]
    gate = threading.Barrier(len(windows))

    def work(window):
        gate.wait()
        called = []
        for _ in range(4):
            called.append(queue.call_next(window, actor=f"op{window}").ticket.id)
            queue.start(window, actor=f"op{window}")
        return called

    with ThreadPoolExecutor(len(windows)) as pool:
        called = [ticket for batch in pool.map(work, windows) for ticket in batch]

    assert sorted(called) == sorted(waiting)[: len(called)]
    assert queue.verify_journal().sound


def test_two_servers_on_one_store_share_no_number_and_no_visitor(queue, data_dir, clock, url):
    with Queue.open(data_dir, clock=clock, database_url=url) as other:
        servers = (queue, other)

        def kiosk(number):
            return [servers[number % 2].issue("household").ticket.number for _ in range(10)]

        with ThreadPoolExecutor(4) as pool:
            numbers = [number for batch in pool.map(kiosk, range(4)) for number in batch]

        assert sorted(numbers) == [f"K{count:03d}" for count in range(1, 41)]
        assert other.verify_journal().sound
        assert queue.wait_for_event(queue.last_seq() - 1, 5)


def test_a_page_that_is_behind_is_told_so(queue):
    queue.issue("household")
    queue.issue("household")
    queue.call_next(2, actor="op", expected_ticket=None)

    with pytest.raises(StaleCommandError):
        queue.call_next(2, actor="op", expected_ticket=None)
    with pytest.raises(WrongStateError):
        queue.finish(2, actor="op")


def test_print_jobs_are_leased_and_reported(queue, clock):
    queue.issue("household")
    (job,) = queue.lease_print_jobs("agent", lease_seconds=30)
    clock.advance(seconds=31)
    (copy,) = queue.lease_print_jobs("agent")

    queue.report_print_job(copy.id, copy.lease, "printed")

    assert copy.copy
    with pytest.raises(LeaseLostError):
        queue.report_print_job(job.id, job.lease, "printed")


def test_limits_are_watched_and_days_are_closed_once(queue, clock):
    queue.issue("apostille")
    clock.advance(minutes=16)
    near = queue.watch_limits()
    clock.advance(minutes=4)
    reached = queue.watch_limits()
    clock.advance(hours=24)

    assert (near, reached, queue.watch_limits()) == (1, 1, 0)
    assert (queue.close_days(), queue.close_days()) == (1, 0)
    (wait,) = queue.waits(DAY, DAY)
    assert wait.heading is Heading.NEVER_CALLED
    kinds = [event.kind for event in queue.history("2026-11-23-T001")]
    assert kinds[1:] == [EventKind.LIMIT_NEAR, EventKind.LIMIT_REACHED, EventKind.DAY_CLOSED]


def test_over_midnight_everybody_is_shown_and_no_number_is_given_twice(queue, clock):
    clock.move_to(datetime(2026, 11, 23, 18, 58, tzinfo=UTC))
    queue.issue("criminal-record")
    queue.issue("criminal-record")
    absent = queue.call_next(5, actor="op").ticket
    clock.advance(minutes=1)
    queue.recall(5, actor="op")
    queue.no_show(5, actor="op")
    queue.call_next(5, actor="op")
    clock.advance(minutes=3)
    new = queue.issue("criminal-record").ticket

    assert new.id == "2026-11-24-C003"
    assert [call.number for call in queue.board().calls] == ["C002", "C001"]
    assert [ticket.id for ticket in queue.snapshot().absent] == [absent.id]
    assert queue.return_visitor(absent.id, actor="op").state.value == "waiting"


def test_threads_of_two_days_share_no_living_number(queue, clock):
    clock.move_to(datetime(2026, 11, 23, 18, 59, 59, tzinfo=UTC))

    def take(hand):
        numbers = []
        for at in range(4):
            if hand == 0 and at == 2:
                clock.advance(seconds=2)
            numbers.append(queue.issue("household").ticket.number)
        return numbers

    with ThreadPoolExecutor(8) as pool:
        given = [number for hand in pool.map(take, range(8)) for number in hand]

    assert len(given) == len(set(given)) == 32


def test_a_closing_is_taken_back_and_staff_say_the_time(queue, clock):
    ticket_id = queue.issue("apostille").ticket.id
    clock.advance(hours=27)
    closed = queue.close_days()
    (closing,) = queue.closings()
    (again,) = queue.take_back_closing(closing.office_day, reason="the clock", actor="supervisor")
    clock.reboot(wall_lost=True)
    unknown = queue.time().known
    queue.tell_time(clock.now().at + timedelta(hours=1), actor="supervisor")

    assert (closed, again.id, again.state) == (1, ticket_id, TicketState.WAITING)
    assert (unknown, queue.time().known) == (False, True)
    assert (queue.close_days(), queue.closings()) == (0, ())
    assert list(queue.prove(ticket_id)) == queue.waits(closing.office_day, closing.office_day)


def test_a_category_goes_first_by_rank(data_dir, clock, url):
    path = data_dir / "office.toml"
    text = path.read_text(encoding="utf-8").replace("enabled = false", "enabled = true")
    path.write_text(text, encoding="utf-8")
    with Queue.create(data_dir, clock=clock, database_url=url) as queue:
        category = next(iter(queue.office.categories))
        queue.issue("household")
        first = queue.issue("livestock", category=category).ticket.id

        assert queue.call_next(2, actor="op").ticket.id == first


def test_a_wait_across_a_reboot_is_measured(queue, data_dir, clock, url):
    queue.issue("household")
    queue.close()
    clock.advance(minutes=5)
    clock.reboot(timedelta(minutes=10))

    with Queue.open(data_dir, clock=clock, database_url=url) as again:
        ticket = again.call_next(2, actor="op").ticket

    assert ticket.wait.length == timedelta(minutes=15)
    assert ticket.wait.exact


def test_the_journal_cannot_be_changed(queue):
    queue.issue("household")

    for statement in ("UPDATE journal SET actor = 'x'", "DELETE FROM journal"):
        with (
            pytest.raises(sa.exc.DBAPIError, match="append-only"),
            queue._database.writing.connect() as connection,
            connection.begin(),
        ):
            connection.exec_driver_sql(statement)

    assert queue.verify_journal().sound


def test_a_sound_journal_is_recognised_by_its_text_and_a_forged_event_is_named(
    queue, clock, monkeypatch
):
    visit(queue, clock)
    queue.finish(1, actor='"Мұрат\u2028\\')
    with monkeypatch.context() as patched:
        patched.delattr("kezek_queue.journal.chain.link")  # what the slow way needs
        sound = queue.verify_journal()

    with queue._database.writing.connect() as connection, connection.begin():
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER journal_keeps_events")
        else:
            connection.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER USER")
        forge = "UPDATE journal SET boottime_us = boottime_us + 1 WHERE seq = :seq"
        connection.execute(sa.text(forge), {"seq": sound.events - 1})
    forged = queue.verify_journal()

    assert (sound.sound, sound.events) == (True, queue.last_seq())
    assert (forged.sound, forged.first_broken_seq) == (False, sound.events - 1)
    assert forged.mark.seq == sound.events - 2
    assert queue.verify_journal(after=sound.mark).sound


def test_arrivals_are_counted_by_the_hour(queue, clock):
    visit(queue, clock)
    clock.advance(minutes=50)
    queue.issue("apostille")
    clock.advance(minutes=21)

    arrivals = queue.arrivals(DAY, DAY)

    assert [(each.hour, each.came, each.breached, each.limited) for each in arrivals] == [
        (10, 1, 0, 1),
        (11, 1, 1, 1),
    ]


def test_the_tables_are_proven_against_the_journal_and_a_forged_cell_is_named(
    queue, url, data_dir, clock
):
    for _ in range(2):
        queue.issue("military-service")
        clock.advance(minutes=31)
        queue.call_next(1, actor="op")
        queue.start(1, actor="op")
        queue.finish(1, actor="op")
    queue.reprint("2026-11-23-A001", actor="op")
    honest = queue.prove_office()
    forge(url, data_dir, "UPDATE parts SET verdict = 'within' WHERE number = 'A001'")
    forge(url, data_dir, "DELETE FROM print_jobs WHERE number = 'A002'")

    proof = queue.prove_office()

    assert honest.sound, honest.named
    assert honest.visits == 2
    assert proof.chain.sound
    assert {str(each) for each in proof.named} == {
        "parts 2026-11-23-A001 1: verdict is within, the journal proves breached",
        "print_jobs 2: missing from the table, the journal proves it",
    }


TO_REVISION_0011 = """
CREATE TABLE requests_seen (
    office_id TEXT NOT NULL, key TEXT NOT NULL, office_day TEXT NOT NULL, request TEXT NOT NULL,
    ticket_id TEXT NOT NULL, print_job BIGINT, PRIMARY KEY (office_id, key)
);
CREATE INDEX requests_seen_day ON requests_seen (office_id, office_day);
INSERT INTO requests_seen SELECT office_id, key, used_on, fingerprint, '2026-11-23-A001', 1
    FROM idempotency_keys WHERE scope = 'ticket';
INSERT INTO requests_seen SELECT office_id, 'accept:' || key, used_on, fingerprint, '260000019', 2
    FROM idempotency_keys WHERE scope = 'documents';
INSERT INTO requests_seen
    SELECT office_id, 'complaint:' || key, used_on, fingerprint, 'C260000019', 3
    FROM idempotency_keys WHERE scope = 'complaint';
INSERT INTO requests_seen
    SELECT office_id, 'memo:' || key, used_on, 'guardianship ru', 'guardianship', 4
    FROM idempotency_keys WHERE scope = 'memo';
DROP TABLE idempotency_keys;
DROP TABLE packed_strays;
DROP TABLE slip_packs;
DROP TABLE journal_packs;
DROP TABLE archives;
DROP TABLE hour_summaries;
DROP TABLE day_summaries;
DROP INDEX parts_wait;
DROP INDEX parts_day;
CREATE INDEX parts_day ON parts (office_id, office_day, service);
DROP INDEX parts_estimated;
CREATE INDEX parts_estimated ON parts (office_id, ticket_id) WHERE wait_exact = 0;
DROP INDEX print_jobs_subject;
ALTER TABLE print_jobs RENAME COLUMN subject_id TO ticket_id;
ALTER TABLE print_jobs DROP COLUMN subject_kind;
CREATE INDEX print_jobs_ticket ON print_jobs (office_id, ticket_id, id);
ALTER TABLE boots DROP COLUMN machine;
UPDATE alembic_version SET version_num = '0011'
"""
"""Both tables as they were before their columns said which kind of thing they hold."""


NEW_TRIGGERS = {
    "sqlite": (
        "DROP TRIGGER journal_loses_nothing",
        "DROP TRIGGER parts_new_forgets_summary",
        "DROP TRIGGER parts_changed_forgets_summary",
    ),
    "postgresql": (
        "DROP FUNCTION journal_loses_nothing CASCADE",
        "DROP FUNCTION parts_forget_summary CASCADE",
    ),
}


def send_four_with_a_key(queue):
    """What the answers name: a ticket, a request, a complaint and a memo, with their papers."""
    issued = queue.issue("military-service", idempotency_key="k")
    taken = queue.register.accept(
        "guardianship", person=Person("Серікова Айгүл", "Арыс қ.", "8 701 555 44 33"),
        documents={"guardianship_decision": 1, "identity_document": 1}, inspector="Омаров Е.",
        window=5, actor="op", idempotency_key="k",
    )  # fmt: skip
    complaint = queue.feedback.register_complaint("Ұзақ күттім", actor="op", idempotency_key="k")
    memo = queue.print_memo("guardianship", language="ru", actor="op", idempotency_key="k")
    return [
        (issued.ticket.id, issued.print_job),
        (taken.request.number, *taken.print_jobs),
        (complaint.complaint.number, complaint.print_job),
        memo,
    ]


def test_keys_and_papers_of_an_older_database_are_carried_over(queue, url, data_dir, clock):
    answers = send_four_with_a_key(queue)
    subjects = [queue.print_job(job).subject for job in range(1, 5)]
    seq = queue.last_seq()
    queue.close()
    forgetting = NEW_TRIGGERS["sqlite" if url is None else "postgresql"]
    for statement in (*forgetting, *TO_REVISION_0011.split(";")):
        forge(url, data_dir, statement)

    with Queue.open(data_dir, clock=clock, database_url=url) as upgraded:
        again = send_four_with_a_key(upgraded)

        assert again == answers
        assert upgraded.last_seq() == seq
        assert [upgraded.print_job(job).subject for job in range(1, 5)] == subjects
        assert [each.kind.value for each in subjects] == ["ticket", "request", "complaint", "memo"]
        assert upgraded.prove_office().sound


def test_a_report_reads_one_state_while_others_write(queue, clock):
    queue.issue("military-service")

    with queue.at_one_instant() as mark:
        with ThreadPoolExecutor(1) as other:
            other.submit(queue.issue, "military-service").result()
        clock.advance(minutes=5)
        waits = queue.waits(DAY, DAY)
        with queue.at_one_instant() as within:
            assert within == mark

    assert len(waits) == 1
    assert waits[0].wait.length == timedelta(0)
    assert mark.seq == queue.last_seq() - 1
    assert queue.events(mark.seq - 1, 1)[0].hash == mark.hash


def forge(url, data_dir, statement):
    """Change a table behind the office's back."""
    address = f"sqlite:///{data_dir / 'kezek.db'}" if url is None else url
    engine = sa.create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
