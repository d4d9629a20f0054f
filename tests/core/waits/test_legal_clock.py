"""The legal clock of a visit: what counts as waiting, and that no command can reset it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.errors import ClockError
from kezek_core.moments import NO_SPAN, Anchor, Boot, Moment, Span
from kezek_core.tickets import IN_QUEUE, Command, TicketState, after, allowed
from kezek_core.waits.legal_clock import CALLS_KEPT, LegalClock
from kezek_core.waits.no_show import STRICTEST_RULE, USUAL_RULE

NINE = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def at(minute: float, boot: str = "b1") -> Moment:
    """An instant so many minutes after nine; the wall clock is stuck and not believed."""
    return Moment(NINE, boot, round(minute * 60_000_000), synchronised=False)


def minutes(clock: LegalClock, minute: float) -> float:
    """The legal wait at an instant, in minutes."""
    return clock.wait(at(minute), {}).length / timedelta(minutes=1)


def test_the_wait_runs_from_issue_not_from_the_call():
    clock = LegalClock.issued(at(0)).called(at(15))

    assert minutes(clock, 18) == 18


def test_the_start_of_service_ends_the_wait():
    clock = LegalClock.issued(at(0)).called(at(15)).started(at(18), {})

    assert minutes(clock, 18) == minutes(clock, 500) == 18


def test_a_recall_keeps_the_first_call_and_is_one_more():
    called = LegalClock.issued(at(0)).called(at(10)).called(at(12))

    assert called.unanswered_call == at(10)
    assert called.unanswered_calls == (at(10), at(12))


def test_calls_without_end_keep_the_first_and_the_newest():
    clock = LegalClock.issued(at(0))

    for minute in range(500):
        clock = clock.called(at(minute))

    assert len(clock.unanswered_calls) == CALLS_KEPT
    assert (clock.unanswered_call, clock.unanswered_calls[-1]) == (at(0), at(499))


def test_a_burst_of_calls_leaves_room_for_the_calls_that_count():
    clock = LegalClock.issued(at(0))
    for tenth_of_a_second in range(60):
        clock = clock.called(at(10 + tenth_of_a_second / 600))

    for call in range(1, 5):
        clock = clock.called(at(10 + 3 * call))

    assert STRICTEST_RULE.look(clock.unanswered_calls, at(23), {}).enough
    assert clock.absent().stopped == at(10)


def test_the_end_of_the_day_is_a_no_show_only_when_the_calls_count():
    once = LegalClock.issued(at(0)).called(at(19))
    twice = once.called(at(20))

    assert minutes(once.left_unanswered(USUAL_RULE, at(60), {}), 500) == 60
    assert minutes(twice.left_unanswered(USUAL_RULE, at(60), {}), 500) == 19
    assert minutes(once.left_unanswered(None, at(60), {}), 500) == 19


def test_a_no_show_is_judged_on_its_first_unanswered_call():
    clock = LegalClock.issued(at(0)).called(at(10)).called(at(12)).absent()

    assert minutes(clock, 15) == minutes(clock, 90) == 10


def test_a_no_show_without_a_call_is_refused():
    with pytest.raises(ClockError, match="call the ticket first"):
        LegalClock.issued(at(0)).absent()


def test_a_no_show_pressed_by_mistake_leaves_no_trace():
    called = LegalClock.issued(at(0)).called(at(10))

    assert called.absent().found() == called


def test_after_a_return_only_the_absence_is_left_out():
    clock = LegalClock.issued(at(0)).called(at(10)).absent().returned(at(25), {})

    started = clock.called(at(30)).started(at(32), {})

    assert minutes(started, 32) == 10 + 7
    assert started.own == Span(timedelta(minutes=15))


def test_a_return_without_a_no_show_is_refused():
    with pytest.raises(ClockError, match="mark the no-show first"):
        LegalClock.issued(at(0)).called(at(10)).returned(at(12), {})


def test_a_second_no_show_is_judged_on_the_first_call_after_the_return():
    clock = LegalClock.issued(at(0)).called(at(10)).absent().returned(at(20), {})

    again = clock.called(at(26)).called(at(28)).absent()

    assert minutes(again, 60) == 10 + 6


def test_a_hold_lets_the_clock_run_and_withdraws_the_call():
    clock = LegalClock.issued(at(0)).called(at(5)).held().called(at(50)).absent()

    assert minutes(clock, 60) == 50


def test_a_transfer_adds_to_what_was_waited_before():
    served = LegalClock.issued(at(0)).called(at(14)).started(at(15), {})

    again = served.transferred(at(40)).called(at(48)).started(at(50), {})

    assert minutes(again, 50) == 15 + 10


def test_a_transfer_does_not_take_an_old_call_along():
    clock = LegalClock.issued(at(0)).called(at(5)).started(at(6), {}).transferred(at(20))

    with pytest.raises(ClockError):
        clock.absent()


def test_one_part_that_is_only_a_lower_bound_makes_the_whole_wait_one():
    boots = {"b1": Boot("b1", 1, 600_000_000), "b2": Boot("b2", 2, 1_200_000_000)}
    clock = LegalClock.issued(at(0)).called(at(8)).started(at(2, "b2"), boots)

    later = clock.transferred(at(5, "b2")).wait(at(9, "b2"), boots)

    assert later == Span(timedelta(minutes=10 + 2 + 4), exact=False)


@dataclass
class Walk:
    """A visit beside a plain book of what its minutes were spent on."""

    state: TicketState = TicketState.WAITING
    clock: LegalClock = field(default_factory=lambda: LegalClock.issued(at(0)))
    now: timedelta = timedelta()
    waited: timedelta = timedelta()
    own: timedelta = timedelta()
    since_call: timedelta | None = None

    def pass_time(self, seconds: int) -> None:
        passed = timedelta(seconds=seconds)
        self.now += passed
        if self.state in IN_QUEUE:
            self.waited += passed
        if self.since_call is not None:
            self.since_call += passed

    def moment(self) -> Moment:
        return at(self.now / timedelta(minutes=1))

    def give(self, command: Command) -> None:
        self.state = after(command)
        self.keep_book(command)
        self.clock = self.move_clock(command)

    def keep_book(self, command: Command) -> None:
        if command in (Command.CALL, Command.RECALL) and self.since_call is None:
            self.since_call = timedelta()
        elif command is Command.NO_SHOW:
            self.waited -= self.since_call
        elif command is Command.UNDO_NO_SHOW:
            self.waited += self.since_call
        elif command is Command.RETURN:
            self.own += self.since_call
        if command in (Command.HOLD, Command.START, Command.CANCEL, Command.RETURN):
            self.since_call = None

    def move_clock(self, command: Command) -> LegalClock:
        now = self.moment()
        moves = {
            Command.CALL: lambda: self.clock.called(now),
            Command.RECALL: lambda: self.clock.called(now),
            Command.START: lambda: self.clock.started(now, {}),
            Command.CANCEL: lambda: self.clock.started(now, {}),
            Command.NO_SHOW: self.clock.absent,
            Command.UNDO_NO_SHOW: self.clock.found,
            Command.RETURN: lambda: self.clock.returned(now, {}),
            Command.HOLD: self.clock.held,
            Command.TRANSFER: lambda: self.clock.transferred(now),
        }
        return moves.get(command, lambda: self.clock)()


STEPS = st.lists(st.tuples(st.integers(0, 3_600), st.integers(0, 11)), max_size=25)
"""So many seconds pass, then one of the allowed commands is given; none where all is over."""


def pick(walk: Walk, choice: int) -> Command | None:
    commands = [command for command in Command if allowed(command, walk.state)]
    return commands[choice % len(commands)] if commands else None


@given(STEPS)
def test_any_run_of_commands_keeps_the_clock_equal_to_the_book(steps):
    walk = Walk()

    for seconds, choice in steps:
        walk.pass_time(seconds)
        if (command := pick(walk, choice)) is not None:
            walk.give(command)

        assert walk.clock.wait(walk.moment(), {}) == Span(walk.waited)
        assert walk.clock.own == Span(walk.own)


@given(STEPS)
def test_no_command_but_a_no_show_shortens_a_wait(steps):
    walk = Walk()

    for seconds, choice in steps:
        walk.pass_time(seconds)
        if (command := pick(walk, choice)) is None:
            continue
        before, called = walk.clock.wait(walk.moment(), {}).length, walk.since_call
        walk.give(command)
        now = walk.clock.wait(walk.moment(), {}).length

        if command is Command.NO_SHOW:
            assert now == before - called
        else:
            assert now >= before


@given(STEPS)
def test_every_second_of_a_visit_is_waiting_service_own_or_still_absent(steps):
    walk, served = Walk(), timedelta()

    for seconds, choice in steps:
        if walk.state in (TicketState.SERVING, TicketState.SERVED, TicketState.CANCELLED):
            served += timedelta(seconds=seconds)
        walk.pass_time(seconds)
        if (command := pick(walk, choice)) is not None:
            walk.give(command)

    absent = walk.since_call if walk.state is TicketState.NO_SHOW else timedelta()
    counted = walk.clock.wait(walk.moment(), {}).length + walk.clock.own.length
    assert counted + served + absent == walk.now


@given(
    st.integers(0, 120),
    st.lists(st.sampled_from(["recall", "hold"]), max_size=8),
    st.integers(0, 120),
)
def test_holding_and_recalling_hide_nothing_from_a_started_visit(first, tricks, last):
    clock, minute = LegalClock.issued(at(0)).called(at(first)), first
    for trick in tricks:
        minute += 1
        clock = clock.called(at(minute)) if trick == "recall" else clock.held()

    clock = clock.called(at(minute)).started(at(minute + last), {})

    assert minutes(clock, minute + last) == minute + last


@given(st.lists(st.integers(0, 60), min_size=1, max_size=6))
def test_transfers_add_up_waiting_and_leave_out_service(waits):
    minute, clock = waits[0], LegalClock.issued(at(0)).started(at(waits[0]), {})
    for wait in waits[1:]:
        minute += 7
        clock = clock.transferred(at(minute))
        minute += wait
        clock = clock.started(at(minute), {})

    assert minutes(clock, minute) == sum(waits)


def test_anchored_reboots_change_no_wait():
    boots = {
        "b1": Boot("b1", 1, 600_000_000, (Anchor(0, NINE),)),
        "b2": Boot("b2", 2, 900_000_000, (Anchor(0, NINE + timedelta(minutes=12)),)),
    }
    clock = LegalClock.issued(at(0)).called(at(8)).absent()

    back = clock.returned(at(3, "b2"), boots).started(at(9, "b2"), boots)

    assert back.wait(at(20, "b2"), boots) == Span(timedelta(minutes=8 + 6))
    assert back.own == Span(timedelta(minutes=12 + 3 - 8))


def test_a_clock_that_was_never_started_has_waited_for_nothing():
    assert LegalClock().wait(at(5), {}) == NO_SPAN
