"""Lawful papers over HTTP: what stands instead, what is shown at collection, what is held."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest
from flask.testing import FlaskClient

from kezek_kiosk.api.openapi.document import document
from kezek_kiosk.web.context import AppContext

REQUESTS = "/api/v1/requests"
APOSTILLE = {"official_document": 1, "fee_receipt": 1}

Json = dict[str, Any]


def _matches(client: FlaskClient, name: str, value: Any) -> None:
    components = document(client.application)["components"]
    schema = {"$ref": f"#/components/schemas/{name}", "components": components}
    jsonschema_rs.validate(schema, value)


def _accept(client: FlaskClient, service: str, documents: Json, **more: Any) -> Json:
    body = {"service": service, "window": 1, "documents": documents, "inspector": "Омаров Е."}
    answer = client.post(REQUESTS, json=body | more)
    assert answer.status_code == 201, answer.json
    _matches(client, "Acceptance", answer.json)
    accepted: Json = answer.json
    return accepted


def _asked(client: FlaskClient, service: str) -> Json:
    answer = client.get(f"/api/v1/services/{service}/documents").json
    _matches(client, "ServiceDocuments", answer)
    return {
        key: [
            (each["id"], each["required"], each["instead_of"], each["state_held"])
            for each in answer[key]
        ]
        for key in ("documents", "pick_up_documents")
    }


def test_the_list_tells_what_stands_instead_of_what(anyone: FlaskClient) -> None:
    # order 3, criminal record standard, item 12
    assert _asked(anyone, "criminal-record") == {
        "documents": [
            ("application", True, None, False),
            ("identity_document", True, None, False),
            ("birth_certificate", False, "identity_document", False),
            ("power_of_attorney", False, None, False),
        ],
        "pick_up_documents": [],
    }


def test_a_paper_of_the_collection_is_in_a_list_of_its_own(anyone: FlaskClient) -> None:
    # order 3, apostille standard, item 16; order 287, annex 2, item 12
    assert _asked(anyone, "apostille") == {
        "documents": [
            ("official_document", True, None, False),
            ("fee_receipt", True, None, False),
            ("power_of_attorney", False, None, False),
        ],
        "pick_up_documents": [
            ("identity_document", True, None, False),
            ("power_of_attorney_at_pickup", False, "identity_document", False),
        ],
    }
    assert _asked(anyone, "privileged")["pick_up_documents"] == [
        ("power_of_attorney", False, None, False)
    ]


def test_the_list_tells_what_the_state_holds(anyone: FlaskClient) -> None:
    # resolution 1119, guardianship standard, item 11.1
    assert _asked(anyone, "guardianship")["documents"] == [
        ("guardianship_decision", True, None, False),
        ("identity_document", False, None, True),
        ("birth_certificate", False, None, True),
        ("residence_certificate", False, None, True),
    ]


def test_a_minor_with_a_birth_certificate_alone_is_taken(operator: FlaskClient) -> None:
    accepted = _accept(operator, "criminal-record", {"application": 1, "birth_certificate": 1})

    assert (accepted["refusal"], accepted["missing"]) == (None, [])
    assert accepted["request"]["documents"] == {"application": 1, "birth_certificate": 1}


def test_a_refusal_tells_what_may_be_brought_instead(operator: FlaskClient) -> None:
    accepted = _accept(operator, "criminal-record", {"application": 1}, idempotency_key="tap-1")
    again = operator.post(
        REQUESTS,
        json={
            "service": "criminal-record", "window": 1, "documents": {"application": 1},
            "idempotency_key": "tap-1",
        },
    )  # fmt: skip

    (missing,) = accepted["missing"]
    assert missing["id"] == "identity_document"
    assert [each["id"] for each in missing["instead"]] == ["birth_certificate"]
    assert missing["instead"][0]["title"]["ru"] == "Свидетельство о рождении"
    assert missing["instead"][0]["condition"].startswith("Кәмелетке толмаған")
    assert again.json["missing"] == accepted["missing"]


def _collected(operator: FlaskClient) -> str:
    accepted = _accept(operator, "apostille", APOSTILLE, paid_on="2026-11-23")
    number = str(accepted["request"]["number"])
    assert operator.post(f"{REQUESTS}/{number}/ready", json={}).status_code == 200
    return number


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ({"documents": {"identity_document": 1}}, {"identity_document": 1}),
        ({"documents": {"power_of_attorney_at_pickup": 1}}, {"power_of_attorney_at_pickup": 1}),
        # A program of the first contract says nothing of papers.
        ({}, None),
        ({"documents": None}, None),
    ],
)
def test_a_result_is_given_out_with_what_was_shown(
    operator: FlaskClient, context: AppContext, body: Json, shown: Json | None
) -> None:
    number = _collected(operator)

    answer = operator.post(f"{REQUESTS}/{number}/issue", json={"expected_state": "ready"} | body)

    assert (answer.status_code, answer.json["state"]) == (200, "issued")
    _matches(operator, "ChangedRequest", answer.json)
    *_, event = context.queue.register.history(number)
    assert event.body.get("shown") == shown


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("kk", "Стандарт талап ететін құжат көрсетілмеді. Келушіден сұраңыз да, белгілеңіз."),
        (
            "ru",
            (
                "Документ, который требует стандарт, не предъявлен. Попросите его у посетителя и "
                "отметьте."
            ),
        ),
        (
            "en",
            "A document that the standard asks for was not shown. Ask the visitor, then tick it.",
        ),
    ],
)
def test_a_result_is_not_given_out_when_nothing_was_shown(
    operator: FlaskClient, context: AppContext, language: str, said: str
) -> None:
    number = _collected(operator)

    answer = operator.post(
        f"{REQUESTS}/{number}/issue",
        json={"documents": {}},
        headers={"Accept-Language": language},
    )

    assert (answer.status_code, answer.json["code"]) == (422, "documents_not_shown")
    assert answer.json["detail"] == said
    assert answer.json["facts"]["missing"] == ["identity_document"]
    assert context.queue.register.get(number).state.value == "ready"
