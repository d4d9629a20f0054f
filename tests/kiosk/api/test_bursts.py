"""A burst of tickets is listed and cancelled by supervisors alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.web.context import AppContext

WHY = {"reason": "a child at the screen"}
TICKETS = 25


@pytest.fixture
def drawn(context: AppContext) -> list[str]:
    """What a kiosk drew in no time."""
    return [context.queue.issue("household", actor="kiosk").ticket.id for _ in range(TICKETS)]


def cancel(caller: FlaskClient, body: dict[str, str]) -> Any:
    return caller.post("/api/v1/bursts/cancel", json=body)


def test_a_burst_is_listed_and_cancelled(supervisor: FlaskClient, drawn: list[str]):
    (listed,) = supervisor.get("/api/v1/bursts").json["bursts"]
    ends = {"first": listed["tickets"][0]["id"], "last": listed["tickets"][-1]["id"]}
    cancelled = cancel(supervisor, {**ends, **WHY})

    assert (listed["source"], [each["id"] for each in listed["tickets"]]) == ("kiosk", drawn)
    assert [(each["id"], each["state"]) for each in cancelled.json["tickets"]] == [
        (ticket_id, "cancelled") for ticket_id in drawn
    ]
    assert supervisor.get("/api/v1/bursts").json == {"bursts": []}


def test_an_operator_a_kiosk_and_a_stranger_may_not(
    operator: FlaskClient,
    anyone: FlaskClient,
    client_of: Callable[..., FlaskClient],
    context: AppContext,
    drawn: list[str],
):
    body = {"first": drawn[0], "last": drawn[-1], **WHY}

    statuses = [
        (caller.get("/api/v1/bursts").status_code, cancel(caller, body).status_code)
        for caller in (operator, client_of("kiosk"), anyone)
    ]

    assert statuses == [(403, 403), (403, 403), (401, 401)]
    assert len(context.queue.snapshot().tickets) == TICKETS


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (WHY, 400, "bad_request"),
        ({"first": "2026-11-23-Z001", "last": "2026-11-23-Z002", **WHY}, 404, "unknown_ticket"),
    ],
)
def test_a_burst_that_is_none_is_refused(
    supervisor: FlaskClient, problem: Any, body: dict[str, str], status: int, code: str
):
    problem(cancel(supervisor, body), status, code)


def test_the_reason_is_for_staff_alone(
    supervisor: FlaskClient, anyone: FlaskClient, drawn: list[str]
):
    cancel(supervisor, {"first": drawn[0], "last": drawn[-1], **WHY})

    def reasons(caller: FlaskClient) -> set[str | None]:
        events = caller.get("/api/v1/events?limit=500").json["events"]
        return {e["facts"].get("reason") for e in events if e["kind"] == "ticket_cancelled"}

    assert (reasons(supervisor), reasons(anyone)) == ({WHY["reason"]}, {None})
