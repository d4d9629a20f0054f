"""Any legal run of commands on requests leads where a simple model says, and nowhere else."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kezek_queue import ManualClock, Queue
from kezek_queue.errors import Refusal, StaleCommandError
from kezek_queue.people.personal_data import Person

MILITARY = {"application": 1, "military_id": 1, "identity_card_copy": 1}
OPEN = {"accepted", "sent", "returned", "corrected"}
MOVES = {
    "send": ({"accepted", "corrected"}, "sent"),
    "return_from_authority": ({"sent"}, "returned"),
    "correct": ({"returned"}, "corrected"),
    "ready": ({"accepted", "corrected", "sent"}, "ready"),
    "issue": ({"ready", "unclaimed"}, "issued"),
    "refuse": (OPEN, "refused"),
}
WITH_REASONS = {"return_from_authority", "refuse"}
CLOSED = {"issued", "refused", "handed_over"}


def steps(office_text):
    """The machine, made for an office."""

    class Requests(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.dir = Path(tempfile.mkdtemp(prefix="kezek-register-"))
            (self.dir / "office.toml").write_text(office_text, encoding="utf-8")
            self.clock = ManualClock()
            self.queue = Queue.create(self.dir, clock=self.clock)
            self.register = self.queue.register
            self.states = {}
            self.steps = {}
            self.erased = set()

        def teardown(self):
            self.queue.close()
            shutil.rmtree(self.dir)

        @property
        def today(self):
            return (self.clock.now().at + timedelta(hours=5)).date()

        def attempt(self, command, *args, **kwargs):
            """Give a command; None when it was refused, and then nothing was written."""
            before = self.queue.last_seq()
            try:
                return command(*args, actor="x", **kwargs)
            except Refusal:
                assert self.queue.last_seq() == before
                return None

        @rule(complete=st.booleans())
        def hand_in(self, complete):
            answer = self.register.accept(
                "military-service", person=Person("Құпия Адам"), inspector="Омаров Е.", window=1,
                documents=MILITARY if complete else {"application": 1}, actor="x",
            )  # fmt: skip
            assert (answer.request is not None) == complete
            assert len(answer.print_jobs) == (1 if complete else 2)
            if complete:
                assert answer.request.number not in self.states
                self.states[answer.request.number] = "accepted"
                self.steps[answer.request.number] = 1

        @precondition(lambda self: self.states)
        @rule(data=st.data(), name=st.sampled_from(list(MOVES)), twice=st.booleans())
        def move(self, data, name, twice):
            number = data.draw(st.sampled_from(list(self.states)))
            sources, target = MOVES[name]
            given = (["себеп"],) if name in WITH_REASONS else ()
            command = getattr(self.register, name)
            was = self.states[number]
            answer = self.attempt(command, number, *given)
            assert (answer is not None) == (was in sources)
            if answer is None:
                return
            assert answer.state.value == target
            self.states[number] = target
            self.steps[number] += 1
            if twice:
                seq = self.queue.last_seq()
                assert command(number, *given, actor="x", expected_state=was) == answer
                assert self.queue.last_seq() == seq

        @precondition(lambda self: self.states)
        @rule(data=st.data(), name=st.sampled_from(list(MOVES)))
        def press_on_a_stale_page(self, data, name):
            number = data.draw(st.sampled_from(list(self.states)))
            believed = data.draw(st.sampled_from(sorted(MOVES[name][0])))
            if believed == self.states[number] or self.states[number] == MOVES[name][1]:
                return
            given = (["себеп"],) if name in WITH_REASONS else ()
            with pytest.raises(StaleCommandError):
                getattr(self.register, name)(number, *given, actor="x", expected_state=believed)

        @precondition(lambda self: self.states)
        @rule(data=st.data(), which=st.integers(0, 1))
        def extend(self, data, which):
            number = data.draw(st.sampled_from(list(self.states)))
            before = self.register.get(number)
            answer = self.attempt(self.register.extend, number, which, "себеп")
            may = (
                self.states[number] in OPEN
                and self.today <= before.due_on
                and (before.extension is None or which > before.extension)
            )
            assert (answer is not None) == may
            if answer is not None:
                self.steps[number] += 1
                assert answer.due_on > before.due_on
                assert answer.first_due_on == before.first_due_on

        @rule(days=st.sampled_from((1, 2, 5, 31, 95)))
        def wait(self, days):
            if self.today < date(2027, 12, 31):
                self.clock.advance(days=days)

        @rule()
        def mark_unclaimed(self):
            late = [
                number for number, state in self.states.items()
                if state == "ready" and self.register.get(number).keep_until_on < self.today
            ]  # fmt: skip
            assert self.register.mark_unclaimed(self.today) == len(late)
            for number in late:
                self.states[number] = "unclaimed"
                self.steps[number] += 1

        @precondition(lambda self: self.states)
        @rule(data=st.data())
        def hand_over(self, data):
            number = data.draw(st.sampled_from(list(self.states)))
            request = self.register.get(number)
            may = self.states[number] == "unclaimed" and request.hand_over_on <= self.today
            answer = self.attempt(self.register.hand_over, number)
            assert (answer is not None) == may
            if may:
                self.states[number] = "handed_over"
                self.steps[number] += 1

        @rule()
        def erase_due(self):
            for number, state in self.states.items():
                closed = self.register.get(number).closed_on
                if state in CLOSED and closed <= self.today - timedelta(days=90):
                    self.steps[number] += number not in self.erased
                    self.erased.add(number)
            self.register.erase_due(self.today)

        @invariant()
        def the_register_says_what_the_model_says(self):
            found = {each.number: each for each in self.register.find()}
            assert {number: each.state.value for number, each in found.items()} == self.states
            open_now = [each for each in found.values() if each.state.value in OPEN]
            overdue = sorted(each.number for each in open_now if each.due_on < self.today)
            due = [each.number for each in open_now if each.due_on == self.today]
            assert sorted(each.number for each in self.register.overdue(self.today)) == overdue
            assert [each.number for each in self.register.due_today(self.today)] == due
            for number, each in found.items():
                assert (each.closed_on is not None) == (each.state.value in CLOSED)
                assert (each.erased_on is not None) == (number in self.erased)

        @invariant()
        def every_step_is_in_the_journal_once_and_the_chain_holds(self):
            for number, count in self.steps.items():
                assert len(self.register.history(number)) == count
            assert self.queue.verify_journal().sound
            assert "Құпия" not in "".join(self.queue.export_journal())

    return Requests


def test_any_run_of_commands_agrees_with_the_model(office_text):
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        steps(office_text),
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
