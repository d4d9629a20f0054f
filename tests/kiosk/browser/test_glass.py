"""What the kiosk's glass promises: a touch counts once, nothing is covered, nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from kezek_core.ports import PrintOutcome
from kezek_hardware import SilentVoice, spoken_number
from kezek_hardware.sound.chime import wav
from kezek_kiosk.app import create_app
from kezek_kiosk.devices.status import DeviceReport
from kezek_kiosk.web.context import AppContext

pytestmark = [pytest.mark.browser, pytest.mark.slow(1)]

GLASS = {  # px per mm, width, height
    "7-inch": (5.19, 800, 480),
    "10.1-inch": (5.88, 1280, 800),
    "15.6-inch": (5.56, 1920, 1080),
    "21.5-inch portrait": (4.03, 1080, 1920),
}
SETTLE_MS = 400
LANGUAGE_KEYS = {"kk": "7", "ru": "8", "en": "9"}
KAZAKH_ROW = dict(zip("1234567890", '"әіңғ,.үұқ', strict=True))
SLIDE_MM = 4
KEYS_APART_MS = 150


def standing_still(page: Page) -> Page:
    """Stop the page's clock: from here on only the test moves it."""
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))
    return page


@pytest.fixture
def kiosk(open_page: Callable[..., Page]) -> Page:
    """A calm kiosk whose clock stands still."""
    page = open_page("/kiosk", has_touch=True, settles=False)
    expect(page.locator(".tile").first).to_be_visible()
    return calm(standing_still(page))


def calm(page: Page) -> Page:
    page.clock.run_for(SETTLE_MS)
    expect(page.locator("body")).not_to_have_attribute("data-settling", "")
    return page


def screen(page: Page, name: str) -> Any:
    return page.locator(f'section[data-screen="{name}"]')


def middle_of(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def press(page: Page, selector: str) -> None:
    """One calm touch."""
    calm(page)
    page.touchscreen.tap(*middle_of(page, selector))


def take_ticket(page: Page, service: str = "military-service") -> None:
    press(page, f'[data-service="{service}"]')
    press(page, 'section:visible [data-action="take"] >> nth=0')
    expect(screen(page, "ticket")).to_be_visible()


def ticket_numbers(context: AppContext) -> list[str]:
    return [ticket.number for ticket in context.queue.snapshot().tickets]


# ---- A touch counts once


@pytest.mark.parametrize("place", range(6))
def test_a_double_touch_of_a_tile_takes_no_ticket(
    kiosk: Page, context: AppContext, place: int
) -> None:
    x, y = middle_of(kiosk, f".tile >> nth={place}")

    for after_ms in (0, SETTLE_MS - 1):
        if after_ms:
            kiosk.clock.run_for(after_ms)
        kiosk.touchscreen.tap(x, y)
        kiosk.touchscreen.tap(x, y)
    kiosk.clock.run_for(2_000)

    expect(screen(kiosk, "moment")).to_be_hidden()
    expect(screen(kiosk, "services")).to_be_hidden()
    assert ticket_numbers(context) == []


def test_a_calm_second_touch_takes_the_ticket(kiosk: Page, context: AppContext) -> None:
    kiosk.touchscreen.tap(*middle_of(kiosk, '[data-service="military-service"]'))
    expect(screen(kiosk, "stage")).to_be_visible()
    x, y = middle_of(kiosk, '[data-stage="submission"]')

    kiosk.touchscreen.tap(x, y)
    early = ticket_numbers(context)
    kiosk.clock.run_for(SETTLE_MS)
    kiosk.touchscreen.tap(x, y)
    expect(screen(kiosk, "ticket")).to_be_visible()

    assert (early, ticket_numbers(context)) == ([], ["A001"])


def test_what_appears_on_the_same_screen_does_not_act_at_once_either(
    kiosk: Page, context: AppContext
) -> None:
    take_ticket(kiosk)
    (job,) = context.queue.lease_print_jobs("test")
    assert job.lease
    context.queue.report_print_job(job.id, job.lease, PrintOutcome.PRINTED, "")
    kiosk.clock.run_for(1_000)
    done = kiosk.locator('[data-action="done"]')
    for _ in range(10):
        if done.is_visible():
            break
        kiosk.clock.run_for(500)
        kiosk.evaluate("fetch('/healthz').then((answer) => answer.text())")
    kiosk.locator('[data-tool="larger"]').evaluate("button => button.click()")

    kiosk.touchscreen.tap(*middle_of(kiosk, '[data-action="done"]'))
    expect(screen(kiosk, "ticket")).to_be_visible()
    press(kiosk, '[data-action="done"]')

    expect(screen(kiosk, "services")).to_be_visible()


@pytest.mark.parametrize(
    ("slide_mm", "acts"), [((SLIDE_MM, 0), True), ((0, -SLIDE_MM), True), ((0, 400), False)]
)
def test_a_press_may_slide_inside_its_button_and_nowhere_else(
    kiosk: Page, slide_mm: tuple[int, int], acts: bool
) -> None:
    x, y = middle_of(kiosk, '[data-service="military-service"]')
    session = kiosk.context.new_cdp_session(kiosk)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        at = [{"x": left, "y": top} for left, top in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    touch("touchStart", (x, y))
    for part in (0.25, 0.5, 0.75, 1):
        touch("touchMove", (x + part * slide_mm[0] * 4.03, y + part * slide_mm[1] * 4.03))
    touch("touchEnd")

    expect(screen(kiosk, "stage" if acts else "services")).to_be_visible()


def test_a_keypad_is_not_quicker_than_its_screen(
    kiosk: Page, context: AppContext, type_keys: Callable[..., None]
) -> None:
    type_keys(kiosk, [("Numpad1", "1")], 120)
    kiosk.clock.run_for(KEYS_APART_MS)
    expect(screen(kiosk, "stage")).to_be_visible()

    for _ in range(2):
        type_keys(kiosk, [("Numpad1", "1")], 120)
    kiosk.clock.run_for(2_000)

    expect(screen(kiosk, "stage")).to_be_visible()
    assert ticket_numbers(context) == []


def test_a_tool_pressed_before_the_server_was_heard_harms_nothing(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/")
    page.route("**/kiosk/state", lambda route: None)  # never answered
    page.goto(page.url.rstrip("/") + "/kiosk")

    page.evaluate("document.querySelector('[data-tool=\"contrast\"]').click()")

    expect(page.locator("html")).to_have_attribute("data-theme", "contrast")


# ---- A scanner types, whatever its pace and its layout


def scan_of(code: str, layout: dict[str, str] | None = None) -> list[tuple[str, str]]:
    places = {"]": "BracketRight", "Q": "KeyQ", " ": "Space"}
    layout = layout or {}
    return [
        (f"Digit{sign}" if sign.isdigit() else places[sign], layout.get(sign, sign))
        for sign in code
    ] + [("Enter", "Enter")]


@pytest.mark.parametrize("pace_ms", [2, 20, 75])
@pytest.mark.parametrize("prefix", ["", "]Q1"])
def test_a_scan_is_one_code_at_any_pace_on_any_layout(
    kiosk: Page,
    context: AppContext,
    hand_in: Callable[..., str],
    type_keys: Callable[..., None],
    pace_ms: int,
    prefix: str,
) -> None:
    number = hand_in("ready")
    kiosk.focus('[data-service="household"]')

    type_keys(kiosk, scan_of(prefix + number, KAZAKH_ROW | {"]": "ъ", "Q": "Й"}), pace_ms)

    expect(screen(kiosk, "answer")).to_be_visible()
    expect(kiosk.locator("[data-answer-number]")).to_have_text("26-000001-9")
    assert ticket_numbers(context) == []


def test_a_code_that_is_no_receipt_presses_nothing(
    kiosk: Page, context: AppContext, type_keys: Callable[..., None]
) -> None:
    kiosk.focus('[data-service="household"]')

    type_keys(kiosk, scan_of("1 12"), 75)
    kiosk.clock.run_for(1_000)

    expect(screen(kiosk, "services")).to_be_visible()
    assert ticket_numbers(context) == []


# ---- Nothing is covered


@pytest.mark.usefixtures("reachable")
@pytest.mark.parametrize("glass", GLASS)
def test_the_page_without_paper_shows_its_whole_code_and_its_action(
    open_page: Callable[..., Page],
    context: AppContext,
    off_the_glass: Callable[[Page], list[str]],
    glass: str,
) -> None:
    for window in context.queue.office.windows:
        context.queue.open_window(window, actor=f"operator{window}")
    for _ in range(12):
        context.queue.issue("minors-assets", print_ticket=False)  # the longest name, and a forecast
    context.devices.put("hall", [DeviceReport("hall", "printer", "paper_end")])
    mm, width, height = GLASS[glass]
    kiosk = open_page(f"/kiosk?mm={mm}", width, height)
    kiosk.evaluate(
        "() => document.querySelector('[data-service=\"minors-assets\"]') ?? "
        "document.querySelector('[data-action=\"next-page\"]').click()"
    )
    calm(kiosk)
    kiosk.click('[data-service="minors-assets"]')
    kiosk.click('section:visible [data-action="take"] >> nth=0')
    expect(kiosk.locator("[data-ticket-code]")).to_be_visible()
    kiosk.clock.run_for(1_000)
    expect(kiosk.locator("[data-ticket-facts] > div")).to_have_count(2)

    found = {}
    for aids in ((), ("larger",), ("contrast",), ("lower",)):
        for aid in aids:
            if kiosk.locator(f'[data-tool="{aid}"]').is_visible():
                kiosk.click(f'[data-tool="{aid}"]')
        found[(None, *aids)] = off_the_glass(kiosk)
        for language, key in LANGUAGE_KEYS.items():
            kiosk.clock.run_for(KEYS_APART_MS)
            kiosk.keyboard.press(key)
            kiosk.clock.run_for(KEYS_APART_MS)
            expect(kiosk.locator("body")).to_have_attribute("data-mode", language)
            found[(language, *aids)] = off_the_glass(kiosk)

    assert {state: faults for state, faults in found.items() if faults} == {}


def test_a_page_that_is_covered_is_found(
    kiosk: Page, off_the_glass: Callable[[Page], list[str]]
) -> None:
    kiosk.locator(".tools").evaluate(
        "tools => { tools.style.position = 'relative'; tools.style.top = '-70mm'; }"
    )

    found = off_the_glass(calm(kiosk))

    assert any(fault.startswith("covered button") for fault in found)


# ---- Nothing is guessed


def lose_answers(page: Page, path: str) -> Callable[[], list[int]]:
    """Let the server do what it is asked, and lose every answer; tells what was lost."""
    lost: list[int] = []

    def lose(route: Any) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.route(path, lose)
    return lambda: lost


def wait_out(page: Page, seconds: int) -> None:
    """Let the page's clock run without outrunning the server's answers."""
    for _ in range(seconds):
        page.clock.run_for(1_000)
        page.evaluate("fetch('/healthz').then((answer) => answer.text())")


def test_a_ticket_whose_answer_was_lost_for_long_is_told_of_and_never_given_twice(
    kiosk: Page, context: AppContext
) -> None:
    lost = lose_answers(kiosk, "**/api/v1/tickets")
    press(kiosk, '[data-service="military-service"]')
    press(kiosk, '[data-stage="submission"]')

    wait_out(kiosk, 14)
    expect(screen(kiosk, "unsure")).to_be_visible()
    expect(kiosk.locator("[data-unsure] .words").first).to_have_text(
        "Талонның берілген-берілмегені әлі белгісіз"
    )
    wait_out(kiosk, 70)  # as long as the network is away, nobody is told what nobody knows
    expect(screen(kiosk, "unsure")).to_be_visible()
    kiosk.unroute_all(behavior="wait")
    wait_out(kiosk, 6)

    expect(kiosk.locator("[data-ticket-number]")).to_have_text("A001")
    assert set(lost()) == {200, 201}
    assert ticket_numbers(context) == ["A001"]


def test_a_server_that_says_that_it_cannot_is_asked_again_with_the_same_key(
    kiosk: Page, context: AppContext
) -> None:
    kiosk.route("**/api/v1/tickets", lambda route: route.fulfill(status=500, body="{}"))
    press(kiosk, '[data-service="military-service"]')
    press(kiosk, '[data-stage="submission"]')
    wait_out(kiosk, 14)
    expect(screen(kiosk, "refused")).to_be_visible()
    kiosk.unroute("**/api/v1/tickets")
    keys = []
    kiosk.on("request", lambda sent: keys.append(sent.post_data) if sent.post_data else None)

    press(kiosk, '[data-action="try-again"]')
    expect(kiosk.locator("[data-ticket-number]")).to_have_text("A001")

    assert context.queue.issue("military-service").ticket.number == "A002"
    assert len(keys) == 1


def test_a_memo_whose_answer_was_lost_is_printed_once(kiosk: Page, context: AppContext) -> None:
    lost = lose_answers(kiosk, "**/api/v1/memos")
    for button in ('[data-action="help"]', '[data-action="help-services"]'):
        press(kiosk, button)
    press(kiosk, '[data-slug="guardianship"]:visible')
    expect(kiosk.locator(".memo__field").first).to_be_visible()
    press(kiosk, '[data-action="help-print"]')

    wait_out(kiosk, 8)
    kiosk.unroute_all(behavior="wait")
    wait_out(kiosk, 6)

    assert len(lost()) >= 2
    assert len(context.queue.lease_print_jobs("test", limit=9)) == 1


# ---- Everything is heard


class SlowReader(SilentVoice):
    """A voice that needs longer for a screen than a visitor is given to be idle."""

    def speak(self, sentence: str, language: str) -> bytes:
        """Ten minutes of silence."""
        super().speak(sentence, language)
        return wav(b"\0\0" * 8_000 * 600, 8_000)


@pytest.fixture
def voice() -> SilentVoice:
    """What the kiosk speaks with."""
    return SilentVoice()


@pytest.fixture
def app(context: AppContext, voice: SilentVoice) -> Flask:
    """The office with that voice."""
    return create_app(replace(context, voice=voice))


def heard(page: Page, voice: SilentVoice, words: str) -> bool:
    """Wait until words were spoken; the sound itself runs on the machine's own clock."""
    for _ in range(50):
        if any(words in sentence for sentence, _ in voice.spoken):
            return True
        page.clock.run_for(100)
        page.wait_for_timeout(50)
    return False


def test_a_blind_visitor_hears_the_number_that_the_hall_calls(
    kiosk: Page, voice: SilentVoice
) -> None:
    press(kiosk, '[data-tool="speak"]')
    assert heard(kiosk, voice, "Қызметті таңдаңыз")
    press(kiosk, '[data-action="next-page"]')

    take_ticket(kiosk, "criminal-record")

    for language in ("kk", "ru"):
        assert heard(kiosk, voice, f"{spoken_number('C001', language)}.")
    assert not any("C001" in sentence for sentence, _ in voice.spoken)


@pytest.mark.parametrize("voice", [SlowReader()], ids=["slow"])
def test_reading_is_neither_cut_nor_begun_anew_by_a_clock(
    kiosk: Page, context: AppContext, voice: SilentVoice
) -> None:
    take_ticket(kiosk)
    (job,) = context.queue.lease_print_jobs("test")
    assert job.lease
    context.queue.report_print_job(job.id, job.lease, PrintOutcome.PRINTED, "")
    wait_out(kiosk, 2)
    press(kiosk, '[data-tool="speak"]')
    speak = kiosk.locator('[data-tool="speak"]')
    expect(speak).to_have_attribute("aria-pressed", "true")
    assert heard(kiosk, voice, spoken_number("A001", "kk"))

    wait_out(kiosk, 90)
    expect(screen(kiosk, "ticket")).to_be_visible()
    expect(speak).to_have_attribute("aria-pressed", "true")
    press(kiosk, '[data-tool="speak"]')
    expect(speak).to_have_attribute("aria-pressed", "false")
    wait_out(kiosk, 21)

    expect(screen(kiosk, "services")).to_be_visible()
    assert len(voice.spoken) == 1
