"""The commands of a window over the API, from the call to the verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from kezek_queue import ManualClock

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


def test_a_visit_walks_from_next_to_finish(
    issue: Issue, admin: FlaskClient, clock: ManualClock
) -> None:
    ticket = issue(admin)["id"]
    admin.post("/api/v1/windows/2/open")
    clock.advance(minutes=10)

    called = admin.post("/api/v1/windows/2/next", json={"expected_ticket": None})
    clock.advance(minutes=1)
    started = admin.post("/api/v1/windows/2/start", json={"expected_ticket": ticket})
    finished = admin.post("/api/v1/windows/2/finish", json={"expected_ticket": ticket})

    assert list(called.json) == ["window", "ticket", "finished"]
    assert list(called.json["window"]) == [
        "id",
        "status",
        "services",
        "operator",
        "ticket",
        "waiting",
    ]
    assert list(called.json["ticket"]) == TICKET_KEYS
    assert called.json["ticket"]["minutes_to_limit"] == 30
    assert started.json["ticket"]["waited_seconds"] == 660
    assert finished.json["ticket"] is None
    assert finished.json["finished"]["verdict"] == "within"


def test_minutes_to_the_limit_are_never_rounded_up(
    issue: Issue, admin: FlaskClient, clock: ManualClock
) -> None:
    ticket = issue(admin, "apostille")["id"]
    found = []

    for seconds in (1, 20 * 60 - 1, 1):
        clock.advance(seconds=seconds)
        found.append(admin.get(f"/api/v1/tickets/{ticket}").json)

    assert [each["minutes_to_limit"] for each in found] == [19, 0, -1]
    assert [each["verdict"] for each in found] == ["within", "within", "breached"]


def test_a_double_press_changes_nothing(issue: Issue, problem: Problem, admin: FlaskClient) -> None:
    first, _ = issue(admin), issue(admin)
    admin.post("/api/v1/windows/2/open")
    admin.post("/api/v1/windows/2/next", json={"expected_ticket": None})

    again = admin.post("/api/v1/windows/2/next", json={"expected_ticket": None})

    refusal = problem(again, 409, "stale_command")
    assert refusal["facts"]["current"] == first["id"]
    assert admin.get("/api/v1/windows/2").json["window"]["waiting"] == 1


def test_finish_before_start_names_the_state_in_words(
    issue: Issue, problem: Problem, admin: FlaskClient
) -> None:
    issue(admin)
    admin.post("/api/v1/windows/2/open")
    admin.post("/api/v1/windows/2/next")

    answer = admin.post("/api/v1/windows/2/finish", headers={"Accept-Language": "kk"})

    refusal = problem(answer, 409, "wrong_state")
    assert "K001 талоны: шақырылды" in refusal["detail"]


def test_every_window_command_answers_with_the_window(
    issue: Issue, admin: FlaskClient, clock: ManualClock
) -> None:
    ids = [issue(admin)["id"] for _ in range(4)]

    def post(command: str, **body: Any) -> dict[str, Any]:
        answer = admin.post(f"/api/v1/windows/2/{command}", json=body)
        assert answer.status_code == 200, (command, answer.json)
        return answer.json

    assert post("open")["window"]["status"] == "open"
    assert post("next")["ticket"]["id"] == ids[0]
    clock.advance(seconds=20)
    assert post("recall", expected_ticket=ids[0])["ticket"]["calls"] == 2
    clock.advance(seconds=40)
    assert post("no_show")["ticket"] is None
    assert post("undo")["ticket"]["id"] == ids[0]
    assert post("no_show")["window"]["ticket"] is None
    assert post("next")["ticket"]["id"] == ids[1]
    assert post("hold", until="2026-11-23T06:00:00+00:00")["ticket"] is None
    assert post("recall", ticket=ids[1])["ticket"]["id"] == ids[1]
    assert post("start")["ticket"]["state"] == "serving"
    assert post("transfer", service="apostille")["ticket"] is None
    assert post("hold", ticket=ids[2])["window"]["ticket"] is None
    assert post("pause")["window"]["status"] == "paused"
    assert post("resume")["window"]["status"] == "open"
    assert post("close")["window"]["status"] == "closed"


@pytest.mark.parametrize(
    ("language", "clock_text"),
    [
        ("kk", "A001 талонын 18 секундтан кейін қайта шақырыңыз."),
        ("ru", "Повторите вызов талона A001 через 18 с."),
        ("en", "Call A001 again in 18 s. “Did not come” is possible in 58 s."),
    ],
)
def test_a_no_show_right_after_the_call_is_refused_in_words(
    issue: Issue,
    problem: Problem,
    admin: FlaskClient,
    clock: ManualClock,
    language: str,
    clock_text: str,
) -> None:
    issue(admin, "military-service")
    called = admin.post("/api/v1/windows/1/next").json["ticket"]
    clock.advance(seconds=2)

    answer = admin.post("/api/v1/windows/1/no_show", headers={"Accept-Language": language})

    refusal = problem(answer, 409, "no_show_too_early")
    assert refusal["detail"].startswith(clock_text)
    assert called["no_show"] == {
        "possible": False,
        "calls_counted": 1,
        "calls_missing": 1,
        "call_in_seconds": 20.0,
        "possible_in_seconds": 60.0,
        "rule": {"calls": 2, "apart_seconds": 20, "after_seconds": 60},
    }
    assert admin.get("/api/v1/windows/1").json["ticket"]["state"] == "called"


def test_what_is_missing_before_a_no_show_is_said_step_by_step(
    issue: Issue, admin: FlaskClient, clock: ManualClock
) -> None:
    issue(admin, "military-service")
    admin.post("/api/v1/windows/1/next")
    sentences = []

    for seconds, press in ((30, None), (15, "recall"), (20, None)):
        clock.advance(seconds=seconds)
        if press is not None:
            admin.post(f"/api/v1/windows/1/{press}")
        answer = admin.post("/api/v1/windows/1/no_show", headers={"Accept-Language": "en"})
        sentences.append(answer.json.get("detail", answer.status_code))

    assert sentences == [
        "Call A001 again now (1 more). “Did not come” is possible in 30 s.",
        "A001 may still be on the way. “Did not come” is possible in 15 s.",
        200,
    ]


def test_what_staff_do_with_a_ticket_at_no_window(
    issue: Issue, admin: FlaskClient, absent: Callable[..., None]
) -> None:
    one, two = issue(admin)["id"], issue(admin)["id"]

    def post(ticket: str, command: str, **body: Any) -> dict[str, Any]:
        answer = admin.post(f"/api/v1/tickets/{ticket}/{command}", json=body)
        assert answer.status_code == 200, (command, answer.json)
        return answer.json

    assert post(one, "hold", until="2026-11-23T06:00:00+00:00")["state"] == "held"
    assert post(one, "release")["state"] == "waiting"
    assert post(one, "reprint")["print_job"] == 3
    assert post(two, "cancel")["state"] == "cancelled"
    admin.post("/api/v1/windows/2/open")
    admin.post("/api/v1/windows/2/next")
    absent(2)
    assert post(one, "return")["state"] == "waiting"
