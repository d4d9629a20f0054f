"""Who did something is shown as people call them: a device by the label of its token."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.web.context import AppContext
from kezek_kiosk.web.principals import token_of

SignIn = Callable[..., tuple[FlaskClient, str]]


def test_a_ticket_s_history_calls_a_device_by_its_label(
    context: AppContext, signed_in: SignIn, app
):
    device = app.test_client()
    token = context.tokens.create("kiosk", label="Hall <left>")
    device.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    ticket = device.post("/api/v1/tickets", json={"service": "household"}).json["id"]
    browser, _ = signed_in("supervisor")
    number = context.tokens.list()[-1].id

    page = browser.get(f"/supervisor/ticket/{ticket}").get_data(as_text=True)

    assert f"Hall &lt;left&gt; (token-{number})" in page
    assert context.queue.history(ticket)[0].actor == f"token-{number}"


def test_a_device_without_a_label_goes_by_its_number(
    client_of: Callable[..., FlaskClient], signed_in: SignIn, context: AppContext
):
    ticket = client_of("kiosk").post("/api/v1/tickets", json={"service": "household"}).json["id"]
    browser, _ = signed_in("supervisor")

    page = browser.get(f"/supervisor/ticket/{ticket}").get_data(as_text=True)

    assert f">Done by </span>token-{context.tokens.list()[-1].id}<" in browser.get(
        f"/supervisor/ticket/{ticket}?lang=en"
    ).get_data(as_text=True)
    assert "token-" in page


@pytest.mark.parametrize(
    ("label", "named"), [("Терминал 2", "Терминал 2"), ("Терминал 😀", ""), ("  ", ""), ("", "")]
)
def test_papers_call_a_device_that_names_nobody_by_its_label_where_it_can_be_printed(
    context: AppContext, supervisor: FlaskClient, app, label: str, named: str
):
    device = app.test_client()
    token = context.tokens.create("operator", 2, label=label)
    device.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    number = context.tokens.list()[-1].id
    asked = context.queue.standards.get("kz-arys-2007-1122-akdala-household").documents
    hand_in = {
        "service": "household",
        "documents": {each.id: 1 for each in asked if each.required},
        "person": {"name": "Серікова Айгүл", "address": "Абай даңғылы, 10", "contacts": "8 701"},
    }

    request = device.post("/api/v1/requests", json=hand_in).json["request"]["number"]
    complaint = device.post("/api/v1/complaints", json={"text": "Ұзақ"}).json["number"]

    shown = [
        supervisor.get(f"/api/v1/requests/{request}/person").json["person"]["inspector"],
        supervisor.get(f"/api/v1/complaints/{complaint}/details").json["accepted_by"],
    ]
    assert shown == [named or f"token-{number}"] * 2


def test_a_window_that_a_call_panel_opened_shows_its_label(
    context: AppContext, signed_in: SignIn, app
):
    panel = app.test_client()
    panel.environ_base["HTTP_AUTHORIZATION"] = (
        f"Bearer {context.tokens.create('operator', 2, label='Panel at 2')}"
    )
    panel.post("/api/v1/windows/2/open")
    browser, _ = signed_in("supervisor")

    live = browser.get("/supervisor").get_data(as_text=True)
    choice = browser.get("/operator").get_data(as_text=True)

    assert "Panel at 2 (token-" in live
    assert "Panel at 2 (token-" in choice


@pytest.mark.parametrize(
    ("actor", "token"),
    [("token-7", 7), ("token-", None), ("token-x", None), ("token-²", None), ("operator1", None),
     ("tokens", None), ("7", None)],
)  # fmt: skip
def test_only_a_token_is_taken_for_one(actor: str, token: int | None):
    assert token_of(actor) == token
