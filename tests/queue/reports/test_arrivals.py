"""Arrivals by the hour: counted in the database, and the same numbers as the waits tell."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from kezek_core.waits.judgement import Verdict
from kezek_queue.counts.arrivals import HourArrivals
from kezek_queue.errors import Refusal

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)
COMMANDS = ("issue", "issue", "issue", "next", "start", "recall", "no_show", "undo", "back",
            "hold", "send", "pickup", "cancel")  # fmt: skip


def counted(queue, first=MONDAY, last=TUESDAY):
    """The same counts, from every wait one by one."""
    zone = queue.office.hours.zone
    came, breached, limited = Counter(), Counter(), Counter()
    for wait in queue.waits(first, last):
        key = (wait.office_day, wait.issued_at.astimezone(zone).hour)
        came[key] += 1
        breached[key] += wait.verdict is Verdict.BREACHED
        limited[key] += wait.limit_minutes is not None
    return [HourArrivals(*key, came[key], breached[key], limited[key]) for key in sorted(came)]


def step(queue, dice):
    """One command of the hall, whether or not it makes sense now."""
    window = dice.choice((1, 2))
    tickets = queue.snapshot().tickets + queue.snapshot().absent
    someone = dice.choice(tickets).id if tickets else "none"
    service = dice.choice(("military-service", "household"))
    commands = {
        "issue": lambda: queue.issue(service),
        "pickup": lambda: queue.issue("military-service", stage="pickup"),
        "next": lambda: queue.call_next(window, actor="aida"),
        "start": lambda: queue.start(window, actor="aida"),
        "recall": lambda: queue.recall(window, actor="aida"),
        "no_show": lambda: queue.no_show(window, actor="aida"),
        "undo": lambda: queue.undo_no_show(window, actor="aida"),
        "back": lambda: queue.return_visitor(someone, actor="aida"),
        "hold": lambda: queue.hold_ticket(someone, actor="aida"),
        "send": lambda: queue.transfer(window, service="household", actor="aida"),
        "cancel": lambda: queue.cancel(someone, actor="aida"),
    }
    try:
        commands[dice.choice(COMMANDS)]()
    except Refusal:
        return


@pytest.mark.parametrize("seed", range(4))
def test_any_day_is_counted_as_its_waits_tell_it(queue, clock, seed):
    dice = random.Random(seed)
    for _ in range(80):
        step(queue, dice)
        clock.advance(minutes=dice.choice((0, 1, 4, 9)))

    arrivals = queue.arrivals(MONDAY, TUESDAY)

    assert arrivals == counted(queue)
    assert sum(each.breached for each in arrivals) > 0


def test_a_wait_that_goes_on_past_its_limit_is_a_breach_of_the_hour_it_began_in(queue, clock):
    queue.issue("military-service")
    clock.advance(minutes=30)
    at_the_limit = queue.arrivals(MONDAY, MONDAY)
    clock.advance(timedelta(microseconds=1))

    past_it = queue.arrivals(MONDAY, MONDAY)

    assert at_the_limit == [HourArrivals(MONDAY, 10, came=1, breached=0, limited=1)]
    assert past_it == [HourArrivals(MONDAY, 10, came=1, breached=1, limited=1)]


def test_an_hour_is_the_office_s_and_other_days_are_left_out(queue, clock):
    queue.issue("military-service")
    clock.advance(minutes=59, seconds=59)
    queue.issue("military-service")
    clock.advance(seconds=1)
    queue.issue("military-service")
    clock.advance(days=1)
    queue.issue("military-service")

    monday = queue.arrivals(MONDAY, MONDAY)
    later = queue.arrivals(TUESDAY, date(2026, 12, 31))

    assert [(each.hour, each.came) for each in monday] == [(10, 2), (11, 1)]
    assert [(each.office_day, each.hour) for each in later] == [(TUESDAY, 11)]
    assert queue.arrivals(date(2026, 12, 1), date(2026, 12, 31)) == []
