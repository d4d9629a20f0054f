"""Who the client is: a header of a stranger says nothing, one of a trusted front end does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from kezek_kiosk.app import create_app
from kezek_kiosk.errors import SettingsError
from kezek_kiosk.settings.addresses import ProxyNetworks, is_this_machine
from kezek_kiosk.settings.file import load_settings
from kezek_kiosk.web.client_address import client_address
from kezek_kiosk.web.context import AppContext

PROXY = "10.0.0.1"
CLIENT = "192.168.1.7"
ADDRESSES = st.ip_addresses().map(str)
NEIGHBOURS = ADDRESSES.filter(lambda address: not is_this_machine(address))


@pytest.fixture
def behind_proxy(context: AppContext) -> Flask:
    """The app of an office that trusts one front end."""
    server = replace(context.settings.server, trusted_proxies=(PROXY,))
    app = create_app(replace(context, settings=replace(context.settings, server=server)))
    app.add_url_rule("/whoami", "whoami", client_address)
    return app


def _asked(app: Flask, peer: str, **headers: str) -> str:
    in_http = {name.replace("_", "-"): value for name, value in headers.items()}
    client = app.test_client()
    return client.get("/whoami", headers=in_http, environ_base={"REMOTE_ADDR": peer}).text


def test_the_client_behind_a_trusted_front_end_is_the_one_it_names(behind_proxy: Flask) -> None:
    assert _asked(behind_proxy, PROXY, X_Forwarded_For=CLIENT) == CLIENT


def test_a_stranger_cannot_take_another_ones_address(behind_proxy: Flask) -> None:
    assert _asked(behind_proxy, "192.168.1.66", X_Forwarded_For=CLIENT) == "192.168.1.66"


def test_what_a_stranger_told_the_front_end_is_not_believed(behind_proxy: Flask) -> None:
    forwarded_for = f"{CLIENT}, 127.0.0.1, 192.168.1.66"

    assert _asked(behind_proxy, PROXY, X_Forwarded_For=forwarded_for) == "192.168.1.66"


@pytest.mark.parametrize(
    "forwarded_for", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "127.0.0.1, 10.0.0.9"]
)
def test_nobody_elsewhere_is_a_program_on_this_machine(forwarded_for: str) -> None:
    office_network = ProxyNetworks(["10.0.0.0/8"])

    assert not is_this_machine(office_network.client_of("10.0.0.1", forwarded_for))


def test_a_front_end_on_this_machine_hears_from_the_kiosk_beside_it() -> None:
    assert ProxyNetworks(["127.0.0.1"]).client_of("127.0.0.1", "127.0.0.1") == "127.0.0.1"


@pytest.mark.parametrize(
    "forwarded_for", ["", "unknown", "_hidden", "999.1.1.1", f"{CLIENT}, nonsense"]
)
def test_a_header_that_names_nobody_leaves_the_front_end(
    behind_proxy: Flask, forwarded_for: str
) -> None:
    assert _asked(behind_proxy, PROXY, X_Forwarded_For=forwarded_for) == PROXY


@given(invented=st.lists(ADDRESSES, max_size=4), real=NEIGHBOURS)
def test_no_invented_address_goes_before_the_real_one(invented: list[str], real: str) -> None:
    proxies = ProxyNetworks([PROXY, "fd00::/8"])

    found = proxies.client_of(PROXY, ", ".join([*invented, real]))

    assert found == ProxyNetworks([]).client_of(real, "") or real in proxies


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("::ffff:192.168.1.7", CLIENT),
        ("[2001:DB8::1]:5678", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("192.168.1.7:5678", CLIENT),
    ],
)
def test_one_address_has_one_spelling(behind_proxy: Flask, written: str, address: str) -> None:
    assert _asked(behind_proxy, PROXY, X_Forwarded_For=written) == address


def test_only_the_loopback_address_itself_is_this_machine() -> None:
    assert [is_this_machine(each) for each in ("127.0.0.1", "::1", "::ffff:127.0.0.1")] == [
        True
    ] * 3
    assert not any(is_this_machine(each) for each in ("127.0.0.2", "10.0.0.1", "unknown", ""))


def test_wrong_pins_behind_a_front_end_delay_only_their_own_address(
    behind_proxy: Flask, submitted: Callable[..., int]
) -> None:
    for _ in range(4):
        submitted(behind_proxy, "192.168.1.66", "000001")

    assert submitted(behind_proxy, "192.168.1.66", "000001") == 429
    assert submitted(behind_proxy, CLIENT, "000001") == 401


@pytest.fixture
def submitted() -> Callable[..., int]:
    """Types a PIN at the sign-in page of a client behind the front end; gives the status."""

    def submit(app: Flask, address: str, pin: str) -> int:
        client: FlaskClient = app.test_client()
        client.environ_base["REMOTE_ADDR"] = PROXY
        headers = {"X-Forwarded-For": address}
        page = client.get("/login", headers=headers).text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        data = {"csrf_token": token, "name": "operator1", "pin": pin}
        return client.post("/login", data=data, headers=headers).status_code

    return submit


@pytest.mark.parametrize(
    ("peer", "proto", "secure"),
    [
        (PROXY, "https", True),
        (PROXY, "http", False),
        (PROXY, "ftp", False),
        (CLIENT, "https", False),
    ],
)
def test_the_cookie_is_secure_exactly_where_a_trusted_front_end_was_asked_by_https(
    behind_proxy: Flask, peer: str, proto: str, secure: bool
) -> None:
    client = behind_proxy.test_client()

    answer = client.get(
        "/login", headers={"X-Forwarded-Proto": proto}, environ_base={"REMOTE_ADDR": peer}
    )

    assert ("Secure" in answer.headers["Set-Cookie"]) is secure
    assert ("Strict-Transport-Security" in answer.headers) is secure


def test_front_ends_are_named_in_the_file_or_the_environment(tmp_path: Path) -> None:
    (tmp_path / "kezek.toml").write_text('[server]\ntrusted_proxies = ["127.0.0.1"]\n')

    from_file = load_settings(tmp_path, {})
    from_environment = load_settings(tmp_path, {"KEZEK_SERVER_TRUSTED_PROXIES": "::1, 10.0.0.0/8"})

    assert from_file.server.trusted_proxies == ("127.0.0.1",)
    assert from_environment.server.trusted_proxies == ("::1", "10.0.0.0/8")


@pytest.mark.parametrize("wrong", ['"127.0.0.1"', "[1]", '["nginx"]', '["10.0.0.0/40"]', '[""]'])
def test_what_is_no_address_is_refused_with_what_is_expected(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "kezek.toml").write_text(f"[server]\ntrusted_proxies = {wrong}\n")

    with pytest.raises(SettingsError, match=r"trusted_proxies.*127\.0\.0\.1"):
        load_settings(tmp_path, {})
