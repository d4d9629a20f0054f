"""The OpenAPI document: whole, true, and no call fails on whatever it allows or forbids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kezek_kiosk.api import blueprints
from kezek_kiosk.api.openapi.document import document
from kezek_kiosk.web.context import AppContext

PREFIX = "/api/v1"
DOCS = Path(__file__).parents[3] / "docs" / "api.md"
METHODS = ("get", "post", "put", "patch", "delete")
EXAMPLES_PER_CALL = 12
LONG_CALLS = ("/stream", "/print-jobs/lease")
"""They wait on purpose; a server that is stopping answers them at once."""

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


def _api() -> Flask:
    """The routes of the API alone, known before any office is."""
    app = Flask("api")
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    return app


DOCUMENT = document(_api())


def _operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, calls in DOCUMENT["paths"].items():
        for method, operation in calls.items():
            yield method, path, operation


def _schema(schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "components": DOCUMENT["components"]}


def test_every_route_of_the_api_is_described_and_nothing_else(app: Flask) -> None:
    routes = {
        (method.lower(), re.sub(r"<(?:[^:>]+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(PREFIX)))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(PREFIX)
        for method in rule.methods or ()
        if method.lower() in METHODS
    }

    described = {(method, path) for method, path, _ in _operations()}

    assert described == routes


def test_operation_ids_are_unique_and_every_call_has_a_summary() -> None:
    ids = [operation["operationId"] for _, _, operation in _operations()]

    assert len(ids) == len(set(ids))
    assert all(operation["summary"].endswith(".") for _, _, operation in _operations())


def test_every_command_says_who_may_give_it() -> None:
    for method, path, operation in _operations():
        if method == "post":
            assert operation["security"] == [{"token": []}, {"session": []}], path


def test_the_document_is_valid_openapi(anyone: FlaskClient) -> None:
    schema = schemathesis.openapi.from_dict(anyone.get("/api/v1/openapi.json").json)

    schema.validate()


def test_the_document_is_made_once_however_often_it_is_asked_for(
    anyone: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = anyone.get("/api/v1/openapi.json")
    monkeypatch.delattr("kezek_kiosk.api.openapi.document.document")

    again = anyone.get("/api/v1/openapi.json")

    assert (again.data, again.mimetype) == (first.data, "application/json")


def test_the_manual_lists_every_call_and_every_code() -> None:
    manual = DOCS.read_text(encoding="utf-8")

    for method, path, _ in _operations():
        assert f"`{method.upper()} {path}`" in manual, (method, path)
    for code in DOCUMENT["x-error-codes"]:
        assert f"`{code}`" in manual, code


def test_real_answers_have_the_described_shapes(admin: FlaskClient) -> None:
    ticket = admin.post(f"{PREFIX}/tickets", json={"service": "household"}).json["id"]
    admin.post(f"{PREFIX}/windows/2/open")
    asked = {
        ("get", "/tickets/{ticket_id}"): f"/tickets/{ticket}",
        ("post", "/windows/{window}/next"): "/windows/2/next",
        ("post", "/windows/{window}/start"): "/windows/2/start",
        ("post", "/windows/{window}/finish"): "/windows/2/finish",
        ("get", "/windows/{window}"): "/windows/2",
        ("get", "/queue"): "/queue",
        ("get", "/board"): "/board",
        ("get", "/events"): "/events",
        ("get", "/reports/waits"): "/reports/waits",
        ("get", "/reports/waits/log"): "/reports/waits/log",
        ("post", "/print-jobs/lease"): "/print-jobs/lease",
        ("get", "/print-jobs/{job_id}"): "/print-jobs/1",
        ("get", "/healthz"): "/healthz",
        ("get", "/readyz"): "/readyz",
    }
    bodies = {"/print-jobs/lease": {"agent": "hall"}}

    for (method, path), address in asked.items():
        send = getattr(admin, method)
        answer = send(PREFIX + address, json=bodies.get(path, {})) if method == "post" else send(
            PREFIX + address
        )  # fmt: skip
        described = DOCUMENT["paths"][path][method]["responses"][str(answer.status_code)]
        schema = described["content"]["application/json"]["schema"]
        assert answer.status_code == 200, (path, answer.json)
        jsonschema_rs.validate(_schema(schema), answer.json)


@cache
def _parsed(app: Flask) -> Any:
    """The document as schemathesis reads it, once a worker: it has one app."""
    return schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", app)


@pytest.mark.slow(0.2)
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(
    ("method", "path"), sorted((method, path) for method, path, _ in _operations())
)
def test_no_call_fails_or_answers_with_an_undocumented_status(
    app: Flask, context: AppContext, method: str, path: str, mode: schemathesis.GenerationMode
) -> None:
    headers = {"Authorization": f"Bearer {context.tokens.create('admin')}"}
    if path in LONG_CALLS:
        context.stopping.set()

    @seed(20261122)
    @settings(
        max_examples=EXAMPLES_PER_CALL,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=_parsed(app)[path][method.upper()].as_strategy(generation_mode=mode))
    def answers_as_described(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers, checks=list(CHECKS))

    with suppress(Unsatisfiable):  # nothing can be wrong about a call without parameters
        answers_as_described()


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3)
    ),
    max_leaves=5,
)


@seed(20261122)
@settings(
    max_examples=300, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(data=st.data())
def test_junk_in_any_field_of_any_command_is_refused_with_a_problem(
    admin: FlaskClient, context: AppContext, data: st.DataObject
) -> None:
    context.stopping.set()
    send_junk(admin, data)


def send_junk(caller: FlaskClient, data: st.DataObject) -> int:
    """One command with junk in some of its fields; the status of its answer, which is described."""
    commands = [(path, operation) for method, path, operation in _operations() if method == "post"]
    path, operation = data.draw(st.sampled_from(commands))
    known = operation["requestBody"]["content"]["application/json"]["schema"]["properties"]
    body = {
        name: data.draw(JUNK)
        for name in data.draw(st.sets(st.sampled_from(sorted(known) or ["x"])))
    }
    address = path.format(
        ticket_id="2026-11-23-K001", window=2, job_id=1, number="260000019", service="household",
        office_day="2026-11-23",
    )  # fmt: skip

    answer = caller.post(PREFIX + address, json=body)

    assert str(answer.status_code) in operation["responses"], answer.get_data(as_text=True)
    assert answer.status_code < 500, answer.get_data(as_text=True)
    return answer.status_code


INPUTS = 50_000
CALLERS = ("admin", "supervisor", "operator", "kiosk")


@pytest.mark.faults
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("role", CALLERS)
def test_fifty_thousand_inputs_past_the_door_break_nothing(
    context: AppContext,
    client_of: Callable[..., FlaskClient],
    record: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    role: str,
) -> None:
    monkeypatch.setattr("kezek_kiosk.web.rate_limits.RateLimits.count", lambda *_a, **_k: None)
    context.stopping.set()
    caller = client_of("operator", 2) if role == "operator" else client_of(role)
    statuses: Counter[int] = Counter()

    @seed(20261122)
    @settings(
        max_examples=INPUTS // 2, deadline=None, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(data=st.data())
    def junk(data: st.DataObject) -> None:
        statuses[send_junk(caller, data)] += 1

    while sum(statuses.values()) - statuses[401] - statuses[403] < INPUTS // len(CALLERS):
        junk()

    past = sum(statuses.values()) - statuses[401] - statuses[403]
    proof = context.queue.prove_office()
    record(f"bad inputs past the door, {role}", done=past,
           lost=sum(n for status, n in statuses.items() if status >= 500) + proof.differences,
           control="an answer that is not described")  # fmt: skip
    assert proof.sound
