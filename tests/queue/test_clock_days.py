"""Whole days with a clock that lies: nobody is thrown out, no wait is wrong, the report is true.

The sun is a plain number of seconds; the office has nothing but its machine's clocks. They lose the
time at a power cut, are set wrong without anybody's word, and are put right now and then. Between
that the day is closed out as often as the scheduler likes, taken back by somebody, and reported.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kezek_core.waits.judgement import Verdict
from kezek_core.waits.values import Outcome, VisitWait
from kezek_queue import ManualClock, Queue
from kezek_queue.errors import OfficeClosedError

DAYS, DAYS_OF_A_SAMPLE = 10_000, 25
MORNING = datetime(2026, 11, 23, 5, tzinfo=UTC)
CLOSED_OUT = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
EVER = date(1900, 1, 1), date(2200, 1, 1)
"""A ticket of a clock that is lost may bear any date."""

STEPS = 30
TIMES = ("pass", "pass", "pass", "reboot", "dark", "right", "wrong", "beat")


@dataclass
class Day:
    """One day of an office, and what the sun knows of it."""

    data_dir: Path
    dice: random.Random
    clock: ManualClock = field(default_factory=lambda: ManualClock(MORNING))
    behind: timedelta = timedelta()
    came: dict[str, float] = field(default_factory=dict)
    started: dict[str, float] = field(default_factory=dict)
    sun: float = 0.0
    faults: list[str] = field(default_factory=list)

    def live(self) -> Day:
        """From the morning to the report."""
        self.queue = Queue.create(self.data_dir, clock=self.clock)
        self.queue.open_window(1, actor="op")
        for _ in range(STEPS):
            self._work()
            self._time(self.dice.choice(TIMES), self.dice.randrange(900))
            if self.queue.close_days():
                self.faults.append(f"thrown out by a clock at {self.sun:.0f} s")
        self._evening()
        self._check_report()
        self.queue.close()
        return self

    def _work(self) -> None:
        if self.dice.random() < 0.6:
            try:
                self.came[self.queue.issue("military-service").ticket.id] = self.sun
            except OfficeClosedError as error:
                self.faults.append(f"closed by a clock at {self.sun:.0f} s: {error}")
        if self.dice.random() < 0.4:
            self._serve()

    def _serve(self) -> bool:
        ticket = self.queue.call_next(1, actor="op").ticket
        if ticket is None:
            return False
        self._time("pass", self.dice.randrange(60))
        self.queue.start(1, actor="op")
        self.started[ticket.id] = self.sun
        self._time("pass", self.dice.randrange(300))
        self.queue.finish(1, actor="op")
        return True

    def _time(self, kind: str, seconds: int) -> None:
        span = timedelta(seconds=seconds)
        if kind == "pass":
            self.clock.advance(span)
            self.sun += seconds
        elif kind in ("reboot", "dark"):
            self.queue.close()
            self.clock.reboot(span, wall_lost=kind == "dark")
            self.sun += seconds
            self.behind += span * (kind == "dark")
            self.queue = Queue.open(self.data_dir, clock=self.clock)
        elif kind == "right":
            self._put_right()
        elif kind == "wrong":
            off = self.dice.choice((1, -1)) * self.dice.choice(
                (timedelta(hours=1), timedelta(days=1), timedelta(days=10), timedelta(days=4000))
            )
            self.clock.synchronise(False)
            self.clock.step_wall(off)
            self.behind -= off
        else:
            self.queue.heartbeat()
            self.queue.watch_limits()

    def _put_right(self) -> None:
        self.clock.step_wall(self.behind)
        self.behind = timedelta()
        self.clock.synchronise()
        self.queue.heartbeat()

    def _evening(self) -> None:
        """The clock is right and the day over; some closings are taken back, and all are served."""
        self._put_right()
        left = (CLOSED_OUT - MORNING).total_seconds() - self.sun
        self._time("pass", max(0, round(left)))
        waiting = {each.id for each in self.queue.snapshot().tickets}
        self.queue.close_days()
        if self.queue.snapshot().tickets:
            self.faults.append("somebody stayed behind after the closing out")
        if waiting and self.dice.random() < 0.5:
            for closing in self.queue.closings():
                self.queue.take_back_closing(closing.office_day, reason="кезек", actor="dana")
            again = {each.id for each in self.queue.snapshot().tickets}
            if again != waiting:
                self.faults.append(f"taken back {sorted(again)}, closed out {sorted(waiting)}")
            while self._serve():
                continue
            self._time("pass", 24 * 3600)
            self.queue.close_days()

    def _check_report(self) -> None:
        waits = self.queue.waits(*EVER)
        total = self.queue.wait_table(*EVER).total
        for wait in waits:
            self._check_wait(wait)
        told = Counter(wait.verdict for wait in waits)
        outcomes = Counter(wait.outcome for wait in waits)
        pairs = {
            "visits": (len({wait.ticket_id for wait in waits}), len(self.came)),
            "served": (total.served, len(self.started)),
            "never called": (total.never_called, len(self.came) - len(self.started)),
            "served by the log": (outcomes[Outcome.SERVED], len(self.started)),
            "within": (total.within, told[Verdict.WITHIN]),
            "breached": (total.breached, told[Verdict.BREACHED]),
            "estimated": (total.estimated, told[Verdict.ESTIMATED]),
        }
        self.faults += [f"{name}: told {a}, true {b}" for name, (a, b) in pairs.items() if a != b]
        if not self.queue.prove_office().sound:
            self.faults.append("the office is not proven")

    def _check_wait(self, wait: VisitWait) -> None:
        """More than a second off without a flag is a fault, and a verdict on a guess as well."""
        if wait.ticket_id not in self.started:
            return
        true = self.started[wait.ticket_id] - self.came[wait.ticket_id]
        length = wait.wait.length.total_seconds()
        if wait.wait.exact and abs(length - true) > 1:
            self.faults.append(f"{wait.number} waited {true:.0f} s, told {length:.0f} s")
        if not wait.wait.exact and wait.verdict in (Verdict.WITHIN, Verdict.BREACHED):
            certain = wait.verdict is Verdict.BREACHED and wait.limit_minutes is not None
            if not (certain and length > wait.limit_minutes * 60):
                self.faults.append(f"{wait.number} was judged on a guess")

    def naive_errors(self) -> int:
        """Waits that would be wrong if the wall clock were believed."""
        with Queue.open(self.data_dir, clock=self.clock) as queue:
            return sum(
                abs((wait.started_at - wait.issued_at).total_seconds() - true) > 1
                for wait in queue.waits(*EVER)
                if wait.started_at is not None
                for true in [self.started[wait.ticket_id] - self.came[wait.ticket_id]]
            )


def live_days(office_text: str, seeds: range, look: Callable[[Day], Any]) -> list[Any]:
    found = []
    for seed in seeds:
        with tempfile.TemporaryDirectory() as name:
            (Path(name) / "office.toml").write_text(office_text, encoding="utf-8")
            found.append(look(Day(Path(name), random.Random(seed)).live()))
    return found


def faults_by_seed(office_text: str, seeds: range) -> list[str]:
    found = live_days(office_text, seeds, lambda day: day.faults)
    return [
        f"seed {seed}: {fault}" for seed, each in zip(seeds, found, strict=True) for fault in each
    ]


@pytest.mark.slow(5)
def test_no_clock_throws_anybody_out_or_makes_a_report_untrue(office_text: str) -> None:
    assert faults_by_seed(office_text, range(DAYS_OF_A_SAMPLE)) == []


@pytest.mark.slow(2)
def test_the_control_the_wall_clock_alone_would_be_wrong(office_text: str) -> None:
    assert sum(live_days(office_text, range(8), Day.naive_errors)) > 5


@pytest.mark.faults
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("part", range(10))
def test_ten_thousand_days_of_lying_clocks(
    office_text: str, record: Callable[..., None], part: int
) -> None:
    days = DAYS // 10
    found = faults_by_seed(office_text, range(part * days, (part + 1) * days))

    record("days of clocks that lie, closed out, taken back and reported", done=days,
           lost=len(found), control="the wall clock alone")  # fmt: skip
    assert found == []
