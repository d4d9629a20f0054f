"""A ticket over the API: its shape, its key, what is refused, who may look at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.web.context import AppContext

Issue = Callable[..., dict[str, Any]]
Problem = Callable[[Any, int, str], dict[str, Any]]

TICKET_KEYS = [
    "id",
    "number",
    "service",
    "service_title",
    "stage",
    "state",
    "language",
    "category",
    "window",
    "issued_at",
    "called_at",
    "started_at",
    "finished_at",
    "held_until",
    "limit_minutes",
    "standard",
    "edition",
    "source",
    "waited_seconds",
    "exact",
    "verdict",
    "near_limit",
    "minutes_to_limit",
    "calls",
    "no_show",
]


def test_a_ticket_has_the_shape_of_the_design(admin: FlaskClient) -> None:
    body = {
        "service": "household", "language": "kk", "category": None, "idempotency_key": "tap-1",
    }  # fmt: skip

    answer = admin.post("/api/v1/tickets", json=body)

    assert answer.status_code == 201
    assert list(answer.json) == [
        "id",
        "number",
        "service",
        "stage",
        "issued_at",
        "limit_minutes",
        "ahead",
        "expected_wait_minutes",
        "status_url",
        "status_path",
        "print_job",
    ]
    assert answer.json["id"] == "2026-11-23-K001"
    assert answer.json["number"] == "K001"
    assert (answer.json["limit_minutes"], answer.json["ahead"]) == (40, 0)
    assert answer.json["print_job"] == 1


def test_the_same_key_gives_the_same_ticket_and_no_second_print(admin: FlaskClient) -> None:
    body = {"service": "household", "idempotency_key": "tap-1"}
    first = admin.post("/api/v1/tickets", json=body)

    again = admin.post("/api/v1/tickets", json=body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json["id"] == first.json["id"]
    assert again.json["print_job"] == first.json["print_job"]


def test_the_key_may_come_as_a_header(admin: FlaskClient) -> None:
    headers = {"Idempotency-Key": "tap-1"}
    first = admin.post("/api/v1/tickets", json={"service": "household"}, headers=headers)

    again = admin.post("/api/v1/tickets", json={"service": "household"}, headers=headers)

    assert again.status_code == 200
    assert again.json["id"] == first.json["id"]


def test_a_key_used_for_another_service_is_a_conflict(problem: Problem, admin: FlaskClient) -> None:
    admin.post("/api/v1/tickets", json={"service": "household", "idempotency_key": "tap-1"})

    again = admin.post("/api/v1/tickets", json={"service": "apostille", "idempotency_key": "tap-1"})

    problem(again, 409, "idempotency_conflict")


def test_an_unknown_service_is_refused_and_nothing_is_counted(
    problem: Problem, admin: FlaskClient, context: AppContext
) -> None:
    before = context.queue.last_seq()

    answer = admin.post("/api/v1/tickets", json={"service": "passport"})

    problem(answer, 422, "unknown_service")
    assert context.queue.last_seq() == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "service"),
        ({"service": 1}, "service"),
        ({"service": ""}, "service"),
        ({"service": "x" * 65}, "service"),
        ({"service": "a\x00b"}, "service"),
        ({"service": ["household"]}, "service"),
        ({"service": "household", "language": "de"}, "language"),
        ({"service": "household", "language": {"kk": 1}}, "language"),
        ({"service": "household", "category": 1}, "category"),
        ({"service": "household", "stage": "lunch"}, "stage"),
        ({"service": "household", "stage": {}}, "stage"),
        ({"service": "household", "idempotency_key": "кілт"}, "idempotency_key"),
        ({"service": "household", "idempotency_key": "x" * 129}, "idempotency_key"),
        ({"service": "household", "print_ticket": 1}, "print_ticket"),
        ({"service": "household", "iin": "900101300123"}, "iin"),
        ([], "body"),
        ("household", "body"),
        (7, "body"),
    ],
)
def test_a_wrong_field_is_named_with_the_expected_form(
    problem: Problem, admin: FlaskClient, body: Any, field: str
) -> None:
    answer = admin.post("/api/v1/tickets", json=body)

    refusal = problem(answer, 400, "bad_request")
    assert refusal["facts"]["field"] == field
    assert refusal["facts"]["expected"]


@pytest.mark.parametrize(
    ("data", "mimetype", "status", "code"),
    [
        (b"{", "application/json", 400, "bad_request"),
        (b"\xff\xfe", "application/json", 400, "bad_request"),
        (b'{"service": NaN}', "application/json", 400, "bad_request"),
        (b"[" * 20_000, "application/json", 400, "bad_request"),
        (b"service=household", "application/x-www-form-urlencoded", 415, "not_json"),
        (b'{"service":"household"}', "text/plain", 415, "not_json"),
        (b'{"a":"' + b"x" * 70_000 + b'"}', "application/json", 413, "too_large"),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(
    problem: Problem, admin: FlaskClient, data: bytes, mimetype: str, status: int, code: str
) -> None:
    answer = admin.post("/api/v1/tickets", data=data, content_type=mimetype)

    problem(answer, status, code)


def test_a_closed_office_says_when_it_opens(
    problem: Problem, admin: FlaskClient, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kezek_queue.errors import OfficeClosedError

    def closed(*_: Any, **__: Any) -> None:
        raise OfficeClosedError("closed", opens_at="2026-11-24T04:00:00+00:00")

    monkeypatch.setattr(type(context.queue), "issue", closed)

    answer = admin.post(
        "/api/v1/tickets", json={"service": "household"}, headers={"Accept-Language": "ru"}
    )

    refusal = problem(answer, 409, "office_closed")
    assert "24.11.2026 09:00" in refusal["detail"]
    assert refusal["facts"]["opens_at"] == "2026-11-24T04:00:00+00:00"


def test_a_ticket_can_be_looked_at_by_anyone(
    issue: Issue, admin: FlaskClient, anyone: FlaskClient
) -> None:
    first, second = issue(admin), issue(admin)

    shown = anyone.get(f"/api/v1/tickets/{second['id']}")

    assert shown.status_code == 200
    assert list(shown.json) == [*TICKET_KEYS, "ahead", "expected_wait_minutes"]
    assert (shown.json["ahead"], shown.json["state"]) == (1, "waiting")
    assert shown.json["service_title"]["kk"] == "Қосалқы шаруашылық"
    assert first["number"] == "K001"
