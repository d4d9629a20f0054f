"""The health page: every check has a word, and a part that does not work says what to do."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections import namedtuple
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kezek_core.errors import KezekError
from kezek_core.ports import PrintOutcome
from kezek_kiosk.pages.staff import checks, health
from kezek_kiosk.pages.staff.checks import MIB
from kezek_kiosk.pages.staff.device_words import Severity
from kezek_kiosk.settings.certificate_file import TLS_FILE
from kezek_kiosk.upkeep import office_check
from kezek_kiosk.upkeep.certificates import make_certificate
from kezek_kiosk.upkeep.scheduler import Scheduler
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock
from kezek_queue.errors import StorageFailedError

SignIn = Callable[..., tuple[FlaskClient, str]]
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def found(signed_in: SignIn) -> Callable[[], dict[str, tuple[str, str]]]:
    """State and text of every check, by its name."""
    browser, _ = signed_in("operator1")
    browser.get("/operator?lang=en")

    def read() -> dict[str, tuple[str, str]]:
        page = browser.get("/health").get_data(as_text=True)
        items = re.findall(r'data-check="(\w+)" data-health="(\w+)">(.*?)</li>', page, flags=re.S)
        return {
            name: (state, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))
            for name, state, text in items
        }

    return read


def test_a_sound_office_is_in_order(context: AppContext, app: Flask, found):
    app.extensions["kezek_scheduler"] = Scheduler(context)
    context.queue.issue("apostille")
    context.proofs.prove()

    states = {name: state for name, (state, _) in found().items()}

    assert states.pop("phones") == "warning"  # a demo office listens on 127.0.0.1 alone
    assert states == {
        "database": "good",
        "journal": "good",
        "clock": "good",
        "time_zone": "good",
        "scheduler": "good",
        "printing": "good",
        "disk": "good",
        "flood": "good",
        "law": "good",
    }


@pytest.mark.parametrize(
    ("url", "state", "said"),
    [
        (None, "warning", "tickets carry no QR code"),
        ("http://10.0.0.7:8080", "good", "http://10.0.0.7:8080"),
    ],
)
def test_where_phones_are_led_is_told(monkeypatch, found, url: str | None, state: str, said: str):
    monkeypatch.setattr(health, "known_url", lambda _server: url)

    check = found()["phones"]

    assert check[0] == state
    assert said in check[1]


def test_health_is_for_staff(anyone):
    assert anyone.get("/health").location == "/login?next=/health"


def test_a_clock_that_nobody_set_is_a_warning_with_advice(
    context: AppContext, clock: ManualClock, found
):
    clock.synchronise(False)
    context.queue.issue("apostille")

    state, text = found()["clock"]

    assert state == "warning"
    assert "Check the network cable" in text


def test_a_slip_that_waits_too_long_sends_people_to_the_printer(
    context: AppContext, clock: ManualClock, found
):
    context.queue.issue("apostille")
    clock.advance(minutes=3)

    state, text = found()["printing"]

    assert state == "bad"
    assert "paper, cover, cable, power" in text


def test_a_slip_that_came_out_is_in_order(context: AppContext, clock: ManualClock, found):
    context.queue.issue("apostille")
    (job,) = context.queue.lease_print_jobs("agent")
    context.queue.report_print_job(job.id, job.lease, PrintOutcome.PRINTED)
    clock.advance(minutes=30)

    state, text = found()["printing"]

    assert state == "good"
    assert "The last slip came out at 10:00." in text


@pytest.mark.parametrize(
    ("detail", "state", "said"),
    [
        ("received", "good", "The last slip came out at 10:00."),
        ("unconfirmed", "good", "This printer confirms nothing."),
        ("unconfirmed", "good", "Look at its paper now and then."),
        ("no_code", "warning", "The last slip came out at 10:00 without its QR code."),
        ("no_code", "warning", "Correct public_url in kezek.toml"),
    ],
)
def test_what_is_not_known_of_a_slip_that_came_out_is_said(
    context: AppContext, found, detail: str, state: str, said: str
):
    context.queue.issue("apostille")
    (job,) = context.queue.lease_print_jobs("agent")
    context.queue.report_print_job(job.id, job.lease, PrintOutcome.PRINTED, detail)

    health, text = found()["printing"]

    assert health == state
    assert said in text


@pytest.mark.parametrize(("free_mib", "state"), [(5000, "good"), (900, "warning"), (50, "bad")])
def test_a_disk_that_fills_up_is_said_in_time(monkeypatch, found, free_mib, state):
    usage = Usage(10_000 * MIB, 0, free_mib * MIB)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)

    assert found()["disk"][0] == state


def test_a_job_that_fails_is_named(context: AppContext, app: Flask, monkeypatch, found):
    scheduler = Scheduler(context)
    app.extensions["kezek_scheduler"] = scheduler
    monkeypatch.setattr(scheduler, "state", lambda: "watch_limits: late")

    state, text = found()["scheduler"]

    assert state == "bad"
    assert "watch_limits: late" in text


def test_a_database_that_does_not_answer_is_told_and_the_page_still_stands(
    context: AppContext, monkeypatch
):
    def refuse() -> int:
        raise StorageFailedError("expected the database to answer, it did not; look at the disk")

    monkeypatch.setattr(context.queue, "last_seq", refuse, raising=False)
    sentences = list(
        checks.run_checks(
            context.queue,
            context.data_dir,
            now=context.now(),
            scheduler_state="ok",
            proofs=context.proofs,
            language="en",
            phones_url=None,
        )
    )

    assert sentences[0].health is Severity.BAD
    assert sentences[0].found
    assert [check.name for check in sentences][-3:] == ["flood", "law", "phones"]


@pytest.mark.parametrize(
    ("on", "state", "sentence"),
    [
        ("2026-11-30", "good", "2026, 2027"),
        ("2026-12-01", "warning", "from 1 January paid requests will be refused"),
        ("2027-01-01", "bad", "paid requests are refused"),
    ],
)
def test_a_missing_index_is_told_from_december_and_refuses_from_new_year(
    context: AppContext, clock: ManualClock, signed_in: SignIn, on, state, sentence
):
    clock.move_to(datetime.fromisoformat(f"{on}T05:00:00+00:00"))
    browser, _ = signed_in("supervisor")
    browser.get("/supervisor?lang=en")

    page = browser.get("/health").get_data(as_text=True)

    found = re.search(r'data-check="law" data-health="(\w+)">(.*?)</li>', page, flags=re.S)
    assert found is not None
    assert found[1] == state
    assert sentence in found[2]


def test_a_damaged_file_is_red_and_named_while_tickets_are_given(
    context: AppContext, found, anyone: FlaskClient
) -> None:
    context.queue.check_file()
    sound = found()["database"]
    before = anyone.get("/metrics").get_data(as_text=True)
    path = context.data_dir / "kezek.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'surveys'"
        ).fetchone()[0]
    with path.open("r+b") as file:
        file.seek((root - 1) * 1024)
        file.write(b"\xa5" * 64)

    context.queue.check_file()
    context.queue.issue("apostille")

    state, text = found()["database"]
    assert sound[0] == "good"
    assert "no damage" in sound[1]
    assert state == "bad"
    assert "The file is damaged" in text
    assert "surveys:" in text
    assert "kezek_file_ok 1.0" in before
    assert "kezek_file_ok 0.0" in anyone.get("/metrics").get_data(as_text=True)
    with pytest.raises(KezekError, match="surveys: "):
        office_check._database(context.data_dir)


@pytest.mark.parametrize(
    ("days_ago", "health", "said"),
    [
        (0, "good", "the certificate is good until"),
        (385, "warning", "the certificate is good until"),
        (400, "bad", "browsers warn of this server"),
    ],
)
def test_a_certificate_is_told_until_when_it_is_good(
    context: AppContext, found, days_ago: int, health: str, said: str
):
    made_at = context.now() - timedelta(days=days_ago)
    fingerprint = make_certificate(context.data_dir, ("localhost",), made_at).fingerprint

    state, text = found()["certificate"]

    assert state == health
    assert said in text
    assert fingerprint in text


def test_an_office_without_a_certificate_is_not_asked_for_one(found):
    assert "certificate" not in found()


def test_a_certificate_that_cannot_be_read_is_told_and_the_page_stands(context: AppContext, found):
    (context.data_dir / TLS_FILE).write_text("nothing")

    assert found()["certificate"][0] == "bad"
