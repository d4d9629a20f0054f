"""A number leads to one visitor: never two living tickets bear it."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from kezek_core.events import EventKind
from kezek_queue import ManualClock, Queue
from kezek_queue.errors import DayLimitReachedError, NumberTakenError, Refusal

BEFORE_MIDNIGHT = datetime(2026, 11, 23, 18, 58, tzinfo=UTC)
"""23:58 in Almaty."""


def nights(office_text: str) -> str:
    """The office, never closed; its days end at midnight and are closed out at two."""
    return (
        office_text.replace("09:00-20:00", "00:00-24:00")
        .replace("09:00-13:00, 14:00-20:00", "00:00-24:00")
        .replace("last_minutes_before_closing = 10", "last_minutes_before_closing = 0")
        .replace("daily_limit = 3\n", "")
    )


@pytest.fixture
def open_at(office_dir, office_text, clock):
    """Opens the round the clock office at 23:58."""
    made = []

    def at_night(text=None):
        (office_dir / "office.toml").write_text(text or nights(office_text), encoding="utf-8")
        clock.move_to(BEFORE_MIDNIGHT)
        made.append(Queue.create(office_dir, clock=clock))
        return made[-1]

    yield at_night
    for queue in made:
        queue.close()


def test_a_number_is_left_out_while_its_bearer_is_in_the_hall(open_at, clock):
    queue = open_at()
    old = queue.issue("criminal-record").ticket
    queue.call_next(3, actor="aida")
    clock.advance(minutes=3)

    new = queue.issue("criminal-record").ticket

    assert (old.id, new.id) == ("2026-11-23-C001", "2026-11-24-C002")


@pytest.mark.parametrize("end", ["finish", "cancel"])
def test_a_number_is_free_again_once_its_bearer_has_gone(open_at, clock, end):
    queue = open_at()
    old = queue.issue("criminal-record").ticket
    if end == "finish":
        queue.call_next(3, actor="aida")
        queue.start(3, actor="aida")
        queue.finish(3, actor="aida")
    else:
        queue.cancel(old.id, actor="kiosk")
    clock.advance(minutes=3)

    assert queue.issue("criminal-record").ticket.id == "2026-11-24-C001"


def test_a_no_show_who_may_come_back_keeps_the_number(open_at, clock):
    queue = open_at()
    absent = queue.issue("criminal-record").ticket
    queue.call_next(3, actor="aida")
    clock.advance(minutes=1)
    queue.recall(3, actor="aida")
    queue.no_show(3, actor="aida")
    clock.advance(minutes=3)
    new = queue.issue("criminal-record").ticket.number

    back = queue.return_visitor(absent.id, actor="aida")

    assert (new, back.number) == ("C002", "C001")


def test_numbers_go_on_behind_those_who_are_still_here(open_at, clock):
    queue = open_at()
    old = [queue.issue("criminal-record").ticket for _ in range(4)]
    queue.cancel(old[2].id, actor="kiosk")
    clock.advance(minutes=3)

    new = [queue.issue("criminal-record").ticket.number for _ in range(3)]

    assert new == ["C003", "C005", "C006"]


def test_other_letters_are_not_touched(open_at, clock):
    queue = open_at()
    queue.issue("criminal-record")
    clock.advance(minutes=3)

    assert queue.issue("household").ticket.number == "K001"


def test_a_day_whose_last_numbers_are_borne_is_full(open_at, office_text, clock):
    queue = open_at(nights(office_text).replace("letter = 999", "letter = 2"))
    for _ in range(2):
        queue.issue("criminal-record")
    clock.advance(minutes=3)
    full = {each.service: each.full for each in queue.snapshot().services}

    with pytest.raises(DayLimitReachedError):
        queue.issue("criminal-record")

    assert full["criminal-record"]
    assert not full["household"]


def test_the_closing_counts_tickets_and_not_numbers(open_at, clock):
    queue = open_at()
    for _ in range(3):
        queue.issue("criminal-record")
    clock.advance(minutes=3)
    queue.issue("criminal-record")
    clock.move_to(BEFORE_MIDNIGHT + timedelta(hours=27))
    queue.close_days()

    closings = [
        event.body
        for event in queue.events()
        if event.kind is EventKind.DAY_CLOSED and event.ticket_id is None
    ]

    assert [(closing["office_day"], closing["issued"]) for closing in closings] == [
        ("2026-11-23", 3),
        ("2026-11-24", 1),
    ]


def test_a_clock_set_back_into_a_closed_day_brings_no_second_bearer(open_at, clock):
    queue = open_at()
    absent = queue.issue("criminal-record").ticket
    queue.call_next(3, actor="aida")
    clock.advance(minutes=1)
    queue.recall(3, actor="aida")
    queue.no_show(3, actor="aida")
    clock.advance(hours=3)
    queue.close_days()
    bearer = queue.issue("criminal-record").ticket
    clock.step_wall(timedelta(hours=-4))
    queue.issue("criminal-record")  # Monday is open again

    with pytest.raises(NumberTakenError) as refused:
        queue.return_visitor(absent.id, actor="aida")

    assert bearer.number == absent.number
    assert refused.value.facts == {"number": "C001", "ticket": bearer.id}


def machine(office_text):
    """Visits of an office that never closes, over midnights and past clocks that are set."""

    class NightMachine(RuleBasedStateMachine):
        @initialize()
        def open_office(self):
            self.dir = Path(tempfile.mkdtemp())
            (self.dir / "office.toml").write_text(nights(office_text), encoding="utf-8")
            self.clock = ManualClock(BEFORE_MIDNIGHT)
            self.queue = Queue.create(self.dir, clock=self.clock)
            self.tickets = []

        def teardown(self):
            if hasattr(self, "queue"):
                self.queue.close()
                shutil.rmtree(self.dir)

        def attempt(self, command, *args):
            try:
                command(*args, actor="x")
            except Refusal:
                return

        @rule(service=st.sampled_from(("criminal-record", "household")))
        def issue(self, service):
            try:
                self.tickets.append(self.queue.issue(service).ticket.id)
            except Refusal:  # a clock that was set may show a weekend
                return

        @rule(
            window=st.sampled_from((1, 3)),
            name=st.sampled_from(("call_next", "start", "finish", "no_show", "undo_no_show")),
        )
        def at_a_window(self, window, name):
            self.attempt(getattr(self.queue, name), window)

        @rule(data=st.data(), name=st.sampled_from(("return_visitor", "cancel", "hold_ticket")))
        def with_a_ticket(self, data, name):
            if self.tickets:
                self.attempt(getattr(self.queue, name), data.draw(st.sampled_from(self.tickets)))

        @rule(minutes=st.sampled_from((1, 3, 60, 125, 60 * 22)))
        def time_passes(self, minutes):
            self.clock.advance(minutes=minutes)
            self.queue.close_days()

        @rule(hours=st.sampled_from((-24, -3, 3, 24)))
        def the_clock_is_set(self, hours):
            self.clock.step_wall(timedelta(hours=hours))
            self.queue.close_days()

        @invariant()
        def no_two_living_tickets_bear_one_number(self):
            if not hasattr(self, "queue"):
                return
            living = Counter(ticket.number for ticket in self.queue.snapshot().tickets)
            assert not [number for number, bearers in living.items() if bearers > 1]

    return NightMachine


def test_no_run_of_commands_gives_two_living_tickets_one_number(office_text):
    run_state_machine_as_test(
        machine(office_text),
        settings=settings(
            max_examples=15,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
