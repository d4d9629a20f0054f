"""Every refused or odd attempt is countable, by reasons that nobody can add to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kezek_kiosk.app import create_app
from kezek_kiosk.web.context import AppContext
from kezek_kiosk.web.error_messages import SENTENCES
from kezek_kiosk.web.refusals import REFUSALS

ClientOf = Callable[..., FlaskClient]
TICKETS = "/api/v1/tickets"
ASKED = {"service": "household"}


def counts(client: FlaskClient) -> dict[str, int]:
    """What /metrics says of refusals, by reason."""
    text = client.get("/metrics").get_data(as_text=True)
    found = re.findall(r'^kezek_refusals_total{reason="(\w+)"} (\d+)', text, re.MULTILINE)
    return {reason: int(count) for reason, count in found}


@pytest.fixture
def sign_in(anyone: FlaskClient, csrf_of: Callable[..., str]) -> Callable[..., int]:
    """Tries a name and a PIN on the page; gives the status."""

    def attempt(name: str, pin: str, **more: str) -> int:
        form = {"name": name, "pin": pin, "csrf_token": csrf_of(anyone), **more}
        return anyone.post("/login", data=form).status_code

    return attempt


def test_every_reason_stands_there_from_the_start_at_nothing(anyone: FlaskClient) -> None:
    assert counts(anyone) == dict.fromkeys(REFUSALS, 0)


def test_every_reason_is_the_code_of_an_error() -> None:
    assert set(REFUSALS) <= set(SENTENCES)


def test_wrong_pins_and_the_wait_after_them_are_counted(
    anyone: FlaskClient, sign_in: Callable[..., int]
) -> None:
    for name in ("operator1", "operator1", "operator1", "operator1", "nobody"):
        sign_in(name, "135799")

    counted = counts(anyone)

    assert (counted["sign_in_refused"], counted["sign_in_delayed"]) == (4, 1)


def test_wrong_present_pins_are_counted(
    anyone: FlaskClient, signed_in: Callable[..., tuple[FlaskClient, str]]
) -> None:
    browser, csrf = signed_in("operator1")
    form = {"present": "135799", "chosen": "735192", "again": "735192", "csrf_token": csrf}

    browser.post("/pin", data=form)

    assert counts(anyone)["old_pin_refused"] == 1


@pytest.mark.parametrize(
    ("reason", "attempt"),
    [
        ("token_refused",
         lambda it: it.post(TICKETS, json=ASKED, headers={"Authorization": "Bearer x"})),
        ("sign_in_needed", lambda it: it.post(TICKETS, json=ASKED)),
        ("origin_refused",
         lambda it: it.post(TICKETS, json=ASKED, headers={"Origin": "http://evil.example"})),
        ("page_expired", lambda it: it.post("/login", data={"name": "operator1"})),
        ("host_refused", lambda it: it.get("/", headers={"Host": "evil.example"})),
        ("length_needed",
         lambda it: it.post(TICKETS, headers={"Transfer-Encoding": "chunked"})),
        ("not_found", lambda it: it.get("/wp-login.php")),
        ("method_not_allowed", lambda it: it.get("/logout")),
        ("too_large", lambda it: it.post("/api/v1/surveys", data=b"{" * 70_000)),
        ("unknown_ticket", lambda it: it.get("/api/v1/tickets/2026-11-23-A999")),
        ("unknown_ticket", lambda it: it.get("/t/AAAAAAAAAAAAAAAAAAAAAAAAAA")),
        ("unknown_ticket",
         lambda it: it.post("/api/v1/surveys", json={"token": "A" * 26, "process": True})),
    ],
)  # fmt: skip
def test_what_strangers_try_is_counted_once(
    anyone: FlaskClient, reason: str, attempt: Callable[[FlaskClient], object]
) -> None:
    attempt(anyone)

    assert {name: count for name, count in counts(anyone).items() if count} == {reason: 1}


def test_a_role_that_is_too_small_and_another_window_are_counted(
    anyone: FlaskClient, client_of: ClientOf
) -> None:
    client_of("kiosk").post("/api/v1/windows/1/open")
    client_of("operator", 2).post("/api/v1/windows/3/open")
    client_of("operator", 2).post(TICKETS, data=b"[")

    counted = counts(anyone)

    assert (counted["forbidden"], counted["other_window"], counted["not_json"]) == (1, 1, 1)


def test_receipts_and_complaints_that_are_guessed_are_counted(
    visitor: FlaskClient, supervisor: FlaskClient
) -> None:
    answers = [
        visitor.post("/kiosk/receipt", json={"number": "26-000999-8"}),
        visitor.get("/api/v1/requests/26-000999-8"),
        supervisor.get("/api/v1/complaints/C-26-000001-9"),
    ]

    assert [each.status_code for each in answers] == [200, 404, 404]
    counted = counts(visitor)
    assert (counted["unknown_request"], counted["unknown_complaint"]) == (2, 1)


def test_whoever_asks_too_often_is_counted(
    context: AppContext, csrf_of: Callable[..., str]
) -> None:
    limits = replace(context.settings.limits, open_tickets_per_minute=1)
    app: Flask = create_app(replace(context, settings=replace(context.settings, limits=limits)))
    browser = app.test_client()
    browser.environ_base["HTTP_X_CSRFTOKEN"] = csrf_of(browser, "/kiosk")

    statuses = [browser.post(TICKETS, json=ASKED).status_code for _ in range(3)]

    assert statuses == [201, 429, 429]
    assert counts(browser)["too_many_requests"] == 2


def test_nobody_adds_a_reason(anyone: FlaskClient, context: AppContext) -> None:
    for number in range(100):
        context.metrics.refusals.count(f"invented-{number}")
        anyone.get(f"/invented-{number}")

    assert set(counts(anyone)) == set(REFUSALS)


def test_a_fault_of_the_server_is_no_refusal(
    anyone: FlaskClient, admin: FlaskClient, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(type(context.queue), "issue", broken)

    assert admin.post(TICKETS, json=ASKED).status_code == 500
    assert not any(counts(anyone).values())
