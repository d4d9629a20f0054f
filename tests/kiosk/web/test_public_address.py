"""The address that phones reach: as set, as asked for, or as the machine is known."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kezek_kiosk.settings.settings import ServerSettings
from kezek_kiosk.upkeep.office_check import check_office
from kezek_kiosk.web import public_address
from kezek_kiosk.web.public_address import known_url, printed_status_url, public_url, status_url

SERVER = ServerSettings(host="192.168.1.5", port=8080)


def test_the_address_that_is_set_goes_before_everything(app: Flask) -> None:
    server = replace(SERVER, public_url="https://kezek.kz/hall/")

    with app.test_request_context(base_url="http://192.168.1.9:8080"):
        assert public_url(server) == "https://kezek.kz/hall"


def test_a_request_over_the_network_names_the_address(app: Flask) -> None:
    with app.test_request_context(base_url="http://kezek.local:8080"):
        assert public_url(SERVER) == "http://kezek.local:8080"


@pytest.mark.parametrize("own", ["http://127.0.0.1:8080", "http://localhost:8080"])
def test_a_request_of_this_machine_does_not(app: Flask, own: str) -> None:
    with app.test_request_context(base_url=own):
        assert public_url(SERVER) == "http://192.168.1.5:8080"


def test_a_server_that_listens_everywhere_is_known_by_its_lan_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(public_address, "lan_address", lambda: "10.0.0.7")

    assert public_url(replace(SERVER, host="0.0.0.0")) == "http://10.0.0.7:8080"


def test_a_network_that_comes_up_after_the_server_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    everywhere = replace(SERVER, host="0.0.0.0")
    monkeypatch.setattr(public_address, "PUBLIC_NETWORKS", ())
    before = public_url(everywhere)
    monkeypatch.setattr(public_address, "PUBLIC_NETWORKS", ((socket.AF_INET, ("127.0.0.1", 9)),))
    only_loopback = public_url(everywhere)
    monkeypatch.setattr(public_address, "lan_address", lambda: "10.0.0.7")

    assert (before, only_loopback) == (None, None)
    assert public_url(everywhere) == "http://10.0.0.7:8080"


@pytest.mark.parametrize(
    "server",
    [
        ServerSettings(),
        ServerSettings(host="localhost"),
        ServerSettings(host="::1"),
        ServerSettings(host="fe80::1"),
        ServerSettings(host="192.168.1.5", public_url="http://localhost:8080"),
        ServerSettings(host="192.168.1.5", public_url="http://127.0.0.1:8080/"),
    ],
)
def test_an_address_that_leads_every_phone_to_itself_is_none(server: ServerSettings) -> None:
    assert known_url(server) is None
    assert printed_status_url(server, "ABC234") is None


def test_an_address_of_ipv6_stands_in_brackets() -> None:
    assert known_url(ServerSettings(host="2001:db8::5")) == "http://[2001:db8::5]:8080"


def test_without_an_address_a_ticket_has_a_path_and_no_code(
    anyone: FlaskClient, client_of: Callable[..., FlaskClient]
) -> None:
    kiosk = client_of("kiosk")

    ticket = kiosk.post("/api/v1/tickets", json={"service": "household"}).get_json()
    leased = kiosk.post("/api/v1/print-jobs/lease", json={"agent": "a"}).get_json()["jobs"][0]

    assert ticket["status_url"] is None
    assert leased["slip"]["status_url"] is None
    assert anyone.get(ticket["status_path"].lower()).status_code == 200
    assert anyone.get(f"{ticket['status_path'].lower()}/qr.svg").status_code == 404


def test_a_kiosk_on_the_network_gets_the_address_it_came_by(
    client_of: Callable[..., FlaskClient],
) -> None:
    ticket = client_of("kiosk").post(
        "/api/v1/tickets", json={"service": "household"}, base_url="http://192.168.1.9:8080"
    )

    assert ticket.get_json()["status_url"].startswith("http://192.168.1.9:8080/T/")


@pytest.mark.parametrize(
    ("text", "ok", "said"),
    [
        ("", True, "no phone reaches this server"),
        ('[server]\npublic_url = "http://kezek.local"\n', True, "at http://kezek.local"),
        ('[server]\npublic_url = "http://127.0.0.1"\n', False, "leads every phone to itself"),
        ('[server]\npublic_url = "http://["\n', False, "which leads every phone to itself"),
    ],
)
def test_a_check_of_the_office_says_where_phones_are_led(
    data_dir: Path, text: str, ok: bool, said: str
) -> None:
    (data_dir / "kezek.toml").write_text(text)

    finding = next(each for each in check_office(data_dir) if each.check == "phones")

    assert (finding.ok, said in finding.detail) == (ok, True), finding


def test_a_printed_address_is_in_capitals_only_where_they_mean_the_same() -> None:
    plain = replace(SERVER, public_url="http://kezek.local:8080")
    below = replace(SERVER, public_url="https://kezek.kz/hall")

    assert printed_status_url(plain, "ABC234") == "HTTP://KEZEK.LOCAL:8080/T/ABC234"
    assert printed_status_url(below, "ABC234") == "HTTPS://KEZEK.KZ/hall/T/ABC234"
    assert status_url(plain, "ABC234") == "http://kezek.local:8080/T/ABC234"
