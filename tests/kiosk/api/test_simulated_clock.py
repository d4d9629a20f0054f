"""A server whose clock moves only with Kezek-Now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.app import create_app
from kezek_kiosk.compose import build_services
from kezek_kiosk.errors import ClockBackwardsError
from kezek_kiosk.processes.simulated_clock import SimulatedClock
from kezek_kiosk.web.context import AppContext

NINE = datetime(2012, 3, 5, 3, 0, tzinfo=UTC)


@pytest.fixture
def replayed(data_dir: Path) -> Iterator[AppContext]:
    built = build_services(data_dir, simulated_clock=True)
    yield built
    built.close()


@pytest.fixture
def client(replayed: AppContext) -> FlaskClient:
    made = create_app(replayed).test_client()
    made.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {replayed.tokens.create('admin')}"
    return made


def _at(instant: datetime) -> dict[str, str]:
    return {"Kezek-Now": instant.isoformat()}


def test_time_stands_still_until_a_request_moves_it(client: FlaskClient) -> None:
    first, second = (client.get("/api/v1/queue").json["now"] for _ in range(2))

    moved = client.get("/api/v1/queue", headers=_at(NINE)).json["now"]

    assert first == second
    assert moved == NINE.isoformat()


def test_the_first_move_may_lead_years_back(client: FlaskClient) -> None:
    answer = client.post("/api/v1/tickets", json={"service": "household"}, headers=_at(NINE))

    assert answer.status_code == 201
    assert answer.json["id"] == "2012-03-05-K001"
    assert answer.json["issued_at"] == NINE.isoformat()


def test_waits_are_measured_in_simulated_time(client: FlaskClient) -> None:
    client.post("/api/v1/windows/2/open", headers=_at(NINE))
    client.post("/api/v1/tickets", json={"service": "household"}, headers=_at(NINE))
    client.post("/api/v1/windows/2/next", headers=_at(NINE + timedelta(minutes=39)))

    started = client.post("/api/v1/windows/2/start", headers=_at(NINE + timedelta(minutes=41)))

    assert started.json["ticket"]["waited_seconds"] == 41 * 60
    assert started.json["ticket"]["verdict"] == "breached"
    assert started.json["ticket"]["exact"]


def test_limits_and_holds_fall_due_at_the_move(client: FlaskClient) -> None:
    ticket = client.post("/api/v1/tickets", json={"service": "apostille"}, headers=_at(NINE)).json
    hold = {"until": (NINE + timedelta(minutes=5)).isoformat()}
    client.post(f"/api/v1/tickets/{ticket['id']}/hold", json=hold)

    client.get("/api/v1/queue", headers=_at(NINE + timedelta(minutes=6)))
    released = client.get(f"/api/v1/tickets/{ticket['id']}").json["state"]
    client.get("/api/v1/queue", headers=_at(NINE + timedelta(minutes=21)))

    kinds = [event["kind"] for event in client.get("/api/v1/events").json["events"]]
    assert released == "waiting"
    assert kinds.count("limit_near") == kinds.count("limit_reached") == 1


def test_going_back_is_refused_and_standing_still_is_not(client: FlaskClient) -> None:
    client.get("/api/v1/queue", headers=_at(NINE))

    same = client.get("/api/v1/queue", headers=_at(NINE))
    back = client.get("/api/v1/queue", headers=_at(NINE - timedelta(seconds=1)))

    assert same.status_code == 200
    assert (back.status_code, back.json["code"]) == (409, "clock_backwards")


@pytest.mark.parametrize("text", ["now", "2012-03-05T09:00:00", "", "1999-01-01T00:00:00+00:00"])
def test_what_is_no_instant_is_named(client: FlaskClient, text: str) -> None:
    answer = client.get("/api/v1/queue", headers={"Kezek-Now": text})

    assert (answer.status_code, answer.json["facts"]["field"]) == (400, "Kezek-Now")


def test_a_restarted_server_finds_its_place_in_time(data_dir: Path) -> None:
    clock = SimulatedClock(data_dir, datetime.now(UTC))
    clock.move_to(NINE)
    before = clock.now()
    clock.close()
    clock.close()

    again = SimulatedClock(data_dir, datetime.now(UTC))

    assert again.now() == before
    with pytest.raises(ClockBackwardsError):
        again.move_to(NINE - timedelta(microseconds=1))
    again.close()


def test_a_server_in_real_time_refuses_to_be_moved(anyone: FlaskClient) -> None:
    answer = anyone.post("/api/v1/tickets", json={"service": "household"}, headers=_at(NINE))

    assert (answer.status_code, answer.json["code"]) == (400, "clock_not_simulated")
