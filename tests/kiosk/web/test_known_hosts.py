"""By which names the server may be asked: its own; a stranger's name that leads here is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from kezek_kiosk.app import create_app
from kezek_kiosk.errors import SettingsError
from kezek_kiosk.settings.file import load_settings
from kezek_kiosk.settings.settings import ServerSettings
from kezek_kiosk.web import known_hosts
from kezek_kiosk.web.context import AppContext
from kezek_kiosk.web.known_hosts import KnownHosts, host_name, machine_names

SERVER = ServerSettings(
    host="0.0.0.0", public_url="https://kezek.akimat.kz/hall", names=("queue.lan", "8.8.4.4")
)
HOSTS = KnownHosts(SERVER, ("hall-pi", "hall-pi.local", "hall-pi.office.lan"))
ASKED_AT = "91.185.6.7"
OURS = [
    "localhost", "localhost:8080", "LOCALHOST.", "kiosk.localhost:80", "127.0.0.1:8080",
    "127.0.0.2", "[::1]", "[::1]:8080", "0.0.0.0:8080", "192.168.1.5", "10.9.8.7:80",
    "172.31.0.1", "[fe80::1%25eth0]:80", "[fd12::1]", ASKED_AT, f"{ASKED_AT}:8080",
    "hall-pi", "Hall-Pi:8080", "hall-pi.local", "hall-pi.local.:8080", "hall-pi-2.local",
    "hall-pi.office.lan", "kezek.akimat.kz", "queue.lan:443", "8.8.4.4",
]  # fmt: skip
STRANGERS = [
    "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example",
    "hall-pi.evil.example", "hall-pi-2.local.evil.example", "hall-pi-.local", "xhall-pi-2.local",
    "evil.local", "91.185.6.8", "8.8.8.8", "172.32.0.1", "[2001:db8::1]", "2130706433", "127.1",
    "", " ", "[", "[::1", "localhost:8080@evil.example", "localhost, evil.example",
    "evil.example#localhost", "localhost:x", "kezek.akimat.kz/x", "a" * 300, "localhost\x00",
]  # fmt: skip


@pytest.fixture
def named(context: AppContext) -> FlaskClient:
    """A client of an office with names."""
    server = replace(SERVER, trusted_proxies=("10.0.0.1",))
    settings = replace(context.settings, server=server)
    return create_app(replace(context, settings=settings, hosts=HOSTS)).test_client()


@pytest.mark.parametrize("host", OURS)
def test_the_office_s_own_names_and_addresses_are_known(host: str) -> None:
    assert HOSTS.knows(host, ASKED_AT)


@pytest.mark.parametrize("host", STRANGERS)
def test_every_other_name_is_a_stranger_s(host: str) -> None:
    assert not HOSTS.knows(host, ASKED_AT)


@given(st.text())
def test_whatever_a_header_says_it_is_known_or_not(host: str) -> None:
    assert HOSTS.knows(host, ASKED_AT) in (True, False)


@given(st.from_regex(r"[a-z]{1,9}(\.[a-z]{2,9}){1,3}", fullmatch=True))
def test_no_name_of_the_internet_is_known_unless_it_is_named(name: str) -> None:
    assert HOSTS.knows(name, ASKED_AT) == (name in ("queue.lan",) or name.endswith(".localhost"))


@pytest.mark.parametrize("path", ["/", "/login", "/kiosk", "/static/css/base.css", "/nothing"])
def test_a_page_asked_by_a_stranger_s_name_says_in_every_language_what_to_set(
    named: FlaskClient, path: str
) -> None:
    with named.get(path, headers={"Host": "evil.example:8080"}) as answer:
        text = answer.get_data(as_text=True)
        assert (answer.status_code, answer.mimetype) == (421, "text/plain")

    kazakh, russian, english = text.splitlines()
    assert all("evil.example" in line and "server.names" in line for line in text.splitlines())
    assert kazakh.startswith("Бұл сервер")
    assert russian.startswith("Этот сервер")
    assert english.startswith("This server")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_that_turned_its_name_to_this_machine_gets_and_changes_nothing(
    named: FlaskClient, context: AppContext
) -> None:
    """DNS rebinding: to the browser page and server are one site, and the Origin fits the Host."""
    own = {"Host": "evil.example", "Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"}
    before = len(context.queue.events(0))

    queue = named.get("/api/v1/queue", headers=own)
    kiosk = named.get("/kiosk", headers=own)
    ticket = named.post("/api/v1/tickets", json={"service": "household"}, headers=own)

    answers = (queue, kiosk, ticket)
    assert [each.status_code for each in answers] == [421, 421, 421]
    assert [each.json["code"] for each in (queue, ticket)] == ["host_refused"] * 2
    assert not any("Set-Cookie" in each.headers for each in answers)
    assert len(context.queue.events(0)) == before


def test_without_the_check_that_page_would_have_the_kiosk(context: AppContext) -> None:
    """The control: what is refused above would have been answered."""
    believed = KnownHosts(replace(SERVER, names=("evil.example",)))
    rebound = create_app(replace(context, hosts=believed)).test_client()
    site = "http://evil.example"
    kiosk = rebound.get("/kiosk", base_url=site).get_data(as_text=True)
    csrf = kiosk.partition('name="csrf-token" content="')[2].partition('"')[0]

    ticket = rebound.post(
        "/api/v1/tickets",
        json={"service": "household"},
        base_url=site,
        headers={"Origin": site, "X-CSRFToken": csrf},
    )

    assert ticket.status_code == 201


@pytest.mark.parametrize("host", ["192.168.1.9:8080", "hall-pi.local:8080", "localhost:8080"])
def test_phone_and_kiosk_go_on_by_address_and_by_the_name_of_multicast_dns(
    named: FlaskClient, host: str
) -> None:
    with named.get("/kiosk", headers={"Host": host}) as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize(
    ("host", "status"), [("kezek.akimat.kz", 200), ("10.0.0.1", 200), ("evil.example", 421)]
)
def test_a_front_end_passes_the_name_on_and_is_believed_in_no_other_way(
    named: FlaskClient, host: str, status: int
) -> None:
    headers = {"Host": host, "X-Forwarded-Host": "localhost", "X-Forwarded-Proto": "https"}
    with named.get("/login", headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.1"}) as answer:
        assert answer.status_code == status


def test_a_forwarded_host_is_not_read_even_of_a_trusted_front_end(named: FlaskClient) -> None:
    headers = {"X-Forwarded-Host": "evil.example"}
    with named.get("/login", headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.1"}) as answer:
        assert answer.status_code == 200


def test_a_request_without_a_host_is_no_browser_s(named: FlaskClient) -> None:
    with named.get("/healthz", environ_overrides={"HTTP_HOST": None}) as answer:
        assert answer.status_code == 200


def test_what_is_no_host_at_all_is_refused_in_a_whole_sentence(anyone: FlaskClient) -> None:
    answer = anyone.post("/api/v1/tickets", json={}, headers={"Host": "[", "Origin": "http://["})

    assert (answer.status_code, answer.json["code"]) == (421, "host_refused")
    assert "%(" not in answer.json["detail"]


def test_the_machine_is_known_by_its_name_its_local_one_and_those_of_its_domains(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    resolver = tmp_path / "resolv.conf"
    resolver.write_text("# made\nnameserver 10.0.0.1\nsearch office.lan Home.\ndomain kz\n")
    monkeypatch.setattr(known_hosts.platform, "node", lambda: "Hall-Pi")

    names = machine_names(resolver)
    alone = machine_names(tmp_path / "none")

    assert set(alone) == {"hall-pi", "hall-pi.local"}
    assert set(names) == {*alone, "hall-pi.office.lan", "hall-pi.home", "hall-pi.kz"}


def test_names_are_set_without_scheme_and_port(tmp_path: Path) -> None:
    settings = tmp_path / "kezek.toml"
    settings.write_text('[server]\nnames = ["kezek.akimat.kz", "кезек.қаз"]\n')
    with pytest.raises(SettingsError):
        load_settings(tmp_path, {})
    settings.write_text('[server]\nnames = ["http://kezek.akimat.kz"]\n')
    with pytest.raises(SettingsError):
        load_settings(tmp_path, {})

    settings.write_text('[server]\nnames = ["kezek.akimat.kz", "10.0.0.7"]\n')

    assert load_settings(tmp_path, {}).server.names == ("kezek.akimat.kz", "10.0.0.7")


def test_a_host_is_spelt_in_one_way() -> None:
    assert [host_name(each) for each in ("A.B.:80", "[::1]:8", "a b", "x:")] == [
        "a.b", "[::1]", None, None,
    ]  # fmt: skip
