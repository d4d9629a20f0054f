"""Tables that contradict the journal are found by every command, the health page and /metrics."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from kezek_kiosk.cli import main
from kezek_kiosk.processes.proofs import (
    AT_LATEST,
    FIRST_AFTER_SECONDS,
    NIGHTLY,
    ProofError,
    Proofs,
)
from kezek_kiosk.web.context import AppContext
from kezek_queue import Proof, Queue, SystemClock

Forge = Callable[[str], None]
LONG = 120
FORGED = "tickets 2026-11-23-T001 state"


@pytest.fixture
def forge(data_dir: Path) -> Forge:
    """Changes a table behind the office's back."""

    def run(statement: str) -> None:
        with closing(sqlite3.connect(data_dir / "kezek.db")) as database:
            assert database.execute(statement).rowcount
            database.commit()

    return run


@pytest.fixture
def kezek(data_dir: Path) -> Callable[..., Result]:
    """Runs a command on the office."""

    def run(*arguments: str) -> Result:
        given = arguments if "--data" in arguments else (*arguments, "--data", str(data_dir))
        return CliRunner().invoke(main, list(given))

    return run


@pytest.fixture
def journal_check(signed_in) -> Callable[[str], str]:
    """The journal's check on the health page, as text."""
    browser, _ = signed_in("operator1")

    def read(language: str = "en") -> str:
        browser.get(f"/operator?lang={language}")
        text = browser.get("/health").get_data(as_text=True)
        (item,) = re.findall(r'data-check="journal" (data-health="\w+">.*?)</li>', text, flags=re.S)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", item))

    return read


# The command line.


def test_verify_proves_the_tables_and_prints_where_the_journal_stood(kezek, data_dir):
    kezek("issue", "household")

    found = kezek("journal", "verify")

    with Queue.open(data_dir, clock=SystemClock()) as queue:
        last = queue.events(queue.last_seq() - 1)[0]
    assert found.exit_code == 0
    assert "the chain is unbroken" in found.output
    assert "1 visits and" in found.output
    assert f"proven up to event {last.seq}, hash {last.hash}" in found.output


def test_verify_names_a_forged_cell_and_exits_with_1(kezek, forge):
    kezek("issue", "household")
    forge("UPDATE parts SET limit_minutes = 600")

    text, document = kezek("journal", "verify"), kezek("journal", "verify", "--json")

    assert (text.exit_code, document.exit_code) == (1, 1)
    assert "limit_minutes is 600, the journal proves 40" in text.output
    answer = json.loads(document.output)
    assert (answer["sound"], answer["chain_sound"], answer["differences"]) == (False, True, 1)
    (first,) = answer["first_differences"]
    assert first | {"subject": ""} == {
        "table": "parts", "subject": "", "field": "limit_minutes", "stored": 600, "proven": 40,
    }  # fmt: skip
    assert Proof.from_json(answer).to_json() == answer


def test_verify_writes_nothing_into_what_it_looks_at(kezek, data_dir):
    kezek("issue", "household")
    with closing(sqlite3.connect(data_dir / "kezek.db")) as database:
        before = list(database.iterdump())

    kezek("journal", "verify")
    kezek("check")

    with closing(sqlite3.connect(data_dir / "kezek.db")) as database:
        assert list(database.iterdump()) == before


def test_check_tells_a_forged_table_and_exits_with_1(kezek, forge):
    kezek("issue", "household")
    sound = kezek("check")
    forge("UPDATE counters SET last = last + 1")

    found = kezek("check")

    assert sound.exit_code == 0
    assert "rows proven up to event" in sound.output
    assert found.exit_code == 1
    assert "the tables differ from the journal in 1 places, first counters" in found.output


def test_restore_of_a_forged_backup_exits_with_1(kezek, forge, tmp_path):
    kezek("issue", "household")
    forge("DELETE FROM print_jobs")
    kezek("backup", str(tmp_path / "office.tar.gz"))

    found = kezek("restore", str(tmp_path / "office.tar.gz"), "--data", str(tmp_path / "new"))

    assert found.exit_code == 1
    assert "NOTHING WAS PUT IN PLACE" in found.output
    assert not (tmp_path / "new").exists()


# The running office.


def test_the_health_page_says_that_nothing_was_proven_yet(journal_check):
    assert "Not proven since the server started." in journal_check()
    assert "Prove now" in journal_check()


def test_the_button_proves_in_a_process_of_its_own(context: AppContext, signed_in, journal_check):
    browser, csrf = signed_in("operator1")
    context.queue.issue("apostille")

    answer = browser.post("/health/journal", data={"csrf_token": csrf})
    context.proofs.wait(LONG)

    assert answer.location == "/health"
    assert context.proofs.last.proof.mark.seq == context.queue.last_seq()
    check = journal_check()
    assert check.startswith('data-health="good"')
    assert "say what it tells. Proven on 23.11.2026 at " in check
    assert context.proofs.last.proof.mark.short_hash in check


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "contradict the journal, places: 1. Proven on 23.11.2026 at "),
        ("ru", f"{FORGED}: записано served, по журналу waiting"),
        ("kk", f"{FORGED}: жазылғаны – served, журнал бойынша – waiting"),
    ],
)  # fmt: skip
def test_the_health_page_names_what_was_forged(
    context: AppContext, forge: Forge, journal_check, language: str, said: str
):
    context.queue.issue("apostille")
    forge("UPDATE tickets SET state = 'served'")
    context.proofs.prove()

    check = journal_check(language)

    assert check.startswith('data-health="bad"')
    assert said in check


def test_a_proof_that_cannot_be_made_is_a_warning(context: AppContext, journal_check):
    (context.data_dir / "office.toml").rename(context.data_dir / "away.toml")

    context.proofs.prove()

    assert context.proofs.last.proof is None
    assert 'data-health="warning"' in journal_check()
    assert "The proof could not be made" in journal_check()


def test_tickets_are_issued_and_the_server_stays_ready_whatever_was_forged(
    context: AppContext, forge: Forge, anyone: FlaskClient
):
    context.queue.issue("apostille")
    before = anyone.get("/metrics").get_data(as_text=True)
    forge("UPDATE tickets SET state = 'served'")
    context.proofs.prove()

    metrics = anyone.get("/metrics").get_data(as_text=True)

    assert "kezek_proof" not in before
    assert "kezek_proof_ok 0.0" in metrics
    assert "kezek_proof_differences 1.0" in metrics
    assert f"kezek_proof_event {float(context.queue.last_seq())}" in metrics
    assert anyone.get("/readyz").status_code == 200
    assert context.queue.issue("apostille").ticket.number == "T002"


# When it is due.


class Nights:
    """Proofs that are counted instead of made, and clocks that only this moves."""

    def __init__(self, tmp_path: Path) -> None:
        self.at = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
        self.seconds = 0.0
        self.made = 0
        self.proofs = Proofs(tmp_path, lambda: self.at, self._make, lambda: self.seconds)

    def _make(self) -> Proof:
        self.made += 1
        raise ProofError("expected nothing else: only the count matters here")

    def after(self, passed: timedelta, *, office_is_open: bool = False) -> int:
        self.at += passed
        self.seconds += passed.total_seconds()
        self.proofs.begin_if_due(office_is_open)
        self.proofs.wait(LONG)
        return self.made


def test_the_first_proof_comes_a_while_after_the_start_and_then_one_a_night(tmp_path):
    nights = Nights(tmp_path)

    assert nights.after(timedelta(seconds=FIRST_AFTER_SECONDS - 1)) == 0
    assert nights.after(timedelta(seconds=1), office_is_open=True) == 1
    assert nights.after(NIGHTLY - timedelta(seconds=1)) == 1
    assert nights.after(timedelta(seconds=1), office_is_open=True) == 1
    assert nights.after(timedelta(0)) == 2


def test_an_office_that_never_closes_is_proven_all_the_same(tmp_path):
    nights = Nights(tmp_path)
    nights.after(timedelta(seconds=FIRST_AFTER_SECONDS))

    assert nights.after(AT_LATEST - timedelta(seconds=1), office_is_open=True) == 1
    assert nights.after(timedelta(seconds=1), office_is_open=True) == 2


def test_one_proof_at_a_time(tmp_path):
    go_on, made = Event(), []

    def slow() -> Proof:
        made.append(1)
        assert go_on.wait(LONG)
        raise ProofError("expected nothing else: only the count matters here")

    proofs = Proofs(tmp_path, lambda: datetime(2026, 11, 23, tzinfo=UTC), slow)
    proofs.begin()
    running = proofs.running
    proofs.begin()
    go_on.set()
    proofs.wait(LONG)

    assert running
    assert made == [1]


def test_closing_the_server_ends_a_proof_that_runs(context: AppContext):
    context.proofs.begin()

    context.proofs.close()

    assert not context.proofs.running
    context.proofs.begin()
    assert not context.proofs.running


def test_an_office_that_the_release_before_wrote_is_proven(office_of_0_1_0):
    found = CliRunner().invoke(
        main, ["journal", "verify", "--json", "--data", str(office_of_0_1_0.data)]
    )

    answer = json.loads(found.output)
    assert answer["first_differences"] == []
    assert answer["sound"]
    assert answer["visits"] > 0
