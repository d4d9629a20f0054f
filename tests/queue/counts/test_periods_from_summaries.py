"""Reports from summaries are the reports from the raw events, for any period and filter.

Six offices live ten days of everything that touches a closed day: closings that came late or were
taken back, waits measured again after their day was over, a service the office gave up, no-shows
that came back, visitors sent round in a circle, and the night on which the country changed its
time. One is brought back from a backup, one packs its journal, and one moves its old days into an
archive. Each is asked for 250 periods, every answer beside one counted wait by wait before that.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kezek_core.events import EventKind
from kezek_core.waits.judgement import Verdict
from kezek_core.waits.no_show import NoShowRule
from kezek_core.waits.table import tabulate
from kezek_core.waits.values import Heading, Outcome, VisitWait
from kezek_kiosk.upkeep.backup import back_up, restore
from kezek_queue import ManualClock, Queue, open_office
from kezek_queue.carrying import archive_before
from kezek_queue.counts import summaries
from kezek_queue.counts.arrivals import HourArrivals
from kezek_queue.counts.counted_days import CountedDays
from kezek_queue.counts.day_summary import AppliedLimit
from kezek_queue.counts.indicator_counts import ReportPeriod, read_counts
from kezek_queue.errors import Refusal
from kezek_queue.store import journal_packing
from kezek_queue.tickets.no_show_rule import rule_of

FIRST = date(2024, 2, 26)
LAST = date(2024, 3, 8)
LAST_OF_ALL = date(2024, 3, 11)
BEFORE = date(2024, 3, 6)
"""What lies before goes into the archive, the night of the new time with it."""
SERVICES = ("military-service", "household", "guardianship", "criminal-record")
PERIODS = 250
COMMANDS = (
    "issue", "issue", "issue", "issue", "next", "next", "start", "start", "start", "absent",
    "undo", "back", "back", "hold", "send", "send", "pickup", "cancel", "finish",
)  # fmt: skip


def step(queue, clock, dice):
    """One command of the hall, whether or not it makes sense now."""
    window = dice.choice((1, 1, 2, 3))
    snapshot, actor = queue.snapshot(), f"operator{window}"
    service = dice.choice(tuple(queue.office.services))

    def someone(tickets):
        return dice.choice(tickets).id if tickets else "none"

    def absent():
        queue.call_next(window, actor=actor)
        for _ in range(2):
            clock.advance(seconds=31)
            queue.recall(window, actor=actor)
        queue.no_show(window, actor=actor)

    commands = {
        "issue": lambda: queue.issue(service, category=dice.choice((None, None, "veteran"))),
        "pickup": lambda: queue.issue("military-service", stage="pickup"),
        "next": lambda: queue.call_next(window, actor=actor),
        "start": lambda: queue.start(window, actor=actor),
        "finish": lambda: queue.finish(window, actor=actor),
        "absent": absent,
        "undo": lambda: queue.undo_no_show(window, actor=actor),
        "back": lambda: queue.return_visitor(someone(snapshot.absent), actor="aida"),
        "hold": lambda: queue.hold_ticket(someone(snapshot.tickets), actor="aida"),
        "send": lambda: queue.transfer(window, service=service, actor=actor),
        "cancel": lambda: queue.cancel(someone(snapshot.tickets), actor="aida"),
    }
    try:
        commands[dice.choice(COMMANDS)]()
    except Refusal:
        return


def at(day, hour, minute=0):
    """An hour of the wall clock of Almaty: six hours before UTC, from 1 March on five."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(
        hours=6 if day < date(2024, 3, 1) else 5
    )


def send_round(queue, clock):
    """One visitor of an empty hall is absent, comes back, and is sent on and back again."""
    visitor = queue.issue("household").ticket.id
    queue.call_next(1, actor="operator1")
    for _ in range(2):
        clock.advance(seconds=31)
        queue.recall(1, actor="operator1")
    queue.no_show(1, actor="operator1")
    clock.advance(minutes=6)
    queue.return_visitor(visitor, actor="aida")
    for target in ("military-service", "household", "military-service"):
        queue.call_next(1, actor="operator1")
        clock.advance(minutes=11)
        queue.start(1, actor="operator1")
        queue.transfer(1, service=target, actor="operator1")
    queue.call_next(2, actor="operator2")


def live_hours(queue, clock, dice, steps=45):
    for _ in range(steps):
        step(queue, clock, dice)
        clock.advance(minutes=dice.choice((0, 1, 3, 7, 16)), microseconds=dice.randrange(10**6))


def live(data_dir: Path, text: str, seed: int) -> ManualClock:
    """Ten days of an office, and the morning after."""
    dice, clock = random.Random(seed), ManualClock(at(FIRST, 9, 30))
    (data_dir / "office.toml").write_text(text, encoding="utf-8")
    workdays = [FIRST + timedelta(days=n) for n in range(12) if n % 7 < 5]
    never_late, late, taken_back, lost_clock, given_up = workdays[:5]
    with Queue.create(data_dir, clock=clock) as queue:
        send_round(queue, clock)
        live_hours(queue, clock, dice)
        clock.move_to(at(never_late, 23))
        assert queue.close_days() == 1
        clock.move_to(at(late, 10))
        live_hours(queue, clock, dice)
        clock.move_to(at(taken_back, 9, 30))
        live_hours(queue, clock, dice)
        clock.move_to(at(taken_back, 23))
        for _ in range(3):
            queue.issue("household") if queue.snapshot().tickets == () else None
        assert queue.close_days() == 2
        if queue.closings():
            queue.take_back_closing(taken_back, reason="жарық өшті", actor="dana")
            live_hours(queue, clock, dice, steps=8)
        clock.move_to(at(lost_clock, 10))
        queue.close_days()
        live_hours(queue, clock, dice, steps=20)
    # The machine wakes without the time; waits across the gap are lower bounds until it is known.
    clock.reboot(timedelta(minutes=25), wall_lost=True)
    with Queue.open(data_dir, clock=clock) as queue:
        queue.tell_time(clock.now().at + timedelta(minutes=25), actor="dana")
        live_hours(queue, clock, dice, steps=25)
        clock.advance(hours=14)
        queue.close_days()
        clock.step_wall(timedelta(minutes=25))
        clock.synchronise()
        queue.heartbeat()
    fewer = text.replace('"guardianship"]', "]").replace(', "guardianship"', "")
    head, tail = fewer.split('[[services]]\nid = "guardianship"')
    (data_dir / "office.toml").write_text(head + tail[tail.index("[[services]]") :], "utf-8")
    with Queue.open(data_dir, clock=clock) as queue:
        for day in (given_up, *workdays[5:]):
            clock.move_to(at(day, 9, 15))
            queue.close_days()
            live_hours(queue, clock, dice, steps=25)
        clock.move_to(at(LAST_OF_ALL, 10))
        queue.close_days()
        live_hours(queue, clock, dice, steps=25)
    return clock


class Lived:
    """An open office beside what its journal tells."""

    def __init__(
        self,
        queue: Queue,
        waits: list[VisitWait],
        no_shows: list[tuple[date, NoShowRule | None]],
    ) -> None:
        self.queue = queue
        self.waits = waits
        self.no_shows = no_shows


@pytest.fixture(scope="module", params=[1, 2, 3, "restored", "packed", "archived"])
def office(request, tmp_path_factory, office_text):
    """An office that has lived, its clock, and every wait as its journal tells it."""
    place = tmp_path_factory.mktemp("lived")
    data_dir = place / "data"
    data_dir.mkdir()
    seed = request.param if isinstance(request.param, int) else 4
    clock = live(data_dir, office_text, seed)
    with Queue.open(data_dir, clock=clock) as queue:
        told = queue.waits(FIRST, LAST_OF_ALL), no_shows_of(queue)
    if request.param == "restored":
        back_up(data_dir, place / "backup.tar.gz")
        shutil.rmtree(data_dir)
        restore(place / "backup.tar.gz", data_dir)
    if request.param in ("packed", "archived"):
        pack(data_dir, clock)
    if request.param == "archived":
        request.getfixturevalue("short_end")
        moved = archive_before(data_dir, "hall", BEFORE)
        assert moved is not None
        assert moved.last_day > FIRST
    with Queue.open(data_dir, clock=clock) as queue:
        yield Lived(queue, *told)
    shutil.rmtree(place)


@pytest.fixture(scope="module")
def short_end():
    """A start walks over fewer events than the office has kept, as in an office of years."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(open_office, "END_EVENTS", 20)
        yield


def pack(data_dir, clock):
    """Most events lie in packs, and the office goes on behind them."""
    with pytest.MonkeyPatch.context() as patch, Queue.open(data_dir, clock=clock) as queue:
        patch.setattr(journal_packing, "ROWS_KEPT", 20)
        patch.setattr(journal_packing, "PACK_EVENTS", 25)
        assert queue.pack_journal(1000) > 10


def no_shows_of(queue):
    """Every no-show of the office by its day, from the events of each visit."""
    events = [event for event in queue.events(limit=10**6) if event.ticket_id]
    events.sort(key=lambda event: (event.ticket_id, event.seq))
    found = []
    for ticket_id, of_visit in groupby(events, key=lambda event: event.ticket_id):
        made = []
        for event in of_visit:
            if event.kind in (EventKind.VISITOR_ABSENT, EventKind.DAY_CLOSED):
                made.append(event)
            elif event.kind in (EventKind.ABSENCE_WITHDRAWN, EventKind.CLOSING_TAKEN_BACK):
                made.pop()
        found += [
            (date.fromisoformat(ticket_id[:10]), rule_of(event.body))
            for event in made
            if event.body.get("reason", "no_show") == "no_show"
        ]
    return found


def test_the_offices_have_lived_through_all_of_it(office):
    queue, waits = office.queue, office.waits
    with queue._reading() as reading:
        days = CountedDays.of(reading, FIRST, LAST_OF_ALL)
        counted_anew = sorted(days.unsummarised)
        summarised = {row.office_day for row in reading.connection.execute(STORED_DAYS)}
    kinds = Counter(event.kind for event in queue.events(limit=10**6))

    assert len(summarised) >= 6
    assert LAST_OF_ALL in counted_anew
    assert kinds[EventKind.CLOSING_TAKEN_BACK] > 0
    assert kinds[EventKind.CORRECTION_MADE] > 0
    assert kinds[EventKind.VISITOR_RETURNED] > 0
    assert {wait.outcome for wait in waits} >= {
        Outcome.SERVED, Outcome.TRANSFERRED, Outcome.NO_SHOW, Outcome.LEFT, Outcome.NEVER_CALLED
    }  # fmt: skip
    assert {wait.verdict for wait in waits} >= {Verdict.WITHIN, Verdict.BREACHED}
    assert "guardianship" in {wait.service for wait in waits} - set(queue.office.services)
    circles = Counter((wait.ticket_id, wait.service) for wait in waits)
    assert max(circles.values()) > 1, "nobody was sent round in a circle"


def test_every_wait_it_is_counted_from_is_the_one_that_the_journal_tells(office):
    queue = office.queue

    told = [told for wait in office.waits if wait.part == 1 for told in queue.prove(wait.ticket_id)]

    def judged(wait):
        # What lies beside the wait may be measured with less than is known by now.
        return (wait.ticket_id, wait.part, wait.service, wait.window, wait.issued_at, wait.wait,
                wait.verdict, wait.outcome, wait.returns)  # fmt: skip

    ended = [judged(wait) for wait in office.waits if wait.heading is not Heading.WAITING]
    assert ended == [judged(wait) for wait in told if wait.heading is not Heading.WAITING]
    assert queue.prove_office().sound


@pytest.mark.slow(8)
@settings(
    max_examples=PERIODS,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.dates(FIRST - timedelta(days=1), LAST_OF_ALL),
    st.integers(0, 15),
    st.none() | st.sets(st.sampled_from(SERVICES), min_size=1),
)
def test_any_period_and_filter_is_reported_as_the_raw_events_tell_it(
    office, first, length, services
):
    last = first + timedelta(days=length)
    waits = [wait for wait in office.waits if first <= wait.office_day <= last]

    figures = office.queue.wait_figures(first, last)
    arrivals = office.queue.arrivals(first, last)
    with office.queue._reading() as reading:
        period = ReportPeriod(first, last, LAST_OF_ALL, services)
        counts = read_counts(CountedDays.of(reading, first, last), period)

    assert figures.table == tabulate(waits, services=office.queue.office.services)
    assert figures.limits == AppliedLimit.of(waits)
    assert figures.no_show_rules == Counter(
        rule for day, rule in office.no_shows if first <= day <= last
    )
    assert arrivals == arrived(waits, office.queue.office.hours.zone)
    assert (counts.justified.whole, counts.queue.part, counts.queue.whole) == came_to(
        waits, services
    )


def arrived(waits, zone):
    came, breached, limited = Counter(), Counter(), Counter()
    for wait in waits:
        key = (wait.office_day, wait.issued_at.astimezone(zone).hour)
        came[key] += 1
        breached[key] += wait.verdict is Verdict.BREACHED
        limited[key] += wait.limit_minutes is not None
    return [HourArrivals(*key, came[key], breached[key], limited[key]) for key in sorted(came)]


def came_to(waits, services):
    """Served, waited 40 minutes at most, and all, of visits with their last part among some."""
    last = {}
    for wait in waits:
        if services is None or wait.service in services:
            before = last.get(wait.ticket_id)
            if before is None or before.part < wait.part:
                last[wait.ticket_id] = wait
    served = sum(wait.heading is Heading.SERVED for wait in last.values())
    short = sum(
        wait.heading is not Heading.WAITING
        and wait.wait.exact
        and wait.wait.length <= timedelta(minutes=40)
        for wait in last.values()
    )
    return served, short, len(last)


STORED_DAYS = summaries.day_summaries.select().with_only_columns(
    summaries.day_summaries.c.office_day
)
