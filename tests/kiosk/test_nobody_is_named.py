"""Papers are taken, refused, complained of, printed and erased, and nothing outside names anybody.

Every logger of the process speaks as loud as it can; what it says, what the journal keeps and what
the open pages and calls show is searched for every personal text that was typed.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kezek_kiosk.agent.print_worker import PrinterSeat, PrintWorker
from kezek_kiosk.api.stream import told_to_anybody
from kezek_kiosk.app import create_app
from kezek_kiosk.compose import build_services
from kezek_kiosk.upkeep.erasure import tidy
from kezek_kiosk.web.context import AppContext
from kezek_printers.delivery.printer import Printer
from kezek_queue import ManualClock

PREFIX = "/api/v1"
NAME, ADDRESS, CONTACTS = "Құдайбергенова Ақбөпе", "Жезқазған, Сәтпаев 41", "87017770011"
CLERK, REASON, WORDS = "Төлегенов Бауыржан", "Қолтаңбасы жоқ өтініш", "Терезедегі қыз дөрекі"
OUTCOME = "Қызметкер ескертілді"
NAMES = (NAME, ADDRESS, CONTACTS, CLERK)
PERSONAL = (*{part for text in NAMES for part in text.split() if len(part) > 5}, REASON, WORDS,
            OUTCOME)  # fmt: skip
COMPLETE = {"application": 1, "military_id": 1, "identity_card_copy": 1}
PERSON = {"name": NAME, "address": ADDRESS, "contacts": CONTACTS}


@pytest.fixture
def loud(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """Every logger at DEBUG; gives all that was said, tracebacks included."""
    caplog.set_level(logging.DEBUG)
    before = {}

    def turn_up() -> None:
        for name in list(logging.root.manager.loggerDict):
            logger = logging.getLogger(name)
            before.setdefault(name, logger.level)
            logger.setLevel(logging.DEBUG)

    def said() -> str:
        turn_up()
        return caplog.text

    turn_up()
    yield said
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def open_house(loud: Callable[[], str], data_dir: Path, clock: ManualClock) -> Iterator[AppContext]:
    """The office, opened while everything is loud: an engine asks its logger when it is made."""
    built = build_services(data_dir, clock=clock)
    loud()
    yield built
    built.close()


@pytest.fixture
def loud_app(open_house: AppContext) -> Flask:
    return create_app(open_house)


@pytest.fixture
def staff(loud_app: Flask, open_house: AppContext) -> FlaskClient:
    client = loud_app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {open_house.tokens.create('admin')}"
    return client


def named_in(text: str) -> list[str]:
    return [part for part in PERSONAL if part in text]


def hand_in(staff: FlaskClient, documents: dict[str, int]) -> Any:
    body = {
        "service": "military-service",
        "window": 1,
        "language": "kk",
        "person": PERSON,
        "documents": documents,
        "inspector": CLERK,
    }
    answer = staff.post(f"{PREFIX}/requests", json=body)
    assert answer.status_code == 201, answer.json
    return answer.json


def step(staff: FlaskClient, number: str, command: str, **body: Any) -> None:
    answer = staff.post(f"{PREFIX}/requests/{number}/{command}", json=body)
    assert answer.status_code == 200, answer.json


def a_whole_life(staff: FlaskClient, context: AppContext) -> tuple[str, str, str]:
    """A request through all its papers, a refusal and a complaint; printed, not erased."""
    number = hand_in(staff, COMPLETE)["request"]["number"]
    refusal = hand_in(staff, {})["refusal"]
    for command, body in (
        ("send", {}), ("return", {"reasons": [REASON]}), ("correct", {}), ("send", {}),
        ("ready", {}), ("reprint", {}), ("issue", {}),
    ):  # fmt: skip
        step(staff, number, command, **body)
    complaint = staff.post(
        f"{PREFIX}/complaints",
        json={
            "text": WORDS,
            "service": "military-service",
            "person": {"name": NAME, "contact": CONTACTS},
            "accepted_by": CLERK,
        },
    ).json["number"]
    resolved = staff.post(
        f"{PREFIX}/complaints/{complaint}/resolve", json={"justified": True, "outcome": OUTCOME}
    )
    assert resolved.status_code == 200
    assert named_in(str(staff.get(f"{PREFIX}/requests/{number}/person").json))
    print_all(context)
    return number, refusal, complaint


def print_all(context: AppContext) -> None:
    printer = Printer("virtual://", "default", context.papers_dir)
    worker = PrintWorker(None, PrinterSeat("hall", printer), "test", None)  # type: ignore[arg-type]
    for job in context.queue.lease_print_jobs("test", limit=50):
        leased = {"id": job.id, **job.subject.facts(), "slip": job.slip.to_json()}
        outcome, detail, _ = worker._print(leased)
        assert job.lease
        context.queue.report_print_job(job.id, job.lease, outcome, detail)
    printer.close()


def open_answers(client: FlaskClient, *subjects: str) -> str:
    """Whatever anybody on the network may read."""
    paths = ["/board", "/kiosk", "/kiosk/state", "/papers", "/papers/list", "/metrics", "/readyz"]
    calls = ["/events?limit=1000", "/board", "/queue", "/openapi.json", "/metrics"]
    parts = [client.get(path).get_data(as_text=True) for path in paths]
    parts += [client.get(PREFIX + call).get_data(as_text=True) for call in calls]
    parts += [client.get(f"{PREFIX}/requests/{each}").get_data(as_text=True) for each in subjects]
    return "\n".join(parts)


def test_no_log_journal_board_or_open_call_names_anybody(
    loud: Callable[[], str], loud_app: Flask, open_house: AppContext, staff: FlaskClient
) -> None:
    number, refusal, complaint = a_whole_life(staff, open_house)
    for what, subject in (("requests", refusal), ("complaints", complaint), ("requests", number)):
        answer = staff.post(f"{PREFIX}/{what}/{subject}/erase", json={})
        assert answer.json == {"erased": True}
    tidy(open_house)

    said = loud()
    journal = "\n".join(open_house.queue.export_journal())
    shown = open_answers(loud_app.test_client(), number)

    assert "sqlalchemy" in said  # the loudest of them was heard
    assert named_in(said) == []
    assert named_in(journal) == []
    assert named_in(shown) == []


def test_the_open_journal_has_no_number_by_which_a_stranger_could_ask_for_a_request(
    open_house: AppContext, loud_app: Flask, staff: FlaskClient
) -> None:
    number, refusal, complaint = a_whole_life(staff, open_house)
    numbers = {number, number.replace("-", ""), refusal, complaint, complaint.replace("-", "")}

    path = f"{PREFIX}/events?limit=1000"
    text = loud_app.test_client().get(path).get_data(as_text=True)
    streamed = open_house.event_feeds.follow(0, told_to_anybody).take()
    of_staff = staff.get(path).get_data(as_text=True)

    assert {each for each in numbers if each in text + streamed} == set()
    assert "request_accepted" in streamed
    assert number.replace("-", "") in of_staff
    assert "request_accepted" in text


def test_a_failing_disk_quotes_nobody_in_its_traceback(
    loud: Callable[[], str], open_house: AppContext, staff: FlaskClient, data_dir: Path
) -> None:
    with closing(sqlite3.connect(data_dir / "kezek.db")) as connection, connection:
        connection.execute("DROP TABLE register_people")
        connection.execute("DROP TABLE complaint_people")

    taken = staff.post(
        f"{PREFIX}/requests",
        json={"service": "military-service", "person": PERSON, "documents": COMPLETE,
              "inspector": CLERK, "window": 1, "language": "kk"},
    )  # fmt: skip
    complained = staff.post(
        f"{PREFIX}/complaints", json={"text": WORDS, "person": {"name": NAME, "contact": CONTACTS}}
    )

    said = loud()
    assert taken.status_code >= 500
    assert complained.status_code >= 500
    assert "Traceback" in said
    assert named_in(said + taken.get_data(as_text=True) + complained.get_data(as_text=True)) == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/requests", {"service": "military-service", "person": NAME, "documents": {}}),
        ("/requests", {"service": "military-service", "person": {"name": NAME * 40}}),
        ("/requests", {"service": NAME, "documents": {NAME: 1}}),
        ("/requests", {"service": "military-service", "documents": {}, NAME: NAME}),
        ("/complaints", {"text": WORDS * 4000}),
        ("/complaints", {"text": WORDS, "person": {"name": NAME + "\n", "contact": CONTACTS}}),
        ("/surveys", {"ticket": NAME, "process": True}),
    ],
)
def test_what_was_typed_wrongly_is_not_logged(
    loud: Callable[[], str], staff: FlaskClient, path: str, body: dict[str, Any]
) -> None:
    answer = staff.post(PREFIX + path, json=body)

    assert answer.status_code >= 400
    assert named_in(loud()) == []


def test_pages_that_name_somebody_are_kept_by_no_browser(
    open_house: AppContext, staff: FlaskClient
) -> None:
    number, _, complaint = a_whole_life(staff, open_house)
    addresses = [f"{PREFIX}/requests/{number}/person", f"{PREFIX}/complaints/{complaint}/details"]
    addresses += [paper["picture"] for paper in staff.get("/papers/list").json["papers"]]

    kept = {staff.get(address).headers["Cache-Control"] for address in addresses}

    assert kept == {"no-store"}
