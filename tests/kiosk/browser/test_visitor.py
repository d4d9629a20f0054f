"""The visitors' screens in Debian's Chromium: touches, keys, time, faults, letters, access."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kezek_core.ports import PrintOutcome
from kezek_kiosk.devices.status import DeviceReport
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock

pytestmark = [pytest.mark.browser, pytest.mark.slow(1)]

GLASS = {  # px per mm, width, height
    "21.5-inch portrait": (4.03, 1080, 1920),
    "15.6-inch": (5.56, 1920, 1080),
    "10.1-inch": (5.88, 1280, 800),
}
KAZAKH_LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
STATE_MS = 5_000


@pytest.fixture
def kiosk(open_page: Callable[..., Page]) -> Page:
    """The kiosk with its services."""
    page = open_page("/kiosk")
    expect(page.locator(".tile").first).to_be_visible()
    return page


def screen(page: Page, name: str) -> Any:
    return page.locator(f'section[data-screen="{name}"]')


def calm(page: Page) -> None:
    """Wait until a change of screen is over: before, nothing acts."""
    expect(page.locator("body")).not_to_have_attribute("data-settling", "")


def take_ticket(page: Page, service: str = "military-service") -> None:
    page.click(f'[data-service="{service}"]')
    page.click('section:visible [data-action="take"] >> nth=0')
    expect(screen(page, "ticket")).to_be_visible()


def pass_time(page: Page, seconds: int) -> None:
    """Let the page's clock run without outrunning the server's answers."""
    for second in range(seconds):
        page.clock.run_for(1_000)
        if second % 4 == 3:
            page.evaluate("fetch('/kiosk/state').then((answer) => answer.text())")


def report_print(context: AppContext, outcome: PrintOutcome) -> None:
    (job,) = context.queue.lease_print_jobs("test")
    assert job.lease
    context.queue.report_print_job(job.id, job.lease, outcome, "")


def test_three_touches_lead_to_a_ticket_in_kazakh(kiosk: Page, context: AppContext) -> None:
    kiosk.click('[data-language="kk"]')
    kiosk.click('[data-service="military-service"]')
    kiosk.click('[data-stage="pickup"]')
    expect(screen(kiosk, "ticket").locator("[data-ticket-number]")).to_have_text("A001")
    report_print(context, PrintOutcome.PRINTED)
    kiosk.clock.run_for(1000)

    expect(kiosk.locator("[data-ticket-heading]")).to_have_text("Талоныңызды алыңыз")
    ticket = context.queue.snapshot().tickets[0]
    assert (ticket.language, ticket.stage.value) == ("kk", "pickup")


def test_the_first_screen_speaks_kazakh_above_russian(kiosk: Page) -> None:
    heading = screen(kiosk, "services").locator("h1 .words")

    assert heading.all_inner_texts() == ["Қызметті таңдаңыз", "Выберите услугу"]
    sizes = heading.evaluate_all("all => all.map((one) => getComputedStyle(one).fontSize)")
    assert sizes[0] == sizes[1]


def test_a_double_press_takes_one_ticket(kiosk: Page, context: AppContext) -> None:
    kiosk.click('[data-service="military-service"]')
    kiosk.dblclick('[data-stage="submission"]')
    expect(screen(kiosk, "ticket")).to_be_visible()

    assert len(context.queue.snapshot().tickets) == 1


def test_a_lost_answer_is_asked_for_again_and_gives_the_same_ticket(
    kiosk: Page, context: AppContext
) -> None:
    lost = []

    def lose_the_first(route: Any) -> None:
        if not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    kiosk.route("**/api/v1/tickets", lose_the_first)
    kiosk.click('[data-service="military-service"]')
    kiosk.click('[data-stage="submission"]')
    expect(screen(kiosk, "moment")).to_be_visible()
    kiosk.wait_for_function("() => true")
    for _ in range(10):
        kiosk.clock.run_for(500)
    expect(screen(kiosk, "ticket").locator("[data-ticket-number]")).to_have_text("A001")

    assert lost == [201]
    assert len(context.queue.snapshot().tickets) == 1


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_where_no_phone_reaches_the_server_the_board_is_named_instead_of_a_code(
    kiosk: Page, context: AppContext, language: str
) -> None:
    kiosk.click(f'[data-language="{language}"]')
    take_ticket(kiosk)
    report_print(context, PrintOutcome.UNCERTAIN)
    kiosk.clock.run_for(1000)

    advice = kiosk.locator("[data-advice] li")
    expect(advice).to_have_count(3)
    expect(advice.nth(1)).to_contain_text(
        {"kk": "Таблоны қадағалаңыз", "ru": "Следите за табло", "en": "Watch the board"}[language]
    )
    expect(kiosk.locator("[data-ticket-code]")).to_be_hidden()


@pytest.mark.usefixtures("reachable")
def test_a_ticket_without_paper_shows_number_code_and_next_step(
    kiosk: Page, context: AppContext, tmp_path: Path
) -> None:
    take_ticket(kiosk)
    report_print(context, PrintOutcome.UNCERTAIN)
    kiosk.clock.run_for(1000)

    code = kiosk.locator("[data-ticket-code]")
    expect(code).to_be_visible()
    expect(kiosk.locator("[data-advice] li")).to_have_count(3)
    kiosk.wait_for_function("() => document.querySelector('[data-ticket-code]').naturalWidth > 0")
    if shutil.which("zbarimg") is None:
        pytest.skip("expected zbarimg to read the code; apt install zbar-tools")
    picture = tmp_path / "screen.png"
    kiosk.screenshot(path=picture)
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(picture)], capture_output=True, text=True, check=True
    )
    token = context.queue.status_token(context.queue.snapshot().tickets[0].id)
    assert read.stdout.strip().endswith(f"/T/{token}")


def test_the_ticket_page_makes_room_after_fifteen_seconds(kiosk: Page, context: AppContext) -> None:
    take_ticket(kiosk)
    report_print(context, PrintOutcome.PRINTED)
    kiosk.clock.run_for(1000)
    expect(kiosk.locator("[data-ticket-heading] .words").first).to_have_text("Талоныңызды алыңыз")

    pass_time(kiosk, 13)
    expect(screen(kiosk, "ticket")).to_be_visible()
    pass_time(kiosk, 3)

    expect(screen(kiosk, "services")).to_be_visible()


def test_an_idle_kiosk_asks_once_and_then_starts_afresh(kiosk: Page) -> None:
    kiosk.click('[data-language="ru"]')
    kiosk.click('[data-tool="contrast"]')
    kiosk.click('[data-service="privileged"]')
    kiosk.clock.pause_at(
        kiosk.evaluate("Date.now() / 1000 + 1")
    )  # the machine's own time counts not

    pass_time(kiosk, 42)
    expect(kiosk.locator("[data-idle]")).to_be_hidden()
    pass_time(kiosk, 3)
    expect(kiosk.locator("[data-idle]")).to_be_visible()
    expect(kiosk.locator("[data-idle-seconds]")).to_contain_text("1")
    pass_time(kiosk, 1)
    kiosk.click('[data-action="here"]')
    expect(kiosk.locator("[data-idle]")).to_be_hidden()
    expect(screen(kiosk, "stage")).to_be_visible()
    pass_time(kiosk, 46)
    expect(kiosk.locator("[data-idle]")).to_be_visible()
    pass_time(kiosk, 21)

    expect(screen(kiosk, "services")).to_be_visible()
    expect(kiosk.locator("html")).to_have_attribute("data-theme", "light")
    expect(kiosk.locator("html")).to_have_attribute("lang", "kk")


def test_a_lost_server_is_told_and_comes_back_by_itself(kiosk: Page) -> None:
    kiosk.context.set_offline(True)
    for _ in range(3):
        kiosk.clock.run_for(STATE_MS)
    expect(screen(kiosk, "gone")).to_be_visible()

    kiosk.context.set_offline(False)
    kiosk.clock.run_for(STATE_MS + 500)

    expect(screen(kiosk, "services")).to_be_visible()


def test_a_keypad_alone_reaches_a_ticket(kiosk: Page, context: AppContext) -> None:
    calm(kiosk)
    kiosk.keyboard.press("8")
    expect(kiosk.locator("html")).to_have_attribute("lang", "ru")
    calm(kiosk)
    kiosk.keyboard.press("2")
    expect(screen(kiosk, "stage")).to_be_visible()
    calm(kiosk)
    kiosk.keyboard.press("Escape")
    expect(screen(kiosk, "services")).to_be_visible()
    calm(kiosk)
    kiosk.keyboard.press("ArrowDown")
    kiosk.keyboard.press("ArrowRight")
    expect(kiosk.locator(":focus")).to_have_attribute("data-service", "privileged")
    kiosk.keyboard.press("Enter")
    expect(screen(kiosk, "stage")).to_be_visible()
    calm(kiosk)
    kiosk.keyboard.press("1")
    expect(screen(kiosk, "ticket")).to_be_visible()

    assert context.queue.snapshot().tickets[0].service == "privileged"


@pytest.mark.parametrize(
    ("glass", "tools"),
    [
        *((glass, tools) for glass in GLASS for tools in ((), ("larger",))),
        ("21.5-inch portrait", ("lower",)),
    ],
)
def test_tiles_are_large_enough_apart_and_lose_no_word(
    open_page: Callable[..., Page], glass: str, tools: tuple[str, ...]
) -> None:
    mm, width, height = GLASS[glass]
    page = open_page(f"/kiosk?mm={mm}", width, height)
    for tool in tools:
        page.click(f'[data-tool="{tool}"]')
    tiles = page.locator(".tile")
    expect(tiles).to_have_count(6)

    boxes = tiles.evaluate_all(
        "all => all.map((one) => { const box = one.getBoundingClientRect(); return {"
        "x: box.x, y: box.y, width: box.width, height: box.height,"
        "lost: one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1}})"
    )

    slack = 0.1
    for box in boxes:
        assert box["width"] / mm >= 60 - slack
        assert box["height"] / mm >= 30 - slack
        assert not box["lost"], box
    columns = 2 if height > width else 3
    assert (boxes[1]["x"] - boxes[0]["x"] - boxes[0]["width"]) / mm >= 6 - slack
    assert (boxes[columns]["y"] - boxes[0]["y"] - boxes[0]["height"]) / mm >= 6 - slack
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_lower_controls_stand_between_800_and_1100_mm(kiosk: Page) -> None:
    kiosk.click('[data-tool="lower"]')

    tops = kiosk.locator("button:visible").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().top)"
    )

    above_floor_mm = 800 + (1920 - min(tops)) / 4.03
    assert above_floor_mm <= 1100


def test_every_kazakh_letter_comes_from_the_bundled_typeface(kiosk: Page, browser: Browser) -> None:
    kiosk.evaluate(
        "(letters) => { const p = document.createElement('p'); p.id = 'letters';"
        "p.textContent = letters; document.body.append(p); }",
        KAZAKH_LETTERS,
    )
    kiosk.evaluate("document.fonts.ready")
    session = kiosk.context.new_cdp_session(kiosk)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": "#letters"})["nodeId"]

    used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]

    assert {font["familyName"] for font in used} == {"Golos Text"}
    assert all(font["isCustomFont"] for font in used)
    assert sum(font["glyphCount"] for font in used) == len(KAZAKH_LETTERS)


def test_the_board_shows_calls_one_after_another_newest_on_top(
    open_page: Callable[..., Page], context: AppContext, clock: ManualClock
) -> None:
    board = open_page("/board", 1920, 1080)
    expect(board.locator("[data-empty]")).to_be_visible()
    for window in (1, 2):
        context.queue.open_window(window, actor=f"operator{window}")
        context.queue.issue("military-service")
    for window in (1, 2):
        clock.advance(timedelta(seconds=1))
        context.queue.call_next(window, actor=f"operator{window}")
    numbers = board.locator(".call__number")
    board.clock.run_for(500)
    expect(numbers).to_have_text(["A001"])

    board.clock.run_for(5_000)
    still = numbers.all_inner_texts()
    for _ in range(12):  # where a voice is installed, the picture waits for it
        board.clock.run_for(1_000)
        board.wait_for_timeout(100)

    assert still == ["A001"]
    expect(numbers).to_have_text(["A002", "A001"])
    expect(board.locator(".call__window")).to_have_text(["2", "1"])
    expect(board.locator(".call--called")).to_have_count(1)


def test_the_board_keeps_its_calls_when_the_server_is_gone(
    open_page: Callable[..., Page], context: AppContext, clock: ManualClock
) -> None:
    # Not on the edge of a minute: the browser knows the server's clock to some milliseconds.
    clock.advance(seconds=30)
    context.queue.open_window(1, actor="operator1")
    context.queue.issue("military-service")
    context.queue.call_next(1, actor="operator1")
    board = open_page("/board", 1920, 1080)
    expect(board.locator(".call__number")).to_have_text("A001")

    board.context.set_offline(True)
    board.clock.run_for(25_000)

    expect(board.locator("[data-lost]")).to_be_visible()
    expect(board.locator("[data-lost-time]")).to_have_text("10:00")
    expect(board.locator(".call__number")).to_have_text("A001")
    board.context.set_offline(False)
    board.clock.run_for(5_000)
    expect(board.locator("[data-lost]")).to_be_hidden()


def test_the_phone_renews_itself_in_place_and_turns_loud(
    open_page: Callable[..., Page], context: AppContext
) -> None:
    context.queue.open_window(3, actor="operator3")
    service = context.queue.office.windows[3].services[0]
    ticket = context.queue.issue(service).ticket
    phone = open_page(f"/T/{context.queue.status_token(ticket.id)}", 320, 640)
    expect(phone.locator(".state--waiting")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == 320

    context.queue.call_next(3, actor="operator3")
    phone.clock.run_for(11_000)

    expect(phone.locator(".state__window strong")).to_have_text("3")
    assert phone.evaluate("document.documentElement.scrollWidth") == 320


def test_the_phone_page_is_whole_without_a_script(
    open_page: Callable[..., Page], context: AppContext
) -> None:
    ticket = context.queue.issue("military-service").ticket
    path = f"/T/{context.queue.status_token(ticket.id)}"
    phone = open_page(path, 360, 740, java_script_enabled=False)

    expect(phone.locator("h1")).to_have_text("A001")
    phone.click(".leave a")
    phone.click("button")

    expect(phone.locator(".state--cancelled")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "contrast"])
@pytest.mark.parametrize("path", ["/", "/kiosk", "/board", "/papers", "/nothing", "phone"])
def test_no_page_bars_anyone(
    open_page: Callable[..., Page],
    context: AppContext,
    path: str,
    theme: str,
    barriers: Callable[..., list[str]],
) -> None:
    if path == "phone":
        path = f"/T/{context.queue.status_token(context.queue.issue('privileged').ticket.id)}"
    page = open_page(f"{path}?theme={theme}", 1080, 1920)
    page.wait_for_load_state("load")
    if path == "/kiosk":  # it writes its buttons when the server has answered
        expect(page.locator(".tile").first).to_be_visible()

    found = barriers(page)

    assert found == []


def test_no_kiosk_screen_bars_anyone(
    kiosk: Page, context: AppContext, barriers: Callable[..., list[str]]
) -> None:
    found = []

    def look(name: str) -> None:
        expect(screen(kiosk, name)).to_be_visible()
        found.extend(barriers(kiosk))

    kiosk.click('[data-service="military-service"]')
    look("stage")
    kiosk.click('[data-stage="submission"]')
    look("ticket")

    assert found == []


@pytest.mark.parametrize("language", [None, "kk", "ru", "en"])
def test_no_tile_cuts_its_text_off_when_it_is_lower_and_larger(
    open_page: Callable[..., Page], context: AppContext, language: str | None
) -> None:
    for service in ("military-service", "minors-assets", "household"):
        context.queue.issue(service)
    kiosk = open_page("/kiosk", 1080, 1920)
    if language is not None:
        kiosk.click(f'[data-language="{language}"]')
    kiosk.click('[data-tool="lower"]')
    kiosk.click('[data-tool="larger"]')

    cut = kiosk.eval_on_selector_all(
        ".tile", "tiles => tiles.filter(t => t.scrollHeight > t.clientHeight + 1).length"
    )

    assert kiosk.locator(".tile").count() == 6
    assert cut == 0


@pytest.mark.parametrize("aids", [("lower",), ("lower", "larger"), ("lower", "larger", "contrast")])
@pytest.mark.parametrize("language", [None, "kk", "ru", "en"])
def test_the_question_of_the_stage_stays_above_the_tools(
    open_page: Callable[..., Page], language: str | None, aids: tuple[str, ...]
) -> None:
    kiosk = open_page("/kiosk", 1080, 1920)
    if language is not None:
        kiosk.click(f'[data-language="{language}"]')
    for aid in aids:
        kiosk.click(f'[data-tool="{aid}"]')
    kiosk.click('.tile[data-service="household"]')
    kiosk.locator('[data-screen="stage"]').wait_for()

    last = kiosk.locator('[data-stage="pickup"]').bounding_box()
    tools = kiosk.locator("[data-tools]").bounding_box()
    cut = kiosk.eval_on_selector_all(
        ".choice", "all => all.filter(c => c.scrollHeight > c.clientHeight + 1).length"
    )

    assert last is not None
    assert tools is not None
    assert last["y"] + last["height"] <= tools["y"]
    assert last["height"] >= 30 * 4.03 - 1
    assert kiosk.evaluate("document.documentElement.scrollHeight") <= 1920
    assert cut == 0


@pytest.mark.usefixtures("reachable")
def test_nobody_waits_for_a_paper_that_no_printer_can_print(
    kiosk: Page, context: AppContext
) -> None:
    context.devices.put("hall", [DeviceReport("hall", "printer", "paper_end")])

    take_ticket(kiosk)
    kiosk.clock.run_for(1000)

    heading = kiosk.locator("[data-ticket-heading]")
    expect(heading).to_contain_text("Талон не напечатан, но вы в очереди")
    expect(kiosk.locator("[data-ticket-number]")).to_have_text("A001")
    expect(kiosk.locator("[data-ticket-code]")).to_be_visible()
