"""The survey over the API: who may answer, for which visit, and how often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from flask.testing import FlaskClient

from kezek_kiosk.web.context import AppContext
from kezek_queue import Ticket
from kezek_queue.feedback.values import SurveyState

ADDRESS = "/api/v1/surveys"
HAPPY = {"process": True, "information": True, "politeness": True}


@pytest.fixture
def served(serve: Callable[..., Ticket]) -> Ticket:
    """A visit finished at window 1."""
    return serve()


def state_of(context: AppContext, ticket: Ticket) -> SurveyState:
    return context.queue.feedback.survey_state(ticket_id=ticket.id)


@pytest.mark.parametrize("role", ["kiosk", "operator", "supervisor", "admin"])
def test_a_paired_device_and_staff_answer_for_a_ticket(
    client_of: Callable[..., FlaskClient],
    context: AppContext,
    served: Ticket,
    role: str,
    openapi: dict[str, Any],
) -> None:
    window = 1 if role == "operator" else None

    answer = client_of(role, window).post(ADDRESS, json={"ticket": served.id, **HAPPY})

    described = openapi["paths"]["/surveys"]["post"]["responses"]["201"]
    schema = described["content"]["application/json"]["schema"]
    jsonschema_rs.validate({**schema, "components": openapi["components"]}, answer.json)
    assert answer.status_code == 201
    assert state_of(context, served) is SurveyState.ANSWERED
    assert context.queue.events(after=context.queue.last_seq() - 1)[0].actor.startswith("token-")


def test_a_ticket_id_alone_proves_nothing(
    anyone: FlaskClient, context: AppContext, served: Ticket
) -> None:
    answer = anyone.post(ADDRESS, json={"ticket": served.id, **HAPPY})

    assert answer.status_code == 401
    assert state_of(context, served) is SurveyState.OPEN


def test_a_status_token_alone_is_proof_enough_and_the_answer_names_no_ticket(
    anyone: FlaskClient, context: AppContext, served: Ticket
) -> None:
    token = context.queue.status_token(served.id).lower()

    answer = anyone.post(ADDRESS, json={"token": token, "process": False})

    assert (answer.status_code, answer.json) == (201, {"state": "answered"})
    assert state_of(context, served) is SurveyState.ANSWERED


def test_the_open_kiosk_answers_with_its_pages_csrf_token(
    app: Flask, visitor: FlaskClient, context: AppContext, served: Ticket
) -> None:
    forged = app.test_client().post(ADDRESS, json={"ticket": served.id, **HAPPY})
    answer = visitor.post(ADDRESS, json={"ticket": served.id, **HAPPY})

    assert forged.status_code == 401
    assert answer.status_code == 201


def test_a_second_answer_is_told_so(admin: FlaskClient, served: Ticket) -> None:
    admin.post(ADDRESS, json={"ticket": served.id, **HAPPY})

    second = admin.post(ADDRESS, json={"ticket": served.id, "process": False})

    assert (second.status_code, second.json["code"]) == (409, "survey_answered")


def test_a_visit_that_is_not_over_takes_no_answer(admin: FlaskClient, context: AppContext) -> None:
    ticket = context.queue.issue("household").ticket

    answer = admin.post(ADDRESS, json={"ticket": ticket.id, **HAPPY})

    assert (answer.status_code, answer.json["code"]) == (409, "survey_closed")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "bad_feedback"),
        ({"ticket": "SERVED"}, 422, "bad_feedback"),
        ({"ticket": "SERVED", "token": "AAAA", "process": True}, 422, "bad_feedback"),
        ({"ticket": "2026-11-23-Z999", "process": True}, 404, "unknown_ticket"),
        ({"token": "NOWHERE", "process": True}, 404, "unknown_ticket"),
        ({"ticket": "SERVED", "process": "yes"}, 400, "bad_request"),
        ({"ticket": "SERVED", "process": True, "name": "Айгүл"}, 400, "bad_request"),
    ],
)
def test_what_cannot_be_right_is_explained_and_keeps_the_survey_open(
    admin: FlaskClient,
    context: AppContext,
    served: Ticket,
    body: dict[str, object],
    status: int,
    code: str,
) -> None:
    sent = {name: served.id if value == "SERVED" else value for name, value in body.items()}

    answer = admin.post(ADDRESS, json=sent)

    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert state_of(context, served) is SurveyState.OPEN


def test_guessing_tokens_is_slowed_down(anyone: FlaskClient, context: AppContext) -> None:
    most = context.settings.limits.status_guesses_per_minute

    answers = [
        anyone.post(ADDRESS, json={"token": f"GUESS{n}", "process": True}).status_code
        for n in range(most + 2)
    ]

    assert answers == [404] * most + [429] * 2
