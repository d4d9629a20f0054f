"""The staff's pages in Chromium: a day at the window by keyboard alone, and what a supervisor sees.

One browser for the file; every test has its own office, server and page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from kezek_kiosk.access.accounts import DEMO_PIN
from kezek_kiosk.devices.status import DeviceReport
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


def test_a_supervisor_sees_the_hall_change_without_a_reload(
    context: AppContext, clock: ManualClock, page_of: Callable[..., Any], faults: list[str]
):
    page = page_of("supervisor")
    expect(page.locator("#waits")).to_contain_text("Nobody is waiting")

    context.queue.issue("guardianship")
    expect(page.locator("#waits")).to_contain_text("H001")
    clock.advance(minutes=21)
    context.queue.watch_limits()
    expect(page.locator("#tiles .tile--bad .tile__value")).to_have_text("1")
    context.queue.call_next(3, actor="operator3")
    context.queue.start(3, actor="operator3")
    expect(page.locator("#windows")).to_contain_text("H001")
    expect(page.locator("#waits")).to_contain_text("Nobody is waiting")
    page.click("#tile-breaches")
    page.click(".table--log tbody a")

    expect(page.locator(".history")).to_contain_text("operator3")
    assert faults == []


def test_a_supervisor_is_asked_once_more_before_a_visit_ends(
    context: AppContext, page_of: Callable[..., Any]
):
    ticket = context.queue.issue("guardianship").ticket
    page = page_of("supervisor")
    page.click(f"#wait-{ticket.id}")

    page.click("[data-action=cancel]")
    page.keyboard.press("Escape")
    unchanged = context.queue.ticket(ticket.id).state.value
    page.click("[data-action=cancel]")
    page.click("#confirm [data-choice]")
    expect(page.locator("#ticket")).to_contain_text("Left the queue")

    assert unchanged == "waiting"
    assert context.queue.ticket(ticket.id).state.value == "cancelled"


@pytest.mark.parametrize(
    ("language", "theme"), [("kk", "light"), ("ru", "contrast"), ("en", "light")]
)
def test_the_staff_s_pages_have_no_fault_that_axe_can_find(
    context: AppContext,
    clock: ManualClock,
    absent: Callable[..., None],
    server: Any,
    page_of: Callable[..., Any],
    barriers: Callable[..., list[str]],
    language: str,
    theme: str,
):
    for service in ("military-service", "privileged", "guardianship", "criminal-record"):
        ticket = context.queue.issue(service).ticket
        clock.advance(minutes=7)
    context.queue.call_next(1, actor="operator1")
    absent()
    context.queue.call_next(1, actor="operator1")
    page = page_of("supervisor", language)
    pages = ("/supervisor", "/supervisor/log", "/supervisor/week",
             f"/supervisor/ticket/{ticket.id}", "/operator", "/operator?window=1", "/health",
             "/login?again=1")  # fmt: skip

    found = {}
    for address in pages:
        page.goto(f"{server.url}{address}{'&' if '?' in address else '?'}theme={theme}")
        found[address] = barriers(page)

    assert found == {address: [] for address in pages}


@pytest.mark.parametrize(
    ("language", "width"), [("kk", 1024), ("ru", 1024), ("kk", 1366), ("ru", 1366), ("kk", 1920)]
)
def test_no_page_is_wider_than_its_screen_and_the_window_never_scrolls(
    context: AppContext, page_of: Callable[..., Any], server: Any, width: int, language: str
):
    context.queue.issue("military-service")
    context.queue.call_next(1, actor="operator1")
    page = page_of("supervisor", language)
    page.set_viewport_size({"width": width, "height": 768})

    sizes = {}
    addresses = ("/supervisor", "/supervisor/log", "/supervisor/week", "/operator",
                 "/operator?window=1", "/health")  # fmt: skip
    for address in addresses:
        page.goto(server.url + address)
        page.evaluate("document.fonts.ready")
        sizes[address] = page.evaluate("document.documentElement.scrollWidth")
    page.goto(f"{server.url}/operator?window=1")
    height = page.evaluate("document.documentElement.scrollHeight")

    assert set(sizes.values()) == {width}, sizes
    assert height <= 768


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_full_row_of_the_log_is_seen_to_its_end_on_an_office_screen(
    language: str,
    context: AppContext,
    clock: ManualClock,
    absent: Callable[..., None],
    page_of: Callable[..., Any],
    server: Any,
):
    for service in ("guardianship", "minors-assets"):
        context.queue.issue(service)
    clock.advance(minutes=25)
    back = context.queue.call_next(3, actor="operator3").ticket
    absent(3)
    clock.advance(minutes=140)
    context.queue.return_visitor(back.id, actor="operator3")
    for _ in range(2):
        context.queue.call_next(3, actor="operator3")
        context.queue.start(3, actor="operator3")
    context.queue.transfer(3, service="apostille", actor="operator3")
    page = page_of("supervisor", language)
    page.set_viewport_size({"width": 1366, "height": 768})

    page.goto(f"{server.url}/supervisor/log")
    page.evaluate("document.fonts.ready")
    hidden = page.evaluate(
        "(() => { const frame = document.querySelector('.log__frame');"
        " return frame.scrollWidth - frame.clientWidth; })()"
    )

    assert page.locator(".table--log tbody tr").count() == 3
    assert hidden == 0


def test_a_supervisor_saves_the_report_of_the_day_under_its_kazakh_name(
    context: AppContext, page_of: Callable[..., Any], faults: list[str]
):
    context.queue.issue("guardianship")
    page = page_of("supervisor", "kk")

    with page.expect_download() as saved:
        page.click("#save-today-pdf")

    assert saved.value.suggested_filename == "Күту уақыты 2026-11-23.pdf"
    assert faults == []


def test_a_printer_without_paper_is_seen_without_a_reload_and_gone_when_mended(
    context: AppContext, page_of: Callable[..., Any], faults: list[str]
):
    context.devices.put("hall", [DeviceReport("hall", "printer", "ok")])
    supervisor, operator = page_of("supervisor"), page_of("operator1")
    notices = [page.locator("#devices .notice") for page in (supervisor, operator)]
    before = [each.count() for each in notices]

    context.devices.put("hall", [DeviceReport("hall", "printer", "paper_end")])
    for each in notices:
        expect(each).to_contain_text("It has no paper.", timeout=5_000)
    context.devices.put("hall", [DeviceReport("hall", "printer", "ok")])
    for each in notices:
        expect(each).to_have_count(0, timeout=5_000)

    assert before == [0, 0]
    assert faults == []


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
"""An identity card under the scanner, on the Russian layout."""


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


def test_a_pin_typed_on_the_kazakh_layout_signs_in(
    browser: Any, address: str, type_keys: Callable[..., None]
):
    row = dict(zip("1234567890", '"әіңғ,.үұқ', strict=True))
    browser_context = browser.new_context()
    page = browser_context.new_page()
    page.goto(f"{address}/login")
    page.fill("#name", "supervisor")
    page.focus("#pin")

    type_keys(page, [(f"Digit{digit}", row[digit]) for digit in DEMO_PIN] + [("Enter", "Enter")])

    page.wait_for_url(f"{address}/supervisor")
    browser_context.close()
