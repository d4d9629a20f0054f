"""Who is next, who is ahead, and how long that is likely to take."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.moments import Span
from kezek_core.papers.slips import ExpectedWait
from kezek_core.ports import Candidate, Load
from kezek_queue.dispatch.first_come import Fifo
from kezek_queue.dispatch.forecast import NORMAL_90, PlainEstimate, gamma_percentile

MEAN = timedelta(minutes=8)


def candidate(arrival, rank=0):
    return Candidate(
        ticket_id=str(arrival),
        service="household",
        arrival_seq=arrival,
        category_rank=rank,
        waited=Span(timedelta()),
        limit_minutes=40,
        share_of_windows=1.0,
        other_windows_share=1.0,
    )


def test_nobody_is_chosen_of_nobody():
    assert Fifo().choose([]) is None


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 3)), min_size=1, unique=True))
def test_rank_goes_first_and_arrival_inside_it(pairs):
    choice = Fifo().choose([candidate(arrival, rank) for arrival, rank in pairs])

    best = max(rank for _, rank in pairs)
    arrival = min(arrival for arrival, rank in pairs if rank == best)
    assert choice.ticket_id == str(arrival)
    assert choice.rule == "fifo/1"
    assert choice.reason == ("arrival" if arrival == min(pairs)[0] else "category")


def expect(ahead, windows, free=0, mean=MEAN):
    return PlainEstimate().expect(Load(ahead, windows, free, mean))


def test_no_estimate_without_a_window_or_a_service_time():
    assert expect(3, 0) is None
    assert expect(3, 2, mean=None) is None


def test_a_free_window_and_nobody_ahead_is_no_wait():
    assert expect(0, 3, free=1) == ExpectedWait(0, 0)
    assert expect(2, 3, free=3) == ExpectedWait(0, 0)


@pytest.mark.parametrize(("ahead", "windows"), [(0, 1), (3, 2), (20, 8), (200, 20)])
def test_the_estimate_is_the_gamma_distribution_of_departures(ahead, windows):
    play = random.Random(1)
    rate = windows / MEAN.total_seconds() * 60
    plays = sorted(sum(play.expovariate(rate) for _ in range(ahead + 1)) for _ in range(4000))

    told = expect(ahead, windows)

    assert told.p50_minutes == pytest.approx(plays[2000], rel=0.08, abs=1.1)
    assert told.p90_minutes == pytest.approx(plays[3600], rel=0.08, abs=1.1)


@given(st.integers(0, 500), st.integers(1, 40))
def test_more_people_never_wait_less_and_more_windows_never_more(ahead, windows):
    here, longer, wider = (
        expect(ahead, windows),
        expect(ahead + 1, windows),
        expect(ahead, windows + 1),
    )

    assert here.p50_minutes <= here.p90_minutes
    assert here.p50_minutes <= longer.p50_minutes
    assert wider.p90_minutes <= here.p90_minutes


def test_the_percentile_of_one_departure_is_near_the_exponential():
    assert gamma_percentile(1, 0.0) == pytest.approx(0.693, abs=0.02)
    assert gamma_percentile(1, NORMAL_90) == pytest.approx(2.303, abs=0.03)


def test_the_estimate_counts_open_windows_and_what_the_day_has_seen(queue, clock, desk):
    closed = queue.expected_wait("household")
    queue.open_window(1, actor="aida")
    free = queue.expected_wait("household")
    desk.serving(1)
    busy = queue.expected_wait("household")
    clock.advance(minutes=60)
    queue.finish(1, actor="aida")
    desk.serving(1)
    slow = queue.expected_wait("military-service")
    queue.open_window(2, actor="bek")

    assert closed is None
    assert free == ExpectedWait(0, 0)
    assert busy.p50_minutes >= 5
    assert slow.p50_minutes > busy.p50_minutes
    assert queue.expected_wait("household") == ExpectedWait(0, 0)


def test_a_waiting_ticket_is_told_its_own_estimate_and_a_called_one_none(queue, desk):
    desk.serving(1)
    first, second = desk.waiting(), desk.waiting()

    waits = [queue.expected_wait_of(each).p50_minutes for each in (first, second)]
    queue.call_next(2, actor="bek")

    assert waits[0] < waits[1]
    assert queue.expected_wait_of(first) is None
    assert queue.ahead_of(first) == 0
    assert queue.ahead_of(second) == 0


def test_people_who_will_go_to_other_windows_do_not_count(queue, desk):
    for _ in range(5):
        queue.issue("criminal-record")

    assert queue.ahead_of(desk.waiting()) == 0
