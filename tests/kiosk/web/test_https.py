"""Where the server speaks TLS by itself, pages lead to https, and who is on the machine stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.app import create_app
from kezek_kiosk.web.context import AppContext

AWAY = {"REMOTE_ADDR": "192.168.1.7"}
FRONT_END = {"REMOTE_ADDR": "10.0.0.1"}
ASKED = {"service": "household"}


@pytest.fixture
def secured(context: AppContext) -> FlaskClient:
    """A client of an office with a certificate, and with a front end that it trusts."""
    server = replace(context.settings.server, trusted_proxies=("10.0.0.1",))
    settings = replace(context.settings, server=server)
    return create_app(replace(context, settings=settings, tls=True)).test_client()


@pytest.mark.parametrize("page", ["/", "/login?next=/operator", "/kiosk", "/board", "/nothing"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_asked_for_over_http_leads_to_the_same_one_under_https(
    secured: FlaskClient, page: str, method: str
) -> None:
    answer = secured.open(
        page, method=method, base_url="http://192.168.1.5:8080", environ_base=AWAY
    )

    assert (answer.status_code, answer.location) == (308, f"https://192.168.1.5:8080{page}")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/login"), ("POST", "/api/v1/tickets"), ("GET", "/api/v1/queue")],
)
def test_what_was_sent_in_plain_is_refused_and_says_so(
    secured: FlaskClient, method: str, path: str
) -> None:
    answer = secured.open(path, method=method, environ_base=AWAY)

    assert answer.status_code == 403
    assert "https://" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/t/NOBODY", "/static/css/base.css", "/healthz", "/metrics"])
def test_phones_and_probes_stay_plain(secured: FlaskClient, path: str) -> None:
    with secured.get(path, environ_base=AWAY) as answer:
        assert answer.status_code in (200, 404)


@pytest.mark.parametrize("machine", ["127.0.0.1", "::1"])
def test_kiosk_and_agent_on_the_machine_stay_plain(
    secured: FlaskClient, context: AppContext, machine: str
) -> None:
    token = context.tokens.create("kiosk")
    own = {"REMOTE_ADDR": machine}

    page = secured.get("/kiosk", environ_base=own)
    ticket = secured.post(
        "/api/v1/tickets",
        json=ASKED,
        environ_base=own,
        headers={"Authorization": f"Bearer {token}"},
    )

    assert (page.status_code, ticket.status_code) == (200, 201)


def test_an_agent_on_the_machine_that_asks_at_its_address_stays_plain(
    secured: FlaskClient,
) -> None:
    own = {"REMOTE_ADDR": "192.168.1.5", "SERVER_NAME": "192.168.1.5"}

    assert secured.get("/kiosk", environ_overrides=own).status_code == 200


def test_a_front_end_decides_about_its_own_clients(secured: FlaskClient) -> None:
    headers = {"X-Forwarded-For": "192.168.1.7", "X-Forwarded-Proto": "http"}

    assert secured.get("/login", environ_base=FRONT_END, headers=headers).status_code == 200


def test_under_https_everything_goes_on_and_the_phone_s_page_is_told_in_plain(
    secured: FlaskClient, context: AppContext
) -> None:
    token = context.tokens.create("kiosk")
    site = "https://192.168.1.5:8080"

    page = secured.get("/login", base_url=site, environ_base=AWAY)
    ticket = secured.post(
        "/api/v1/tickets",
        json=ASKED,
        base_url=site,
        environ_base=AWAY,
        headers={"Authorization": f"Bearer {token}"},
    )

    assert page.status_code == 200
    assert ticket.json["status_url"].startswith("http://192.168.1.5:8080/T/")


def test_without_a_certificate_nobody_is_led_anywhere(anyone: FlaskClient) -> None:
    assert anyone.get("/login", environ_base=AWAY).status_code == 200
