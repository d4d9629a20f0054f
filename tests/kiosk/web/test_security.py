"""Origin, cookies and headers of every answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client

from kezek_kiosk.app import create_app
from kezek_kiosk.edge.farewells import HEAD_TOO_LONG, PLACES_TAKEN, TOO_SLOW, farewell
from kezek_kiosk.web.context import AppContext
from kezek_kiosk.web.security_headers import HEADERS, SecurityHeaders

PAGES = ["/", "/kiosk", "/board", "/login", "/nothing", "/healthz", "/api/v1/queue", "/api/v1/x"]


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_carries_the_security_headers(anyone: FlaskClient, page: str) -> None:
    with anyone.get(page) as answer:
        headers = answer.headers

    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


TICKET = {"path": "/api/v1/tickets", "method": "POST"}
STYLE = {"path": "/static/css/base.css"}
KEPT = {"If-Modified-Since": "Fri, 1 Jan 2100 00:00:00 GMT"}
EVERY_KIND: dict[str, tuple[int, dict[str, Any]]] = {
    "a page": (200, {"path": "/kiosk"}),
    "a static file": (200, STYLE),
    "a static file that the browser has": (304, {**STYLE, "headers": KEPT}),
    "a redirect": (302, {"path": "/operator"}),
    "nothing there": (404, {"path": "/api/v1/x"}),
    "no such method": (405, {"path": "/api/v1/queue", "method": "DELETE"}),
    "a stream": (200, {"path": "/api/v1/stream"}),
    "another host": (421, {"path": "/kiosk", "headers": {"Host": "evil.example"}}),
    "another site": (403, {**TICKET, "headers": {"Origin": "http://evil.example"}}),
    "in chunks": (411, {**TICKET, "headers": {"Transfer-Encoding": "chunked"}}),
    "too much": (413, {"path": "/login", "method": "POST", "data": {"pin": "1" * 2**20}}),
    "a zero sign": (400, {"path": "/kiosk?a=%00"}),
    "a fault of ours": (500, {"path": "/fault"}),
}


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_kind_of_answer_carries_each_of_them_once(
    context: AppContext, kind: str, scheme: str
) -> None:
    app = create_app(context)
    app.add_url_rule("/fault", view_func=_fail)
    status, asked = EVERY_KIND[kind]

    with app.test_client().open(**asked, base_url=f"{scheme}://localhost") as answer:
        assert answer.status_code == status
        assert {name: answer.headers.getlist(name) for name, _ in HEADERS} == {
            name: [value] for name, value in HEADERS
        }
        assert ("Strict-Transport-Security" in answer.headers) == (scheme == "https")
        assert bool(answer.headers.getlist("Cache-Control"))


def _fail() -> str:
    raise RuntimeError("as a fault of ours would")


@pytest.mark.parametrize("code", [TOO_SLOW, HEAD_TOO_LONG, PLACES_TAKEN])
def test_what_no_thread_answers_carries_them_and_says_when_to_come_back(code: str) -> None:
    head = farewell(code).partition(b"\r\n\r\n")[0].decode().split("\r\n")

    assert {f"{name}: {value}" for name, value in HEADERS} <= set(head)
    assert "Retry-After: 5" in head


def test_an_answer_keeps_the_headers_of_its_own_beside_them() -> None:
    def inner(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain"), ("X-Own", "1")])
        return [b"body"]

    answer = Client(SecurityHeaders(inner)).get("/")

    assert (answer.data, answer.headers["X-Own"]) == (b"body", "1")
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("page", ["/", "/kiosk", "/board", "/login"])
def test_no_page_needs_what_the_policy_forbids(anyone: FlaskClient, page: str) -> None:
    with anyone.get(page) as answer:
        text = answer.get_data(as_text=True)

    assert " style=" not in text
    assert " onclick=" not in text
    assert "<style" not in text
    for script in text.split("<script")[1:]:
        opening, _, body = script.partition(">")
        is_data = 'type="application/json"' in opening
        assert is_data or not body.split("</script")[0].strip(), opening


def test_the_cookie_is_for_this_site_and_no_script(app: Flask) -> None:
    browser = app.test_client()

    with browser.get("/login") as answer:
        cookie = answer.headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:81"},
        {"Referer": "http://evil.example/page"},
        {"Origin": "http://["},
        {"Origin": "//"},
        {"Referer": "http://[zz]:x/"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_command_from_another_site_is_refused(
    anyone: FlaskClient, headers: dict[str, str]
) -> None:
    answer = anyone.post("/api/v1/tickets", json={"service": "household"}, headers=headers)

    assert (answer.status_code, answer.json["code"]) == (403, "origin_refused")


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://localhost"}, {"Referer": "http://localhost/kiosk"},
     {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}],
)  # fmt: skip
def test_a_command_from_this_site_is_taken(visitor: FlaskClient, headers: dict[str, str]) -> None:
    answer = visitor.post("/api/v1/tickets", json={"service": "household"}, headers=headers)

    assert answer.status_code == 201


def test_the_sign_in_form_needs_its_csrf_token(anyone: FlaskClient) -> None:
    with anyone.post("/login", data={"name": "operator1", "pin": "000000"}) as answer:
        assert answer.status_code == 403
        assert answer.mimetype == "text/html"


def test_nothing_changes_by_get(app: Flask) -> None:
    commands = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1") and "POST" in (rule.methods or ())
    ]

    assert len(commands) >= 20
    for rule in commands:
        assert "GET" not in (rule.methods or ()), rule.rule


def test_an_open_kiosk_with_a_cookie_needs_the_token_of_its_page(
    anyone: FlaskClient, csrf_of: Callable[..., str]
) -> None:
    csrf = csrf_of(anyone, "/kiosk")

    without = anyone.post("/api/v1/tickets", json={"service": "household"})
    with_token = anyone.post(
        "/api/v1/tickets", json={"service": "household"}, headers={"X-CSRFToken": csrf}
    )

    assert (without.status_code, without.json["code"]) == (403, "page_expired")
    assert with_token.status_code == 201


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/tickets/a%00b",
        "/api/v1/reports/waits?service=a%00b",
        "/kiosk?lang=%00",
        "/kiosk?%00=kk",
    ],
)
def test_a_zero_sign_in_an_address_never_reaches_the_database(admin: FlaskClient, address: str):
    answer = admin.get(address)

    assert answer.status_code == 400, "PostgreSQL keeps no such text and would refuse the statement"


def test_an_address_that_only_looks_like_a_zero_sign_is_read(admin: FlaskClient):
    assert admin.get("/kiosk?note=%2500").status_code == 200


@pytest.mark.parametrize("field", ["name", "pin"])
def test_a_zero_sign_in_a_form_never_reaches_the_database(
    app: Flask, csrf_of: Callable[[FlaskClient], str], field: str
):
    browser = app.test_client()
    form = {"name": "operator1", "pin": "1234", "csrf_token": csrf_of(browser)}

    answer = browser.post("/login", data=form | {field: "a\0b"})

    assert answer.status_code == 400
