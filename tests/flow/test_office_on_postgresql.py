"""An office whose whole database lies on a PostgreSQL server: people, tickets, papers, proof."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from kezek_kiosk.agent.api_client import Refused
from kezek_kiosk.upkeep.new_office import create_demo_office
from kezek_printers.emulator.virtual import list_papers

pytestmark = [pytest.mark.slow(10), pytest.mark.postgresql]

SECRET = "correct-horse-battery"
"""The cluster trusts everybody; what it is told all the same must stand nowhere."""


@pytest.fixture
def store() -> Callable[[Path], None]:
    """The offices of these tests are made on a server."""
    return lambda _data: None


@pytest.fixture
def address(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty database, as every process of the office is told it."""
    with_password = cluster.database().replace("kezek@", f"kezek:{SECRET}@")
    monkeypatch.setenv("KEZEK_DATABASE_URL", with_password)
    return str(with_password)


def rows(address: str, table: str) -> int:
    engine = sa.create_engine(sa.make_url(address).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        count = connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()
    engine.dispose()
    return int(count)


def test_an_office_works_prints_and_is_proven_on_postgresql(
    signed_in_over_http: Callable[..., Any],
    address: str,
    open_office: Callable[..., Any],
    wait_until: Callable[..., None],
) -> None:
    office = open_office(simulated_clock=False, furnish=create_demo_office)
    office.start_agent()

    with office.client() as api:
        ticket = api.post("/tickets", {"service": "household", "language": "kk"})
        wait_until(lambda: bool(list_papers(office.data / "papers")), seconds=60)
        called = api.post("/windows/2/next", {})
        api.post("/windows/2/start", {})
        browser = signed_in_over_http(office.url, "operator1", office.pin)
        with browser.open(f"{office.url}/operator?lang=en") as answer:
            page = answer.read().decode()
        office.kill()
        office.start()
        served = api.post("/windows/2/finish", {})

    assert called["ticket"]["id"] == served["finished"]["id"] == ticket["id"]
    assert "operator1" in page
    assert not (office.data / "kezek.db").exists()
    assert all(rows(address, table) for table in ("tickets", "users", "tokens", "staff_sessions"))

    issued = office.run("issue", "household")
    queue = office.run("queue")
    users = office.run("users", "list")
    added = office.run("users", "add", "aigul", "--role", "admin", "--pin", "7351926480")
    report = office.run("report", "waits", "--format", "table")
    proof = office.run("journal", "verify")
    check = office.run("check")
    archive = office.data.parent / "office.tar.gz"
    backup = office.run("backup", str(archive))

    assert issued.returncode == 0, issued.stderr
    assert "K002" in queue.stdout
    assert "operator8" in users.stdout
    assert added.returncode == report.returncode == proof.returncode == 0
    assert check.returncode == 0, check.stdout
    assert backup.returncode == 0, backup.stderr
    outputs = [each.stdout + each.stderr for each in (issued, queue, report, proof, check, backup)]
    assert SECRET not in "".join([*outputs, office.log("serve"), office.log("agent")])


def test_a_server_that_is_away_is_told_as_such_and_found_again(
    cluster: Any, address: str, open_office: Callable[..., Any]
) -> None:
    office = open_office(simulated_clock=False, furnish=create_demo_office)
    name = sa.make_url(address).database
    beside = sa.create_engine(
        sa.make_url(cluster.database()).set(drivername="postgresql+psycopg"),
        isolation_level="AUTOCOMMIT",
    )

    def let_in(allowed: bool) -> None:
        with beside.connect() as connection:
            connection.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {allowed}")
            connection.exec_driver_sql(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
            )

    with office.client() as api:
        api.post("/tickets", {"service": "household", "language": "kk"})
        let_in(False)
        with pytest.raises(Refused) as refused:
            api.post("/tickets", {"service": "household", "language": "kk"})
        let_in(True)
        second = api.post("/tickets", {"service": "household", "language": "kk"})
    beside.dispose()

    assert (refused.value.status, refused.value.problem_code) == (503, "database_unreachable")
    assert second["number"].endswith("02")
    assert "to answer, but it does not" in office.log("serve")
    assert "incident" in office.log("serve")
    assert "Traceback" not in office.log("serve")
