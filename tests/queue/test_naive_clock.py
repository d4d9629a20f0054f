"""The legal clock against a naive one: a stopwatch that only knows what the law leaves out."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kezek_queue import ManualClock, Queue

FIRST, LAST = date(2026, 11, 1), date(2026, 12, 31)
NEXT = {
    "waiting": ("call", "hold", "cancel"),
    "called": ("start", "recall", "no_show", "no_show", "hold", "put_aside", "cancel"),
    "held": ("release", "recall_held", "cancel"),
    "no_show": ("undo", "return_", "return_"),
    "serving": ("transfer", "transfer", "finish"),
}
"""What may happen to a visitor in each state; what is gamed most often comes twice."""

TIMES = ("pass", "pass", "reboot", "dark", "synchronise", "step", "beat", "restart")
steps = st.lists(
    st.tuples(
        st.integers(0, 11), st.sampled_from(TIMES), st.integers(0, 1500), st.sampled_from((1, 2))
    ),
    min_size=3,
    max_size=25,
)


@dataclass
class Stopwatch:
    """Seconds by the sun; nothing here knows of boots, anchors or parts."""

    now: float = 0
    left_out: float = 0
    own: float = 0
    first_call: float | None = None
    served_since: float = 0

    def wait(self, until: float) -> float:
        """All the time since issue but service and the visitor's own absence."""
        return until - self.left_out


class Visit:
    """One visitor, driven through any legal run of commands."""

    def __init__(self, data_dir: Path) -> None:
        self.dir = data_dir
        self.clock = ManualClock()
        self.queue = Queue.create(data_dir, clock=self.clock)
        self.id = self.queue.issue("military-service").ticket.id
        self.watch = Stopwatch()
        self.state = "waiting"
        self.window = 1
        self.wall_behind = timedelta()
        self.judged: list[float] = []

    def command(self, choice: int, window: int) -> None:
        """One command that the state allows."""
        names = NEXT.get(self.state)
        if names:
            getattr(self, names[choice % len(names)])(window)

    def call(self, window: int) -> None:
        assert self.queue.call_next(window, actor="x").ticket.id == self.id
        self._called(window)

    def recall(self, _window: int) -> None:
        self.queue.recall(self.window, actor="x")

    def recall_held(self, window: int) -> None:
        self.queue.recall_held(window, self.id, actor="x")
        self._called(window)

    def _called(self, window: int) -> None:
        self.state, self.window = "called", window
        if self.watch.first_call is None:
            self.watch.first_call = self.watch.now

    def start(self, _window: int) -> None:
        self.queue.start(self.window, actor="x")
        self.judged.append(self.watch.wait(self.watch.now))
        self.state, self.watch.served_since = "serving", self.watch.now
        self.watch.first_call = None

    def finish(self, _window: int) -> None:
        self.queue.finish(self.window, actor="x")
        self.state = "served"

    def transfer(self, window: int) -> None:
        service = ("military-service", "household")[window - 1]
        self.queue.transfer(self.window, service=service, actor="x")
        self.watch.left_out += self.watch.now - self.watch.served_since
        self.state = "waiting"

    def no_show(self, _window: int) -> None:
        for _ in range(2):  # a minute apart, so that it counts whatever is known of the boots
            self.time("pass", 60)
            self.queue.recall(self.window, actor="x")
        self.queue.no_show(self.window, actor="x")
        self.judged.append(self.watch.wait(self.watch.first_call))
        self.state = "no_show"

    def undo(self, _window: int) -> None:
        self.queue.undo_no_show(self.window, actor="x")
        self.judged.pop()
        self.state = "called"

    def return_(self, _window: int) -> None:
        self.queue.return_visitor(self.id, actor="x")
        self.judged.pop()
        absent = self.watch.now - self.watch.first_call
        self.watch.left_out += absent
        self.watch.own += absent
        self.watch.first_call = None
        self.state = "waiting"

    def hold(self, _window: int) -> None:
        self.queue.hold_ticket(self.id, actor="x")
        self.state, self.watch.first_call = "held", None

    def put_aside(self, _window: int) -> None:
        self.queue.hold(self.window, actor="x")
        self.state, self.watch.first_call = "held", None

    def release(self, _window: int) -> None:
        self.queue.release(self.id, actor="x")
        self.state = "waiting"

    def cancel(self, _window: int) -> None:
        self.queue.cancel(self.id, actor="x")
        self.judged.append(self.watch.wait(self.watch.now))
        self.state = "cancelled"

    def time(self, kind: str, seconds: int) -> None:
        """Let time pass, by a clock that may be wrong."""
        span = timedelta(seconds=seconds)
        match kind:
            case "pass":
                self.clock.advance(span)
                self.watch.now += seconds
            case "reboot" | "dark":
                self.queue.close()
                self.clock.reboot(span, wall_lost=kind == "dark")
                self.watch.now += seconds
                self.wall_behind += span * (kind == "dark")
                self.queue = Queue.open(self.dir, clock=self.clock)
            case "synchronise":
                self.clock.step_wall(self.wall_behind)
                self.wall_behind = timedelta()
                self.clock.synchronise()
                self.queue.heartbeat()
            case "step":
                self.clock.synchronise(False)
                self.clock.step_wall(span / 2)
                self.wall_behind -= span / 2
            case "beat":
                self.queue.heartbeat()
                self.queue.watch_limits()
            case "restart":
                self.queue.close()
                self.queue = Queue.open(self.dir, clock=self.clock)

    def check(self) -> None:
        """Exact means equal; a lower bound lies below; and the journal proves every word."""
        waits = self.queue.waits(FIRST, LAST)
        verdicts = [*self.judged]
        if self.state in ("waiting", "called", "held"):
            verdicts.append(self.watch.wait(self.watch.now))
        assert len(waits) == len(verdicts)
        for wait, seconds in zip(waits, verdicts, strict=True):
            assert_measured(wait.wait, seconds)
        assert_measured(waits[-1].own, self.watch.own)
        assert waits == list(self.queue.prove(self.id))


def assert_measured(span, seconds):
    if span.exact:
        assert span.length.total_seconds() == pytest.approx(seconds, abs=1e-6)
    else:
        assert span.length.total_seconds() <= seconds + 1e-6


def run(office_text, story):
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "office.toml").write_text(office_text, encoding="utf-8")
        visit = Visit(Path(name))
        try:
            for choice, kind, seconds, window in story:
                visit.command(choice, window)
                visit.time(kind, seconds)
            visit.check()
        finally:
            visit.queue.close()


patient = settings(deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.slow(6)
@settings(patient, max_examples=25)
@given(story=steps)
@example(
    # The wait stays a lower bound; from the first call to the start the clocks of the first and the
    # last boot tell, once that one is synchronised.
    story=[
        (0, "dark", 0, 1),
        (2, "pass", 0, 1),
        (1, "pass", 0, 1),
        (0, "reboot", 0, 1),
        (0, "synchronise", 0, 1),
    ]
)
def test_no_run_of_commands_and_clocks_deceives_the_stopwatch(office_text, story):
    run(office_text, story)


@pytest.mark.faults
@pytest.mark.timeout(7200)
@settings(patient, max_examples=10_000)
@given(story=steps)
def test_ten_thousand_runs_do_not_deceive_the_stopwatch(office_text, story):
    run(office_text, story)
