"""The register over HTTP: who sees what, the lists, and no names anywhere."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.web.context import AppContext
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


def test_a_kiosk_sees_where_a_request_stands_and_may_command_nothing(
    operator: FlaskClient,
    client_of: Callable[..., FlaskClient],
    visitor: FlaskClient,
    matches: Matches,
    problem: Problem,
) -> None:
    number = _number(operator)

    for kiosk, refusal in (
        (client_of("kiosk"), (403, "forbidden")),
        (visitor, (401, "sign_in_needed")),
    ):
        seen = kiosk.get(f"{REQUESTS}/{number}")
        matches("Request", seen.json)
        assert seen.json["allowed"] == []
        problem(kiosk.post(f"{REQUESTS}/{number}/issue", json={}), *refusal)
        problem(kiosk.get(REQUESTS), *refusal)
        problem(kiosk.get(f"{REQUESTS}/{number}/person"), *refusal)


def test_nobody_on_the_network_sees_a_request(
    operator: FlaskClient, anyone: FlaskClient, problem: Problem
) -> None:
    number = _number(operator)

    for address in (f"{REQUESTS}/{number}", REQUESTS, f"{REQUESTS}/{number}/person"):
        problem(anyone.get(address), 401, "sign_in_needed")


def test_an_open_kiosk_cannot_try_numbers_without_end(
    operator: FlaskClient, visitor: FlaskClient, context: AppContext, problem: Problem
) -> None:
    number = _number(operator)
    most = context.settings.limits.receipts_per_minute

    answers = [visitor.get(f"{REQUESTS}/{number}") for _ in range(most + 1)]

    assert {each.status_code for each in answers[:-1]} == {200}
    problem(answers[-1], 429, "too_many_requests")


def test_only_a_supervisor_sees_and_erases_a_person(
    operator: FlaskClient, supervisor: FlaskClient, matches: Matches, problem: Problem
) -> None:
    number = _number(operator)
    _step(operator, number, "refuse", reasons=[REASON])

    problem(operator.get(f"{REQUESTS}/{number}/person"), 403, "forbidden")
    problem(operator.post(f"{REQUESTS}/{number}/erase", json={}), 403, "forbidden")
    seen = supervisor.get(f"{REQUESTS}/{number}/person").json
    matches("PersonOfRequest", seen)
    assert seen["person"]["applicant"] == NAME
    assert seen["person"]["refusal_reason_0"] == REASON
    assert supervisor.get(f"{REQUESTS}/{number}").json["allowed"] == ["reprint", "erase"]
    assert operator.get(f"{REQUESTS}/{number}").json["allowed"] == ["reprint"]
    assert supervisor.post(f"{REQUESTS}/{number}/erase", json={}).json == {"erased": True}
    assert supervisor.post(f"{REQUESTS}/{number}/erase", json={}).json == {"erased": False}
    assert supervisor.get(f"{REQUESTS}/{number}/person").json["person"] == {}
    problem(operator.post(f"{REQUESTS}/{number}/reprint", json={}), 409, "wrong_request_state")


def test_a_refusal_of_documents_is_exported_and_erased_by_its_id(
    supervisor: FlaskClient, matches: Matches
) -> None:
    refusal = _accept(supervisor, documents={})["refusal"]

    seen = supervisor.get(f"{REQUESTS}/{refusal}/person").json
    matches("PersonOfRequest", seen)
    assert seen["person"]["applicant"] == NAME
    assert supervisor.post(f"{REQUESTS}/{refusal}/erase", json={}).json == {"erased": True}
    assert supervisor.get(f"{REQUESTS}/{refusal}/person").json["person"] == {}


def test_no_answer_with_a_name_is_kept_by_a_browser(supervisor: FlaskClient) -> None:
    number = _number(supervisor)

    answer = supervisor.get(f"{REQUESTS}/{number}/person")

    assert answer.headers["Cache-Control"] == "no-store"


def test_nothing_personal_reaches_the_log_the_journal_or_the_events(
    supervisor: FlaskClient, context: AppContext, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        number = _number(supervisor)
        _accept(supervisor, documents={})
        _step(supervisor, number, "send")
        _step(supervisor, number, "return", reasons=[REASON])
        _step(supervisor, number, "extend", which=1, reason=REASON)
        _step(supervisor, number, "refuse", reasons=[REASON])
        for wrong in (
            {"person": {**PERSON, "name": f"{NAME}\n"}},
            {"person": {**PERSON, "name": f"{NAME}漢"}},
            {"person": NAME},
            {"inspector": [INSPECTOR]},
            {"documents": {"passport": 1}},
        ):
            assert supervisor.post(REQUESTS, json=_body(**wrong)).status_code in (400, 422)
        supervisor.get(f"{REQUESTS}/{number}/person")
        supervisor.post(f"{REQUESTS}/{number}/erase", json={})

    text = caplog.text + "".join(context.queue.export_journal())
    text += supervisor.get("/api/v1/events?limit=1000").get_data(as_text=True)
    assert caplog.records
    assert not [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("fault", ["ABORT", "FAIL"])
def test_a_statement_that_fails_is_logged_without_what_it_carried(
    supervisor: FlaskClient,
    data_dir: Path,
    caplog: pytest.LogCaptureFixture,
    fault: str,
    problem: Problem,
) -> None:
    with closing(sqlite3.connect(data_dir / "kezek.db")) as connection:
        connection.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON register_people "
            f"BEGIN SELECT RAISE({fault}, 'broken'); END"
        )

    with caplog.at_level(logging.DEBUG):
        answer = supervisor.post(REQUESTS, json=_body())

    problem(answer, 500, "statement_failed")
    assert "broken" in caplog.text
    assert not [secret for secret in SECRETS if secret in caplog.text]


def test_the_lists_of_the_supervisor_follow_the_days(
    operator: FlaskClient, clock: ManualClock, matches: Matches
) -> None:
    first = _number(operator)
    second = _number(operator)
    _step(operator, second, "ready")

    def listed(wanted: str, on: str | None = None) -> list[str]:
        more = "" if on is None else f"&on={on}"
        answer = operator.get(f"{REQUESTS}?list={wanted}{more}").json
        matches("Requests", answer)
        return [each["number"] for each in answer["requests"]]

    assert listed("due") == []
    assert listed("due", "2026-11-26") == [first]
    assert listed("overdue", "2026-11-27") == [first]
    assert listed("uncollected", "2027-02-01") == [second]
    clock.move_to(datetime(2026, 11, 27, 5, 0, tzinfo=UTC))
    assert listed("overdue") == [first]
    assert operator.get(f"{REQUESTS}/{first}").json["overdue"] is True


def test_requests_are_found_by_state_and_days_and_open_ones_however_old(
    operator: FlaskClient, clock: ManualClock
) -> None:
    old = _number(operator)
    closed = _number(operator)
    _step(operator, closed, "refuse", reasons=[REASON])
    clock.advance(timedelta(days=400))
    new = _number(operator)

    def found(query: str) -> list[str]:
        answer = operator.get(f"{REQUESTS}?{query}")
        assert answer.status_code == 200, answer.json
        return [each["number"] for each in answer.json["requests"]]

    assert found("") == [new]
    assert found("state=accepted") == [old, new]
    assert found("state=refused") == []
    assert found("state=refused&from=2026-11-01&to=2026-11-30") == [closed]
    assert found("from=2026-11-23&to=2026-11-23") == [old, closed]
    assert found("to=2026-11-23") == [old, closed]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("list=lost", "list"),
        ("list=due&state=sent", "state"),
        ("list=due&from=2026-01-01", "from"),
        ("on=2026-01-01", "on"),
        ("on=", "on"),
        ("list=due&on=0001-01-01", "on"),
        ("state=lost", "state"),
        ("from=2026-11-23&to=2026-11-22", "to"),
        ("from=2020-01-01", "to"),
        ("from=2020-01-01&to=2026-01-01", "to"),
        ("from=yesterday", "from"),
        ("name=X", "name"),
    ],
)
def test_a_wrong_query_names_the_field(
    operator: FlaskClient, query: str, field: str, problem: Problem
) -> None:
    refusal = problem(operator.get(f"{REQUESTS}?{query}"), 400, "bad_request")

    assert refusal["facts"]["field"] == field


def test_a_request_keeps_its_title_empty_when_the_office_gives_the_service_no_more(
    operator: FlaskClient, context: AppContext, monkeypatch: pytest.MonkeyPatch, matches: Matches
) -> None:
    number = _number(operator)
    monkeypatch.setattr(type(context.titles), "get", lambda *_: None)

    seen = operator.get(f"{REQUESTS}/{number}").json

    matches("Request", seen)
    assert seen["service_title"] is None
