"""The window in Chromium: a day by keyboard alone, its own keys, its way back, and scans."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from kezek_kiosk.access.pin_rules import DEMO_PIN
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock

pytestmark = [pytest.mark.browser, pytest.mark.slow(1.5)]

playwright_api = pytest.importorskip("playwright.sync_api")
expect = playwright_api.expect

PATIENCE_MS = 15_000


def state_of(page: Any, state: str, number: str = "") -> None:
    """Wait until the page shows this state and number."""
    expect(page.locator("#operator")).to_have_attribute("data-state", state, timeout=PATIENCE_MS)
    expect(page.locator("#now")).to_have_attribute("data-number", number, timeout=PATIENCE_MS)
    expect(page.locator("#operator")).not_to_have_attribute("data-busy", "", timeout=PATIENCE_MS)


def kinds(context: AppContext) -> list[str]:
    journal = [event.kind.value for event in context.queue.events(limit=500)]
    return [
        kind for kind in journal if kind.startswith(("ticket_c", "service", "visitor", "absence"))
    ]


def test_an_operator_serves_by_the_keyboard_alone(
    context: AppContext, page_of: Callable[..., Any], faults: list[str]
):
    for _ in range(3):
        context.queue.issue("military-service")
    page = page_of("operator1", "kk")

    page.keyboard.press("Space")
    state_of(page, "called", "A001")
    page.keyboard.press("F3")
    expect(page.locator("#now")).to_contain_text("2 рет шақырылды")
    page.keyboard.press("F5")
    state_of(page, "serving", "A001")
    page.keyboard.press("F2")
    state_of(page, "called", "A002")
    page.keyboard.press("F5")
    state_of(page, "serving", "A002")
    page.keyboard.press("F6")
    state_of(page, "empty")

    assert kinds(context) == [
        "ticket_called",
        "service_started",
        "service_finished",
        "ticket_called",
        "service_started",
        "service_finished",
    ]
    assert faults == []


def test_a_double_press_does_nothing_twice(context: AppContext, page_of: Callable[..., Any]):
    for _ in range(3):
        context.queue.issue("military-service")
    page = page_of("operator1")

    page.evaluate(
        """() => { for (const _ of [1, 2, 3]) {
          document.body.dispatchEvent(new KeyboardEvent("keydown", {code: "F2", bubbles: true}));
        } }"""
    )
    state_of(page, "called", "A001")
    page.keyboard.press("F2")

    expect(page.locator("#notice")).to_be_visible()
    assert kinds(context) == ["ticket_called"]


def test_two_pages_of_one_window_never_finish_somebody_else_s_visit(
    context: AppContext, page_of: Callable[..., Any]
):
    context.queue.issue("military-service")
    context.queue.issue("military-service")
    page = page_of("operator1")
    page.keyboard.press("F2")
    state_of(page, "called", "A001")
    page.keyboard.press("F5")
    state_of(page, "serving", "A001")
    page.evaluate("() => { document.getElementById('now').dataset.ticket = '2026-11-23-A777'; }")

    page.keyboard.press("F6")

    expect(page.locator("#notice")).to_contain_text("has changed meanwhile")
    state_of(page, "serving", "A001")


def test_did_not_come_says_what_is_missing_and_works_when_its_time_has_come(
    context: AppContext, clock: ManualClock, page_of: Callable[..., Any]
):
    context.queue.issue("military-service")
    page = page_of("operator1")
    page.clock.install()
    button, recall = page.locator("[data-command=no_show]"), page.locator("[data-command=recall]")
    page.keyboard.press("F2")
    state_of(page, "called", "A001")

    expect(button).to_be_disabled()
    expect(button).to_contain_text("in 60 s")
    expect(recall).to_contain_text("counts in 20 s")
    page.keyboard.press("F4")
    expect(page.locator("#notice")).to_contain_text("Call again in 20 s")
    page.clock.run_for(20_000)
    expect(page.locator("#operator")).to_have_attribute("data-no-show", "call")
    expect(recall).to_contain_text("counts now")
    clock.advance(seconds=20)
    page.keyboard.press("F3")
    expect(page.locator("#now")).to_contain_text("called 2 times")
    page.clock.run_for(500)
    expect(recall).not_to_contain_text("counts")
    expect(button).to_contain_text("in 40 s")
    page.clock.run_for(39_000)
    expect(button).to_be_disabled()
    page.clock.run_for(2_000)
    expect(button).to_be_enabled()
    expect(page.locator("#notice")).to_be_hidden()
    expect(page.locator("#heard")).to_have_text("The visitor can be marked as not come now.")
    clock.advance(seconds=40)
    page.keyboard.press("F4")
    state_of(page, "empty")

    assert kinds(context)[-1] == "visitor_absent"


def test_a_no_show_can_be_taken_back_for_ten_seconds(
    context: AppContext, clock: ManualClock, page_of: Callable[..., Any]
):
    context.queue.issue("military-service")
    page = page_of("operator1")
    page.keyboard.press("F2")
    state_of(page, "called", "A001")
    clock.advance(seconds=60)
    page.keyboard.press("F3")
    expect(page.locator("#operator")).to_have_attribute("data-no-show", "possible")

    page.keyboard.press("F4")
    state_of(page, "empty")
    expect(page.locator("#undo")).to_contain_text("A001")
    page.keyboard.press("Control+z")
    state_of(page, "called", "A001")

    expect(page.locator("#undo")).to_be_hidden()
    assert kinds(context)[-2:] == ["visitor_absent", "absence_withdrawn"]


def test_the_undo_bar_leaves_after_ten_seconds(
    context: AppContext, clock: ManualClock, page_of: Callable[..., Any]
):
    context.queue.issue("military-service")
    page = page_of("operator1")
    page.clock.install()
    page.keyboard.press("F2")
    state_of(page, "called", "A001")
    clock.advance(seconds=60)
    page.keyboard.press("F3")
    page.clock.run_for(500)
    expect(page.locator("#operator")).to_have_attribute("data-no-show", "possible")
    page.keyboard.press("F4")
    expect(page.locator("#undo")).to_be_visible()

    page.clock.run_for(9_000)
    before = page.locator("#undo").is_visible()
    page.clock.run_for(1_500)

    assert before
    expect(page.locator("#undo")).to_be_hidden()


def test_an_absent_visitor_is_back_by_one_button(
    context: AppContext, absent: Callable[..., None], page_of: Callable[..., Any]
):
    context.queue.issue("military-service")
    ticket = context.queue.call_next(1, actor="operator1").ticket
    absent()
    page = page_of("operator1")

    page.click(f"#absent-{ticket.id}")

    expect(page.locator(f"#absent-{ticket.id}")).to_have_count(0)
    assert context.queue.ticket(ticket.id).state.value == "waiting"


def test_transfer_hold_and_recall_by_keys(context: AppContext, page_of: Callable[..., Any]):
    context.queue.issue("military-service")
    context.queue.issue("privileged")
    page = page_of("operator1")
    page.keyboard.press("F2")
    state_of(page, "called", "A001")
    page.keyboard.press("F8")
    expect(page.locator("#hold-dialog")).to_be_visible()
    page.keyboard.press("1")
    state_of(page, "empty")
    page.click("[data-recall-held]")
    state_of(page, "called", "A001")
    page.keyboard.press("F5")
    state_of(page, "serving", "A001")

    page.keyboard.press("F7")
    expect(page.locator("#transfer-dialog")).to_be_visible()
    page.keyboard.press("8")

    state_of(page, "empty")
    assert context.queue.snapshot().tickets[0].service == "apostille"


def test_a_question_that_is_left_changes_nothing(context: AppContext, page_of: Callable[..., Any]):
    context.queue.issue("military-service")
    page = page_of("operator1")
    page.keyboard.press("F2")
    state_of(page, "called", "A001")

    page.keyboard.press("F8")
    expect(page.locator("#hold-dialog")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("#hold-dialog")).to_be_hidden()
    state_of(page, "called", "A001")


def test_keys_are_remapped_and_remembered(context: AppContext, page_of: Callable[..., Any]):
    context.queue.issue("military-service")
    page = page_of("operator1")
    page.click("[data-open=key-settings]")
    page.click("[data-key-of=next]")
    page.keyboard.press("KeyN")
    expect(page.locator("[data-command=next] [data-key=next]")).to_have_text("N")
    page.click("[data-key-of=recall]")
    page.keyboard.press("KeyN")
    expect(page.locator("[data-command=next] [data-key=next]")).to_have_text("F3")
    page.keyboard.press("Escape")
    page.reload()

    page.keyboard.press("F3")

    state_of(page, "called", "A001")


def test_the_pause_stops_calling_until_it_is_over(context: AppContext, page_of: Callable[..., Any]):
    context.queue.issue("military-service")
    context.queue.open_window(1, actor="operator1")
    page = page_of("operator1")

    page.keyboard.press("F9")
    expect(page.locator("#operator")).to_have_attribute("data-status", "paused")
    expect(page.locator("[data-command=next]")).to_be_disabled()
    page.keyboard.press("F9")
    expect(page.locator("#operator")).to_have_attribute("data-status", "open")

    expect(page.locator("[data-command=next]")).to_be_enabled()


def test_a_warning_of_the_limit_reaches_the_operator_at_once(
    context: AppContext, clock: ManualClock, page_of: Callable[..., Any]
):
    context.queue.issue("military-service")
    page = page_of("operator1")
    expect(page.locator("#queue-heading")).to_contain_text("1")

    clock.advance(minutes=24)
    context.queue.watch_limits()

    expect(page.locator("#heard")).to_have_text("Ticket A001 is near its limit.")
    expect(page.locator("#around")).to_contain_text("At the limit")


def test_the_window_heals_by_itself_after_the_server_was_gone(
    context: AppContext, server: Any, page_of: Callable[..., Any]
):
    context.queue.issue("military-service")
    page = page_of("operator1")
    page.keyboard.press("F2")
    state_of(page, "called", "A001")

    context.stopping.set()
    server.stop()
    page.keyboard.press("F5")
    expect(page.locator("[data-connection-lost]")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("#notice")).to_contain_text("No answer from the server")
    context.stopping.clear()
    server.start()

    expect(page.locator("[data-connection-lost]")).to_be_hidden(timeout=PATIENCE_MS)
    page.keyboard.press("F5")
    state_of(page, "serving", "A001")


def test_a_session_that_ended_leads_to_the_sign_in_page_and_back(
    context: AppContext, page_of: Callable[..., Any]
):
    context.queue.issue("military-service")
    page = page_of("operator1")
    context.accounts.set_pin("operator1", DEMO_PIN)

    page.keyboard.press("F2")

    page.wait_for_url(re.compile(r"/login\?next=%2Foperator"))


def at_a_standstill(page: Any) -> Any:
    """The same page with a clock that only the test moves."""
    page.clock.install()
    page.reload()
    page.wait_for_selector("#operator")
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))
    return page


KAZAKH_ID = [
    *(("KeyK", "Л"), ("KeyZ", "Я"), ("Space", " ")),
    *((f"Digit{digit}", digit) for digit in "850101300123"),
    ("Enter", "Enter"),
]


@pytest.mark.parametrize("pace_ms", [1, 20, 75])
def test_a_scan_at_the_window_calls_nobody_and_a_hand_still_does(
    context: AppContext,
    page_of: Callable[..., Any],
    type_keys: Callable[..., None],
    faults: list[str],
    pace_ms: int,
):
    context.queue.issue("military-service")
    page = at_a_standstill(page_of("operator1"))

    type_keys(page, KAZAKH_ID, pace_ms)
    page.clock.run_for(2_000)
    page.evaluate("fetch('/healthz').then((answer) => answer.text())")
    scanned = kinds(context)
    type_keys(page, [("Space", " ")], 40)
    page.clock.run_for(200)
    state_of(page, "called", "A001")

    assert scanned == []
    assert kinds(context) == ["ticket_called"]
    assert faults == []


def test_a_scan_over_the_question_of_a_transfer_chooses_no_service(
    context: AppContext, page_of: Callable[..., Any], type_keys: Callable[..., None]
):
    context.queue.issue("military-service")
    context.queue.open_window(1, actor="operator1")
    context.queue.call_next(1, actor="operator1")
    context.queue.start(1, actor="operator1")
    page = at_a_standstill(page_of("operator1"))
    type_keys(page, [("F7", "F7")], 40)
    page.clock.run_for(200)
    expect(page.locator("#transfer-dialog")).to_be_visible()

    type_keys(page, KAZAKH_ID, 20)
    page.clock.run_for(2_000)
    expect(page.locator("#transfer-dialog")).to_be_visible()
    type_keys(page, [("Digit1", '"')], 40)
    page.clock.run_for(200)

    expect(page.locator("#transfer-dialog")).to_be_hidden()
    state_of(page, "empty")
