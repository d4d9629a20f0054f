"""Nobody is thrown out by a clock: a day is closed out when it is over for certain."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kezek_queue import ManualClock, Queue
from kezek_queue.timekeeping.day_end import closed_out_at, longest_day

MORNING = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_DAY = "\n".join(f'{day} = "09:00-18:00"' for day in WEEK)


@pytest.fixture
def office_text(office_text: str) -> str:
    """The office, open from nine to six every day."""
    head, rest = office_text.split("[hours]")
    return f"{head}[hours]\n{EVERY_DAY}\n\n[tickets]{rest.split('[tickets]')[1]}"


@pytest.fixture
def day_office(tmp_path: Path, office_text: str) -> Path:
    """A directory of that office."""
    data_dir = tmp_path / "day"
    data_dir.mkdir()
    (data_dir / "office.toml").write_text(office_text, encoding="utf-8")
    return data_dir


def waiting(queue: Queue) -> list[str]:
    return [ticket.id for ticket in queue.snapshot().tickets]


def test_after_a_reboot_with_a_corrected_clock_the_waiting_still_wait(day_office):
    # Last saved in September: the machine wakes with that, three people come, the power blips,
    # the network sets the clock.
    clock = ManualClock(datetime(2026, 9, 1, 6, 0, tzinfo=UTC), synchronised=False)
    with Queue.create(day_office, clock=clock) as queue:
        came = [queue.issue("military-service").ticket.id for _ in range(3)]
        clock.advance(minutes=10)
        queue.heartbeat()
    clock.reboot(timedelta(minutes=2), wall_lost=True)
    clock.step_wall(MORNING - clock.now().at)
    clock.synchronise()

    with Queue.open(day_office, clock=clock) as queue:
        closed = queue.close_days()
        left = waiting(queue)
        clock.move_to(datetime(2026, 11, 23, 15, 0, tzinfo=UTC))

        assert (closed, left) == (0, came)
        assert queue.close_days() == 1, "18:00 and two hours: now the day is over"
        assert waiting(queue) == []


def test_what_an_earlier_boot_learned_later_dates_its_tickets(day_office):
    clock = ManualClock(datetime(2026, 9, 1, 6, 0, tzinfo=UTC), synchronised=False)
    with Queue.create(day_office, clock=clock) as queue:
        queue.issue("military-service")
        clock.step_wall(MORNING - clock.now().at)
        clock.synchronise()
        queue.heartbeat()
    clock.reboot(timedelta(hours=20))

    with Queue.open(day_office, clock=clock) as queue:
        assert queue.close_days() == 1, "they came yesterday, whatever is written on the ticket"


def test_a_boot_between_that_was_set_right_dates_the_tickets_before_it(day_office):
    clock = ManualClock(datetime(2026, 9, 1, 6, 0, tzinfo=UTC), synchronised=False)
    with Queue.create(day_office, clock=clock) as queue:
        queue.issue("military-service")
    clock.reboot(timedelta(minutes=2), wall_lost=True)
    clock.step_wall(MORNING - clock.now().at)
    clock.synchronise()
    Queue.open(day_office, clock=clock).close()
    clock.reboot(timedelta(hours=20))

    with Queue.open(day_office, clock=clock) as queue:
        assert queue.close_days() == 1


def test_a_day_of_the_future_is_closed_with_the_day_people_came(day_office):
    clock = ManualClock(MORNING + timedelta(days=10), synchronised=False)
    with Queue.create(day_office, clock=clock) as queue:
        queue.issue("military-service")
        clock.step_wall(timedelta(days=-10))
        clock.synchronise()
        queue.heartbeat()
        at_noon = queue.close_days()
        clock.move_to(datetime(2026, 11, 23, 15, 0, tzinfo=UTC))

        assert (at_noon, queue.close_days(), waiting(queue)) == (0, 1, [])


@pytest.mark.parametrize(("hours", "closed"), [(10.9, 0), (11.0, 1)])
def test_a_clock_that_nobody_knows_closes_out_after_the_longest_day_only(day_office, hours, closed):
    # It stands at half past five: by it the day is over in two and a half hours.
    clock = ManualClock(datetime(2026, 11, 23, 12, 30, tzinfo=UTC), synchronised=False)
    with Queue.create(day_office, clock=clock) as queue:
        queue.issue("military-service")
        clock.advance(hours=hours)

        assert queue.close_days() == closed


def test_the_longest_day_counts_nights_and_closing_out(queue, office_dir, office_text):
    office = queue.office
    nights = office_text.replace('sun = "09:00-18:00"', 'sun = "18:00-09:00"')
    (office_dir / "office.toml").write_text(nights, encoding="utf-8")
    queue.close()

    with Queue.open(office_dir, clock=ManualClock()) as again:
        assert longest_day(again.office) == timedelta(hours=17)
    assert longest_day(office) == timedelta(hours=13)


MINUTES = st.integers(1, 14 * 60)
STEPS = st.one_of(
    st.tuples(st.just("pass"), MINUTES),
    st.tuples(st.just("issue"), st.just(0)),
    st.tuples(st.just("step"), st.integers(-60 * 24 * 40, 60 * 24 * 40)),
    st.tuples(st.just("reboot"), MINUTES),
    st.tuples(st.just("reboot_lost"), MINUTES),
    st.tuples(st.just("set_right"), st.just(0)),
    st.tuples(st.just("lose_network"), st.just(0)),
    st.tuples(st.just("beat"), st.just(0)),
)


@pytest.mark.slow(10)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=st.integers(-40 * 24 * 60, 40 * 24 * 60), steps=st.lists(STEPS, max_size=30))
def test_no_clock_throws_out_whoever_stands_in_the_hall(office_text, first, steps):
    with Hall(office_text, timedelta(minutes=first)) as hall:
        for kind, minutes in steps:
            hall.do(kind, timedelta(minutes=minutes))
            hall.nobody_was_thrown_out()
        hall.do("set_right", timedelta())
        hall.do("pass", timedelta(days=2))

        assert waiting(hall.queue) == [], "and nobody is left for ever"


class Hall:
    """An office, the time it really is, and a machine that may not know it."""

    def __init__(self, office_text: str, wrong_by: timedelta) -> None:
        self.dir = Path(tempfile.mkdtemp())
        (self.dir / "office.toml").write_text(office_text, encoding="utf-8")
        self.really = MORNING
        self.clock = ManualClock(MORNING + wrong_by, synchronised=False)
        self.queue = Queue.create(self.dir, clock=self.clock)
        self.came: dict[str, datetime] = {}

    def __enter__(self) -> Hall:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.queue.close()
        shutil.rmtree(self.dir)

    def do(self, kind: str, span: timedelta) -> None:
        """Let something happen to the machine, then let the scheduler do what is due."""
        match kind:
            case "pass":
                self.really += span
                self.clock.advance(span)
            case "issue" if self.doors_are_open():
                ticket = self.queue.issue("military-service").ticket
                self.came[ticket.id] = self.really
            case "step":
                self.clock.synchronise(False)
                self.clock.step_wall(span)
            case "reboot" | "reboot_lost":
                self.reboot(span, wall_lost=kind == "reboot_lost")
            case "set_right":
                self.clock.step_wall(self.really - self.clock.now().at)
                self.clock.synchronise()
                self.queue.heartbeat()
            case "lose_network":
                self.clock.synchronise(False)
            case "beat":
                self.queue.heartbeat()
        self.queue.close_days()

    def doors_are_open(self) -> bool:
        """Whether a ticket must be given now; the last ten minutes of this office give none."""
        hours = self.queue.office.hours
        return hours.is_open(self.really) and hours.is_open(self.really + timedelta(minutes=10))

    def reboot(self, off: timedelta, *, wall_lost: bool) -> None:
        self.queue.close()
        self.really += off
        self.clock.reboot(off, wall_lost=wall_lost)
        self.clock.synchronise(False)
        self.queue = Queue.open(self.dir, clock=self.clock)

    def nobody_was_thrown_out(self) -> None:
        """Whoever is not waiting any more came on a day that is really over."""
        office, still = self.queue.office, set(waiting(self.queue))
        for ticket_id, came in self.came.items():
            if ticket_id not in still:
                assert self.really >= closed_out_at(office, real_day(came)), ticket_id


def real_day(at: datetime) -> date:
    """The date in Almaty."""
    return (at + timedelta(hours=5)).date()
