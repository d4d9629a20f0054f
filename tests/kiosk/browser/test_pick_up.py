"""A receipt at the kiosk in Debian's Chromium: scanned, typed, and told what became of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page, expect

from kezek_core.ports import PrintOutcome
from kezek_kiosk.web.context import AppContext

pytestmark = [pytest.mark.browser, pytest.mark.slow(1)]

STATE_MS = 5_000
HAND_MS = 120
"""From key to key: slower than any scanner."""
BURST = """(keys) => {
  const press = (key, code) => {
    const to = document.activeElement ?? document.body;
    for (const kind of ["keydown", "keyup"]) {
      to.dispatchEvent(new KeyboardEvent(kind, { key, code, bubbles: true, cancelable: true }));
    }
  };
  for (const key of keys) press(key, /[0-9]/.test(key) ? `Digit${key}` : "");
  press("Enter", "Enter");
}"""
"""What a scanner that types like a keyboard does: faster than any hand, ended by Enter."""


@pytest.fixture
def open_kiosk(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens the kiosk."""

    def open_at(
        query: str = "", width: int = 1080, height: int = 1920, *, own_clock: bool = True
    ) -> Page:
        page = open_page(f"/kiosk{query}", width, height, own_clock=own_clock)
        expect(page.locator(".tile").first).to_be_visible()
        shown(page, "services")
        return page

    return open_at


def shown(page: Page, name: str) -> None:
    """A screen is there, and the change to it is over: before, nothing acts."""
    expect(page.locator(f'section[data-screen="{name}"]')).to_be_visible()
    expect(page.locator("body")).not_to_have_attribute("data-settling", "")


def type_number(page: Page, digits: str) -> None:
    for digit in digits:
        page.click(f'[data-digit="{digit}"]')


@pytest.mark.usefixtures("reachable")
def test_a_scanned_receipt_leads_to_a_pick_up_ticket_and_a_second_scan_to_the_same(
    open_kiosk: Callable[..., Page],
    hand_in: Callable[..., str],
    context: AppContext,
    barriers: Callable[..., list[str]],
) -> None:
    number = hand_in("ready")
    kiosk = open_kiosk()
    kiosk.focus('[data-service="household"]')  # the scan's Enter must not press it

    kiosk.evaluate(BURST, number)
    shown(kiosk, "answer")
    expect(kiosk.locator("[data-answer-heading]")).to_contain_text("Нәтижеңіз дайын")
    expect(kiosk.locator("[data-answer-number]")).to_have_text("26-000001-9")
    barred = barriers(kiosk)
    kiosk.click('[data-action="collect"]')
    shown(kiosk, "ticket")
    (job,) = (
        each for each in context.queue.lease_print_jobs("t", limit=9) if each.number[0] == "A"
    )
    assert job.lease
    context.queue.report_print_job(job.id, job.lease, PrintOutcome.PRINTED)
    expect(kiosk.locator("[data-ticket-heading]")).to_contain_text("Талоныңызды алыңыз")
    expect(kiosk.locator("[data-ticket-number]")).to_have_text("A001")
    kiosk.click('[data-action="done"]')
    shown(kiosk, "services")
    kiosk.evaluate(BURST, number)
    kiosk.click('[data-action="collect"]')
    expect(kiosk.locator("[data-ticket-heading]")).to_contain_text("Сізде талон бар")
    expect(kiosk.locator("[data-ticket-code]")).to_be_visible()

    (ticket,) = context.queue.snapshot().tickets
    request = context.queue.register.request_of_ticket(ticket.id)
    assert (ticket.stage.value, request and request.number) == ("pickup", number)
    assert barred == []


def test_a_mistyped_number_stays_and_is_mended(
    open_kiosk: Callable[..., Page], hand_in: Callable[..., str], barriers: Callable[..., list[str]]
) -> None:
    hand_in("send")
    kiosk = open_kiosk()
    kiosk.click('[data-language="ru"]')
    kiosk.click('[data-action="receipt"]')
    shown(kiosk, "receipt")
    barred = barriers(kiosk)

    type_number(kiosk, "260000018")
    kiosk.click('[data-action="check"]')
    expect(kiosk.locator("[data-receipt-heading]")).to_contain_text("Одна цифра не сходится")
    expect(kiosk.locator("[data-receipt-number]")).to_have_text("26-000001-8")
    kiosk.click('[data-action="erase"]')
    type_number(kiosk, "9")
    kiosk.click('[data-action="check"]')

    shown(kiosk, "answer")
    expect(kiosk.locator("[data-answer-heading]")).to_have_text("Ваш результат ещё не готов")
    expect(kiosk.locator("[data-answer-value]")).to_have_text("26 ноября 2026 г., четверг")
    expect(kiosk.locator('[data-action="collect"]')).to_be_hidden()
    assert barred == []


def test_a_serial_scan_reaches_its_screen_and_anything_else_asks_for_a_receipt(
    open_kiosk: Callable[..., Page],
    hand_in: Callable[..., str],
    context: AppContext,
    address: str,
) -> None:
    number = hand_in("ready", "issue")
    kiosk = open_kiosk(own_clock=False)
    with kiosk.expect_request("**/kiosk/scan?*after=*"):
        kiosk.goto(f"{address}/kiosk?screen=entrance")

    context.scans.put("hall", number)
    context.scans.put("entrance", "http://kezek.local/T/ABCDEF")
    shown(kiosk, "receipt")
    expect(kiosk.locator("[data-receipt-heading]")).to_contain_text("Бұл қолхаттың коды емес")
    shown(kiosk, "receipt")
    context.scans.put("entrance", number)

    shown(kiosk, "answer")
    expect(kiosk.locator("[data-answer-heading]")).to_contain_text("Нәтиже берілді")


def test_a_serial_scan_is_taken_while_the_screen_has_just_changed(
    open_page: Callable[..., Page], hand_in: Callable[..., str], context: AppContext, address: str
) -> None:
    number = hand_in("ready")
    kiosk = open_page("/healthz", settles=False)
    with kiosk.expect_request("**/kiosk/scan?*after=*"):
        kiosk.goto(address + "/kiosk")
    # The page's clock stands: to it, the screen came this very moment.
    expect(kiosk.locator("body")).to_have_attribute("data-settling", "")

    context.scans.put("hall", number)

    expect(kiosk.locator('section[data-screen="answer"]')).to_be_visible()


def test_no_scan_is_taken_from_the_server_before_there_is_a_screen_to_show_it(
    open_page: Callable[..., Page],
    hand_in: Callable[..., str],
    context: AppContext,
    address: str,
) -> None:
    number = hand_in("ready")
    kiosk = open_page("/healthz", own_clock=False)
    held: list[Any] = []
    released: list[bool] = []
    asked: list[str] = []
    kiosk.on("request", lambda request: asked.append(urlsplit(request.url).path))
    kiosk.route(
        "**/kiosk/state*", lambda route: route.continue_() if released else held.append(route)
    )
    with kiosk.expect_request("**/kiosk/state*"):
        kiosk.goto(address + "/kiosk")
    context.scans.put("hall", number)
    kiosk.wait_for_load_state("load")

    assert "/kiosk/scan" not in asked

    with kiosk.expect_request("**/kiosk/scan?*after=*"):
        released.append(True)
        with suppress(Error):  # the page has given up this one on a slow machine, and asks again
            held[-1].continue_()
    context.scans.put("hall", number)
    shown(kiosk, "answer")


def test_a_keypad_types_the_number_and_still_chooses_tiles(
    open_kiosk: Callable[..., Page], hand_in: Callable[..., str]
) -> None:
    number = hand_in("ready")
    kiosk = open_kiosk()
    kiosk.keyboard.press("2")
    shown(kiosk, "stage")
    kiosk.keyboard.press("Escape")
    shown(kiosk, "services")
    kiosk.focus('[data-action="receipt"]')
    kiosk.keyboard.press("Enter")
    shown(kiosk, "receipt")

    for digit in f"{number[:3]}7":
        kiosk.keyboard.press(digit, delay=10)
        kiosk.clock.run_for(HAND_MS)
    kiosk.keyboard.press("Backspace")
    for digit in number[3:]:
        kiosk.keyboard.press(digit, delay=10)
        kiosk.clock.run_for(HAND_MS)
    expect(kiosk.locator("[data-receipt-number]")).to_have_text("26-000001-9")
    kiosk.keyboard.press("Enter")
    shown(kiosk, "answer")
    kiosk.keyboard.press("1")

    shown(kiosk, "ticket")


def test_a_closed_office_still_tells_where_the_request_stands(
    open_kiosk: Callable[..., Page], hand_in: Callable[..., str], context: AppContext
) -> None:
    number = hand_in("ready")
    kiosk = open_kiosk()
    kiosk.route(
        "**/kiosk/state",
        lambda route: route.fulfill(
            json={
                **route.fetch().json(),
                "closed": "hours",
                "opens": {"kk": "Ертең 09:00", "ru": "Завтра в 09:00", "en": "Tomorrow at 09:00"},
            }
        ),
    )
    kiosk.clock.run_for(STATE_MS)
    expect(kiosk.locator('section[data-screen="closed"]')).to_be_visible()
    expect(kiosk.locator('[data-action="receipt"]')).to_be_visible()
    shown(kiosk, "closed")

    kiosk.evaluate(BURST, number)

    shown(kiosk, "answer")
    expect(kiosk.locator("[data-answer-heading]")).to_contain_text("Нәтижеңіз дайын")
    expect(kiosk.locator("[data-answer-value]")).to_contain_text("Завтра в 09:00")
    expect(kiosk.locator('[data-action="collect"]')).to_be_hidden()
    assert context.queue.snapshot().tickets == ()


@pytest.mark.parametrize(
    ("query", "width", "height"),
    [("", 1080, 1920), ("?mm=5.88", 1280, 800), ("?mm=5.56", 1920, 1080)],
)
def test_the_keys_of_the_pad_are_large_and_nothing_falls_below_the_fold(
    open_kiosk: Callable[..., Page], query: str, width: int, height: int
) -> None:
    mm = float(query.removeprefix("?mm=") or 4.03)
    kiosk = open_kiosk(query, width, height)
    for aid in ("larger", "lower"):
        if kiosk.locator(f'[data-tool="{aid}"]').is_visible():
            kiosk.click(f'[data-tool="{aid}"]')
    kiosk.click('[data-action="receipt"]')
    shown(kiosk, "receipt")

    keys = kiosk.locator(".pad__key").evaluate_all(
        "all => all.map((one) => { const box = one.getBoundingClientRect();"
        "return [box.width, box.height, box.bottom]; })"
    )
    tools = kiosk.locator("[data-tools]").bounding_box()

    assert tools is not None
    assert len(keys) == 11
    assert min(key[0] for key in keys) / mm >= 20
    assert min(key[1] for key in keys) / mm >= 20 - 0.1
    assert max(key[2] for key in keys) <= tools["y"]


@pytest.mark.parametrize("larger", [False, True])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1366, 768)])
def test_on_a_low_screen_no_answer_and_no_button_slips_under_the_tools(
    open_kiosk: Callable[..., Page],
    hand_in: Callable[..., str],
    context: AppContext,
    width: int,
    height: int,
    larger: bool,
) -> None:
    number = hand_in()
    context.queue.register.refuse(number, ["Мұрағатта жоқ"], actor="operator1")
    kiosk = open_kiosk("", width, height)
    kiosk.click('[data-language="ru"]')
    if larger:
        kiosk.click('[data-tool="larger"]')
    kiosk.click('[data-action="receipt"]')
    type_number(kiosk, number)

    kiosk.click('[data-action="check"]')  # a covered button cannot be clicked

    shown(kiosk, "answer")
    edges = kiosk.locator('[data-screen="answer"]').evaluate(
        "(screen) => { const own = screen.getBoundingClientRect();"
        "const boxes = [...screen.querySelectorAll('*')].map((one) => one.getBoundingClientRect())"
        ".filter((box) => box.height > 0);"
        "return [Math.min(...boxes.map((box) => box.top)) - own.top,"
        "own.bottom - Math.max(...boxes.map((box) => box.bottom))]; }"
    )
    assert min(edges) >= -1


@pytest.mark.parametrize(("width", "height"), [(800, 480), (1280, 800), (1080, 1920)])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("ready", [True, False])
def test_what_to_have_along_leaves_every_button_free_on_every_glass(
    open_kiosk: Callable[..., Page],
    context: AppContext,
    width: int,
    height: int,
    language: str,
    ready: bool,
) -> None:
    # order 3, apostille standard, item 16
    request = context.queue.register.accept(
        "apostille", person=None, documents={"official_document": 1, "fee_receipt": 1}, window=2,
        inspector="Омаров Е.", actor="operator2", paid_on=date(2026, 11, 23), language=language,
    ).request  # fmt: skip
    assert request is not None
    if ready:
        context.queue.register.ready(request.number, actor="operator2")
    kiosk = open_kiosk("", width, height)

    kiosk.evaluate(BURST, request.number)
    shown(kiosk, "answer")

    expect(kiosk.locator("[data-answer-show]")).to_be_visible()
    assert kiosk.evaluate(COVERED) == []


COVERED = """() => {
  const parts = [...document.querySelectorAll(
    "[data-language], [data-tool], section[data-screen=answer] :is(h1, p, button)"
  )].filter((part) => part.getClientRects().length > 0 && part.textContent.trim() !== "");
  return parts.filter((part) => {
    const box = part.getBoundingClientRect();
    const inside = box.top >= 0 && box.left >= 0
      && box.bottom <= innerHeight + 1 && box.right <= innerWidth + 1;
    const crossed = parts.some((other) => {
      if (other === part || other.contains(part) || part.contains(other)) return false;
      const its = other.getBoundingClientRect();
      return Math.min(box.right, its.right) - Math.max(box.left, its.left) > 1
        && Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top) > 1;
    });
    return !inside || crossed;
  }).map((part) => part.textContent.trim());
}"""
"""Whatever stands outside the glass, or over or under something else of the answer."""
