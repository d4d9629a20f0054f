"""The address that phones reach: as set, as asked for, or as the machine is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from kezek_kiosk import public_address
from kezek_kiosk.public_address import printed_status_url, public_url, status_url
from kezek_kiosk.settings import ServerSettings

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


def test_a_printed_address_is_in_capitals_only_where_they_mean_the_same() -> None:
    plain = replace(SERVER, public_url="http://kezek.local:8080")
    below = replace(SERVER, public_url="https://kezek.kz/hall")

    assert printed_status_url(plain, "ABC234") == "HTTP://KEZEK.LOCAL:8080/T/ABC234"
    assert printed_status_url(below, "ABC234") == "HTTPS://KEZEK.KZ/hall/T/ABC234"
    assert status_url(plain, "ABC234") == "http://kezek.local:8080/T/ABC234"
