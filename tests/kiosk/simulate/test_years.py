"""An office with years behind it: proven like a lived one, varied, whole or not there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from kezek_kiosk.cli import main
from kezek_kiosk.open_office import open_queue
from kezek_kiosk.simulate.years import TooManyVisitsError, YearsPlan, create_years
from kezek_kiosk.upkeep.new_office import OfficeExistsError
from kezek_queue import ManualClock, Queue

LAST_DAY = date(2024, 3, 16)
"""A fortnight after Kazakhstan's clocks were moved by an hour."""

PLAN = YearsPlan(date(2024, 2, 26), LAST_DAY, visits=1_440, models=2)
AFTERWARDS = datetime(2024, 3, 18, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The directory of the office, and how many tickets it is said to have."""
    data = tmp_path_factory.mktemp("years") / "office"
    return data, create_years(data, PLAN)


@pytest.fixture
def queue(filled: tuple[Path, int]) -> Iterator[Queue]:
    with open_queue(filled[0], clock=ManualClock(AFTERWARDS, boot_id="later")) as opened:
        yield opened


def asked(filled: tuple[Path, int], statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(filled[0] / "kezek.db")
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


@pytest.mark.slow(5)
def test_the_journal_proves_every_row_of_simulated_days(
    filled: tuple[Path, int], queue: Queue
) -> None:
    proof = queue.prove_office()

    assert (proof.sound, proof.named) == (True, ())
    assert proof.visits == filled[1] == pytest.approx(PLAN.visits, rel=0.05)


def test_every_value_with_a_sum_is_as_it_was_written(
    filled: tuple[Path, int], queue: Queue
) -> None:
    found = queue.check_file()

    assert found is not None
    assert found.damage == ()
    assert [queue.print_job(job).number for job in (1, filled[1])]


def test_a_copied_row_that_is_changed_is_named_by_the_proof(
    filled: tuple[Path, int], tmp_path: Path
) -> None:
    """The control: the proof reads the copied rows, every one."""
    copy = tmp_path / "office"
    copy.mkdir()
    for name in ("office.toml", "secrets.toml", "kezek.toml", "kezek.db"):
        (copy / name).write_bytes((filled[0] / name).read_bytes())
    with sqlite3.connect(copy / "kezek.db") as connection:
        connection.execute("UPDATE parts SET wait_us = wait_us + 1 WHERE office_day = '2024-02-29'")
    connection.close()

    with open_queue(copy, clock=ManualClock(AFTERWARDS, boot_id="later")) as queue:
        proof = queue.prove_office()

    assert not proof.sound
    assert "parts" in {each.table for each in proof.named}


def test_every_working_day_is_there_and_closed_out(filled: tuple[Path, int]) -> None:
    days = asked(filled, "SELECT office_day, closed FROM days ORDER BY office_day")

    assert days == [(day.isoformat(), 1) for day in PLAN.days()]
    assert len(days) == 18


def test_simulated_days_has_everything_that_reports_tell_apart(filled: tuple[Path, int]) -> None:
    seen = {
        column: {row[0] for row in asked(filled, f"SELECT DISTINCT {column} FROM parts")}
        for column in ("outcome", "verdict", "service", "language", "category", "operator")
    }

    assert {"served", "transferred", "no_show", "left"} <= seen["outcome"]
    assert {"within", "breached"} <= seen["verdict"]
    assert seen["language"] == {"kk", "ru", "en"}
    assert (len(seen["service"]), len(seen["operator"] - {None})) == (8, 3)
    assert len(seen["category"] - {None}) >= 2
    assert asked(filled, "SELECT 1 FROM journal WHERE kind = 'ticket_held' LIMIT 1")
    assert asked(filled, "SELECT DISTINCT state FROM print_jobs") == [("printed",)]


def test_the_office_opens_at_nine_before_and_after_the_clocks_were_moved(
    filled: tuple[Path, int],
) -> None:
    zone = ZoneInfo("Asia/Almaty")
    first = asked(filled, "SELECT office_day, min(issued_us) FROM parts GROUP BY office_day")

    opened = {
        day: datetime.fromtimestamp(int(str(us)) // 1_000_000, zone).time() for day, us in first
    }

    for day in ("2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02"):
        assert 9 <= opened[day].hour < 12
    alike = {(opened["2024-02-28"]), opened["2024-03-01"]}
    assert len(alike) == 1, "the same model day, an hour apart in UTC"


def test_work_goes_on_in_a_simulated_office(queue: Queue) -> None:
    issued = queue.issue("household")

    called = queue.call_next(2, actor="operator2")

    assert called.ticket is not None
    assert called.ticket.id == issued.ticket.id == "2024-03-18-K001"


def test_a_directory_with_anything_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text("mine", "utf-8")

    with pytest.raises(OfficeExistsError):
        create_years(tmp_path, PLAN)

    assert [each.name for each in tmp_path.iterdir()] == ["office.toml"]


def test_years_that_are_broken_off_leave_nothing_behind(tmp_path: Path) -> None:
    def stop(tickets: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create_years(tmp_path / "office", PLAN, stop)

    assert list(tmp_path.iterdir()) == []


def test_more_visits_than_numbers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TooManyVisitsError, match="more --years"):
        create_years(tmp_path / "office", YearsPlan.of_years(1, 2_000_000, LAST_DAY))


@pytest.mark.parametrize("asked_for", [[], ["--years", "1", "--against", "http://127.0.0.1:1"]])
def test_the_command_asks_which_of_the_two_is_meant(asked_for: list[str], tmp_path: Path) -> None:
    answer = CliRunner().invoke(main, ["simulate", "--data", str(tmp_path / "new"), *asked_for])

    assert answer.exit_code == 2
    assert "choose one: --against SERVER, or --years N" in answer.output


def test_the_command_fills_the_office_up_to_yesterday(tmp_path: Path) -> None:
    data = tmp_path / "new"

    answer = CliRunner().invoke(
        main, ["simulate", "--data", str(data), "--years", "1", "--visits", "400"]
    )

    assert answer.exit_code == 0, answer.output
    now = datetime.now(ZoneInfo("Asia/Almaty"))
    last = asked((data, 0), "SELECT max(office_day) FROM days")[0][0]
    assert now.date() - timedelta(days=2) <= date.fromisoformat(str(last)) < now.date()
