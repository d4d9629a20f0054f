"""The kiosk's help in Chromium: a memo read and printed, a complaint by touch and by keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kezek_core.papers.form_slips import FormKind, FormSlip
from kezek_core.ports import PrintOutcome
from kezek_kiosk.web.context import AppContext
from kezek_printers.emulator.reading import read_papers
from kezek_printers.encode.encode import encode
from kezek_printers.profiles.profile_file import load_profile

pytestmark = [pytest.mark.browser, pytest.mark.slow(1.5)]

GLASS = {  # px per mm, width, height
    "21.5-inch portrait": (4.03, 1080, 1920),
    "15.6-inch": (5.56, 1920, 1080),
    "10.1-inch": (5.88, 1280, 800),
}
TODAY = date(2026, 11, 23)
SMALLEST_KEY_MM = 15
OUT_OF_PLACE = """() => {
  const section = document.querySelector("main section:not([hidden])");
  const tools = document.querySelector("[data-tools]").getBoundingClientRect();
  const seen = [...section.querySelectorAll("button, p, h1, textarea, li, dd")].filter(
    (one) => one.checkVisibility() && !one.closest(".memo"));
  const over = seen.filter((one) => {
    const box = one.getBoundingClientRect();
    return box.bottom > tools.top + 1 || box.right > innerWidth + 1 || box.top < 0;
  });
  const cut = seen.filter((one) => one.matches("button") &&
    (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1));
  return [...over, ...cut].map((one) => `${one.className}: ${one.textContent.trim()}`);
}"""

LINES_IN_SIGHT = """() => {
  const box = document.querySelector("[data-memo-pages]").getBoundingClientRect();
  return [...document.querySelectorAll(".memo [data-spoken]")].flatMap((one, at) => {
    const letters = document.createRange();
    letters.selectNodeContents(one.lastElementChild);
    const { left, right, top, bottom } = [...letters.getClientRects()].at(-1);
    const inside = left >= box.left - 1 && right <= box.right + 1 && top >= box.top - 1 &&
      bottom <= box.bottom + 1;
    return inside ? [at] : [];
  });
}"""


@pytest.fixture
def open_kiosk(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens the kiosk on a glass."""

    def open_at(glass: str = "21.5-inch portrait", language: str | None = "kk") -> Page:
        px_per_mm, width, height = GLASS[glass]
        page = open_page(f"/kiosk?mm={px_per_mm}", width, height)
        expect(page.locator(".tile").first).to_be_visible()
        if language is not None:
            page.click(f'[data-language="{language}"]')
        return page

    return open_at


def screen(page: Page, name: str) -> Any:
    return page.locator(f'section[data-screen="{name}"]')


def calm(page: Page) -> None:
    """Wait until a change of screen is over: before, nothing acts."""
    expect(page.locator("body")).not_to_have_attribute("data-settling", "")


def go(page: Page, *actions: str) -> None:
    """Touch one button after another."""
    for action in actions:
        page.click(f'section:visible [data-action="{action}"], nav:visible ~ div '
                   f'[data-action="{action}"]')  # fmt: skip


def type_on_glass(page: Page, text: str) -> None:
    for sign in text:
        page.click(f'.keys [data-key="{"space" if sign == " " else sign}"]')


def printed(context: AppContext) -> str:
    """Print the job that waits, on paper that is read back."""
    (job,) = context.queue.lease_print_jobs("test")
    assert isinstance(job.slip, FormSlip)
    profile = load_profile("virtual-80")
    (paper,) = read_papers(encode(job.slip, profile), profile)
    context.queue.report_print_job(job.id, job.lease, PrintOutcome.PRINTED)
    assert paper.faults == ()
    return paper.text


def pass_time(page: Page, seconds: int) -> None:
    """Let the page's clock run without outrunning the server's answers."""
    for second in range(seconds):
        page.clock.run_for(1_000)
        if second % 4 == 3:
            page.evaluate("fetch('/kiosk/state').then((answer) => answer.text())")


def test_a_complaint_by_touch_in_kazakh_ends_with_its_talon_on_paper(
    open_kiosk: Callable[..., Page], context: AppContext
) -> None:
    ticket = context.queue.issue("household", print_ticket=False).ticket
    kiosk = open_kiosk()
    go(kiosk, "help", "help-complain")
    kiosk.click('[data-topic="I waited too long"]')
    type_on_glass(kiosk, "екі сағат. үш")
    expect(kiosk.locator("[data-typed]")).to_have_value("Екі сағат. Үш")
    go(kiosk, "complaint-written", "complaint-change-ticket")
    for sign in ticket.number:
        kiosk.click(f'[data-ticket-keys] [data-key="{sign}"]')
    go(kiosk, "complaint-ticket-typed")
    expect(screen(kiosk, "complaint-check")).to_contain_text("Қосалқы шаруашылық")

    calm(kiosk)
    kiosk.evaluate(
        """() => { const send = document.querySelector('[data-action="complaint-send"]');
        send.click(); send.click(); }"""
    )
    expect(screen(kiosk, "complaint-sent")).to_be_visible()
    paper = printed(context)
    pass_time(kiosk, 2)

    (complaint,) = context.queue.feedback.complaints(TODAY, TODAY)
    details = context.queue.feedback.complaint_details(complaint.shown)
    expect(kiosk.locator("[data-talon-heading]")).to_have_text(
        "Шағымыңыз қабылданды. Талонды алыңыз."
    )
    expect(kiosk.locator("[data-talon-number]")).to_have_text(complaint.shown)
    expect(kiosk.locator("[data-talon-facts]")).to_contain_text("2026 ж. 8 желтоқсан")
    assert complaint.shown in paper
    assert "электрондық терминал" in paper
    assert (complaint.ticket_id, complaint.service) == (ticket.id, "household")
    assert details.text == "Тым ұзақ күттім / Слишком долгое ожидание\nЕкі сағат. Үш"
    assert kiosk.locator("[data-typed]").input_value() == ""
    assert kiosk.evaluate("localStorage.length + sessionStorage.length") == 0


def test_without_paper_the_number_stays_large_and_says_what_to_do(
    open_kiosk: Callable[..., Page], context: AppContext
) -> None:
    kiosk = open_kiosk(language="ru")
    go(kiosk, "help", "help-complain")
    kiosk.click('[data-topic="The hall and its equipment"]')
    go(kiosk, "complaint-written", "complaint-send")
    expect(screen(kiosk, "complaint-sent")).to_be_visible()

    pass_time(kiosk, 14)

    (complaint,) = context.queue.feedback.complaints(TODAY, TODAY)
    number = kiosk.locator("[data-talon-number]")
    expect(kiosk.locator("[data-talon-heading]")).to_have_text(
        "Жалоба принята, но талон не напечатан."
    )
    expect(number).to_have_text(complaint.shown)
    expect(kiosk.locator("[data-talon-advice]")).to_contain_text("Запомните номер")
    assert number.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") > 20 * 4.03
    assert context.queue.feedback.complaint_details(complaint.shown).text == (
        "Зал және оның жабдықтары / Зал и его оборудование"
    )


def test_a_complaint_that_does_not_arrive_keeps_what_was_written(
    open_kiosk: Callable[..., Page], context: AppContext
) -> None:
    kiosk = open_kiosk()
    go(kiosk, "help", "help-complain")
    kiosk.click('[data-topic="Something else"]')
    type_on_glass(kiosk, "үн")
    go(kiosk, "complaint-written")
    kiosk.route("**/api/v1/complaints", lambda route: route.fulfill(status=500, body="{}"))

    go(kiosk, "complaint-send")
    pass_time(kiosk, 12)

    expect(kiosk.locator("[data-complaint-problem]")).to_be_visible()
    expect(screen(kiosk, "complaint-check")).to_contain_text("Үн")
    kiosk.unroute("**/api/v1/complaints")
    go(kiosk, "complaint-send")
    expect(screen(kiosk, "complaint-sent")).to_be_visible()
    assert len(context.queue.feedback.complaints(TODAY, TODAY)) == 1


def test_the_next_visitor_finds_nothing_of_what_was_typed(open_kiosk: Callable[..., Page]) -> None:
    kiosk = open_kiosk()
    go(kiosk, "help", "help-complain")
    kiosk.click('[data-topic="The manner of the staff"]')
    type_on_glass(kiosk, "жылан")

    pass_time(kiosk, 67)

    expect(screen(kiosk, "services")).to_be_visible()
    assert kiosk.evaluate("document.documentElement.lang") == "kk"
    assert kiosk.locator("[data-typed]").input_value() == ""
    assert "жылан" not in kiosk.locator("body").inner_html().lower()


def test_the_memo_is_turned_by_buttons_and_printed_once(
    open_kiosk: Callable[..., Page], context: AppContext
) -> None:
    kiosk = open_kiosk()
    go(kiosk, "help", "help-services")
    kiosk.click('[data-slug="guardianship"]:visible')
    expect(kiosk.locator(".memo__field").first).to_be_visible()
    place = kiosk.locator("[data-memo-foot] [data-page-place]")
    first, pages = place.inner_text().split(" / ")
    for _ in range(int(pages) - 1):
        kiosk.click('[data-action="help-down"]')

    calm(kiosk)
    with kiosk.expect_response("**/api/v1/memos"):
        kiosk.evaluate(
            """() => { const print = document.querySelector('[data-action="help-print"]');
            print.click(); print.click(); }"""
        )
    expect(kiosk.locator("[data-memo-state]")).to_have_text("Жадынама басылып жатыр")
    paper = printed(context)
    pass_time(kiosk, 2)

    expect(kiosk.locator("[data-memo-state]")).to_have_text("Жадынаманы алыңыз")
    assert (first, place.inner_text()) == ("1", f"{pages} / {pages}")
    assert kiosk.locator('[data-action="help-down"]').is_disabled()
    assert "Қажетті құжаттар / Необходимые документы" in paper
    assert context.queue.memo("guardianship").kind is FormKind.MEMO


@pytest.mark.parametrize("service", ["guardianship", "minors-assets"])
@pytest.mark.parametrize("glass", GLASS)
def test_every_line_of_the_memo_is_seen_on_one_of_its_pages(
    open_kiosk: Callable[..., Page], glass: str, service: str
) -> None:
    kiosk = open_kiosk(glass, "ru")
    go(kiosk, "help", "help-services")
    kiosk.click(f'[data-slug="{service}"]:visible')
    expect(kiosk.locator(".memo__field").first).to_be_visible()
    down = kiosk.locator('[data-action="help-down"]')
    lines = kiosk.locator(".memo [data-spoken]").count()
    seen: set[int] = set()
    for _ in range(20):
        seen |= set(kiosk.evaluate(LINES_IN_SIGHT))
        if down.is_disabled():
            break
        down.click()

    assert down.is_disabled()
    assert seen == set(range(lines))


def test_the_keys_of_a_keypad_reach_the_help_and_real_keys_write(
    open_kiosk: Callable[..., Page],
) -> None:
    kiosk = open_kiosk()
    kiosk.focus('[data-action="help"]')
    calm(kiosk)
    kiosk.keyboard.press("Enter")
    expect(screen(kiosk, "help")).to_be_visible()
    calm(kiosk)
    kiosk.keyboard.press("2")
    kiosk.clock.run_for(200)
    expect(screen(kiosk, "complaint-topic")).to_be_visible()
    calm(kiosk)
    kiosk.keyboard.press("6")
    kiosk.clock.run_for(200)
    expect(screen(kiosk, "complaint-text")).to_be_visible()
    calm(kiosk)

    for key in ("1", "5", "Space", "k", "Backspace", "z"):
        kiosk.keyboard.press(key)
        kiosk.clock.run_for(200)
    expect(kiosk.locator("[data-typed]")).to_have_value("15 z")
    kiosk.keyboard.press("ArrowDown")
    kiosk.focus('.keys [data-key="ң"]')
    kiosk.keyboard.press("Enter")
    kiosk.keyboard.press("Escape")
    kiosk.clock.run_for(200)

    expect(screen(kiosk, "complaint-topic")).to_be_visible()
    expect(kiosk.locator("[data-typed]")).to_have_value("15 zң")


@pytest.mark.parametrize(
    ("glass", "aids", "language"),
    [
        ("21.5-inch portrait", (), None),
        ("21.5-inch portrait", ("larger",), None),
        ("21.5-inch portrait", ("lower", "larger"), None),
        ("15.6-inch", ("larger",), "ru"),
        ("10.1-inch", (), "ru"),
        ("10.1-inch", ("larger",), "kk"),
    ],
)
def test_no_screen_of_the_help_is_cut_off(
    open_kiosk: Callable[..., Page], glass: str, aids: tuple[str, ...], language: str | None
) -> None:
    kiosk = open_kiosk(glass, language)
    for aid in aids:
        kiosk.click(f'[data-tool="{aid}"]')
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        expect(screen(kiosk, name)).to_be_visible()
        found[name] = kiosk.evaluate(OUT_OF_PLACE)

    go(kiosk, "help")
    look("help")
    go(kiosk, "help-kiosk")
    look("help-kiosk")
    go(kiosk, "back", "help-complain")
    look("complaint-topic")
    kiosk.click('[data-topic="The result or its term"]')
    look("complaint-text")
    keys = kiosk.eval_on_selector_all(
        "[data-keys] button",
        "keys => keys.map(key => [key.offsetWidth, key.offsetHeight])",
    )
    go(kiosk, "complaint-written")
    look("complaint-check")
    go(kiosk, "complaint-change-service")
    look("complaint-service")
    go(kiosk, "back", "complaint-change-ticket")
    look("complaint-ticket")
    go(kiosk, "back", "complaint-send")
    look("complaint-sent")

    smallest = SMALLEST_KEY_MM * GLASS[glass][0] - 1
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert [key for key in keys if min(key) < smallest] == []


@pytest.mark.parametrize("contrast", [False, True])
def test_no_screen_of_the_help_bars_anyone(
    open_kiosk: Callable[..., Page], barriers: Callable[..., list[str]], contrast: bool
) -> None:
    kiosk = open_kiosk(language=None)
    if contrast:
        kiosk.click('[data-tool="contrast"]')
    found = []

    def look(name: str) -> None:
        expect(screen(kiosk, name)).to_be_visible()
        found.extend(barriers(kiosk))

    go(kiosk, "help", "help-services")
    kiosk.click('[data-slug="household"]:visible')
    expect(kiosk.locator(".memo__field").first).to_be_visible()
    look("help-memo")
    go(kiosk, "back", "back", "help-complain")
    kiosk.click('[data-topic="Something else"]')
    look("complaint-text")
    go(kiosk, "complaint-written")
    look("complaint-check")
    go(kiosk, "complaint-change-ticket")
    look("complaint-ticket")

    assert found == []
