"""Complaints over HTTP: registered by staff and at the kiosk, answered once, names kept apart."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock

Matches = Callable[[str, Any], None]
COMPLAINTS = "/api/v1/complaints"
TEXT = "Кезекте екі сағат күттім.\nТерезе жабық болды."
NAME, CONTACT = "Ахметов Ғани Әлиұлы", "Арыс қ., Абай к-сі, 5"
STAFF, OUTCOME = "Сейітова Аида", "Кешірім сұралды,\nтерезе ашылды."
SECRETS = ("екі сағат", NAME, CONTACT, STAFF, "Кешірім")

Json = dict[str, Any]
Problem = Callable[[Any, int, str], Json]


def _body(**more: Any) -> Json:
    person = {"name": NAME, "contact": CONTACT}
    return {"text": TEXT, "service": "household", "person": person} | more


def _register(client: FlaskClient, **more: Any) -> Json:
    answer = client.post(COMPLAINTS, json=_body(**more))
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return answer.json


def test_a_complaint_gets_number_term_and_talon_and_names_nobody(
    operator: FlaskClient, matches: Matches
) -> None:
    registered = _register(operator, accepted_by=STAFF)

    matches("RegisteredComplaint", registered)
    assert (registered["number"], registered["print_job"]) == ("C-26-000001-9", 1)
    assert (registered["registered_on"], registered["due_on"]) == ("2026-11-23", "2026-12-08")
    assert (registered["service"], registered["form"], registered["language"]) == (
        "household",
        "in_person",
        "kk",
    )
    assert registered["resolved_on"] is None
    assert not [secret for secret in SECRETS if secret in str(registered)]


def test_a_complaint_keeps_its_lines_and_loses_tabs_and_foreign_line_ends(
    operator: FlaskClient, supervisor: FlaskClient
) -> None:
    number = _register(operator, text="бір\r\nекі\rүш\tтөрт\n")["number"]

    details = supervisor.get(f"{COMPLAINTS}/{number}/details").json

    assert details["text"] == "бір\nекі\nүш төрт"


def test_what_stands_on_the_talon_fits_paper_and_the_rest_may_have_any_letters(
    operator: FlaskClient, supervisor: FlaskClient, problem: Problem
) -> None:
    answer = operator.post(COMPLAINTS, json=_body(accepted_by="李 小龍"))
    number = _register(operator, text="😀", person={"name": "عائشة"})["number"]

    assert problem(answer, 422, "bad_feedback")["facts"]["field"] == "staff"
    assert supervisor.get(f"{COMPLAINTS}/{number}/details").json["name"] == "عائشة"


def test_the_same_key_registers_one_complaint(operator: FlaskClient, problem: Problem) -> None:
    first = operator.post(COMPLAINTS, json=_body(idempotency_key="tap-1"))

    again = operator.post(COMPLAINTS, json=_body(), headers={"Idempotency-Key": "tap-1"})
    other = operator.post(COMPLAINTS, json=_body(idempotency_key="tap-1", form="oral"))

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json
    problem(other, 409, "idempotency_conflict")


def test_staff_stand_on_the_talon_by_the_name_they_give_or_their_account(
    signed_in: Callable[..., tuple[FlaskClient, str]], supervisor: FlaskClient
) -> None:
    browser, token = signed_in("operator1")
    headers = {"X-CSRFToken": token}

    unnamed = browser.post(COMPLAINTS, json=_body(), headers=headers).json["number"]
    named = browser.post(COMPLAINTS, json=_body(accepted_by=STAFF), headers=headers).json["number"]

    shown = [
        supervisor.get(f"{COMPLAINTS}/{each}/details").json["accepted_by"]
        for each in (unnamed, named)
    ]
    assert shown == ["operator1", STAFF]


def test_a_visitor_complains_at_the_kiosk_without_a_name(
    visitor: FlaskClient,
    client_of: Callable[..., FlaskClient],
    supervisor: FlaskClient,
    matches: Matches,
) -> None:
    for kiosk in (visitor, client_of("kiosk")):
        number = _register(kiosk, service=None, person=None)["number"]

        details = supervisor.get(f"{COMPLAINTS}/{number}/details").json
        matches("ComplaintDetails", details)
        assert (details["name"], details["contact"], details["accepted_by"]) == (None, None, None)
        assert details["text"] == TEXT


def test_a_kiosk_puts_nobody_on_the_talon(visitor: FlaskClient, problem: Problem) -> None:
    answer = visitor.post(COMPLAINTS, json=_body(accepted_by=STAFF))

    assert problem(answer, 400, "bad_request")["facts"]["field"] == "accepted_by"


def test_an_open_kiosk_complains_no_more_often_than_it_takes_tickets(
    visitor: FlaskClient, context: AppContext, problem: Problem
) -> None:
    most = context.settings.limits.open_tickets_per_minute

    answers = [visitor.post(COMPLAINTS, json=_body()) for _ in range(most + 1)]

    assert {each.status_code for each in answers[:-1]} == {201}
    assert problem(answers[-1], 429, "too_many_requests")["facts"]["wait_seconds"] > 0


def test_what_nobody_sees_in_a_pasted_name_is_dropped(
    operator: FlaskClient, supervisor: FlaskClient
) -> None:
    number = _register(
        operator,
        person={"name": f"\ufeff{NAME}\u200b", "contact": "8\u00ad 701"},
        accepted_by=f"{STAFF}\u202e",
    )["number"]

    details = supervisor.get(f"{COMPLAINTS}/{number}/details").json
    texts = [details[each] for each in ("name", "contact", "accepted_by")]
    assert texts == [NAME, "8 701", STAFF]


def test_staff_print_a_talon_again_and_a_kiosk_does_not(
    operator: FlaskClient, visitor: FlaskClient
) -> None:
    job = operator.post(COMPLAINTS, json={"text": "Ұзақ күттім"}).json["print_job"]
    address = f"/api/v1/print-jobs/{job}/reprint"

    again = operator.post(address, json={})
    refused = visitor.post(address, json={})

    assert again.json == {"print_jobs": [job + 1]}
    assert refused.status_code == 401


def test_a_complaint_takes_the_service_of_its_ticket(supervisor: FlaskClient) -> None:
    ticket = supervisor.post("/api/v1/tickets", json={"service": "apostille"}).json["id"]

    registered = _register(supervisor, service=None, ticket=ticket)

    assert (registered["ticket"], registered["service"]) == (ticket, "apostille")


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"text": None}, 400, "bad_request", "text"),
        ({"text": 7}, 400, "bad_request", "text"),
        ({"text": "a\x00b"}, 400, "bad_request", "text"),
        ({"text": " \n\t "}, 422, "bad_feedback", "text"),
        ({"text": "ә" * 4001}, 422, "bad_feedback", "text"),
        ({"person": NAME}, 400, "bad_request", "person"),
        ({"person": {"name": f"{NAME}\n{CONTACT}"}}, 400, "bad_request", "person.name"),
        ({"person": {"iin": "900101300123"}}, 400, "bad_request", "person.iin"),
        ({"person": {"name": "x" * 201}}, 422, "bad_feedback", "name"),
        ({"person": {"contact": "a\ue000b"}}, 422, "bad_feedback", "contact"),
        ({"form": "shouted"}, 400, "bad_request", "form"),
        ({"language": "de"}, 400, "bad_request", "language"),
        ({"service": "passport"}, 422, "unknown_service", None),
        ({"ticket": "2026-11-23-Z999"}, 404, "unknown_ticket", None),
        ({"accepted_by": "a李b"}, 422, "bad_feedback", "staff"),
        ({"due_on": "2026-11-23"}, 400, "bad_request", "due_on"),
    ],
)
def test_what_cannot_be_right_is_refused_and_nothing_is_registered(
    operator: FlaskClient,
    context: AppContext,
    change: Json,
    status: int,
    code: str,
    field: str | None,
    problem: Problem,
) -> None:
    before = context.queue.last_seq()

    answer = operator.post(COMPLAINTS, json=_body(**change))

    refusal = problem(answer, status, code)
    assert refusal["facts"].get("field") == field
    assert not [secret for secret in SECRETS if secret in str(refusal)]
    assert context.queue.last_seq() == before


def test_the_longest_complaint_fits(operator: FlaskClient, supervisor: FlaskClient) -> None:
    number = _register(operator, text="ә" * 4000)["number"]

    assert len(supervisor.get(f"{COMPLAINTS}/{number}/details").json["text"]) == 4000


def test_a_complaint_is_answered_once_and_on_time(
    supervisor: FlaskClient, matches: Matches, problem: Problem
) -> None:
    number = _register(supervisor)["number"]
    body = {"justified": True, "outcome": OUTCOME}

    answered = supervisor.post(f"{COMPLAINTS}/{number}/resolve", json=body)
    again = supervisor.post(f"{COMPLAINTS}/{number}/resolve", json=body)

    matches("Complaint", answered.json)
    assert (answered.json["justified"], answered.json["on_time"]) == (True, True)
    assert answered.json["resolved_on"] == "2026-11-23"
    assert "Кешірім" not in str(answered.json)
    problem(again, 409, "complaint_resolved")
    assert supervisor.get(f"{COMPLAINTS}/{number}/details").json["outcome"] == OUTCOME


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "bad_request"),
        ({"justified": 1, "outcome": OUTCOME}, 400, "bad_request"),
        ({"justified": "true", "outcome": OUTCOME}, 400, "bad_request"),
        ({"justified": False}, 400, "bad_request"),
        ({"justified": False, "outcome": [OUTCOME]}, 400, "bad_request"),
        ({"justified": False, "outcome": " "}, 422, "bad_feedback"),
        ({"justified": False, "outcome": OUTCOME, "on": "2026-11-31"}, 400, "bad_request"),
        ({"justified": False, "outcome": OUTCOME, "on": "2026-11-22"}, 422, "bad_feedback"),
        ({"justified": False, "outcome": OUTCOME, "on": "2026-11-24"}, 422, "bad_feedback"),
    ],
)
def test_an_answer_that_cannot_be_right_is_refused(
    supervisor: FlaskClient, body: Json, status: int, code: str, problem: Problem
) -> None:
    number = _register(supervisor)["number"]

    answer = supervisor.post(f"{COMPLAINTS}/{number}/resolve", json=body)

    problem(answer, status, code)
    assert supervisor.get(f"{COMPLAINTS}/{number}").json["resolved_on"] is None


def test_operators_see_complaints_and_only_a_supervisor_names_answers_and_erases(
    operator: FlaskClient, supervisor: FlaskClient, problem: Problem
) -> None:
    number = _register(operator)["number"]
    address = f"{COMPLAINTS}/{number}"

    assert operator.get(address).json["number"] == number
    problem(operator.get(f"{address}/details"), 403, "forbidden")
    body = {"justified": False, "outcome": OUTCOME}
    problem(operator.post(f"{address}/resolve", json=body), 403, "forbidden")
    problem(operator.post(f"{address}/erase", json={}), 403, "forbidden")
    assert supervisor.get(f"{address}/details").json["name"] == NAME
    assert supervisor.post(f"{address}/erase", json={}).json == {"erased": True}
    assert supervisor.post(f"{address}/erase", json={}).json == {"erased": False}
    erased = supervisor.get(f"{address}/details").json
    assert [erased[each] for each in ("text", "name", "contact", "accepted_by")] == [None] * 4
    assert erased["erased_on"] == "2026-11-23"


def test_kiosks_and_strangers_read_no_complaint(
    operator: FlaskClient,
    visitor: FlaskClient,
    client_of: Callable[..., FlaskClient],
    anyone: FlaskClient,
    problem: Problem,
) -> None:
    number = _register(operator)["number"]

    for address in (COMPLAINTS, f"{COMPLAINTS}/{number}", f"{COMPLAINTS}/{number}/details"):
        problem(visitor.get(address), 401, "sign_in_needed")
        problem(client_of("kiosk").get(address), 403, "forbidden")
        problem(anyone.get(address), 401, "sign_in_needed")
    problem(anyone.post(COMPLAINTS, json=_body()), 401, "sign_in_needed")


def test_the_lists_show_what_is_open_overdue_and_of_some_days(
    supervisor: FlaskClient, clock: ManualClock, matches: Matches
) -> None:
    late = _register(supervisor)["number"]
    answered = _register(supervisor)["number"]
    body = {"justified": False, "outcome": OUTCOME}
    supervisor.post(f"{COMPLAINTS}/{answered}/resolve", json=body)
    clock.move_to(datetime(2026, 12, 9, 5, 0, tzinfo=UTC))
    new = _register(supervisor)["number"]

    def found(query: str = "") -> list[str]:
        answer = supervisor.get(f"{COMPLAINTS}{query}").json
        matches("Complaints", answer)
        return [each["number"] for each in answer["complaints"]]

    assert found() == [late, answered, new]
    assert found("?list=open") == [late, new]
    assert found("?list=overdue") == [late]
    assert found("?from=2026-12-01") == [new]
    assert found("?to=2026-12-08") == [late, answered]
    assert found("?from=2026-11-23&to=2026-11-23") == [late, answered]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("list=lost", "list"),
        ("list=open&from=2026-01-01", "from"),
        ("list=overdue&to=2026-01-01", "to"),
        ("from=2026-11-23&to=2026-11-22", "to"),
        ("from=2020-01-01", "to"),
        ("from=", "from"),
        ("text=X", "text"),
    ],
)
def test_a_wrong_query_names_the_field(
    operator: FlaskClient, query: str, field: str, problem: Problem
) -> None:
    refusal = problem(operator.get(f"{COMPLAINTS}?{query}"), 400, "bad_request")

    assert refusal["facts"]["field"] == field


@pytest.mark.parametrize("typed", ["C-26-000001-8", "C-26-000002-4", "x", "26", "%D0%A1%00", "١"])
def test_a_number_that_is_none_is_unknown(
    supervisor: FlaskClient, typed: str, problem: Problem
) -> None:
    _register(supervisor)

    for tail in ("", "/details"):
        problem(supervisor.get(f"{COMPLAINTS}/{typed}{tail}"), 404, "unknown_complaint")
    problem(supervisor.post(f"{COMPLAINTS}/{typed}/erase", json={}), 404, "unknown_complaint")


@pytest.mark.parametrize("typed", ["C-26-000001-9", "c260000019", "С-26-000001-9", "260000019"])
def test_a_number_is_found_as_people_type_it(operator: FlaskClient, typed: str) -> None:
    _register(operator)

    assert operator.get(f"{COMPLAINTS}/{typed}").json["number"] == "C-26-000001-9"


def test_nothing_personal_reaches_the_log_or_the_journal(
    supervisor: FlaskClient, context: AppContext, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        number = _register(supervisor, accepted_by=STAFF)["number"]
        for wrong in (
            {"text": f"{TEXT}\x00"},
            {"text": [TEXT]},
            {"person": {"name": f"{NAME}\x00"}},
            {"person": {"name": f"{NAME}\ue000"}},
            {"person": [NAME]},
            {"accepted_by": f"{STAFF}李"},
        ):
            answer = supervisor.post(COMPLAINTS, json=_body(**wrong))
            assert answer.status_code in (400, 422)
        body = {"justified": True, "outcome": OUTCOME}
        supervisor.post(f"{COMPLAINTS}/{number}/resolve", json=body)
        supervisor.get(f"{COMPLAINTS}/{number}/details")
        supervisor.post(f"{COMPLAINTS}/{number}/erase", json={})

    text = caplog.text + "".join(context.queue.export_journal())
    text += supervisor.get("/api/v1/events?limit=1000").get_data(as_text=True)
    assert caplog.records
    assert not [secret for secret in SECRETS if secret in text]
