"""Two servers of their own directories share one office on PostgreSQL, with kiosks at both."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kezek_kiosk.upkeep.new_office import create_demo_office

pytestmark = [pytest.mark.slow(12), pytest.mark.postgresql]

COPIED = ("office.toml", "kezek.toml", "secrets.toml", "standards")
"""What the second server's directory is made of, as docs/how-to/postgresql.md says."""


@pytest.fixture
def store() -> Callable[[Path], None]:
    """The offices of these tests are made on a server."""
    return lambda _data: None


@pytest.fixture
def servers(
    cluster: Any, open_office: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> tuple[Any, Any]:
    """Two running servers; both tell the real time."""
    monkeypatch.setenv("KEZEK_DATABASE_URL", str(cluster.database()))
    first = open_office(simulated_clock=False, furnish=create_demo_office)

    def copied(data: Path) -> None:
        data.mkdir(parents=True)
        for name in COPIED:
            source = first.data / name
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, data / name)
        (data / "papers").mkdir()

    return first, open_office(simulated_clock=False, furnish=copied)


def test_kiosks_at_two_servers_give_every_number_once(servers: tuple[Any, Any]) -> None:
    def ten(server: Any) -> list[str]:
        with server.client() as api:
            order = {"service": "household", "language": "kk"}
            return [str(api.post("/tickets", order)["number"]) for _ in range(10)]

    with ThreadPoolExecutor(4) as kiosks:
        given = [each for some in kiosks.map(ten, servers * 2) for each in some]

    assert sorted(given) == [f"K{count:03d}" for count in range(1, 41)]
    proofs = [server.run("journal", "verify") for server in servers]
    assert all(proof.returncode == 0 for proof in proofs), proofs[0].stdout + proofs[0].stderr


def test_a_call_at_one_server_is_on_the_board_of_the_other(servers: tuple[Any, Any]) -> None:
    first, second = servers
    with first.client() as here, second.client() as there:
        ticket = here.post("/tickets", {"service": "household", "language": "kk"})
        stream = there.follow(int(there.get("/board")["seq"]))

        here.post("/windows/2/next", {})
        event = next(each for each in stream if each["kind"] == "ticket_called")
        stream.close()
        board = there.get("/board")
        there.post("/windows/2/start", {"expected_ticket": ticket["id"]})
        window = here.get("/queue")["windows"]

    assert event["ticket"] == ticket["id"]
    assert [call["number"] for call in board["calls"]] == [ticket["number"]]
    assert [each["status"] for each in window if each["id"] == 2] == ["open"]


def test_people_and_devices_are_known_at_both_servers(
    signed_in_over_http: Callable[..., Any], servers: tuple[Any, Any]
) -> None:
    first, second = servers
    browser = signed_in_over_http(first.url, "operator1", first.pin)
    token = first.run("tokens", "create", "--role", "kiosk").stdout.strip()
    second.token = token
    with second.client() as api:
        issued = api.post("/tickets", {"service": "household", "language": "kk"})["number"]

    with browser.open(f"{second.url}/operator") as page:
        name = page.read().decode()
    first.run("users", "off", "operator1")
    with browser.open(f"{second.url}/operator") as page:
        afterwards = page.url

    assert issued == "K001"
    assert "operator1" in name
    assert "/login" in afterwards


def test_an_office_does_not_move_while_the_other_server_works(servers: tuple[Any, Any]) -> None:
    first, second = servers
    first.stop()

    refused = first.run("move", "--to", "sqlite")
    second.stop()
    moved = first.run("move", "--to", "sqlite")

    assert refused.returncode == 1
    assert "stop 'kezek serve' on every machine" in refused.stderr
    assert moved.returncode == 0, moved.stderr
    assert (first.data / "kezek.db").exists()
