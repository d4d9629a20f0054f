"""A no-show must have been called often and long enough, and the report shows what it left out."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from kezek_core.events import EventKind
from kezek_core.waits.judgement import Verdict
from kezek_core.waits.no_show import USUAL_RULE, NoShowRule
from kezek_core.waits.values import Outcome
from kezek_queue import Queue
from kezek_queue.errors import NoShowTooEarlyError
from kezek_queue.office.file import FaultyOfficeFileError, parse_office

DAY = date(2026, 11, 23)


def called_late(queue, clock):
    """A visitor with a limit of 30 minutes, called at 29:20."""
    ticket_id = queue.issue("military-service").ticket.id
    clock.advance(minutes=29, seconds=20)
    queue.call_next(1, actor="aida")
    return ticket_id


def test_a_no_show_two_seconds_after_the_call_is_refused_and_nothing_is_hidden(queue, clock):
    ticket_id = called_late(queue, clock)
    before = queue.last_seq()
    clock.advance(seconds=2)

    with pytest.raises(NoShowTooEarlyError) as refused:
        queue.no_show(1, actor="aida")

    assert refused.value.facts == {
        "number": "A001", "calls_counted": 1, "calls": 2, "apart_seconds": 20,
        "after_seconds": 60, "calls_missing": 1, "call_in_seconds": 18, "possible_in_seconds": 58,
    }  # fmt: skip
    assert "call A001 again in 18 s, then mark the no-show in 58 s" in str(refused.value)
    assert queue.last_seq() == before
    clock.advance(minutes=26)
    assert queue.start(1, actor="aida", expected_ticket=ticket_id).ticket.verdict.value == (
        "breached"
    )


def test_an_honest_no_show_that_came_back_is_shown_with_both_verdicts(queue, clock, desk):
    ticket_id = called_late(queue, clock)
    desk.absent()
    clock.advance(minutes=26)
    queue.return_visitor(ticket_id, actor="aida")
    queue.call_next(1, actor="aida")
    queue.start(1, actor="aida")

    (wait,) = queue.waits(DAY, DAY)
    total = queue.wait_table(DAY, DAY).total

    assert (wait.verdict, wait.verdict_with_own) == (Verdict.WITHIN, Verdict.BREACHED)
    assert wait.own.length == timedelta(minutes=27)
    assert wait.returns == 1
    assert (total.within, total.breached) == (1, 0)
    assert (total.own_counted.within, total.own_counted.breached) == (0, 1)
    assert total.own.to_json() == {"seconds": 27 * 60.0, "waits": 1, "returns": 1}
    assert queue.prove(ticket_id) == (wait,)


def test_a_recall_too_soon_is_a_call_that_does_not_count(queue, clock):
    called_late(queue, clock)
    clock.advance(seconds=19)
    early = queue.recall(1, actor="aida").ticket
    clock.advance(seconds=41)
    with pytest.raises(NoShowTooEarlyError) as refused:
        queue.no_show(1, actor="aida")
    later = queue.recall(1, actor="aida").ticket

    queue.no_show(1, actor="aida")

    assert (early.times, early.no_show.counted) == (2, 1)
    assert refused.value.facts["calls_missing"] == 1
    assert "possible_in_seconds" not in refused.value.facts
    assert (later.times, later.no_show.enough) == (3, True)


def test_the_wall_clock_makes_no_no_show_count_sooner(queue, clock):
    called_late(queue, clock)
    clock.synchronise(False)
    clock.step_wall(timedelta(hours=1))

    with pytest.raises(NoShowTooEarlyError):
        queue.no_show(1, actor="aida")

    clock.step_wall(timedelta(hours=-3))
    clock.advance(seconds=60)
    queue.recall(1, actor="aida")
    assert queue.no_show(1, actor="aida").window.ticket is None


def test_the_rule_in_force_stands_in_the_event(queue, clock, desk):
    ticket_id = called_late(queue, clock)
    desk.absent()

    event = queue.history(ticket_id)[-1]

    assert event.kind is EventKind.VISITOR_ABSENT
    assert event.body["no_show_rule"] == {"calls": 2, "apart_seconds": 20, "after_seconds": 60}
    assert queue.no_show_rules(DAY, DAY) == {USUAL_RULE: 1}


def test_an_office_that_sets_another_rule_is_judged_by_the_one_of_the_day(
    queue, office_dir, office_text, clock, desk
):
    first = called_late(queue, clock)
    desk.absent()
    queue.close()
    loose = office_text + "\n[no_show]\ncalls = 1\napart_seconds = 0\nafter_seconds = 0\n"
    (office_dir / "office.toml").write_text(loose, encoding="utf-8")

    with Queue.open(office_dir, clock=clock) as again:
        second = called_late(again, clock)
        again.no_show(1, actor="aida")
        proved = [again.prove(ticket_id)[0].outcome for ticket_id in (first, second)]
        used = again.no_show_rules(DAY, DAY)

    assert proved == [Outcome.NO_SHOW, Outcome.NO_SHOW]
    assert used == {USUAL_RULE: 1, NoShowRule(1, 0, 0): 1}


def test_a_no_show_taken_back_counts_by_no_rule(queue, clock, desk):
    ticket_id = called_late(queue, clock)
    desk.absent()
    queue.undo_no_show(1, actor="aida")
    clock.advance(minutes=26)
    queue.start(1, actor="aida")

    (wait,) = queue.waits(DAY, DAY)

    assert queue.no_show_rules(DAY, DAY) == {}
    assert (wait.verdict, wait.own.length, wait.returns) == (Verdict.BREACHED, timedelta(), 0)
    assert queue.prove(ticket_id) == (wait,)


def test_a_day_closed_on_a_single_call_takes_nothing_out_of_the_wait(queue, clock, desk):
    once = called_late(queue, clock)
    twice = queue.issue("military-service").ticket.id
    queue.call_next(2, actor="bek")
    desk.unanswered(2)
    clock.move_to(datetime(2026, 11, 23, 17, 0, tzinfo=UTC))
    queue.close_days()

    waits = {wait.ticket_id: wait for wait in queue.waits(DAY, DAY)}

    assert {wait.outcome for wait in waits.values()} == {Outcome.NO_SHOW}
    assert waits[once].wait.length == timedelta(hours=12)
    assert waits[twice].wait.length == timedelta()
    for ticket_id, wait in waits.items():
        assert queue.prove(ticket_id) == (wait,)
        assert queue.ticket(ticket_id).wait == wait.wait


@pytest.mark.parametrize(
    "trick",
    [
        lambda queue, ticket: queue.hold(1, actor="aida"),
        lambda queue, ticket: queue.hold_ticket(ticket, actor="aida"),
        lambda queue, ticket: queue.recall(1, actor="aida"),
    ],
)
def test_no_other_command_at_a_call_takes_time_out_of_the_wait(queue, clock, trick):
    ticket_id = called_late(queue, clock)
    clock.advance(seconds=2)
    trick(queue, ticket_id)
    clock.advance(minutes=26)

    ticket = queue.ticket(ticket_id)

    assert ticket.wait.length == timedelta(minutes=55, seconds=22)
    assert (ticket.verdict, ticket.own.length) == (Verdict.BREACHED, timedelta())


def test_a_late_visitor_who_is_cancelled_stays_a_breach(queue, clock):
    ticket_id = called_late(queue, clock)
    clock.advance(minutes=1)
    queue.cancel(ticket_id, actor="aida")

    (wait,) = queue.waits(DAY, DAY)

    assert (wait.outcome, wait.verdict) == (Outcome.LEFT, Verdict.BREACHED)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("calls = 0", "no_show.calls"),
        ("calls = 6", "no_show.calls"),
        ("apart_seconds = 121", "no_show.apart_seconds"),
        ("after_seconds = -1", "no_show.after_seconds"),
        ("after_seconds = 1.5", "no_show.after_seconds"),
        ('calls = "2"', "no_show.calls"),
        ("call = 2", "no_show.call"),
    ],
)
def test_a_rule_out_of_its_bounds_is_named(office_text, line, wrong):
    with pytest.raises(FaultyOfficeFileError) as refused:
        parse_office(f"{office_text}\n[no_show]\n{line}\n", "office.toml")

    assert [problem.key for problem in refused.value.problems] == [wrong]


def test_an_office_that_sets_nothing_has_the_usual_rule(office_text):
    assert parse_office(office_text, "office.toml").no_show == USUAL_RULE == NoShowRule(2, 20, 60)
    stricter = parse_office(f"{office_text}\n[no_show]\ncalls = 3\n", "office.toml")
    assert stricter.no_show == NoShowRule(3, 20, 60)


def test_a_called_visitor_s_calls_are_kept_over_a_restart(queue, office_dir, clock):
    called_late(queue, clock)
    clock.advance(seconds=30)
    queue.recall(1, actor="aida")
    queue.close()
    clock.reboot(timedelta(seconds=20))

    with Queue.open(office_dir, clock=clock) as again:
        (called,) = again.snapshot().tickets
        clock.advance(seconds=10)
        again.no_show(1, actor="aida")

    assert (called.no_show.counted, called.no_show.possible_in) == (2, timedelta(seconds=10))
    assert json.dumps(called.no_show.rule.to_json())
