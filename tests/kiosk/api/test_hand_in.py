"""Documents taken over HTTP: receipts, refusals, who takes them at which window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.web.context import AppContext

Matches = Callable[[str, Any], None]
REQUESTS = "/api/v1/requests"
NAME, ADDRESS, CONTACTS = "Әбдіқадырова Ұлжан", "Арыс қ., Абай к-сі, 1", "8 701 555 44 33"
INSPECTOR = "Омаров Ерлан Қайратұлы"
REASON = "Қойылған мөр анық емес"
PERSON = {"name": NAME, "address": ADDRESS, "contacts": CONTACTS}
MILITARY = {"application": 1, "military_id": 1, "identity_card_copy": 1}
APOSTILLE = {"official_document": 1, "fee_receipt": 1}
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


def test_complete_documents_become_a_request_that_names_nobody(
    operator: FlaskClient, matches: Matches
) -> None:
    accepted = _accept(operator)

    matches("Acceptance", accepted)
    request = accepted["request"]
    assert list(accepted) == ["request", "refusal", "missing", "print_jobs"]
    assert (accepted["refusal"], accepted["missing"], accepted["print_jobs"]) == (None, [], [1])
    assert request["number"] == "26-000001-9"
    assert (request["state"], request["window"], request["documents"]) == (
        "accepted", 1, MILITARY,
    )  # fmt: skip
    assert (request["accepted_on"], request["due_on"]) == ("2026-11-23", "2026-11-26")
    assert request["service_title"]["kk"] == "Әскери қызмет анықтамасы"
    assert request["allowed"] == ["send", "ready", "refuse", "extend", "reprint"]
    assert request["pick_up"] == {
        "answer": "not_ready", "due_on": "2026-11-26", "keep_until_on": None, "closed_on": None,
    }  # fmt: skip
    assert not any(secret in str(accepted) for secret in SECRETS)


def test_an_incomplete_set_is_an_answer_that_names_what_is_missing(
    operator: FlaskClient, matches: Matches
) -> None:
    accepted = _accept(operator, documents={"application": 1, "military_id": 1})

    matches("Acceptance", accepted)
    assert accepted["request"] is None
    assert accepted["refusal"].startswith("refusal-")
    assert [each["id"] for each in accepted["missing"]] == ["identity_card_copy"]
    assert accepted["missing"][0]["title"]["ru"] == "Копия удостоверения личности"
    assert accepted["print_jobs"] == [1, 2]


def test_a_document_whose_condition_is_met_is_due(operator: FlaskClient) -> None:
    accepted = _accept(operator, applies=["archive_certificate"])

    assert [each["id"] for each in accepted["missing"]] == ["archive_certificate"]


def test_the_same_key_gives_the_same_receipt(operator: FlaskClient) -> None:
    first = operator.post(REQUESTS, json=_body(idempotency_key="tap-1"))

    again = operator.post(REQUESTS, json=_body(), headers={"Idempotency-Key": "tap-1"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json


def test_the_same_key_repeats_a_refusal_of_documents_too(operator: FlaskClient) -> None:
    first = operator.post(REQUESTS, json=_body(documents={}, idempotency_key="tap-1"))

    again = operator.post(REQUESTS, json=_body(documents={}, idempotency_key="tap-1"))

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json


def test_a_key_of_other_papers_is_a_conflict(operator: FlaskClient, problem: Problem) -> None:
    _accept(operator, idempotency_key="tap-1")

    answer = operator.post(
        REQUESTS, json=_body(idempotency_key="tap-1", documents={"application": 1})
    )

    problem(answer, 409, "idempotency_conflict")


def test_the_inspector_is_the_caller_unless_another_name_is_told(
    operator: FlaskClient, supervisor: FlaskClient
) -> None:
    unnamed = _number(operator, inspector=None)
    blank = _number(operator, inspector="  ")
    named = _number(operator)

    people = [
        supervisor.get(f"{REQUESTS}/{each}/person").json["person"]["inspector"]
        for each in (unnamed, blank, named)
    ]

    assert people[0] == people[1]
    assert people[0].startswith("token-")
    assert people[2] == INSPECTOR


def test_a_signed_in_operator_accepts_under_the_own_name_at_the_own_window(
    signed_in: Callable[..., tuple[FlaskClient, str]], supervisor: FlaskClient
) -> None:
    browser, token = signed_in("operator1")
    body = _body(inspector=None, window=None)

    answer = browser.post(REQUESTS, json=body, headers={"X-CSRFToken": token})

    assert (answer.status_code, answer.json["request"]["window"]) == (201, 1)
    number = answer.json["request"]["number"]
    person = supervisor.get(f"{REQUESTS}/{number}/person").json["person"]
    assert person["inspector"] == "operator1"


def test_a_page_without_its_token_takes_no_documents(
    signed_in: Callable[..., tuple[FlaskClient, str]],
    problem: Problem,
) -> None:
    browser, _ = signed_in("operator1")

    answer = browser.post(REQUESTS, json=_body())

    problem(answer, 403, "page_expired")


def test_an_operator_takes_documents_at_the_own_window_only(
    operator: FlaskClient, problem: Problem
) -> None:
    problem(operator.post(REQUESTS, json=_body(window=2)), 403, "other_window")


def test_an_operator_without_a_window_takes_none(
    signed_in: Callable[..., tuple[FlaskClient, str]], context: AppContext, problem: Problem
) -> None:
    context.accounts.create("aida", "operator", "735192", own=True)
    browser, token = signed_in("aida", "735192")

    for window in (1, None):
        answer = browser.post(REQUESTS, json=_body(window=window), headers={"X-CSRFToken": token})
        problem(answer, 403, "no_window_chosen")


def test_an_operator_takes_no_documents_from_a_visitor_of_another_window(
    operator: FlaskClient, supervisor: FlaskClient, problem: Problem
) -> None:
    ticket = supervisor.post("/api/v1/tickets", json={"service": "household"}).json["id"]
    supervisor.post("/api/v1/windows/2/open")
    supervisor.post("/api/v1/windows/2/next", json={})

    refused = operator.post(REQUESTS, json=_body(ticket=ticket))
    taken = supervisor.post(REQUESTS, json=_body(ticket=ticket, window=None))

    problem(refused, 403, "other_window")
    assert (taken.status_code, taken.json["request"]["ticket"]) == (201, ticket)
    assert taken.json["request"]["window"] is None


def test_the_receipt_is_in_the_language_of_the_ticket_unless_another_is_told(
    supervisor: FlaskClient,
) -> None:
    ticket = supervisor.post("/api/v1/tickets", json={"service": "household", "language": "ru"})

    usual = _accept(supervisor, ticket=ticket.json["id"])["request"]
    request = _accept(supervisor, ticket=ticket.json["id"], language="en")["request"]
    neither = _accept(supervisor)["request"]

    assert [each["language"] for each in (usual, request, neither)] == ["ru", "en", "kk"]


@pytest.mark.parametrize("role", ["kiosk", None])
def test_nobody_but_staff_takes_documents(
    client_of: Callable[..., FlaskClient], anyone: FlaskClient, role: str | None, problem: Problem
) -> None:
    client = anyone if role is None else client_of(role)
    expected = (401, "sign_in_needed") if role is None else (403, "forbidden")

    problem(client.post(REQUESTS, json=_body()), *expected)


def test_a_paid_service_asks_for_the_day_of_payment_and_tells_the_duty(
    operator: FlaskClient,
    problem: Problem,
) -> None:
    paid = _body(service="apostille", documents=APOSTILLE)

    unpaid = operator.post(REQUESTS, json=paid)
    unknown = operator.post(REQUESTS, json=paid | {"paid_on": "2001-01-01"})
    taken = operator.post(REQUESTS, json=paid | {"paid_on": "2026-11-20"})

    assert problem(unpaid, 422, "bad_date")["facts"]["on"] == "2026-11-23"
    problem(unknown, 422, "fee_unknown")
    request = taken.json["request"]
    assert (request["fee_tenge"], request["paid_on"]) == (865, "2026-11-20")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"service": None}, "service"),
        ({"service": 7}, "service"),
        ({"window": "1"}, "window"),
        ({"window": True}, "window"),
        ({"window": -1}, "window"),
        ({"window": 2**70}, "window"),
        ({"language": "de"}, "language"),
        ({"person": NAME}, "person"),
        ({"person": [NAME]}, "person"),
        ({"person": {"name": 7}}, "person.name"),
        ({"person": {"name": "x" * 401}}, "person.name"),
        ({"person": {"name": "two\nlines"}}, "person.name"),
        ({"person": {"name": NAME, "iin": "900101300123"}}, "person.iin"),
        ({"documents": ["application"]}, "documents"),
        ({"documents": {"application": "1"}}, "documents.application"),
        ({"documents": {"application": True}}, "documents.application"),
        ({"documents": {"application": -1}}, "documents.application"),
        ({"documents": {"application": 1000}}, "documents.application"),
        ({"documents": {"": 1}}, "documents"),
        ({"documents": {NAME: "x"}}, "documents"),
        ({"documents": {f"d{n}": 1 for n in range(101)}}, "documents"),
        ({"applies": "archive_certificate"}, "applies"),
        ({"applies": [7]}, "applies[0]"),
        ({"inspector": ["x"]}, "inspector"),
        ({"paid_on": "2026-02-30"}, "paid_on"),
        ({"paid_on": 20261123}, "paid_on"),
        ({"paid_on": "2026-11-23T10:00:00+05:00"}, "paid_on"),
        ({"idempotency_key": "кілт"}, "idempotency_key"),
        ({"iin": "900101300123"}, "iin"),
    ],
)
def test_a_wrong_field_is_named_and_never_what_stood_in_it(
    operator: FlaskClient, change: Json, field: str, problem: Problem
) -> None:
    answer = operator.post(REQUESTS, json=_body(**change))

    refusal = problem(answer, 400, "bad_request")
    assert refusal["facts"]["field"] == field
    assert NAME not in str(refusal)


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"service": "passport"}, 422, "unknown_service"),
        ({"documents": {"passport": 1}}, 422, "unknown_document"),
        ({"applies": ["passport"]}, 422, "unknown_document"),
        ({"ticket": "2026-11-23-Z999"}, 404, "unknown_ticket"),
    ],
)
def test_what_cannot_be_right_is_refused_and_nothing_is_kept(
    operator: FlaskClient,
    context: AppContext,
    change: Json,
    status: int,
    code: str,
    problem: Problem,
) -> None:
    before = context.queue.last_seq()

    answer = operator.post(REQUESTS, json=_body(**change))

    problem(answer, status, code)
    assert context.queue.last_seq() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"person": {"address": ADDRESS}}, "name"),
        ({"person": {"name": "a漢b"}}, "name"),
        ({"person": {"name": "⟦inspector⟧"}}, "name"),
        ({"person": {"name": NAME, "address": "a漢b"}}, "address"),
        ({"person": {"name": NAME, "contacts": "a漢b"}}, "contacts"),
        ({"inspector": "a漢b"}, "inspector"),
        ({"service": "minors-assets", "person": None}, "name"),
        ({"service": "minors-assets", "person": {"name": NAME}}, "contacts"),
    ],
)
def test_a_personal_text_that_is_missing_or_unprintable_is_named_by_its_field(
    supervisor: FlaskClient, change: Json, field: str, problem: Problem
) -> None:
    listed = supervisor.get("/api/v1/services/minors-assets/documents").json["documents"]
    brought = {each["id"]: 1 for each in listed} if "service" in change else MILITARY

    answer = supervisor.post(REQUESTS, json=_body(documents=brought, **change))

    assert problem(answer, 422, "person_needed")["facts"]["field"] == field


def test_an_unknown_window_is_refused(supervisor: FlaskClient, problem: Problem) -> None:
    problem(supervisor.post(REQUESTS, json=_body(window=99)), 404, "unknown_window")


@pytest.mark.parametrize(
    "name", ["Ғ. Ө'Brien-Ұлы", "Наталья Ёлкина", "Žaneta Müller-Şahin", "<script>\"'&{{7*7}}"]
)
def test_a_name_may_have_every_letter_that_paper_has(
    operator: FlaskClient, supervisor: FlaskClient, name: str
) -> None:
    number = _number(operator, person={"name": name})

    assert supervisor.get(f"{REQUESTS}/{number}/person").json["person"]["applicant"] == name


@pytest.mark.parametrize("name", ["李 小龍", "عائشة", "Ὀδυσσεύς", "Айгүл 😀"])
def test_a_name_that_no_printer_has_is_refused_before_it_stops_the_halls_printer(
    operator: FlaskClient, supervisor: FlaskClient, name: str, problem: Problem
) -> None:
    answer = operator.post(REQUESTS, json=_body(person={"name": name}))

    refusal = problem(answer, 422, "person_needed")
    assert refusal["facts"]["field"] == "name"
    assert name not in answer.get_data(as_text=True)
    assert supervisor.get(REQUESTS, query_string={"state": "accepted"}).json["requests"] == []


@pytest.mark.parametrize("paid_on", ["2026-W47-7", "20261122", "2026-2-3", "22.11.2026"])
def test_a_day_is_written_as_the_calendar_writes_it(
    operator: FlaskClient, paid_on: str, problem: Problem
) -> None:
    answer = operator.post(REQUESTS, json=_body(paid_on=paid_on))

    assert problem(answer, 400, "bad_request")["facts"]["field"] == "paid_on"


def test_a_person_with_every_line_empty_is_nobody(operator: FlaskClient) -> None:
    accepted = _accept(operator, person={"name": " ", "address": "", "contacts": None})

    assert accepted["request"]["state"] == "accepted"


@pytest.mark.parametrize("field", [b'"\\ud800"', b'"person":{"\\ud800":1},"service"'])
def test_half_a_character_in_a_name_of_a_field_is_refused(
    operator: FlaskClient, field: bytes, problem: Problem
) -> None:
    answer = operator.post(
        REQUESTS, data=b"{" + field + b':"household"}', content_type="application/json"
    )

    problem(answer, 400, "bad_request")
