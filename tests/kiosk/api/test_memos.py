"""The service memo over HTTP: open to read, printed for devices and visitors, counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from flask.testing import FlaskClient

from kezek_core.events import EventKind
from kezek_core.papers.form_slips import FormKind, FormSlip
from kezek_kiosk.web.context import AppContext

MEMOS = "/api/v1/memos"


@pytest.fixture
def kiosk(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    """A paired kiosk."""
    return client_of("kiosk")


def test_the_memo_is_open_to_read_and_has_the_described_shape(
    anyone: FlaskClient, openapi: dict[str, Any]
) -> None:
    answer = anyone.get("/api/v1/services/guardianship/memo?language=ru")

    shape = openapi["paths"]["/services/{service}/memo"]["get"]["responses"]["200"]
    schema = shape["content"]["application/json"]["schema"]
    jsonschema_rs.validate({**schema, "components": openapi["components"]}, answer.json)
    assert answer.json["standard"] == "kz-gov-2012-1119-guardianship"
    assert FormSlip.from_json(answer.json["memo"]).language == "ru"


def test_a_memo_of_an_unknown_service_is_refused_with_what_to_do(anyone: FlaskClient) -> None:
    answer = anyone.get("/api/v1/services/passports/memo")

    assert answer.status_code == 422
    assert answer.json["code"] == "unknown_service"


@pytest.mark.parametrize("query", ["language=de", "lang=kk"])
def test_a_query_with_a_mistake_is_named(anyone: FlaskClient, query: str) -> None:
    answer = anyone.get(f"/api/v1/services/guardianship/memo?{query}")

    assert answer.status_code == 400


def test_a_printed_memo_is_a_job_of_the_chosen_language_and_an_event(
    kiosk: FlaskClient, context: AppContext
) -> None:
    answer = kiosk.post(MEMOS, json={"service": "apostille", "language": "en"})

    (job,) = context.queue.lease_print_jobs("test")
    event = context.queue.events()[-1]
    assert answer.status_code == 201
    assert job.id == answer.json["print_job"]
    assert isinstance(job.slip, FormSlip)
    assert (job.slip.kind, job.slip.language) == (FormKind.MEMO, "en")
    assert (event.kind, event.body["form"]) == (EventKind.PRINT_REQUESTED, "memo")
    assert context.queue.verify_journal().sound


def test_the_open_kiosk_prints_as_often_as_it_takes_tickets(
    visitor: FlaskClient, context: AppContext
) -> None:
    allowed = context.settings.limits.open_tickets_per_minute
    statuses = [
        visitor.post(MEMOS, json={"service": "household"}).status_code for _ in range(allowed + 1)
    ]

    assert statuses == [201] * allowed + [429]


def test_nobody_prints_without_a_token_or_the_page(anyone: FlaskClient) -> None:
    answer = anyone.post(MEMOS, json={"service": "household"})

    assert answer.status_code == 401


def test_an_unknown_service_prints_nothing(kiosk: FlaskClient, context: AppContext) -> None:
    answer = kiosk.post(MEMOS, json={"service": "passports"})

    assert answer.status_code == 422
    assert context.queue.lease_print_jobs("test") == []


def test_a_lost_answer_is_asked_for_again_and_prints_one_memo(
    kiosk: FlaskClient, context: AppContext
) -> None:
    order = {"service": "guardianship", "idempotency_key": "k"}

    first, again = (kiosk.post(MEMOS, json=order) for _ in range(2))
    by_header = kiosk.post(
        MEMOS, json={"service": "guardianship"}, headers={"Idempotency-Key": "k"}
    )
    other = kiosk.post(MEMOS, json={"service": "household", "idempotency_key": "k"})

    assert first.json == again.json == by_header.json
    assert (other.status_code, other.json["code"]) == (409, "idempotency_conflict")
    assert len(context.queue.lease_print_jobs("t", limit=9)) == 1
