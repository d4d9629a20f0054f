"""Any legal run of commands against a plain model of a queue."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kezek_core.waits.values import Heading
from kezek_queue import ManualClock, Queue
from kezek_queue.errors import Refusal

SERVICES = ("military-service", "household", "criminal-record")
SERVED_BY = {1: SERVICES[:2], 2: SERVICES[:2], 3: SERVICES[2:]}
DAY = date(2026, 11, 23)
RANKS = {None: 0, "disability": 1, "veteran": 2}


@dataclass
class Visit:
    """What the model knows of a visit."""

    id: str
    service: str
    rank: int
    arrival: int
    state: str = "waiting"
    window: int | None = None
    calls: int = 0


def machine(office_text):
    """The state machine, on an office file."""

    class QueueMachine(RuleBasedStateMachine):
        @initialize()
        def open_office(self):
            self.dir = Path(tempfile.mkdtemp())
            (self.dir / "office.toml").write_text(office_text, encoding="utf-8")
            self.clock = ManualClock()
            self.queue = Queue.create(self.dir, clock=self.clock)
            self.visits = {}
            self.absent = {}
            self.restarts = 0

        def teardown(self):
            if hasattr(self, "queue"):
                self.check_proof()
                self.queue.close()
                shutil.rmtree(self.dir)

        def check_proof(self):
            """What the tables say of every wait, the journal proves."""
            stored = self.queue.waits(DAY, DAY)
            proved = [
                wait
                for ticket_id in dict.fromkeys(wait.ticket_id for wait in stored)
                for wait in self.queue.prove(ticket_id)
            ]
            assert stored == proved
            proof = self.queue.prove_office()
            assert proof.sound, [str(each) for each in proof.named]
            table = self.queue.wait_table(DAY, DAY).total
            assert table.total == len(stored)
            assert table.waiting == sum(w.heading is Heading.WAITING for w in stored)

        def at(self, window):
            return next(
                (v for v in self.visits.values()
                 if v.window == window and v.state in ("called", "serving")),
                None,
            )  # fmt: skip

        def attempt(self, command, *args, **kwargs):
            """Give a command; None when it was refused, and then nothing was written."""
            before = self.queue.last_seq()
            try:
                return command(*args, actor="x", **kwargs)
            except Refusal:
                assert self.queue.last_seq() == before
                return None

        @rule(service=st.sampled_from(SERVICES), category=st.sampled_from(list(RANKS)))
        def issue(self, service, category):
            issued = self.queue.issue(service, category=category)
            ticket = issued.ticket
            assert ticket.id not in self.visits
            line = [
                v for v in self.visits.values()
                if v.state == "waiting"
                and any(v.service in own and service in own for own in SERVED_BY.values())
                and v.rank >= RANKS[category]
            ]  # fmt: skip
            assert issued.ahead == len(line)
            self.visits[ticket.id] = Visit(ticket.id, service, RANKS[category], ticket.arrival_seq)

        @rule(window=st.sampled_from(list(SERVED_BY)))
        def call_next(self, window):
            present = self.at(window)
            answer = self.attempt(self.queue.call_next, window)
            if present is not None and present.state == "called":
                assert answer is None
                return
            if present is not None:
                present.state = "served"
                assert answer.finished.id == present.id
            line = [
                v for v in self.visits.values()
                if v.state == "waiting" and v.service in SERVED_BY[window]
            ]  # fmt: skip
            expected = min(line, key=lambda v: (-v.rank, v.arrival), default=None)
            assert (answer.ticket and answer.ticket.id) == (expected and expected.id)
            if expected is not None:
                self.call(expected, window)

        def call(self, visit, window):
            visit.state, visit.window = "called", window
            visit.calls += 1
            self.absent.pop(window, None)

        @rule(window=st.sampled_from(list(SERVED_BY)))
        def start(self, window):
            self.move(self.queue.start, window, {"called": "serving"})

        @rule(window=st.sampled_from(list(SERVED_BY)))
        def finish(self, window):
            self.move(self.queue.finish, window, {"serving": "served"})

        @rule(window=st.sampled_from(list(SERVED_BY)))
        def recall(self, window):
            visit = self.move(self.queue.recall, window, {"called": "called"})
            if visit is not None:
                visit.calls += 1

        @rule(window=st.sampled_from(list(SERVED_BY)))
        def hold(self, window):
            self.move(self.queue.hold, window, {"called": "held"})

        @rule(window=st.sampled_from(list(SERVED_BY)))
        def no_show(self, window):
            for _ in range(2):  # twice, a minute apart, by whatever is known of the boots
                self.clock.advance(seconds=60)
                self.recall(window)
            visit = self.move(self.queue.no_show, window, {"called": "no_show"})
            if visit is not None:
                self.absent[window] = visit

        @rule(window=st.sampled_from(list(SERVED_BY)))
        def undo_no_show(self, window):
            visit = self.absent.get(window) if self.at(window) is None else None
            answer = self.attempt(self.queue.undo_no_show, window)
            assert (answer is not None) == (visit is not None)
            if visit is not None:
                visit.state, visit.window = "called", window
                del self.absent[window]

        @rule(window=st.sampled_from(list(SERVED_BY)), service=st.sampled_from(SERVICES))
        def transfer(self, window, service):
            visit = self.move(self.queue.transfer, window, {"serving": "waiting"}, service=service)
            if visit is not None:
                visit.service = service

        def move(self, command, window, moves, **kwargs):
            visit = self.at(window)
            answer = self.attempt(command, window, **kwargs)
            if visit is None or visit.state not in moves:
                assert answer is None
                return None
            visit.state = moves[visit.state]
            if visit.state in ("served", "held"):
                self.absent.pop(window, None)
            if command == self.queue.transfer:
                self.absent.pop(window, None)
            return visit

        @precondition(lambda self: getattr(self, "visits", None))
        @rule(data=st.data())
        def command_a_ticket(self, data):
            visit = data.draw(st.sampled_from(list(self.visits.values())))
            name, moves = data.draw(
                st.sampled_from(
                    [
                        ("cancel", {"waiting": "cancelled", "called": "cancelled",
                                    "held": "cancelled"}),
                        ("hold_ticket", {"waiting": "held", "called": "held"}),
                        ("release", {"held": "waiting"}),
                        ("return_visitor", {"no_show": "waiting"}),
                    ]
                )
            )  # fmt: skip
            answer = self.attempt(getattr(self.queue, name), visit.id)
            assert (answer is not None) == (visit.state in moves)
            if answer is not None:
                visit.state = moves[visit.state]
                assert answer.state.value == visit.state
                if name == "return_visitor":
                    self.absent = {w: v for w, v in self.absent.items() if v is not visit}

        @precondition(lambda self: getattr(self, "visits", None))
        @rule(data=st.data(), window=st.sampled_from(list(SERVED_BY)))
        def recall_held(self, data, window):
            visit = data.draw(st.sampled_from(list(self.visits.values())))
            possible = visit.state == "held" and self.at(window) is None
            answer = self.attempt(self.queue.recall_held, window, visit.id)
            assert (answer is not None) == possible
            if possible:
                self.call(visit, window)

        @rule(seconds=st.integers(0, 1200))
        def time_passes(self, seconds):
            self.clock.advance(seconds=seconds * 0.2)
            self.queue.watch_limits()
            assert self.queue.watch_limits() == 0

        @rule(hours=st.integers(-4, 4), seconds=st.integers(0, 300))
        def the_wall_clock_is_wrong_for_a_while(self, hours, seconds):
            self.clock.synchronise(False)
            self.clock.step_wall(timedelta(hours=hours))
            self.queue.heartbeat()
            self.clock.advance(seconds=seconds)
            self.clock.step_wall(timedelta(hours=-hours))
            self.clock.synchronise()

        @rule(minutes=st.integers(0, 5))
        def the_machine_restarts(self, minutes):
            self.queue.close()
            self.clock.reboot(timedelta(minutes=minutes))
            self.queue = Queue.open(self.dir, clock=self.clock)

        @rule()
        def the_server_restarts(self):
            self.queue.close()
            self.queue = Queue.open(self.dir, clock=self.clock)

        @invariant()
        def the_tables_agree_with_the_model(self):
            if not hasattr(self, "queue"):
                return
            snapshot = self.queue.snapshot()
            live = {t.id: t.state.value for t in snapshot.tickets}
            expected = {
                v.id: v.state for v in self.visits.values()
                if v.state in ("waiting", "called", "serving", "held")
            }  # fmt: skip
            assert live == expected
            assert [t.arrival_seq for t in snapshot.tickets] == sorted(
                t.arrival_seq for t in snapshot.tickets
            )
            for window in snapshot.windows:
                present = self.at(window.id)
                assert window.ticket == (present and present.id)
            for ticket in snapshot.tickets:
                assert ticket.times == self.visits[ticket.id].calls

    return QueueMachine


@pytest.mark.slow(10)
def test_any_run_of_commands_agrees_with_a_plain_model(office_text):
    run_state_machine_as_test(
        machine(office_text),
        settings=settings(
            max_examples=12,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.faults
@pytest.mark.timeout(7200)
def test_a_hundred_thousand_steps_agree_with_a_plain_model(office_text, record):
    run_state_machine_as_test(
        machine(office_text),
        settings=settings(
            max_examples=1000,
            stateful_step_count=100,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    record("steps of a stateful model", done=100_000, lost=0, control="no control")
