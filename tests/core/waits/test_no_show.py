"""When a no-show counts: calls far enough apart, and long enough since the first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.events import EventKind
from kezek_core.moments import Anchor, Boot, Moment
from kezek_core.tickets import Stage
from kezek_core.waits.fold import Visit, VisitEvent, VisitEventError, fold_visit
from kezek_core.waits.judgement import Verdict
from kezek_core.waits.no_show import USUAL_RULE, NoShowRule

NINE = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
VISIT = Visit("2026-11-23-A015", "A015", NINE.date())


def at(seconds: float, boot: str = "b1") -> Moment:
    """An instant so many seconds after the boot; the wall clock is stuck and not believed."""
    return Moment(NINE, boot, round(seconds * 1_000_000), synchronised=False)


def look(*calls: float, now: float, rule: NoShowRule = USUAL_RULE):
    return rule.look([at(call) for call in calls], at(now), {})


def seconds(span: timedelta) -> float:
    return span.total_seconds()


@pytest.mark.parametrize(
    ("calls", "now", "counted", "call_in", "possible_in"),
    [
        ((0,), 2, 1, 18, 58),
        ((0,), 20, 1, 0, 40),
        ((0,), 60, 1, 0, 0),
        ((0, 19.999), 20, 1, 0, 40),
        ((0, 20), 20, 2, 0, 40),
        ((0, 20), 59.999999, 2, 0, 0.000001),
        ((0, 20), 60, 2, 0, 0),
        ((0, 10, 19, 20), 30, 2, 0, 30),
        ((0, 90), 90, 2, 0, 0),
        ((0, 10, 20, 30, 40, 50), 60, 2, 0, 0),
    ],
)
def test_two_calls_twenty_seconds_apart_and_a_minute_since_the_first(
    calls, now, counted, call_in, possible_in
):
    found = look(*calls, now=now)

    assert found.counted == counted
    assert (seconds(found.call_in), seconds(found.possible_in)) == (call_in, possible_in)
    assert found.enough == (counted == 2 and possible_in == 0)


def test_an_office_may_ask_for_more_calls_and_more_time():
    rule = NoShowRule(calls=3, apart_seconds=30, after_seconds=45)

    early = look(0, now=10, rule=rule)
    late = look(0, 31, 70, now=70, rule=rule)

    assert (seconds(early.call_in), seconds(early.possible_in)) == (20, 50)
    assert late.enough


def test_a_rule_is_looser_when_anything_in_it_is_less():
    assert NoShowRule(calls=1).looser_than(USUAL_RULE)
    assert NoShowRule(calls=5, after_seconds=59).looser_than(USUAL_RULE)
    assert not NoShowRule(calls=3, apart_seconds=60, after_seconds=120).looser_than(USUAL_RULE)


def test_without_a_call_nothing_counts():
    assert not look(now=500).enough


def test_across_a_reboot_only_what_surely_passed_counts():
    boots = {"b1": Boot("b1", 1, 100_000_000), "b2": Boot("b2", 2, 40_000_000)}
    anchored = {
        "b1": Boot("b1", 1, 100_000_000, (Anchor(100_000_000, NINE),)),
        "b2": Boot("b2", 2, 40_000_000, (Anchor(0, NINE + timedelta(minutes=3)),)),
    }
    calls = [at(90), at(15, "b2")]

    assert not USUAL_RULE.look(calls, at(40, "b2"), boots).enough
    assert USUAL_RULE.look(calls, at(50, "b2"), boots).enough
    assert USUAL_RULE.look(calls, at(15, "b2"), anchored).enough


@given(
    st.lists(st.integers(0, 200), min_size=1, max_size=8).map(sorted),
    st.integers(0, 300),
    st.builds(NoShowRule, st.integers(1, 5), st.integers(0, 120), st.integers(0, 600)),
)
def test_whoever_does_what_is_said_to_be_missing_may_mark_the_no_show_then(calls, passed, rule):
    now = calls[-1] + passed
    look_out = look(*calls, now=now, rule=rule)

    due, made, found = now + seconds(look_out.possible_in), list(calls), look_out
    while found.calls_missing:
        now += seconds(found.call_in)
        made.append(now)
        found = look(*made, now=now, rule=rule)
    if due > now:
        assert not look(*made, now=due - 0.001, rule=rule).enough

    assert look(*made, now=max(now, due), rule=rule).enough


def visit(*story: tuple[EventKind, float], rule: NoShowRule | None = USUAL_RULE):
    """A visit issued at 0 with a limit of 20 minutes."""
    issued = VisitEvent(
        EventKind.TICKET_ISSUED, at(0), service="household", stage=Stage.SUBMISSION,
        limit_minutes=20,
    )  # fmt: skip
    events = [issued, *(VisitEvent(kind, at(second), rule=rule) for kind, second in story)]
    return fold_visit(events, visit=VISIT, boots={})


TRICK = (
    (EventKind.TICKET_CALLED, 19 * 60 + 18),
    (EventKind.VISITOR_ABSENT, 19 * 60 + 20),
    (EventKind.VISITOR_RETURNED, 45 * 60 + 20),
    (EventKind.TICKET_CALLED, 45 * 60 + 21),
    (EventKind.SERVICE_STARTED, 45 * 60 + 22),
)


def test_a_journal_with_a_no_show_that_did_not_count_proves_nothing():
    with pytest.raises(VisitEventError, match="expected 2 calls at least 20 s apart"):
        visit(*TRICK)


def test_a_no_show_of_a_journal_without_the_rule_keeps_its_meaning_and_shows_both_verdicts():
    (wait,) = visit(*TRICK, rule=None)

    assert wait.verdict is Verdict.WITHIN
    assert (wait.verdict_with_own, wait.returns) == (Verdict.BREACHED, 1)
    assert seconds(wait.wait_with_own.length) == 45 * 60 + 22


def test_a_no_show_is_judged_years_later_by_the_rule_it_was_made_under():
    loose = NoShowRule(calls=1, apart_seconds=0, after_seconds=0)

    (wait,) = visit(*TRICK, rule=loose)

    assert wait.verdict is Verdict.WITHIN


def test_a_hold_right_after_the_call_takes_nothing_out_and_the_calls_begin_anew():
    story = (
        (EventKind.TICKET_CALLED, 1158),
        (EventKind.TICKET_HELD, 1160),
        (EventKind.TICKET_RECALLED, 2700),
    )

    (wait,) = visit(*story, (EventKind.SERVICE_STARTED, 2760))

    assert (seconds(wait.wait.length), seconds(wait.own.length)) == (2760, 0)
    with pytest.raises(VisitEventError, match="got 1 and"):
        visit(*story, (EventKind.VISITOR_ABSENT, 2702))


def test_an_undo_long_after_gives_the_whole_time_back_to_the_wait():
    (wait,) = visit(
        (EventKind.TICKET_CALLED, 600),
        (EventKind.TICKET_RECALLED, 630),
        (EventKind.VISITOR_ABSENT, 660),
        (EventKind.ABSENCE_WITHDRAWN, 2400),
        (EventKind.SERVICE_STARTED, 2401),
    )

    assert (seconds(wait.wait.length), seconds(wait.own.length), wait.returns) == (2401, 0, 0)


def test_a_day_that_ends_on_one_call_leaves_nothing_out():
    (once,) = visit((EventKind.TICKET_CALLED, 1158), (EventKind.DAY_CLOSED, 2700))
    (twice,) = visit(
        (EventKind.TICKET_CALLED, 1158),
        (EventKind.TICKET_RECALLED, 1188),
        (EventKind.DAY_CLOSED, 2700),
    )

    assert (once.verdict, seconds(once.wait.length)) == (Verdict.BREACHED, 2700)
    assert (twice.verdict, seconds(twice.wait.length)) == (Verdict.WITHIN, 1158)
