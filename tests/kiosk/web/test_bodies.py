"""Bodies are declared once: every route has a declaration, and every mistake is told at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import kezek_kiosk
from kezek_core.phrases import said, whole_from
from kezek_core.texts import SHIPPED as LANGUAGES
from kezek_kiosk.errors import BadRequestError
from kezek_kiosk.web.bodies import MOST_FAULTS
from kezek_kiosk.web.catalogue import fault_words
from kezek_kiosk.web.declared_fields import Asked, fields_of
from kezek_kiosk.web.expected_words import expected_of

TICKETS = "/api/v1/tickets"
CHANGES = {"POST", "PUT", "PATCH", "DELETE"}
FORMS = {
    "/pin",
    "/login", "/login/window", "/login/here", "/logout", "/health/journal",
    "/t/<token>/survey", "/t/<token>/cancel",
}  # fmt: skip
"""Pages whose browser sends a form; a form without its fields shows itself again."""

CYRILLIC, LATIN = re.compile(r"[а-яәғқңөұүһі]", re.IGNORECASE), re.compile(r"[a-z]{3,}")
MISTAKES = {"language": "de", "stage": 7, "print_ticket": 1, "iin": "900101300123"}
MISTAKEN = ["iin", "service", "language", "stage", "print_ticket"]


def _commands(app: Flask) -> dict[str, Any]:
    """The views that change something, by address."""
    return {
        rule.rule: app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        if CHANGES & (rule.methods or set())
    }


def _declared(kind: type[Asked]) -> Iterator[type[Asked]]:
    """A declaration and those inside it."""
    yield kind
    for field in fields_of(kind).values():
        for inner in (field.bare, *getattr(field.bare, "__args__", ())):
            if isinstance(inner, type) and issubclass(inner, Asked):
                yield from _declared(inner)


def _declarations(app: Flask) -> set[type[Asked]]:
    views = app.view_functions.values()
    kinds = {view.takes for view in views if hasattr(view, "takes")}  # type: ignore[attr-defined]
    return {inner for kind in kinds for inner in _declared(kind)}


def _faults(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 400, answer.get_data(as_text=True)
    assert answer.json["code"] == "bad_request"
    found: list[dict[str, str]] = answer.json["facts"]["faults"]
    return found


def test_every_route_that_changes_something_declares_its_body(app: Flask) -> None:
    undeclared = {address for address, view in _commands(app).items() if not hasattr(view, "takes")}

    assert undeclared == FORMS


def test_a_route_without_a_declaration_would_be_found() -> None:
    app = Flask("another")
    app.add_url_rule("/api/v1/new", "new", lambda: "", methods=["PATCH"])

    assert not hasattr(_commands(app)["/api/v1/new"], "takes")


def test_nobody_reads_a_json_body_past_its_declaration() -> None:
    room = Path(kezek_kiosk.__file__).parent
    raw = re.compile(r"request\.(get_json|json|get_data|data)\b")

    readers = {
        path.relative_to(room).as_posix()
        for path in room.rglob("*.py")
        if raw.search(path.read_text(encoding="utf-8"))
    }

    assert readers == {"web/bodies.py"}


def test_a_declaration_is_frozen_and_knows_every_one_of_its_fields(app: Flask) -> None:
    found = _declarations(app)

    assert len(found) > 30
    for kind in found:
        assert kind.__struct_config__.frozen, kind
        assert kind.__struct_config__.forbid_unknown_fields, kind
        assert (kind.__doc__ or "").endswith("."), kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_field_expects_can_be_said(app: Flask, language: str) -> None:
    translate = fault_words(language)

    for kind in _declarations(app):
        for name, field in fields_of(kind).items():
            sentence = said(expected_of(field.kind), translate)
            assert sentence, (kind, name)
            assert "%(" not in sentence, (kind, name, sentence)


def test_every_mistake_is_told_at_once(admin: FlaskClient) -> None:
    found = _faults(admin.post(TICKETS, json=MISTAKES))

    assert [each["field"] for each in found] == MISTAKEN
    assert all(each.keys() == {"field", "expected", "came", "what_to_do"} for each in found)


def test_the_first_mistake_stands_where_it_always_stood(admin: FlaskClient) -> None:
    answer = admin.post(TICKETS, json={"service": ""}, headers={"Accept-Language": "en"})

    facts = answer.json["facts"]
    assert (facts["field"], facts["expected"]) == (
        "service",
        "text of 1 to 64 characters on one line",
    )
    assert facts["faults"] == [
        {
            "field": "service",
            "expected": facts["expected"],
            "came": "text of length 0",
            "what_to_do": "Mend this field and send everything again.",
        }
    ]


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ({"agent": "a"}, ["devices"]),
        ({"agent": "a", "devices": {}}, ["devices"]),
        ({"agent": "a", "devices": [None]}, ["devices[0]"]),
        (
            {"agent": "a", "devices": [
                {"name": "x", "kind": "printer", "word": "ok"},
                {"name": "", "kind": "toaster", "facts": {"a": []}, "more": 1},
            ]},
            ["devices[1].more", "devices[1].name", "devices[1].kind", "devices[1].word",
             "devices[1].facts.a"],
        ),
    ],
)  # fmt: skip
def test_the_place_of_a_mistake_leads_into_lists_and_objects(
    admin: FlaskClient, body: Any, places: list[str]
) -> None:
    found = _faults(admin.post("/api/v1/devices", json=body))

    assert [each["field"] for each in found] == places


def test_a_wrong_item_of_a_list_or_a_map_is_told_by_its_place(admin: FlaskClient) -> None:
    body = {
        "service": "household",
        "documents": {"identity_card": -1, "application": 1},
        "applies": ["own_home", 1, "\x00"],
    }

    found = _faults(admin.post("/api/v1/requests", json=body, headers={"Accept-Language": "en"}))

    assert [(each["field"], each["came"]) for each in found] == [
        ("documents.identity_card", "a number"),
        ("applies[1]", "a number"),
        ("applies[2]", "text with line breaks or signs that cannot be seen"),
    ]


def test_a_wrong_name_in_a_map_is_a_fault_of_the_map(admin: FlaskClient) -> None:
    body = {"service": "household", "documents": {"": 1}}

    found = _faults(admin.post("/api/v1/requests", json=body, headers={"Accept-Language": "en"}))

    assert [(each["field"], each["came"]) for each in found] == [("documents", "an object")]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_refusal_is_in_one_language(admin: FlaskClient, language: str) -> None:
    answer = admin.post(TICKETS, json=MISTAKES, headers={"Accept-Language": language})

    for fault in _faults(answer):
        del fault["field"]
        for text in fault.values():
            own = re.sub(r"(:|өрістер:|поля:) [\w, ]+$|true|false", "", text)
            assert not LATIN.search(own), text
            assert CYRILLIC.search(text) or text in ("true немесе false", "true или false")
    assert not LATIN.search(answer.json["detail"].replace("iin", "").split(":")[0])


def test_a_refusal_in_english_has_no_other_letters(admin: FlaskClient) -> None:
    answer = admin.post(TICKETS, json=MISTAKES, headers={"Accept-Language": "en"})

    assert not CYRILLIC.search(str(answer.json))
    assert answer.json["detail"].startswith("The request has 5 mistakes. Expected for iin: ")


def test_no_value_is_repeated(admin: FlaskClient) -> None:
    secret = "900101300123"
    body = {name: [secret] for name in ("service", "language", "stage", "idempotency_key")}

    for sent in (body, {"service": {secret: secret}}, {"service": f"{secret}\n"}, [secret]):
        assert secret not in admin.post(TICKETS, json=sent).get_data(as_text=True)


def test_a_body_of_a_thousand_mistakes_is_not_answered_at_length(admin: FlaskClient) -> None:
    answer = admin.post(TICKETS, json={f"f{number}": 1 for number in range(1000)})

    assert len(_faults(answer)) == MOST_FAULTS
    assert len(answer.data) < 16 * 1024


def test_null_counts_as_left_out_where_a_field_may_be(admin: FlaskClient) -> None:
    body = {"service": "household", **dict.fromkeys(("language", "category", "stage"))}

    answer = admin.post(TICKETS, json=body)

    assert (answer.status_code, answer.json["stage"]) == (201, "submission")
    assert admin.get(f"{TICKETS}/{answer.json['id']}").json["language"] == "kk"


def test_the_key_in_the_body_goes_before_the_header(admin: FlaskClient) -> None:
    body = {"service": "household", "idempotency_key": "one"}
    first = admin.post(TICKETS, json=body).json

    again = admin.post(TICKETS, json=body, headers={"Idempotency-Key": "two"})
    by_header = admin.post(
        TICKETS, json={"service": "household"}, headers={"Idempotency-Key": "one"}
    )

    assert (again.status_code, again.json["id"]) == (200, first["id"])
    assert (by_header.status_code, by_header.json["id"]) == (200, first["id"])


def test_a_wrong_header_is_named_as_the_header(admin: FlaskClient) -> None:
    for key in ("two words", ""):
        answer = admin.post(TICKETS, json={"service": ""}, headers={"Idempotency-Key": key})

        assert [each["field"] for each in _faults(answer)] == ["Idempotency-Key", "service"]


HOSTILE = [
    b"{", b"\xff\xfe{}", b"\xef\xbb\xbf[]", b"null", b"7", b'"x"', b"NaN", b"-", b"{}{}", b"\x00",
    b" ", b'{"service": NaN}', b'{"service": Infinity}', b'{"service": 1e999}',
    b'{"service": "\xc0\x80"}', b'{"service": "\\ud800"}', b'{"\\ud800": 1}',
    b'{"service": "\x00"}', b'{"service": ' + b"9" * 5000 + b"}", b"[" * 30_000,
    b'{"service": ' + b"[" * 700 + b"]" * 700 + b"}", b'{"service":' * 5_000,
    b'{"service": {"service": ' + b"[" * 20_000,
    b'{"service": [' + b"1," * 20_000 + b"1]}",
]  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE, ids=lambda data: repr(data[:20]))
def test_no_bytes_bring_any_command_down(app: Flask, admin: FlaskClient, data: bytes) -> None:
    parts = {"window": "2", "job_id": "1", "office_day": "2026-11-23"}
    commands = [address for address in _commands(app) if address not in FORMS]

    for address in commands:
        path = re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda part: parts.get(part[1], "x1"), address)
        answer = admin.post(path, data=data, content_type="application/json")
        assert answer.status_code in (400, 404, 409, 422), (path, answer.get_data(as_text=True))


def test_the_last_of_two_fields_of_one_name_holds(admin: FlaskClient) -> None:
    data = b'\xef\xbb\xbf{"service": 7, "service": "household"}'

    assert admin.post(TICKETS, data=data, content_type="application/json").status_code == 201


@pytest.mark.parametrize("raw", ["+6", " 6", "6.0", "6e0", "٦", "six", "", "6" * 17])
def test_a_number_in_a_query_is_digits(anyone: FlaskClient, raw: str) -> None:
    answer = anyone.get("/api/v1/board", query_string={"rows": raw})

    assert [each["field"] for each in _faults(answer)] == ["rows"]


def test_a_query_tells_every_mistake_too(anyone: FlaskClient) -> None:
    found = _faults(anyone.get("/api/v1/events?after=-1&limit=0&more=1"))

    assert [each["field"] for each in found] == ["more", "after", "limit"]


@pytest.mark.parametrize("day", ["1999-12-31", "2201-01-01", "0001-01-01", "9999-12-31"])
def test_a_day_that_nobody_can_mean_is_refused(supervisor: FlaskClient, day: str) -> None:
    found = _faults(supervisor.get(f"/api/v1/complaints?from={day}"))

    assert [each["field"] for each in found] == ["from"]


def test_whoever_may_not_call_is_told_that_before_any_mistake(anyone: FlaskClient) -> None:
    assert anyone.post(TICKETS, json=MISTAKES).status_code == 401


def test_the_log_and_the_command_line_get_one_english_sentence() -> None:
    error = BadRequestError.of("rows", whole_from(1, 50), True)

    assert str(error) == (
        "expected a whole number from 1 to 50 for rows, got true or false. "
        "Mend this field and send everything again."
    )
