"""Who is next, who is ahead, and how long that is likely to take."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.events import EventKind
from kezek_core.moments import Span
from kezek_core.papers.slips import ExpectedWait
from kezek_core.ports import (
    Choice,
    Discipline,
    Forecast,
    Load,
    QueueState,
    WaitingTicket,
    WindowNow,
)
from kezek_core.tickets import TicketState
from kezek_queue import Queue
from kezek_queue.dispatch.first_come import Fifo
from kezek_queue.dispatch.plain_estimate import NORMAL_90, PlainEstimate, gamma_percentile
from kezek_queue.errors import DisciplineError

MEAN = timedelta(minutes=8)


def waiting(arrival, rank=0, service="household"):
    return WaitingTicket(
        ticket_id=str(arrival),
        service=service,
        arrival_seq=arrival,
        category_rank=rank,
        waited=Span(timedelta()),
        limit_minutes=40,
    )


def state_of(*tickets):
    window = WindowNow(1, frozenset({"household"}), is_open=True, ticket_id=None)
    return QueueState(1, tickets, {1: window})


def test_only_who_waits_for_a_service_of_the_window_may_be_called():
    here, elsewhere = waiting(2), waiting(1, service="birth")

    assert state_of(elsewhere, here).candidates == (here,)


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 3)), min_size=1, unique=True))
def test_rank_goes_first_and_arrival_inside_it(pairs):
    choice = Fifo().choose(state_of(*(waiting(arrival, rank) for arrival, rank in pairs)))

    best = max(rank for _, rank in pairs)
    arrival = min(arrival for arrival, rank in pairs if rank == best)
    assert choice.ticket_id == str(arrival)
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

    wait = expect(ahead, windows)

    assert wait.p50_minutes == pytest.approx(plays[2000], rel=0.08, abs=1.1)
    assert wait.p90_minutes == pytest.approx(plays[3600], rel=0.08, abs=1.1)


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


class OwnRule(Discipline):
    """Keeps what it was asked with, and answers as it is told."""

    name = "own/7"

    def __init__(self, answer=None):
        self.asked = []
        self.answer = answer

    def choose(self, state):
        self.asked.append(state)
        return self.answer(state)


@pytest.fixture
def with_rule(office_dir, clock, queue):
    """The same office, opened with another rule."""
    queue.close()
    opened = []

    def reopen(answer):
        opened.append(Queue.open(office_dir, clock=clock, discipline=OwnRule(answer)))
        return opened[-1]

    yield reopen
    for each in opened:
        each.close()


def last_arrived(state):
    return Choice(state.candidates[-1].ticket_id, "newest")


def test_an_offices_own_rule_calls_and_the_journal_names_it(with_rule):
    queue = with_rule(last_arrived)
    queue.issue("military-service")
    newest = queue.issue("military-service").ticket

    answer = queue.call_next(1, actor="aida")

    (event,) = [each for each in queue.history(newest.id) if each.kind is EventKind.TICKET_CALLED]
    assert answer.ticket.id == newest.id
    assert (event.body["rule"], event.body["reason"]) == ("own/7", "newest")
    assert queue.verify_journal().sound


def test_a_rule_sees_everybody_who_waits_with_their_waits_and_every_window(with_rule, clock):
    queue = with_rule(last_arrived)
    rule = queue._config.discipline
    first = queue.issue("military-service").ticket
    clock.advance(minutes=10)
    elsewhere = queue.issue("criminal-record").ticket
    second = queue.issue("military-service").ticket
    queue.open_window(2, actor="bek")
    queue.pause(2, actor="bek")

    queue.call_next(1, actor="aida")

    (state,) = rule.asked
    assert [one.ticket_id for one in state.waiting] == [first.id, elsewhere.id, second.id]
    assert [one.ticket_id for one in state.candidates] == [first.id, second.id]
    assert state.waiting[0].waited.length == timedelta(minutes=10)
    assert state.waiting[0].limit_minutes == first.limit_minutes
    assert state.window == 1
    assert {number: now.is_open for number, now in state.windows.items()} == {
        number: number == 1 for number in queue.office.windows
    }
    assert state.windows[1].services == frozenset(queue.office.windows[1].services)
    assert state.windows[1].ticket_id is None


def test_nobody_is_asked_where_nobody_waits_for_the_window(with_rule):
    queue = with_rule(last_arrived)
    queue.issue("criminal-record")

    answer = queue.call_next(1, actor="aida")

    assert answer.ticket is None
    assert queue._config.discipline.asked == []


def raise_system_exit(_state):
    raise SystemExit(3)


def enlarge_the_window(state):
    """Makes the foreign ticket a candidate in the state that the rule was given."""
    window = state.windows[1]
    state.windows[1] = WindowNow(1, window.services | {"criminal-record"}, True, None)
    return Choice(FOREIGN, "arrival")


FOREIGN = "2026-11-23-C001"
NONSENSE = {
    "nothing": lambda state: None,
    "an id alone": lambda state: state.candidates[0].ticket_id,
    "no text": lambda state: Choice(7, "arrival"),
    "a ticket of another window": lambda state: Choice(FOREIGN, "arrival"),
    "a ticket that is nowhere": lambda state: Choice("2026-11-23-Z999", "arrival"),
    "a candidate of its own making": enlarge_the_window,
    "no reason": lambda state: Choice(state.candidates[0].ticket_id, ""),
    "a reason that is a novel": lambda state: Choice(state.candidates[0].ticket_id, "why not " * 9),
    "an error": lambda state: 1 // 0,
    "the end of an iteration": lambda state: next(iter(())),
    "the end of the process": raise_system_exit,
}


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_a_rule_that_fails_calls_nobody_and_the_queue_goes_on(with_rule, nonsense, not_hung):
    queue = with_rule(last_arrived)
    rule = queue._config.discipline
    foreign = queue.issue("criminal-record").ticket
    first = queue.issue("military-service").ticket
    served = queue.issue("military-service").ticket
    queue.call_next(1, actor="aida")
    queue.start(1, actor="aida")
    before = queue.last_seq()
    assert foreign.id == FOREIGN

    rule.answer = NONSENSE[nonsense]
    with not_hung(), pytest.raises(DisciplineError, match="own/7") as caught:
        queue.call_next(1, actor="aida")

    assert caught.value.facts["rule"] == "own/7"
    assert caught.value.facts["window"] == 1
    if nonsense.startswith("a ticket"):
        assert caught.value.facts["ticket"] in str(caught.value)
    assert queue.last_seq() == before
    assert queue.ticket(served.id).state is TicketState.SERVING
    assert queue.ticket(foreign.id).state is queue.ticket(first.id).state is TicketState.WAITING

    rule.answer = last_arrived
    answer = queue.call_next(1, actor="aida")
    assert (answer.ticket.id, answer.finished.id) == (first.id, served.id)
    assert queue.verify_journal().sound


class Nameless(OwnRule):
    name = "two words"


@pytest.mark.parametrize("rule", [Nameless(), "fifo/1", Fifo], ids=["name", "text", "class"])
def test_what_is_no_rule_opens_no_office(queue, office_dir, clock, rule):
    with pytest.raises(DisciplineError, match="fifo/1"):
        Queue.open(office_dir, clock=clock, discipline=rule)


class Broken(Forecast):
    def expect(self, load):
        raise ValueError("no idea")


def test_a_forecast_that_fails_keeps_no_ticket_from_anybody(queue, office_dir, clock):
    with Queue.open(office_dir, clock=clock, forecast=Broken()) as other:
        issued = other.issue("military-service")

        assert issued.expected_wait is None
        assert issued.ahead == 0
        assert {each.expected_wait for each in other.snapshot().services} == {None}
