"""The life of a request over HTTP: its commands, its numbers, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from kezek_queue import ManualClock

Matches = Callable[[str, Any], None]
REQUESTS = "/api/v1/requests"
NAME, ADDRESS, CONTACTS = "Әбдіқадырова Ұлжан", "Арыс қ., Абай к-сі, 1", "8 701 555 44 33"
INSPECTOR = "Омаров Ерлан Қайратұлы"
REASON = "Қойылған мөр анық емес"
PERSON = {"name": NAME, "address": ADDRESS, "contacts": CONTACTS}
MILITARY = {"application": 1, "military_id": 1, "identity_card_copy": 1}
SECRETS = (NAME, ADDRESS, CONTACTS, INSPECTOR, REASON)
Json = dict[str, Any]
Problem = Callable[[Any, int, str], Json]


def _body(**more: Any) -> Json:
    return {
        "service": "military-service", "window": 1, "person": PERSON, "documents": MILITARY,
        "inspector": INSPECTOR,
    } | more  # fmt: skip


def _accept(client: FlaskClient, **more: Any) -> Json:
    answer = client.post(REQUESTS, json=_body(**more))
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return answer.json


def _number(client: FlaskClient, **more: Any) -> str:
    return str(_accept(client, **more)["request"]["number"])


def _step(client: FlaskClient, number: str, name: str, **body: Any) -> Json:
    answer = client.post(f"{REQUESTS}/{number}/{name}", json=body)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.json


def test_a_request_goes_the_long_way_and_every_command_tells_what_it_printed(
    operator: FlaskClient, matches: Matches
) -> None:
    number = _number(operator)
    way = [
        ("send", {"expected_state": "accepted"}, "sent", []),
        ("return", {"reasons": [REASON, "мерзімі өткен"]}, "returned", [2]),
        ("correct", {}, "corrected", []),
        ("extend", {"which": 0, "reason": REASON}, "corrected", [3]),
        ("send", {}, "sent", []),
        ("ready", {}, "ready", []),
        ("reprint", {}, "ready", [4]),
        ("issue", {"expected_state": "ready"}, "issued", []),
    ]

    for name, body, state, printed in way:
        changed = _step(operator, number, name, **body)

        matches("ChangedRequest", changed)
        assert (changed["state"], changed["print_jobs"]) == (state, printed), name
        assert not any(secret in str(changed) for secret in SECRETS)
    assert changed["extension"] == {"which": 0, "on": "2026-11-23", "notice_by": "2026-11-26"}
    assert changed["first_due_on"] == "2026-11-26"
    assert (changed["due_on"], changed["on_time"], changed["times_returned"]) == (
        "2026-12-23",
        True,
        1,
    )
    assert changed["allowed"] == ["reprint"]


def test_whatever_a_request_offers_is_taken_and_nothing_else(
    supervisor: FlaskClient,
) -> None:
    bodies: dict[str, Json] = {
        "return": {"reasons": [REASON]},
        "refuse": {"reasons": [REASON]},
        "extend": {"which": 0, "reason": REASON},
    }
    every = ("send", "return", "correct", "ready", "issue", "refuse", "extend", "hand_over",
             "reprint", "erase")  # fmt: skip
    ways: tuple[tuple[str, ...], ...] = (
        (), ("send",), ("send", "return"), ("send", "return", "correct"), ("ready",),
        ("ready", "issue"), ("refuse",), ("refuse", "erase"),
    )  # fmt: skip

    for way in ways:
        for name in every:
            number = _number(supervisor)
            for step in way:
                _step(supervisor, number, step, **bodies.get(step, {}))
            offered = supervisor.get(f"{REQUESTS}/{number}").json["allowed"]

            answer = supervisor.post(f"{REQUESTS}/{number}/{name}", json=bodies.get(name, {}))

            harmless = name == "erase" and way == ("refuse", "erase")
            assert (answer.status_code == 200) is (name in offered or harmless), (way, name)


def test_a_double_press_changes_nothing_and_an_old_page_is_told(
    operator: FlaskClient, problem: Problem
) -> None:
    number = _number(operator)
    first = _step(operator, number, "send", expected_state="accepted")

    again = _step(operator, number, "send", expected_state="accepted")
    late = operator.post(f"{REQUESTS}/{number}/refuse",
                         json={"expected_state": "accepted", "reasons": [REASON]})  # fmt: skip

    assert again == first
    assert problem(late, 409, "stale_request")["facts"]["current"] == "sent"


def test_a_notice_is_printed_once_for_two_presses(operator: FlaskClient) -> None:
    number = _number(operator)
    _step(operator, number, "send")
    body = {"expected_state": "sent", "reasons": [REASON]}

    first, again = (_step(operator, number, "return", **body) for _ in range(2))

    assert (first["print_jobs"], again["print_jobs"]) == ([2], [])


def test_a_command_that_the_state_does_not_allow_says_where_the_request_stands(
    operator: FlaskClient,
    problem: Problem,
) -> None:
    number = _number(operator)

    answer = operator.post(f"{REQUESTS}/{number}/issue", json={}, headers={"Accept-Language": "ru"})

    refusal = problem(answer, 409, "wrong_request_state")
    assert refusal["detail"] == (f"Запрос {number}: принят. Сейчас с ним этого сделать нельзя.")


def test_a_standard_without_grounds_refuses_nothing(
    supervisor: FlaskClient, problem: Problem
) -> None:
    listed = supervisor.get("/api/v1/services/livestock/documents").json
    number = _number(supervisor, service="livestock",
                     documents={each["id"]: 1 for each in listed["documents"]})  # fmt: skip

    answer = supervisor.post(f"{REQUESTS}/{number}/refuse", json={"reasons": [REASON]})

    problem(answer, 409, "not_allowed_by_standard")
    assert listed["may_refuse"] is False
    assert "refuse" not in supervisor.get(f"{REQUESTS}/{number}").json["allowed"]


def test_an_extension_after_the_term_tells_the_day(
    operator: FlaskClient, clock: ManualClock, problem: Problem
) -> None:
    number = _number(operator)
    clock.move_to(datetime(2026, 11, 30, 5, 0, tzinfo=UTC))

    answer = operator.post(
        f"{REQUESTS}/{number}/extend",
        json={"which": 0, "reason": REASON},
        headers={"Accept-Language": "kk"},
    )

    detail = problem(answer, 409, "not_allowed_by_standard")["detail"]
    assert detail == "Мерзім 26.11.2026 күні аяқталды. Өткен мерзім ұзартылмайды."


@pytest.mark.parametrize(
    ("name", "body", "status", "code"),
    [
        ("refuse", {}, 400, "bad_request"),
        ("refuse", {"reasons": REASON}, 400, "bad_request"),
        ("refuse", {"reasons": [7]}, 400, "bad_request"),
        ("refuse", {"reasons": ["x"] * 21}, 400, "bad_request"),
        ("refuse", {"reasons": ["two\nlines"]}, 400, "bad_request"),
        ("refuse", {"reasons": []}, 422, "reason_needed"),
        ("refuse", {"reasons": ["  "]}, 422, "reason_needed"),
        ("refuse", {"reasons": ["a漢b"]}, 422, "person_needed"),
        ("extend", {"which": 0}, 400, "bad_request"),
        ("extend", {"which": "0", "reason": REASON}, 400, "bad_request"),
        ("extend", {"which": True, "reason": REASON}, 400, "bad_request"),
        ("extend", {"which": 7, "reason": REASON}, 409, "no_extension"),
        ("extend", {"which": 0, "reason": " "}, 422, "reason_needed"),
        ("send", {"expected_state": "lost"}, 400, "bad_request"),
        ("send", {"expected_state": ["accepted"]}, 400, "bad_request"),
        ("send", {"reasons": [REASON]}, 400, "bad_request"),
        ("reprint", {"expected_state": "accepted"}, 400, "bad_request"),
        ("return", {"reasons": [REASON]}, 409, "wrong_request_state"),
        ("hand_over", {}, 409, "wrong_request_state"),
        ("erase", {}, 409, "wrong_request_state"),
    ],
)
def test_a_command_that_cannot_be_right_is_refused_with_a_problem(
    supervisor: FlaskClient, name: str, body: Json, status: int, code: str, problem: Problem
) -> None:
    number = _number(supervisor)

    answer = supervisor.post(f"{REQUESTS}/{number}/{name}", json=body)

    problem(answer, status, code)
    assert supervisor.get(f"{REQUESTS}/{number}").json["state"] == "accepted"


HOSTILE = st.text(max_size=40) | st.sampled_from(
    ["refusal-", "refusal-0", "refusal-99999999999999999999", "26-000001-9\u200b", "٢٦٠٠٠٠٠١٩",
     "-" * 9, "\ud800", "%00", "' OR 1=1 --"]
)  # fmt: skip


@seed(20261122)
@settings(max_examples=80, deadline=None, database=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(number=HOSTILE, tail=st.sampled_from(["", "/person", "/send", "/erase", "/reprint"]))
def test_no_text_in_place_of_a_number_breaks_anything(
    admin: FlaskClient, number: str, tail: str
) -> None:
    from urllib.parse import quote

    address = f"{REQUESTS}/{quote(number.encode(errors='surrogatepass'), safe='')}{tail}"
    reads = tail in ("", "/person")

    answer = admin.get(address) if reads else admin.post(address, json={})

    assert answer.status_code in (200, 308, 404, 405, 422), (number, answer.get_data(as_text=True))


@pytest.mark.parametrize(
    ("typed", "status", "code"),
    [
        ("26-000001-8", 422, "mistyped_number"),
        ("26-000010-9", 422, "mistyped_number"),
        ("26-0001", 422, "request_number"),
        ("26-000002-4", 404, "unknown_request"),
    ],
)
def test_a_mistyped_number_is_told_from_an_unknown_one(
    operator: FlaskClient, typed: str, status: int, code: str, problem: Problem
) -> None:
    _number(operator)

    problem(operator.get(f"{REQUESTS}/{typed}"), status, code)


@pytest.mark.parametrize("typed", ["26-000001-9", "260000019", "26 000001 9", "26–000001–9"])
def test_a_number_may_be_typed_shown_or_scanned(operator: FlaskClient, typed: str) -> None:
    _number(operator)

    assert operator.get(f"{REQUESTS}/{typed}").json["number"] == "26-000001-9"
