"""Summaries of closed days: made with the closing, never stale, proven and rebuilt."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from kezek_core.waits.table import tabulate
from kezek_queue import Queue, look_at
from kezek_queue.counts import summaries
from kezek_queue.counts.day_summary import hour_us
from kezek_queue.counts.summary_rows import lengths_bytes, read_lengths
from kezek_queue.errors import DatabaseCorruptError
from kezek_queue.schema.tables import day_summaries, hour_summaries

DAY = date(2026, 11, 23)
NEXT_MORNING = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)


def live_a_day(queue, clock, desk):
    """Two served, one of them late; one absent; one who is never called."""
    desk.served()
    clock.advance(minutes=1)
    desk.waiting()
    clock.advance(minutes=31)
    queue.call_next(1, actor="aida")
    queue.start(1, actor="aida")
    clock.advance(minutes=4)
    queue.finish(1, actor="aida")
    desk.no_show(2)
    desk.waiting(service="household")


@pytest.fixture
def closed(queue, clock, desk):
    """The day is over and closed out."""
    live_a_day(queue, clock, desk)
    clock.advance(hours=13)
    assert queue.close_days() == 1
    return queue


def stored(queue, table=day_summaries):
    """The days that have a summary, and how many rows of it."""
    with queue._database.read() as connection:
        rows = connection.execute(sa.select(table.c.office_day)).scalars().all()
    return {date.fromisoformat(day): rows.count(day) for day in rows}


def as_counted(queue, day=DAY):
    """The table of a day, from every wait one by one."""
    return tabulate(queue.waits(day, day), services=queue.office.services)


def forge(office_dir, *statements):
    """Change the closed database as a person with a shell would."""
    with closing(sqlite3.connect(office_dir / "kezek.db")) as database, database:
        for statement in statements:
            database.execute(statement)


def named(queue):
    return {(each.table, each.subject, each.field) for each in queue.prove_office().named}


# Made and forgotten.


def test_a_closing_out_leaves_a_summary_by_service_and_by_hour(closed):
    assert stored(closed) == {DAY: 2}
    assert stored(closed, hour_summaries)[DAY] >= 3
    assert closed.wait_table(DAY, DAY) == as_counted(closed)


def test_a_summary_tells_window_operator_and_hour(closed):
    with closed._database.read() as connection:
        rows = connection.execute(sa.select(hour_summaries)).all()

    served = next(row for row in rows if row.served and row.breached)
    assert (served.service, served.window, served.operator) == ("military-service", 1, "aida")
    assert (served.services, served.service_us) == (2, 4 * 60 * 10**6)
    assert list(read_lengths(served.waits)) == [0, 31 * 60 * 10**6]
    never_called = next(row for row in rows if row.never_called)
    assert (never_called.window, never_called.operator) == (0, "")


def test_a_closing_out_that_cannot_be_stored_leaves_no_summary(queue, clock, desk, monkeypatch):
    live_a_day(queue, clock, desk)
    clock.advance(hours=13)

    def fail(_tx, _day):
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("kezek_queue.visits.day_close.forget_keys", fail)
        with pytest.raises(OSError, match="no space left"):
            queue.close_days()

    assert stored(queue) == {}
    assert queue.close_days() == 1
    assert stored(queue) == {DAY: 2}


def test_a_day_that_goes_on_is_counted_whenever_somebody_asks(queue, clock, desk):
    live_a_day(queue, clock, desk)
    before = queue.wait_table(DAY, DAY)
    clock.advance(minutes=50)

    after = queue.wait_table(DAY, DAY)

    assert before.total.waiting == after.total.waiting == 1
    assert (before.total.longest_seconds, after.total.longest_seconds) == (1860, 3000)
    assert stored(queue) == {}


def test_a_closing_taken_back_forgets_the_summary_in_its_own_transaction(closed, clock):
    closed.take_back_closing(DAY, reason="жарық өшті", actor="dana")

    assert stored(closed) == stored(closed, hour_summaries) == {}
    assert closed.wait_table(DAY, DAY) == as_counted(closed)
    assert closed.wait_table(DAY, DAY).total.waiting == 1
    closed.call_next(2, actor="dana")
    closed.start(2, actor="dana")
    clock.advance(hours=24)
    assert closed.close_days() == 1
    assert stored(closed) == {DAY: 2}
    assert closed.wait_table(DAY, DAY) == as_counted(closed)
    assert closed.prove_office().sound


def test_without_the_forgetting_a_report_would_be_stale(closed, office_dir, clock):
    """The control: the same, where the database was not told to forget."""
    closed.close()
    forge(office_dir, "DROP TRIGGER parts_changed_forgets_summary")
    with Queue.open(office_dir, clock=clock) as queue:
        queue.take_back_closing(DAY, reason="жарық өшті", actor="dana")

        assert queue.wait_table(DAY, DAY) != as_counted(queue)
        assert not queue.prove_office().sound


def test_a_ticket_for_a_closed_day_forgets_its_summary(closed, clock):
    """The clock was wrong: the day was closed out and goes on."""
    clock.step_wall(-timedelta(hours=14))

    ticket = closed.issue("household").ticket

    assert ticket.office_day == DAY
    assert stored(closed) == {}
    assert closed.wait_table(DAY, DAY) == as_counted(closed)


@pytest.fixture
def measured_later(queue, office_dir, clock, desk):
    """A wait across a reboot without the time, closed out before the clock was known again."""
    desk.waiting()
    clock.advance(minutes=10)
    queue.close()
    clock.reboot(timedelta(minutes=25), wall_lost=True)
    with Queue.open(office_dir, clock=clock) as again:
        again.call_next(1, actor="aida")
        again.start(1, actor="aida")
        clock.advance(hours=14)
        assert again.close_days() == 1
        yield again


def test_waits_measured_again_after_their_day_forget_its_summary(measured_later, clock):
    queue = measured_later
    assert stored(queue) == {DAY: 1}
    assert queue.wait_table(DAY, DAY).total.estimated == 1

    clock.step_wall(timedelta(minutes=25))
    clock.synchronise()
    queue.heartbeat()

    assert stored(queue) == {}
    assert queue.wait_table(DAY, DAY) == as_counted(queue)
    assert (queue.wait_table(DAY, DAY).total.estimated, queue.prove_office().sound) == (0, True)
    assert queue.summarise_days() == 1
    assert stored(queue) == {DAY: 1}
    assert queue.wait_table(DAY, DAY) == as_counted(queue)
    assert queue.prove_office().sound


def test_days_without_a_summary_get_one_in_turn_the_newest_first(queue, office_dir, clock, desk):
    days = []
    for _ in range(3):
        days.append(clock.now().at.date())
        desk.served()
        clock.advance(hours=24)
    queue.close_days()
    queue.close()
    forge(office_dir, "DELETE FROM day_summaries", "DELETE FROM hour_summaries")

    with Queue.open(office_dir, clock=clock) as again:
        assert again.prove_office().sound, "a day without a summary is counted from its parts"
        before = again.wait_figures(days[0], days[-1])
        first_turn, newest = again.summarise_days(most=2), set(stored(again))
        done = again.do_what_is_due()["summarise_days"]

        assert (first_turn, newest, done) == (2, set(days[1:]), 1)
        assert again.summarise_days() == 0
        assert again.wait_figures(days[0], days[-1]) == before
        assert again.prove_office().sound


# Proven and rebuilt.


@pytest.mark.parametrize(
    ("statement", "difference"),
    [
        ("UPDATE day_summaries SET left_out = 9 WHERE service = 'household'",
         ("day_summaries", f"{DAY} household", "left_out")),
        ("UPDATE day_summaries SET waits = x'0000000000000000' WHERE service = 'military-service'",
         ("day_summaries", f"{DAY} military-service", "waits")),
        ("DELETE FROM day_summaries WHERE service = 'household'",
         ("day_summaries", f"{DAY} household", "row")),
        (("INSERT INTO day_summaries SELECT office_id, '2026-01-05', service, first_arrival,"
          " first_part, judged, waits, own_us, own_once_us, left_out, returns, visits, limits,"
          " no_shows FROM day_summaries WHERE service = 'household'"),
         ("day_summaries", "2026-01-05 household", "row")),
        ("UPDATE hour_summaries SET breached = 0, within = 1 WHERE breached = 1",
         ("hour_summaries", f"{DAY} military-service 1 aida 1795410000000000", "breached")),
    ],
)  # fmt: skip
def test_a_summary_that_differs_from_the_journal_is_named_and_rebuilt(
    closed, office_dir, clock, statement, difference
):
    before = closed.wait_figures(DAY, DAY)
    closed.close()
    forge(office_dir, statement)

    with Queue.open(office_dir, clock=clock) as queue:
        assert difference in named(queue)
        assert queue.rebuild_summaries() == 1
        assert queue.prove_office().sound
        assert queue.wait_figures(DAY, DAY) == before
        assert queue.rebuild_summaries() == 0


def test_summaries_are_rebuilt_from_the_journal_not_from_forged_parts(closed, office_dir, clock):
    closed.close()
    forge(office_dir, "UPDATE parts SET verdict = 'within' WHERE verdict = 'breached'")

    with Queue.open(office_dir, clock=clock) as queue:
        assert stored(queue) == {}, "the forged day is counted from its parts again"
        assert queue.rebuild_summaries() == 1

        assert queue.wait_table(DAY, DAY).total.breached == 2
        assert {table for table, _, _ in named(queue)} == {"parts"}


def test_a_day_that_changed_meanwhile_is_not_written_over(closed):
    with closed._reading() as reading:
        seen = closed.last_seq()
        read = summaries.summary_of_day(
            reading.connection, "hall", closed.office.hours.zone, reading.now, DAY
        )
    closed.take_back_closing(DAY, reason="жарық өшті", actor="dana")

    write = partial(
        summaries.mend_summary, office_day=DAY.isoformat(), summary=read, seen=seen
    )  # fmt: skip

    assert closed._write(write) is False
    assert stored(closed) == {}


def test_a_broken_chain_proves_nothing_and_nothing_is_rebuilt(closed, office_dir):
    forge(
        office_dir,
        "DROP TRIGGER journal_keeps_events",
        "UPDATE journal SET actor = 'x' WHERE seq = 2",
        "UPDATE day_summaries SET returns = 7",
    )

    with pytest.raises(DatabaseCorruptError):
        closed.rebuild_summaries()

    with closed._database.read() as connection:
        kept = connection.execute(sa.select(day_summaries.c.returns)).scalars().all()
    assert set(kept) == {7}


def test_a_day_of_which_a_visit_goes_on_has_no_summary_to_be_believed(
    queue, desk, office_dir, clock
):
    desk.waiting()
    desk.served()
    queue.close()
    forge(
        office_dir,
        "INSERT INTO day_summaries VALUES ('hall', '2026-11-23', 'household', 1, 1, '[]', x'', 0,"
        " 0, 0, 0, '[]', '[]', '[]')",
    )

    with Queue.open(office_dir, clock=clock) as again:
        assert named(again) == {("day_summaries", "2026-11-23 household", "row")}
        assert again.rebuild_summaries() == 1
        assert again.wait_table(DAY, DAY) == as_counted(again)


# Hours, restores, PostgreSQL.


def test_an_hour_is_kept_as_an_instant_so_that_a_late_time_zone_spoils_nothing():
    """On 1 March 2024 Kazakhstan went to UTC+5; a machine may learn of it months later."""
    almaty, not_yet_told = ZoneInfo("Asia/Almaty"), ZoneInfo("Etc/GMT-6")
    came = datetime(2024, 3, 4, 4, 42, 7, 5, tzinfo=UTC)

    kept = hour_us(came, not_yet_told)

    assert kept == hour_us(came, almaty)
    began = datetime.fromtimestamp(kept / 10**6, almaty)
    assert (began.hour, began.minute) == (9, 0)
    before = datetime.fromtimestamp(hour_us(came - timedelta(days=7), almaty) / 10**6, almaty)
    assert (before.hour, before.utcoffset()) == (10, timedelta(hours=6))


def test_lengths_are_kept_in_order_and_come_back():
    lengths = [5, 0, 2**40, 17, 5]

    packed = lengths_bytes(lengths)

    assert packed[:8] == bytes(8)
    assert list(read_lengths(packed)) == sorted(lengths)


def test_whoever_only_looks_reads_summaries_too(closed, office_dir, clock):
    told = closed.wait_figures(DAY, DAY)
    closed.close()

    with look_at(office_dir, clock=clock) as office:
        assert office.wait_figures(DAY, DAY) == told


def test_an_operator_stands_in_a_summary_by_the_name_the_parts_and_the_journal_know(closed):
    with closed._database.read() as connection:
        operators = set(connection.execute(sa.select(hour_summaries.c.operator)).scalars())

    actors = {event.actor for event in closed.events()}
    assert operators - {""} <= actors


def test_a_day_is_summarised_forgotten_and_proven_on_either_database(
    office_dir, clock, url, tmp_path
):
    place = tmp_path / "other"
    shutil.copytree(office_dir, place)
    with Queue.create(place, clock=clock, database_url=url) as queue:
        queue.issue("military-service")
        queue.issue("household")
        queue.call_next(1, actor="aida")
        queue.start(1, actor="aida")
        clock.move_to(NEXT_MORNING)
        assert queue.close_days() == 1
        assert stored(queue) == {DAY: 2}
        summed, arrived = queue.wait_table(DAY, DAY), queue.arrivals(DAY, DAY)
        assert summed == as_counted(queue)
        assert [(each.hour, each.came) for each in arrived] == [(10, 2)]
        assert queue.indicators(DAY, DAY).row("1.2").denominator == 2
        assert queue.prove_office().sound

        queue.take_back_closing(DAY, reason="жарық өшті", actor="dana")

        assert stored(queue) == stored(queue, hour_summaries) == {}
        assert queue.wait_table(DAY, DAY) == as_counted(queue) != summed
        assert replace(arrived[0], breached=0) == replace(queue.arrivals(DAY, DAY)[0], breached=0)
        assert queue.prove_office().sound
