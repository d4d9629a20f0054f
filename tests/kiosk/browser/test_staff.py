"""The supervisor's pages in Chromium, and what every page of the staff must be for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kezek_kiosk.access.pin_rules import DEMO_PIN
from kezek_kiosk.devices.status import DeviceReport
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock

pytestmark = [pytest.mark.browser, pytest.mark.slow(1.5)]

playwright_api = pytest.importorskip("playwright.sync_api")
expect = playwright_api.expect


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
             "/login?again=1", "/pin")  # fmt: skip

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
                 "/operator?window=1", "/health", "/pin")  # fmt: skip
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


"""An identity card under the scanner, on the Russian layout."""


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


def test_a_command_after_the_session_has_ended_leads_to_the_sign_in_page(
    context: AppContext, page_of: Callable[..., Any], server: Any
):
    ticket = context.queue.issue("military-service").ticket.id
    page = page_of("supervisor")
    page.goto(f"{server.url}/supervisor/ticket/{ticket}")
    context.accounts.set_pin("supervisor", DEMO_PIN)

    page.locator("[data-action=cancel]").click()
    page.locator("#confirm [data-choice=yes]").click()

    page.wait_for_url(f"{server.url}/login?next=%2Fsupervisor%2Fticket%2F{ticket}")
    assert context.queue.ticket(ticket).state.value == "waiting"
