"""Pick-up at the kiosk: what a receipt's number is answered, and its ticket over the API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from kezek_core.papers.request_numbers import RequestNumber
from kezek_kiosk.app import create_app
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock

NAME = "Серікова Айгүл Болатқызы"


def asked(client: FlaskClient, number: str) -> Any:
    answer = client.post("/kiosk/receipt", json={"number": number})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.get_json()


@pytest.mark.parametrize(
    ("steps", "answer"),
    [
        ((), "not_ready"),
        (("send",), "not_ready"),
        (("send", "return_from_authority"), "returned"),
        (("send", "return_from_authority", "correct"), "not_ready"),
        (("ready",), "ready"),
        (("ready", "issue"), "issued"),
        (("refuse",), "refused"),
    ],
)
def test_every_state_of_a_request_has_its_answer_and_names_nobody(
    visitor: FlaskClient, hand_in: Callable[..., str], steps: tuple[str, ...], answer: str
) -> None:
    number = hand_in(*steps)

    pick_up = asked(visitor, number)

    assert pick_up["answer"] == answer
    assert pick_up["number"] == "26-000001-9"
    assert pick_up["title"]["ru"] == "Справка о военной службе"
    assert NAME.split()[0] not in str(pick_up)
    assert "701" not in str(pick_up)


def test_the_day_of_issue_is_told_in_words_with_its_weekday(
    visitor: FlaskClient, hand_in: Callable[..., str]
) -> None:
    pick_up = asked(visitor, hand_in("send"))

    assert pick_up["due"] == {
        "kk": "2026 ж. 26 қараша, бейсенбі",
        "ru": "26 ноября 2026 г., четверг",
        "en": "Thursday, 26 November 2026",
    }
    assert pick_up["when"] is None


@pytest.mark.parametrize(("days", "when"), [(2, None), (3, "today"), (4, "late")])
def test_a_result_that_is_due_or_late_is_told_so(
    visitor: FlaskClient,
    hand_in: Callable[..., str],
    clock: ManualClock,
    days: int,
    when: str | None,
) -> None:
    number = hand_in()
    clock.advance(days=days)

    assert asked(visitor, number)["when"] == when


def test_a_ready_result_is_told_until_when_it_is_kept(
    visitor: FlaskClient, hand_in: Callable[..., str]
) -> None:
    pick_up = asked(visitor, hand_in("ready"))

    assert pick_up["keep_until"]["ru"].startswith("26 декабря 2026 г.")
    assert pick_up["due"] is None


def test_a_result_that_was_handed_over_is_told_where_it_went(
    visitor: FlaskClient, hand_in: Callable[..., str], context: AppContext, clock: ManualClock
) -> None:
    number = hand_in("ready")
    register = context.queue.register
    over_on = register.get(number).hand_over_on
    assert over_on is not None
    clock.advance(days=(over_on - clock.now().at.date()).days)
    register.mark_unclaimed(over_on + timedelta(days=1))
    unclaimed = asked(visitor, number)["answer"]
    register.hand_over(number, actor="operator1")

    pick_up = asked(visitor, number)

    assert unclaimed == "ready"
    assert pick_up["answer"] == "handed_over"
    assert pick_up["authority"]["ru"] == "Местные органы военного управления (город, район)"


def test_what_the_act_asks_for_at_collection_is_told_while_there_is_something_to_collect(
    visitor: FlaskClient, context: AppContext
) -> None:
    # order 3, apostille standard, item 16
    register = context.queue.register
    accepted = register.accept(
        "apostille", person=None, documents={"official_document": 1, "fee_receipt": 1}, window=2,
        inspector="Омаров Е.", actor="operator2", paid_on=date(2026, 11, 23),
    ).request  # fmt: skip
    assert accepted is not None
    number = accepted.number

    before = asked(visitor, number)["show"]
    register.ready(number, actor="operator2")
    ready = asked(visitor, number)["show"]
    register.issue(number, {"identity_document": 1}, actor="operator2")

    assert before["ru"] == (
        "Возьмите с собой эту бумагу, а также: документ, удостоверяющий личность, взамен: "
        "нотариально заверенная доверенность"
    )
    assert ready["ru"] == (
        "Предъявить при получении результата: документ, удостоверяющий личность, взамен: "
        "нотариально заверенная доверенность"
    )
    assert asked(visitor, number)["show"] is None


def test_where_the_act_asks_for_nothing_at_collection_nothing_is_told(
    visitor: FlaskClient, hand_in: Callable[..., str]
) -> None:
    # order 287, annex 1, item 16: on the ground of the receipt
    assert asked(visitor, hand_in("ready"))["show"] is None


def test_a_number_nobody_was_given_is_unknown(visitor: FlaskClient) -> None:
    pick_up = asked(visitor, RequestNumber(26, 999).stored)

    assert pick_up == {"answer": "unknown", "number": "26-000999-8"}


@pytest.mark.parametrize("written", ["260000018", "26-000001-8", "26 0000 018"])
def test_one_wrong_digit_is_seen_before_anybody_looks(
    visitor: FlaskClient, hand_in: Callable[..., str], written: str
) -> None:
    hand_in("ready")

    assert asked(visitor, written) == {"answer": "mistyped", "number": "26-000001-8"}


@pytest.mark.parametrize("written", ["2600000", "http://kezek.local/T/ABC", "жиырма алты", "0"])
def test_what_is_no_number_is_an_answer_too(visitor: FlaskClient, written: str) -> None:
    assert asked(visitor, written) == {"answer": "no_number", "number": None}


@pytest.mark.parametrize("body", [{}, {"number": ""}, {"number": 26}, {"number": "9" * 501}, []])
def test_a_question_of_another_form_is_refused(visitor: FlaskClient, body: Any) -> None:
    assert visitor.post("/kiosk/receipt", json=body).status_code == 400


def test_guessing_numbers_is_slowed_down(visitor: FlaskClient, context: AppContext) -> None:
    most = context.settings.limits.receipts_per_minute

    statuses = [
        visitor.post("/kiosk/receipt", json={"number": "260000019"}).status_code
        for _ in range(most + 1)
    ]

    assert statuses[:-1] == [200] * most
    assert statuses[-1] == 429


def test_a_screen_that_is_not_paired_is_told_nothing(context: AppContext) -> None:
    kiosk = replace(context.settings.kiosk, open=False)
    closed = create_app(replace(context, settings=replace(context.settings, kiosk=kiosk)))
    stranger = closed.test_client()
    paired = {"Authorization": f"Bearer {context.tokens.create('kiosk')}"}
    body = {"number": "260000019"}

    assert stranger.post("/kiosk/receipt", json=body).status_code in (401, 403)
    assert stranger.post("/kiosk/receipt", json=body, headers=paired).status_code == 200


def test_a_pick_up_ticket_has_the_shape_of_every_ticket_and_its_request(
    visitor: FlaskClient, hand_in: Callable[..., str], context: AppContext
) -> None:
    number = hand_in("ready")
    usual = visitor.post("/api/v1/tickets", json={"service": "apostille"}).get_json()

    answer = visitor.post(f"/api/v1/requests/{number}/ticket", json={"language": "ru"})

    ticket = answer.get_json()
    assert answer.status_code == 201
    assert set(ticket) == {*usual, "request", "state", "window"}
    assert (ticket["stage"], ticket["request"]) == ("pickup", "26-000001-9")
    assert context.queue.ticket(ticket["id"]).language == "ru"


def test_a_second_scan_is_answered_with_the_same_ticket_and_no_second_paper(
    visitor: FlaskClient, hand_in: Callable[..., str], context: AppContext
) -> None:
    address = f"/api/v1/requests/{hand_in('ready')}/ticket"
    first = visitor.post(address, json={"idempotency_key": "a"}).get_json()
    context.queue.open_window(1, actor="operator1")
    context.queue.call_next(1, actor="operator1")

    retried = visitor.post(address, json={"idempotency_key": "a"})
    again = visitor.post(address, json={"idempotency_key": "b"})

    assert (retried.status_code, again.status_code) == (200, 200)
    assert retried.get_json()["print_job"] == first["print_job"]
    assert again.get_json()["id"] == first["id"]
    assert again.get_json()["print_job"] is None
    assert (again.get_json()["state"], again.get_json()["window"]) == ("called", 1)


def test_without_a_result_the_refusal_says_why(
    visitor: FlaskClient, hand_in: Callable[..., str]
) -> None:
    answer = visitor.post(
        f"/api/v1/requests/{hand_in('send')}/ticket", json={}, headers={"Accept-Language": "kk"}
    )

    problem = answer.get_json()
    assert answer.status_code == 409
    assert problem["code"] == "not_ready"
    assert problem["facts"]["answer"] == "not_ready"
    assert problem["facts"]["due_on"] == "2026-11-26"
    assert "нәтиже" in problem["detail"]


@pytest.mark.parametrize(
    ("number", "status", "code"),
    [
        ("26-000999-8", 404, "unknown_request"),
        ("26-000001-8", 422, "mistyped_number"),
        ("x", 422, "request_number"),
    ],
)
def test_no_ticket_is_given_for_a_number_that_is_none(
    visitor: FlaskClient, number: str, status: int, code: str
) -> None:
    answer = visitor.post(f"/api/v1/requests/{number}/ticket", json={})

    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_a_bare_request_takes_no_ticket(anyone: FlaskClient, hand_in: Callable[..., str]) -> None:
    answer = anyone.post(f"/api/v1/requests/{hand_in('ready')}/ticket", json={})

    assert answer.status_code == 401
