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
