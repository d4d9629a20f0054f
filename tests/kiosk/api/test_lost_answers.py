"""Requests that come twice, late or in another order: each key of idempotency counts once."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from kezek_kiosk.web.context import AppContext

REQUESTS, REQUESTS_OF_A_SAMPLE = 5_000, 200
A_NETWORK = 20
"""So many requests are on the way at once."""


def send_over_a_bad_network(
    app: Flask, token: str, count: int, seed: int, *, keyed: bool = True
) -> list[tuple[str, str]]:
    """Ask for tickets; what came back for each wish, of every time that it arrived.

    Each wish arrives once to three times, in any order and side by side, as when an answer is lost
    and the kiosk asks again.
    """
    dice = random.Random(seed)
    answers = []

    def arrive(wish: str) -> tuple[str, str]:
        headers = {"Authorization": f"Bearer {token}"}
        if keyed:
            headers["Idempotency-Key"] = wish
        body = {"service": "household", "language": "kk"}
        answer = app.test_client().post("/api/v1/tickets", json=body, headers=headers)
        assert answer.status_code in (200, 201), answer.get_data(as_text=True)
        return wish, answer.json["id"]

    wishes = [f"wish-{seed}-{number}" for number in range(count)]
    for start in range(0, count, A_NETWORK):
        under_way = [
            w for w in wishes[start : start + A_NETWORK] for _ in range(dice.randint(1, 3))
        ]
        dice.shuffle(under_way)
        with ThreadPoolExecutor(8) as pool:
            answers += pool.map(arrive, under_way)
    return answers


def faults_of(answers: list[tuple[str, str]]) -> int:
    """Wishes that got more than one ticket, and tickets that went to more than one wish."""
    pairs = set(answers)
    tickets = {ticket for _, ticket in pairs}
    wishes = {wish for wish, _ in pairs}
    return 2 * len(pairs) - len(tickets) - len(wishes)


@pytest.fixture
def many(context: AppContext, monkeypatch: pytest.MonkeyPatch) -> str:
    """The token of somebody who may ask as often as they like, with numbers for all."""
    monkeypatch.setattr("kezek_queue.tickets.numbering._refuse_above", lambda *_: None)
    return context.tokens.create("admin")


@pytest.mark.slow(3)
def test_a_wish_that_arrives_more_than_once_gets_one_ticket(
    app: Flask, context: AppContext, many: str
) -> None:
    answers = send_over_a_bad_network(app, many, REQUESTS_OF_A_SAMPLE, 1)

    assert faults_of(answers) == 0
    assert len(context.queue.snapshot().tickets) == REQUESTS_OF_A_SAMPLE


def test_the_control_without_a_key_it_gets_more(app: Flask, many: str) -> None:
    answers = send_over_a_bad_network(app, many, 20, 1, keyed=False)

    assert faults_of(answers) > 0


@pytest.mark.faults
@pytest.mark.timeout(7200)
def test_five_thousand_wishes_get_one_ticket_each(
    app: Flask, context: AppContext, many: str, record: Callable[..., None]
) -> None:
    lost = made = 0
    for part in range(REQUESTS // 500):
        answers = send_over_a_bad_network(app, many, 500, part + 2)
        lost += faults_of(answers)
        made += len(context.queue.snapshot().tickets)
        for ticket in context.queue.snapshot().tickets:
            context.queue.cancel(ticket.id, actor="dana")

    lost += abs(made - REQUESTS)
    record("dropped, doubled and reordered requests", done=REQUESTS, lost=lost,
           control="without keys")  # fmt: skip
    assert lost == 0
