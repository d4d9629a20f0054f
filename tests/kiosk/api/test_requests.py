"""The register over HTTP: documents taken, the life of a request, who may do what, no names."""

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
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from kezek_kiosk.web.context import Services
from kezek_queue import ManualClock

Matches = Callable[[str, Any], None]
REQUESTS = "/api/v1/requests"
NAME, ADDRESS, CONTACTS = "Әбдіқадырова Ұлжан", "Арыс қ., Абай к-сі, 1", "8 701 555 44 33"
INSPECTOR = "Омаров Ерлан Қайратұлы"
REASON = "Қойылған мөр анық емес"
PERSON = {"name": NAME, "address": ADDRESS, "contacts": CONTACTS}
MILITARY = {"application": 1, "military_id": 1, "identity_card_copy": 1}
APOSTILLE = {"official_document": 1, "fee_receipt": 1}
SECRETS = (NAME, ADDRESS, CONTACTS, INSPECTOR, REASON)

Told = dict[str, Any]


def _body(**more: Any) -> Told:
    return {
        "service": "military-service", "window": 1, "person": PERSON, "documents": MILITARY,
        "inspector": INSPECTOR,
    } | more  # fmt: skip


def _accept(client: FlaskClient, **more: Any) -> Told:
    answer = client.post(REQUESTS, json=_body(**more))
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return answer.json


def _number(client: FlaskClient, **more: Any) -> str:
    return str(_accept(client, **more)["request"]["number"])


def _step(client: FlaskClient, number: str, name: str, **body: Any) -> Told:
    answer = client.post(f"{REQUESTS}/{number}/{name}", json=body)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.json


def _problem(answer: Any, status: int, code: str) -> Told:
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.json
    assert answer.mimetype == "application/problem+json"
    assert answer.json["detail"]
    return answer.json


# Documents at the window.


def test_complete_documents_become_a_request_that_names_nobody(
    operator: FlaskClient, matches: Matches
) -> None:
    told = _accept(operator)

    matches("Acceptance", told)
    request = told["request"]
    assert list(told) == ["request", "refusal", "missing", "print_jobs"]
    assert (told["refusal"], told["missing"], told["print_jobs"]) == (None, [], [1])
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
    assert not any(secret in str(told) for secret in SECRETS)


def test_an_incomplete_set_is_an_answer_that_names_what_is_missing(
    operator: FlaskClient, matches: Matches
) -> None:
    told = _accept(operator, documents={"application": 1, "military_id": 1})

    matches("Acceptance", told)
    assert told["request"] is None
    assert told["refusal"].startswith("refusal-")
    assert [each["id"] for each in told["missing"]] == ["identity_card_copy"]
    assert told["missing"][0]["title"]["ru"] == "Копия удостоверения личности"
    assert told["print_jobs"] == [1, 2]


def test_a_document_whose_condition_is_met_is_due(operator: FlaskClient) -> None:
    told = _accept(operator, applies=["archive_certificate"])

    assert [each["id"] for each in told["missing"]] == ["archive_certificate"]


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


def test_a_key_of_other_papers_is_a_conflict(operator: FlaskClient) -> None:
    _accept(operator, idempotency_key="tap-1")

    answer = operator.post(
        REQUESTS, json=_body(idempotency_key="tap-1", documents={"application": 1})
    )

    _problem(answer, 409, "idempotency_conflict")


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
) -> None:
    browser, _ = signed_in("operator1")

    answer = browser.post(REQUESTS, json=_body())

    _problem(answer, 403, "page_expired")


def test_an_operator_takes_documents_at_the_own_window_only(operator: FlaskClient) -> None:
    _problem(operator.post(REQUESTS, json=_body(window=2)), 403, "other_window")


def test_an_operator_without_a_window_takes_none(
    signed_in: Callable[..., tuple[FlaskClient, str]], house: Services
) -> None:
    house.accounts.create("aida", "operator", "735192")
    browser, token = signed_in("aida", "735192")

    for window in (1, None):
        answer = browser.post(REQUESTS, json=_body(window=window), headers={"X-CSRFToken": token})
        _problem(answer, 403, "no_window_chosen")


def test_an_operator_takes_no_documents_from_a_visitor_of_another_window(
    operator: FlaskClient, supervisor: FlaskClient
) -> None:
    ticket = supervisor.post("/api/v1/tickets", json={"service": "household"}).json["id"]
    supervisor.post("/api/v1/windows/2/open")
    supervisor.post("/api/v1/windows/2/next", json={})

    refused = operator.post(REQUESTS, json=_body(ticket=ticket))
    taken = supervisor.post(REQUESTS, json=_body(ticket=ticket, window=None))

    _problem(refused, 403, "other_window")
    assert (taken.status_code, taken.json["request"]["ticket"]) == (201, ticket)
    assert taken.json["request"]["window"] is None


def test_the_receipt_is_in_the_language_of_the_ticket_unless_another_is_told(
    supervisor: FlaskClient,
) -> None:
    ticket = supervisor.post("/api/v1/tickets", json={"service": "household", "language": "ru"})

    usual = _accept(supervisor, ticket=ticket.json["id"])["request"]
    told = _accept(supervisor, ticket=ticket.json["id"], language="en")["request"]
    neither = _accept(supervisor)["request"]

    assert [each["language"] for each in (usual, told, neither)] == ["ru", "en", "kk"]


@pytest.mark.parametrize("role", ["kiosk", None])
def test_nobody_but_staff_takes_documents(
    client_of: Callable[..., FlaskClient], anyone: FlaskClient, role: str | None
) -> None:
    client = anyone if role is None else client_of(role)
    expected = (401, "sign_in_needed") if role is None else (403, "forbidden")

    _problem(client.post(REQUESTS, json=_body()), *expected)


def test_a_paid_service_asks_for_the_day_of_payment_and_tells_the_duty(
    operator: FlaskClient,
) -> None:
    paid = _body(service="apostille", documents=APOSTILLE)

    unpaid = operator.post(REQUESTS, json=paid)
    unknown = operator.post(REQUESTS, json=paid | {"paid_on": "2001-01-01"})
    taken = operator.post(REQUESTS, json=paid | {"paid_on": "2026-11-20"})

    assert _problem(unpaid, 422, "bad_date")["facts"]["on"] == "2026-11-23"
    _problem(unknown, 422, "fee_unknown")
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
        ({"documents": {"application": "1"}}, "documents"),
        ({"documents": {"application": True}}, "documents"),
        ({"documents": {"application": -1}}, "documents"),
        ({"documents": {"application": 1000}}, "documents"),
        ({"documents": {"": 1}}, "documents"),
        ({"documents": {f"d{n}": 1 for n in range(101)}}, "documents"),
        ({"applies": "archive_certificate"}, "applies"),
        ({"applies": [7]}, "applies"),
        ({"inspector": ["x"]}, "inspector"),
        ({"paid_on": "2026-02-30"}, "paid_on"),
        ({"paid_on": 20261123}, "paid_on"),
        ({"paid_on": "2026-11-23T10:00:00+05:00"}, "paid_on"),
        ({"idempotency_key": "кілт"}, "idempotency_key"),
        ({"iin": "900101300123"}, "iin"),
    ],
)
def test_a_wrong_field_is_named_and_never_what_stood_in_it(
    operator: FlaskClient, change: Told, field: str
) -> None:
    answer = operator.post(REQUESTS, json=_body(**change))

    problem = _problem(answer, 400, "bad_request")
    assert problem["facts"]["field"] == field
    assert NAME not in str(problem)


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
    operator: FlaskClient, house: Services, change: Told, status: int, code: str
) -> None:
    before = house.queue.last_seq()

    answer = operator.post(REQUESTS, json=_body(**change))

    _problem(answer, status, code)
    assert house.queue.last_seq() == before


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
    supervisor: FlaskClient, change: Told, field: str
) -> None:
    listed = supervisor.get("/api/v1/services/minors-assets/documents").json["documents"]
    brought = {each["id"]: 1 for each in listed} if "service" in change else MILITARY

    answer = supervisor.post(REQUESTS, json=_body(documents=brought, **change))

    assert _problem(answer, 422, "person_needed")["facts"]["field"] == field


def test_an_unknown_window_is_refused(supervisor: FlaskClient) -> None:
    _problem(supervisor.post(REQUESTS, json=_body(window=99)), 404, "unknown_window")


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
    operator: FlaskClient, supervisor: FlaskClient, name: str
) -> None:
    answer = operator.post(REQUESTS, json=_body(person={"name": name}))

    told = _problem(answer, 422, "person_needed")
    assert told["facts"]["field"] == "name"
    assert name not in answer.get_data(as_text=True)
    assert supervisor.get(REQUESTS, query_string={"state": "accepted"}).json["requests"] == []


@pytest.mark.parametrize("paid_on", ["2026-W47-7", "20261122", "2026-2-3", "22.11.2026"])
def test_a_day_is_written_as_the_calendar_writes_it(operator: FlaskClient, paid_on: str) -> None:
    answer = operator.post(REQUESTS, json=_body(paid_on=paid_on))

    assert _problem(answer, 400, "bad_request")["facts"]["field"] == "paid_on"


def test_a_person_with_every_line_empty_is_nobody(operator: FlaskClient) -> None:
    told = _accept(operator, person={"name": " ", "address": "", "contacts": None})

    assert told["request"]["state"] == "accepted"


@pytest.mark.parametrize("field", [b'"\\ud800"', b'"person":{"\\ud800":1},"service"'])
def test_half_a_character_in_a_name_of_a_field_is_refused(
    operator: FlaskClient, field: bytes
) -> None:
    answer = operator.post(
        REQUESTS, data=b"{" + field + b':"household"}', content_type="application/json"
    )

    _problem(answer, 400, "bad_request")


# The life of a request.


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
        told = _step(operator, number, name, **body)

        matches("ChangedRequest", told)
        assert (told["state"], told["print_jobs"]) == (state, printed), name
        assert not any(secret in str(told) for secret in SECRETS)
    assert told["extension"] == {"which": 0, "on": "2026-11-23", "notice_by": "2026-11-26"}
    assert told["first_due_on"] == "2026-11-26"
    assert (told["due_on"], told["on_time"], told["times_returned"]) == ("2026-12-23", True, 1)
    assert told["allowed"] == ["reprint"]


def test_whatever_a_request_offers_is_taken_and_nothing_else(
    supervisor: FlaskClient,
) -> None:
    bodies: dict[str, Told] = {
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


def test_a_double_press_changes_nothing_and_an_old_page_is_told(operator: FlaskClient) -> None:
    number = _number(operator)
    first = _step(operator, number, "send", expected_state="accepted")

    again = _step(operator, number, "send", expected_state="accepted")
    late = operator.post(f"{REQUESTS}/{number}/refuse",
                         json={"expected_state": "accepted", "reasons": [REASON]})  # fmt: skip

    assert again == first
    assert _problem(late, 409, "stale_request")["facts"]["current"] == "sent"


def test_a_notice_is_printed_once_for_two_presses(operator: FlaskClient) -> None:
    number = _number(operator)
    _step(operator, number, "send")
    body = {"expected_state": "sent", "reasons": [REASON]}

    first, again = (_step(operator, number, "return", **body) for _ in range(2))

    assert (first["print_jobs"], again["print_jobs"]) == ([2], [])


def test_a_command_that_the_state_does_not_allow_says_where_the_request_stands(
    operator: FlaskClient,
) -> None:
    number = _number(operator)

    answer = operator.post(f"{REQUESTS}/{number}/issue", json={}, headers={"Accept-Language": "ru"})

    problem = _problem(answer, 409, "wrong_request_state")
    assert problem["detail"] == (f"Запрос {number}: принят. Сейчас с ним этого сделать нельзя.")


def test_a_standard_without_grounds_refuses_nothing(supervisor: FlaskClient) -> None:
    listed = supervisor.get("/api/v1/services/livestock/documents").json
    number = _number(supervisor, service="livestock",
                     documents={each["id"]: 1 for each in listed["documents"]})  # fmt: skip

    answer = supervisor.post(f"{REQUESTS}/{number}/refuse", json={"reasons": [REASON]})

    _problem(answer, 409, "not_allowed_by_standard")
    assert listed["may_refuse"] is False
    assert "refuse" not in supervisor.get(f"{REQUESTS}/{number}").json["allowed"]


def test_an_extension_after_the_term_tells_the_day(
    operator: FlaskClient, clock: ManualClock
) -> None:
    number = _number(operator)
    clock.move_to(datetime(2026, 11, 30, 5, 0, tzinfo=UTC))

    answer = operator.post(
        f"{REQUESTS}/{number}/extend",
        json={"which": 0, "reason": REASON},
        headers={"Accept-Language": "kk"},
    )

    detail = _problem(answer, 409, "not_allowed_by_standard")["detail"]
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
    supervisor: FlaskClient, name: str, body: Told, status: int, code: str
) -> None:
    number = _number(supervisor)

    answer = supervisor.post(f"{REQUESTS}/{number}/{name}", json=body)

    _problem(answer, status, code)
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
    operator: FlaskClient, typed: str, status: int, code: str
) -> None:
    _number(operator)

    _problem(operator.get(f"{REQUESTS}/{typed}"), status, code)


@pytest.mark.parametrize("typed", ["26-000001-9", "260000019", "26 000001 9", "26–000001–9"])
def test_a_number_may_be_typed_shown_or_scanned(operator: FlaskClient, typed: str) -> None:
    _number(operator)

    assert operator.get(f"{REQUESTS}/{typed}").json["number"] == "26-000001-9"


# Who sees what.


def test_a_kiosk_sees_where_a_request_stands_and_may_command_nothing(
    operator: FlaskClient,
    client_of: Callable[..., FlaskClient],
    visitor: FlaskClient,
    matches: Matches,
) -> None:
    number = _number(operator)

    for kiosk in (client_of("kiosk"), visitor):
        seen = kiosk.get(f"{REQUESTS}/{number}")
        matches("Request", seen.json)
        assert seen.json["allowed"] == []
        _problem(kiosk.post(f"{REQUESTS}/{number}/issue", json={}), 403, "forbidden")
        _problem(kiosk.get(REQUESTS), 403, "forbidden")
        _problem(kiosk.get(f"{REQUESTS}/{number}/person"), 403, "forbidden")


def test_nobody_on_the_network_sees_a_request(operator: FlaskClient, anyone: FlaskClient) -> None:
    number = _number(operator)

    for address in (f"{REQUESTS}/{number}", REQUESTS, f"{REQUESTS}/{number}/person"):
        _problem(anyone.get(address), 401, "sign_in_needed")


def test_an_open_kiosk_cannot_try_numbers_without_end(
    operator: FlaskClient, visitor: FlaskClient, house: Services
) -> None:
    number = _number(operator)
    most = house.settings.limits.receipts_per_minute

    answers = [visitor.get(f"{REQUESTS}/{number}") for _ in range(most + 1)]

    assert {each.status_code for each in answers[:-1]} == {200}
    _problem(answers[-1], 429, "too_many_requests")


def test_only_a_supervisor_sees_and_erases_a_person(
    operator: FlaskClient, supervisor: FlaskClient, matches: Matches
) -> None:
    number = _number(operator)
    _step(operator, number, "refuse", reasons=[REASON])

    _problem(operator.get(f"{REQUESTS}/{number}/person"), 403, "forbidden")
    _problem(operator.post(f"{REQUESTS}/{number}/erase", json={}), 403, "forbidden")
    seen = supervisor.get(f"{REQUESTS}/{number}/person").json
    matches("PersonOfRequest", seen)
    assert seen["person"]["applicant"] == NAME
    assert seen["person"]["refusal_reason_0"] == REASON
    assert supervisor.get(f"{REQUESTS}/{number}").json["allowed"] == ["reprint", "erase"]
    assert operator.get(f"{REQUESTS}/{number}").json["allowed"] == ["reprint"]
    assert supervisor.post(f"{REQUESTS}/{number}/erase", json={}).json == {"erased": True}
    assert supervisor.post(f"{REQUESTS}/{number}/erase", json={}).json == {"erased": False}
    assert supervisor.get(f"{REQUESTS}/{number}/person").json["person"] == {}
    _problem(operator.post(f"{REQUESTS}/{number}/reprint", json={}), 409, "wrong_request_state")


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
    supervisor: FlaskClient, house: Services, caplog: pytest.LogCaptureFixture
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

    told = caplog.text + "".join(house.queue.export_journal())
    told += supervisor.get("/api/v1/events?limit=1000").get_data(as_text=True)
    assert caplog.records
    assert not [secret for secret in SECRETS if secret in told]


@pytest.mark.parametrize("fault", ["ABORT", "FAIL"])
def test_a_statement_that_fails_is_logged_without_what_it_carried(
    supervisor: FlaskClient, data_dir: Path, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    with closing(sqlite3.connect(data_dir / "kezek.db")) as connection:
        connection.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON register_people "
            f"BEGIN SELECT RAISE({fault}, 'broken'); END"
        )

    with caplog.at_level(logging.DEBUG):
        answer = supervisor.post(REQUESTS, json=_body())

    _problem(answer, 500, "failure")
    assert "broken" in caplog.text
    assert not [secret for secret in SECRETS if secret in caplog.text]


# Lists.


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
def test_a_wrong_query_names_the_field(operator: FlaskClient, query: str, field: str) -> None:
    problem = _problem(operator.get(f"{REQUESTS}?{query}"), 400, "bad_request")

    assert problem["facts"]["field"] == field


def test_a_request_keeps_its_title_empty_when_the_office_gives_the_service_no_more(
    operator: FlaskClient, house: Services, monkeypatch: pytest.MonkeyPatch, matches: Matches
) -> None:
    number = _number(operator)
    monkeypatch.setattr(type(house.titles), "get", lambda *_: None)

    seen = operator.get(f"{REQUESTS}/{number}").json

    matches("Request", seen)
    assert seen["service_title"] is None


# What a service asks for.


def test_every_service_of_the_office_tells_its_documents_to_anybody(
    anyone: FlaskClient, house: Services, matches: Matches
) -> None:
    for service in house.queue.office.services:
        told = anyone.get(f"/api/v1/services/{service}/documents").json

        matches("ServiceDocuments", told)
        assert told["service"] == service
        assert told["documents"]


def test_the_list_tells_conditions_person_duty_and_extensions(anyone: FlaskClient) -> None:
    military = anyone.get("/api/v1/services/military-service/documents").json
    apostille = anyone.get("/api/v1/services/apostille/documents").json

    assert [each["required"] for each in military["documents"]] == [True, True, True, False]
    assert military["documents"][3]["condition"] == "Қажет болған жағдайда"
    assert military["fee"] == {"free": True, "mci_share": None, "tenge_today": 0}
    assert [(each["which"], each["amount"], each["unit"]) for each in military["extensions"]] == [
        (0, 1, "months"),
        (1, 3, "months"),
    ]
    assert apostille["fee"] == {"free": False, "mci_share": "0.20", "tenge_today": 865}
    assert apostille["person"]["address"] == "optional"


def test_a_duty_nobody_knows_is_null(anyone: FlaskClient, clock: ManualClock) -> None:
    clock.move_to(datetime(2029, 3, 1, 5, 0, tzinfo=UTC))

    fee = anyone.get("/api/v1/services/apostille/documents").json["fee"]

    assert fee["tenge_today"] is None


def test_an_unknown_service_has_no_documents(anyone: FlaskClient) -> None:
    _problem(anyone.get("/api/v1/services/passport/documents"), 422, "unknown_service")
