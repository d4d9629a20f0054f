"""The session's cookie over http and https: its name, its attributes, and signing out of both."""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import Morsel, SimpleCookie
from typing import Any

import pytest
from flask import Flask, Response, session
from flask.testing import FlaskClient

from kezek_kiosk.access.pin_rules import DEMO_PIN
from kezek_kiosk.app import create_app
from kezek_kiosk.web.context import AppContext

PLAIN, SECURE = "http://localhost", "https://localhost"


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., FlaskClient]:
    """Signs operator1 in at an address, in a new browser or in one that was elsewhere before."""

    def enter(address: str, browser: FlaskClient | None = None) -> FlaskClient:
        used = browser or app.test_client()
        form = {"name": "operator1", "pin": DEMO_PIN, "csrf_token": _csrf(used, address)}
        answer = used.post("/login", data=form, base_url=address)
        assert answer.status_code == 302, answer.get_data(as_text=True)[:300]
        return used

    return enter


def _csrf(browser: FlaskClient, address: str) -> str:
    text = browser.get("/login?again=1", base_url=address).get_data(as_text=True)
    return text.partition('name="csrf-token" content="')[2].partition('"')[0]


def _set_by(answer: Any) -> dict[str, Morsel[str]]:
    found: dict[str, Morsel[str]] = {}
    for header in answer.headers.getlist("Set-Cookie"):
        found.update(SimpleCookie(header))
    return found


@pytest.mark.parametrize(
    ("address", "name", "secure"), [(PLAIN, "kezek", False), (SECURE, "__Host-kezek", True)]
)
def test_name_and_attributes_are_those_of_the_scheme(
    anyone: FlaskClient, address: str, name: str, secure: bool
) -> None:
    cookies = _set_by(anyone.get("/login", base_url=address))

    assert list(cookies) == [name]
    cookie = cookies[name]
    assert bool(cookie["secure"]) is secure
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Strict", "/", "")
    assert (cookie["expires"], cookie["max-age"]) == ("", ""), "gone with the browser"


@pytest.mark.parametrize(("address", "secure"), [(PLAIN, False), (SECURE, True)])
def test_what_a_browser_chose_is_kept_by_the_scheme_too(
    anyone: FlaskClient, address: str, secure: bool
) -> None:
    cookies = _set_by(anyone.get("/login?lang=ru&theme=contrast", base_url=address))

    for name in ("kezek_language", "kezek_theme"):
        assert bool(cookies[name]["secure"]) is secure
        assert cookies[name]["samesite"] == "Lax"


@pytest.mark.parametrize("address", [PLAIN, SECURE])
def test_people_sign_in_work_and_sign_out_over_both(
    sign_in: Callable[..., FlaskClient], address: str
) -> None:
    browser = sign_in(address)
    csrf = _csrf(browser, address)

    inside = browser.get("/operator", base_url=address).status_code
    command = browser.post(
        "/api/v1/windows/1/open", base_url=address, headers={"X-CSRFToken": csrf}
    )
    browser.post("/logout", base_url=address, data={"csrf_token": csrf})

    assert (inside, command.status_code) == (200, 200)
    assert browser.get("/operator", base_url=address).status_code == 302


def test_a_cookie_of_plain_http_speaks_for_nobody_over_https(
    sign_in: Callable[..., FlaskClient], app: Flask
) -> None:
    stolen = sign_in(PLAIN).get_cookie("kezek").value
    browser = app.test_client()
    browser.set_cookie("kezek", stolen)

    assert browser.get("/operator", base_url=PLAIN).status_code == 200
    assert browser.get("/operator", base_url=SECURE).status_code == 302


def test_signing_out_over_https_ends_the_session_of_plain_http_too(
    sign_in: Callable[..., FlaskClient], app: Flask
) -> None:
    browser = sign_in(PLAIN)
    left = browser.get_cookie("kezek").value
    sign_in(SECURE, browser)
    csrf = _csrf(browser, SECURE)

    answer = browser.post("/logout", base_url=SECURE, data={"csrf_token": csrf})
    thief = app.test_client()
    thief.set_cookie("kezek", left)

    assert _set_by(answer)["kezek"]["max-age"] == "0"
    assert thief.get("/operator", base_url=PLAIN).status_code == 302
    assert browser.get("/operator", base_url=SECURE).status_code == 302


def test_a_forged_cookie_of_plain_http_ends_nobody_s_session(
    sign_in: Callable[..., FlaskClient],
) -> None:
    colleague = sign_in(PLAIN)
    browser = sign_in(SECURE)
    browser.set_cookie("kezek", "forged.cookie.value")

    answer = browser.post("/logout", base_url=SECURE, data={"csrf_token": _csrf(browser, SECURE)})

    assert answer.status_code == 302
    assert colleague.get("/operator", base_url=PLAIN).status_code == 200


@pytest.mark.parametrize(
    ("own", "told"), [("", "Cookie"), ("Accept-Language", "Accept-Language, Cookie")]
)
def test_an_answer_that_may_hang_on_the_session_varies_by_the_cookie(
    context: AppContext, own: str, told: str
) -> None:
    app = create_app(context)

    @app.get("/varied")
    def varied() -> Response:
        assert not session.get("anything")
        return Response("text", headers={"Vary": own} if own else {})

    with app.test_client().get("/varied") as answer:
        assert answer.headers.getlist("Vary") == [told]
        assert "Set-Cookie" not in answer.headers
