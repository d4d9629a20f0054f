"""An office that does not know the time, and a closing out that a supervisor takes back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from kezek_kiosk.cli import main
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock

SignIn = Callable[..., tuple[FlaskClient, str]]
WHY = {"reason": "the clock was wrong"}


def test_the_clock_says_who_tells_the_time(context: AppContext, anyone: FlaskClient):
    shown = anyone.get("/api/v1/clock").json

    assert (shown["source"], shown["known"]) == ("synchronised", True)
    assert anyone.get("/api/v1/queue").json["clock"] == "synchronised"


def test_a_supervisor_says_what_day_and_time_it_is_in_office_time(
    lost: AppContext, supervisor: FlaskClient
):
    before = supervisor.get("/api/v1/clock").json
    entered = supervisor.post("/api/v1/clock", json={"day": "2026-11-24", "time": "09:05"})

    assert (before["source"], before["known"]) == ("unknown", False)
    assert entered.json == {"now": "2026-11-24T04:05:00+00:00", "source": "told", "known": True}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"day": "2026-11-24"}, 400),
        ({"day": "2026-11-24", "time": "25:00"}, 400),
        ({"day": "2026-11-24", "time": "9:05"}, 400),
        ({"day": "2019-11-24", "time": "09:05"}, 422),
    ],
)
def test_a_time_that_cannot_be_is_refused_and_nothing_changes(
    lost: AppContext, supervisor: FlaskClient, body: dict[str, str], status: int
):
    assert supervisor.post("/api/v1/clock", json=body).status_code == status
    assert not lost.queue.time().known


def test_a_right_clock_is_not_talked_over(context: AppContext, supervisor: FlaskClient):
    answer = supervisor.post("/api/v1/clock", json={"day": "2026-11-24", "time": "09:05"})

    assert (answer.status_code, answer.json["code"]) == (409, "clock_known")


@pytest.mark.parametrize("address", ["/clock", "/closings/2026-11-23/take_back"])
def test_an_operator_and_a_kiosk_may_not(
    context: AppContext, operator: FlaskClient, client_of: Callable[..., FlaskClient], address: str
):
    callers = (operator, client_of("kiosk"))

    assert {each.post(f"/api/v1{address}", json={}).status_code for each in callers} == {403}


def test_a_closing_is_listed_and_taken_back(
    context: AppContext, supervisor: FlaskClient, closed: list[str]
):
    (listed,) = supervisor.get("/api/v1/closings").json["closings"]
    again = supervisor.post(f"/api/v1/closings/{listed['office_day']}/take_back", json=WHY)

    assert [each["id"] for each in listed["tickets"]] == closed
    assert [(each["id"], each["state"]) for each in again.json["tickets"]] == [
        (ticket_id, "waiting") for ticket_id in closed
    ]
    assert supervisor.get("/api/v1/closings").json == {"closings": []}


def test_the_reason_is_for_staff_alone(
    context: AppContext, supervisor: FlaskClient, anyone: FlaskClient, closed: list[str]
):
    supervisor.post(f"/api/v1/closings/{closed[0][:10]}/take_back", json=WHY)

    def reasons(caller: FlaskClient) -> list[str | None]:
        events = caller.get("/api/v1/events?limit=500").json["events"]
        taken_back = (each["facts"] for each in events if each["kind"] == "closing_taken_back")
        return [facts.get("reason") for facts in taken_back]

    assert reasons(supervisor) == [WHY["reason"]] * 3
    assert reasons(anyone) == [None] * 3


@pytest.mark.parametrize(
    ("day", "body", "status"),
    [
        ("2026-11-23", {}, 422),
        ("2026-11-22", WHY, 409),
        ("yesterday", WHY, 400),
        ("2026-11-23", {**WHY, "tickets": ["2026-11-23-Z001"]}, 409),
    ],
)
def test_what_cannot_be_taken_back_is_refused(
    context: AppContext,
    supervisor: FlaskClient,
    closed: list[str],
    day: str,
    body: dict[str, Any],
    status: int,
):
    answer = supervisor.post(f"/api/v1/closings/{day}/take_back", json=body)

    assert answer.status_code == status
    assert len(context.queue.closings()) == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "Күн мен уақыт белгісіз."),
        ("ru", "День и время неизвестны."),
        ("en", "The day and the time are not known."),
    ],
)
def test_supervisor_and_health_page_say_that_nobody_knows_the_time(
    lost: AppContext, signed_in: SignIn, language: str, words: str
):
    browser, _ = signed_in("supervisor")

    for page in ("/supervisor", "/health"):
        assert words.rstrip(".") in browser.get(f"{page}?lang={language}").get_data(as_text=True)


def test_the_kiosk_gives_tickets_and_shows_no_guess_as_the_time(
    lost: AppContext, anyone: FlaskClient
):
    state = anyone.get("/kiosk/state").json

    assert (state["closed"], state["clock"]) == (None, None)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("kk", "Себебін бір жолға, ең көбі 200 таңбамен жазыңыз."),
        ("ru", "Напишите причину в одной строке, не длиннее 200 знаков."),
        ("en", "Write the reason in one line of at most 200 signs."),
    ],
)
@pytest.mark.parametrize("reason", ["  ", "x" * 201])
def test_a_reason_that_is_missing_or_too_long_is_asked_for_in_its_own_words(
    language: str, sentence: str, reason: str, closed: list[str], supervisor: FlaskClient
):
    answer = supervisor.post(
        f"/api/v1/closings/{closed[0][:10]}/take_back",
        json={"reason": reason},
        headers={"Accept-Language": language},
    )

    assert (answer.status_code, answer.json["code"]) == (422, "reason_needed")
    assert answer.json["detail"] == sentence


def test_the_history_of_a_ticket_tells_who_took_the_closing_back_and_why(
    context: AppContext, signed_in: SignIn, closed: list[str]
):
    context.queue.take_back_closing(
        context.queue.ticket(closed[0]).office_day, reason=WHY["reason"], actor="supervisor"
    )
    browser, _ = signed_in("supervisor")

    page = browser.get(f"/supervisor/ticket/{closed[0]}?lang=en").get_data(as_text=True)

    assert "Closing out taken back" in page
    assert re.search(r"Reason: the clock was wrong", page)
    assert "Reason: Never called" in page


def test_whoever_was_closed_out_is_not_said_to_have_left_and_cannot_return(
    context: AppContext, clock: ManualClock, signed_in: SignIn
):
    called, waiting = (context.queue.issue("apostille").ticket.id for _ in range(2))
    context.queue.call_next(6, actor="operator6")
    clock.advance(hours=26)
    context.queue.close_days()
    browser, _ = signed_in("supervisor")

    pages = [
        browser.get(f"/supervisor/ticket/{ticket_id}?lang=en").get_data(as_text=True)
        for ticket_id in (called, waiting)
    ]

    states = [re.search(r'<p><span class="badge.*?</svg>([^<]*)<', page)[1] for page in pages]
    assert [state.strip() for state in states] == ["Did not come", "Never called"]
    assert all("data-action" not in page for page in pages)


def test_the_command_line_takes_a_closing_back_and_says_the_time(
    context: AppContext, data_dir: Path, closed: list[str]
):
    context.close()

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(main, [*arguments, "--data", str(data_dir)])

    refused = run("closings", "--take-back", closed[0][:10])
    lonely = run("closings", "--reason", "x")
    done = run("closings", "--take-back", closed[0][:10], "--reason", WHY["reason"], "--json")
    empty = run("closings")
    clock = json.loads(run("clock", "--json").output)

    assert (refused.exit_code, lonely.exit_code) == (1, 2)
    assert json.loads(done.output) == {closed[0][:10]: closed}
    assert empty.output == "Nobody was closed out in the last hours.\n"
    assert clock["source"] in ("synchronised", "anchored", "unknown")
