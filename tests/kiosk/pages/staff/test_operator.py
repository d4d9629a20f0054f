"""The operator's window: what is shown, what may be pressed, and that the API agrees."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.pages.staff.limits import Level, Limit
from kezek_kiosk.pages.staff.operator_view import window_view
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock

SignIn = Callable[..., tuple[FlaskClient, str]]
MINUTE = timedelta(minutes=1)
PATHS = {"next", "recall", "start", "finish", "no_show", "transfer", "hold"}


@pytest.fixture
def pieces(signed_in: SignIn) -> Callable[[], dict[str, str]]:
    """The drawn pieces of window 1, in English."""
    browser, _ = signed_in("operator1")
    browser.get("/operator?lang=en")

    def draw() -> dict[str, str]:
        return browser.get("/api/pages/operator?window=1").get_json()["pieces"]

    return draw


def offered(context: AppContext, window: int = 1) -> set[str]:
    return set(window_view(context.queue.snapshot(), context.queue.office, window).commands)


def at_the_window(context: AppContext, state: str) -> None:
    context.queue.open_window(1, actor="operator1")
    if state == "closed":
        context.queue.close_window(1, actor="operator1")
    if state in ("waiting", "called", "serving", "paused"):
        context.queue.issue("military-service")
        context.queue.issue("privileged")
    if state in ("called", "serving"):
        context.queue.call_next(1, actor="operator1")
    if state == "serving":
        context.queue.start(1, actor="operator1")
    if state == "paused":
        context.queue.pause(1, actor="operator1")


def words_of(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


@pytest.mark.parametrize("state", ["empty", "waiting", "called", "serving", "paused"])
@pytest.mark.parametrize("command", sorted(PATHS))
def test_a_command_that_the_page_offers_is_one_that_the_api_carries_out(
    context: AppContext, signed_in: SignIn, state: str, command: str
):
    at_the_window(context, state)
    may = command in offered(context)
    browser, csrf = signed_in("operator1")
    ticket = context.queue.snapshot().windows[0].ticket
    body = {"expected_ticket": ticket}
    if command == "transfer":
        body["service"] = "apostille"

    answer = browser.post(f"/api/v1/windows/1/{command}", json=body, headers={"X-CSRFToken": csrf})

    assert (answer.status_code == 200) is may, answer.get_json()


def test_an_empty_window_says_what_will_appear(context: AppContext, pieces):
    context.queue.open_window(1, actor="operator1")

    assert "The number, service and wait of the next visitor will appear here." in words_of(
        pieces()["now"]
    )


def test_the_called_visitor_stands_large_with_service_language_wait_and_limit(
    context: AppContext, clock: ManualClock, pieces
):
    context.queue.issue("military-service", language="ru")
    clock.advance(minutes=12, seconds=34)
    context.queue.call_next(1, actor="operator1")

    now = words_of(pieces()["now"])

    assert "A001" in now
    assert "Military service certificate" in now
    assert "Русский" in now
    assert "12:34" in now
    assert "17:26 left" in now


def test_the_wait_stands_still_while_the_visitor_is_served(
    context: AppContext, clock: ManualClock, pieces
):
    context.queue.issue("military-service")
    clock.advance(minutes=3)
    context.queue.call_next(1, actor="operator1")
    context.queue.start(1, actor="operator1")
    clock.advance(minutes=7)

    drawn = pieces()["now"]

    assert 'data-seconds="180.000">03:00' in drawn
    assert 'data-seconds="420.000" data-running="1">07:00' in drawn


def test_near_and_past_the_limit_have_a_word_and_stand_on_top(
    context: AppContext, clock: ManualClock, pieces
):
    context.queue.issue("military-service")
    clock.advance(minutes=7)
    context.queue.issue("privileged")
    clock.advance(minutes=24)

    around = pieces()["around"]

    pressing = around[around.index("pressing-heading") : around.index("queue-heading")]
    assert pressing.index("A001") < pressing.index("E001")
    assert 'data-level="breached"' in pressing
    assert 'data-level="near"' in pressing
    assert "Exceeded by 01:00" in re.sub(r"\s+", " ", words_of(pressing))


def test_a_visitor_on_hold_is_warned_of_as_well(context: AppContext, clock: ManualClock, pieces):
    context.queue.issue("military-service")
    context.queue.call_next(1, actor="operator1")
    context.queue.hold(1, actor="operator1")
    clock.advance(minutes=31)

    around = pieces()["around"]

    assert "A001" in around[around.index("pressing-heading") : around.index("queue-heading")]


def test_held_visitors_are_called_from_the_list_only_when_the_window_is_free(
    context: AppContext, pieces
):
    context.queue.issue("military-service")
    context.queue.issue("privileged")
    held = context.queue.call_next(1, actor="operator1").ticket
    context.queue.hold(1, actor="operator1")

    free = pieces()["around"]
    context.queue.call_next(1, actor="operator1")
    busy = pieces()["around"]

    button = re.compile(rf'data-recall-held="{held.id}"( disabled)?')
    assert button.search(free).group(1) is None
    assert button.search(busy).group(1) == " disabled"


def test_a_visitor_who_did_not_come_may_be_marked_as_back(
    context: AppContext, absent: Callable[..., None], signed_in: SignIn, pieces
):
    context.queue.issue("military-service")
    ticket = context.queue.call_next(1, actor="operator1").ticket
    absent()
    listed = f'data-back="{ticket.id}"' in pieces()["around"]
    browser, csrf = signed_in("operator1")

    answer = browser.post(
        f"/api/v1/tickets/{ticket.id}/return", json={}, headers={"X-CSRFToken": csrf}
    )

    assert listed
    assert answer.get_json()["state"] == "waiting"
    assert ticket.id not in pieces()["around"].split("absent-heading")[1]


def test_a_visitor_called_out_of_turn_is_marked(data_dir, clock):
    from kezek_kiosk.app import create_app
    from kezek_kiosk.compose import build_services

    office_file = data_dir / "office.toml"
    text = office_file.read_text("utf-8").replace("enabled = false", "enabled = true")
    office_file.write_text(text, "utf-8")
    services = build_services(data_dir, clock=clock)
    category = next(iter(services.queue.office.categories.values()))
    services.queue.issue("military-service", category=category.id)
    services.queue.call_next(1, actor="operator1")
    app = create_app(services)
    from kezek_kiosk.pages.staff.page_words import words

    with app.test_request_context("/operator?lang=en"):
        from flask import render_template

        from kezek_kiosk.web.i18n import show_in

        show_in("en")
        view = window_view(services.queue.snapshot(), services.queue.office, 1)
        drawn = render_template("staff/operator_now.html", view=view, **words())
    services.close()

    assert f"Out of turn: {category.name.in_language('en')}" in words_of(drawn)


def test_the_queue_ahead_is_told_by_service_with_the_first_of_each(
    context: AppContext, clock: ManualClock, pieces
):
    for _ in range(3):
        context.queue.issue("criminal-record")
    context.queue.issue("apostille")
    clock.advance(minutes=1)

    around = words_of(pieces()["around"])

    assert "Waiting for this window 3" in around
    assert re.search(r"Criminal record certificate 3 C001 01:00", around)
    assert "T001" not in around


def test_an_operator_sees_no_other_window(signed_in: SignIn):
    browser, _ = signed_in("operator1")

    assert browser.get("/operator?window=2").status_code == 403
    assert browser.get("/api/pages/operator?window=2").status_code == 403


def test_an_operator_sees_no_page_of_the_supervisor(signed_in: SignIn):
    browser, _ = signed_in("operator1")

    for address in ("/supervisor", "/supervisor/log", "/supervisor/log.csv"):
        assert browser.get(address).status_code == 403


def test_a_supervisor_sees_every_window(signed_in: SignIn):
    browser, _ = signed_in("supervisor")

    pages = [browser.get(f"/operator?window={number}") for number in range(1, 9)]

    assert [page.status_code for page in pages] == [200] * 8


def test_the_page_may_run_no_script_or_style_of_its_own_text(signed_in: SignIn):
    browser, _ = signed_in("operator1")

    page = browser.get("/operator").get_data(as_text=True)

    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)


def test_the_script_s_words_are_in_the_page_s_language(signed_in: SignIn):
    browser, _ = signed_in("operator1")

    page = browser.get("/operator?lang=kk").get_data(as_text=True)

    assert "Терезені ашу" in page
    assert "%(number)s" in page


@pytest.mark.parametrize(
    ("waited", "level"),
    [
        (24 * MINUTE - timedelta(microseconds=1), Level.WITHIN),
        (24 * MINUTE, Level.NEAR),
        (30 * MINUTE, Level.NEAR),
        (30 * MINUTE + timedelta(microseconds=1), Level.BREACHED),
    ],
)
def test_the_word_changes_at_the_share_and_past_the_limit_not_at_it(waited, level):
    assert Limit(waited, 30, 80).level is level


def test_without_a_limit_there_is_nothing_to_be_near_to():
    assert Limit(500 * MINUTE, None, 80).level is Level.NO_LIMIT
