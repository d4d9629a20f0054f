"""One suite for every rule of who is next; an office's own rule is tried with the same one."""

from __future__ import annotations

import copy
import random
import runpy
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.moments import Span
from kezek_core.ports import Choice, Discipline, QueueState, WaitingTicket, WindowNow
from kezek_queue.dispatch.first_come import Fifo
from kezek_queue.dispatch.next_ticket import ask, check_discipline

SERVICES = ("birth", "household", "military-service")


EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "earliest_deadline.py"
"""The rule of an office's own that the manual shows."""

every_rule = pytest.mark.parametrize(
    "discipline",
    [Fifo(), runpy.run_path(str(EXAMPLE))["EarliestDeadline"]()],
    ids=["first-come", "an office's own"],
)


def a_ticket(arrival: int, service: str, rank: int, minutes: int, limit: int | None):
    return WaitingTicket(
        ticket_id=f"2026-11-23-A{arrival:03}",
        service=service,
        arrival_seq=arrival,
        category_rank=rank,
        waited=Span(timedelta(minutes=minutes)),
        limit_minutes=limit,
    )


@st.composite
def queues(draw) -> QueueState:
    """A window that calls, at least one visitor for it, others for whatever else."""
    waiting = tuple(
        a_ticket(
            arrival, draw(st.sampled_from(SERVICES)), draw(st.integers(0, 3)),
            draw(st.integers(0, 300)), draw(st.sampled_from([None, 20, 30, 40, 60])),
        )
        for arrival in range(1, draw(st.integers(2, 40)))
    )  # fmt: skip
    mine = {draw(st.sampled_from(waiting)).service}
    windows = {1: WindowNow(1, frozenset(mine), True, None)}
    for number in range(2, draw(st.integers(2, 9))):
        skills = frozenset(draw(st.sets(st.sampled_from(SERVICES))))
        busy = draw(st.sampled_from([None, "2026-11-23-A900"]))
        windows[number] = WindowNow(number, skills, draw(st.booleans()), busy)
    return QueueState(1, waiting, windows)


def keeps_the_contract(discipline: Discipline, state: QueueState) -> bool:
    """Whether a rule does with a queue what the port promises."""
    before = copy.deepcopy(state)
    choice = ask(discipline, state)
    again = ask(discipline, copy.deepcopy(before))
    return state == before and choice == again


@every_rule
@given(state=queues())
def test_a_rule_names_a_candidate_the_same_for_the_same_state_and_changes_nothing(
    discipline, state
):
    assert keeps_the_contract(discipline, state)


@every_rule
@given(state=queues(), seed=st.integers(0, 1000))
def test_a_choice_does_not_hang_on_the_order_in_which_windows_are_told(discipline, state, seed):
    numbers = list(state.windows)
    random.Random(seed).shuffle(numbers)
    shuffled = replace(state, windows={number: state.windows[number] for number in numbers})

    assert ask(discipline, shuffled) == ask(discipline, state)


@every_rule
@given(state=queues())
def test_the_only_one_who_waits_is_called(discipline, state):
    only = state.candidates[-1]

    assert ask(discipline, replace(state, waiting=(only,))).ticket_id == only.ticket_id


@every_rule
@given(state=queues())
def test_inside_a_service_and_category_nobody_with_the_same_limit_and_wait_is_overtaken(
    discipline, state
):
    equal = tuple(
        replace(ticket, service="birth", category_rank=0, limit_minutes=30,
                waited=Span(timedelta(minutes=5)))
        for ticket in state.waiting
    )  # fmt: skip
    windows = {**state.windows, 1: replace(state.windows[1], services=frozenset({"birth"}))}

    choice = ask(discipline, replace(state, waiting=equal, windows=windows))

    assert choice.ticket_id == equal[0].ticket_id


@every_rule
def test_a_rule_has_a_name_that_can_be_kept_with_every_call(discipline):
    assert check_discipline(discipline) is discipline


class Wayward(Discipline):
    """Breaks the contract in ways that only this suite finds."""

    name = "wayward/1"

    def __init__(self) -> None:
        self.turn = 0

    def choose(self, state: QueueState) -> Choice:
        self.turn += 1
        return Choice(state.candidates[self.turn % len(state.candidates)].ticket_id, "turn")


class Meddling(Fifo):
    name = "meddling/1"

    def choose(self, state: QueueState) -> Choice:
        choice = super().choose(state)
        windows = state.windows
        assert isinstance(windows, Mapping)
        windows.clear()  # type: ignore[attr-defined]
        return choice


@pytest.mark.parametrize("rule", [Wayward, Meddling])
def test_the_suite_finds_a_rule_that_breaks_the_contract(rule):
    waiting = tuple(a_ticket(arrival, "birth", 0, 0, 20) for arrival in (1, 2, 3))
    state = QueueState(1, waiting, {1: WindowNow(1, frozenset({"birth"}), True, None)})

    assert not keeps_the_contract(rule(), state)
