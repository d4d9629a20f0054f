"""One visit in Chromium over all the screens, in Kazakh: tap, paper, call, board, verdict."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
KIOSK = {"width": 1080, "height": 1920}
DESK = {"width": 1366, "height": 768}
BOARD = {"width": 1920, "height": 1080}
PHONE = {"width": 360, "height": 740}

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    if shutil.which("chromium") is None:
        pytest.skip("Chromium is not installed: sudo apt install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield running
        running.close()


def _sign_in(page: Any, office: Any, name: str, place: str) -> None:
    page.goto(f"{office.url}/login?lang=kk&next={place}")
    page.fill("input[name=name]", name)
    page.fill("input[name=pin]", office.pin)
    page.click("form button[type=submit]")
    page.wait_for_url(f"**{place}*")


def test_a_visit_from_tap_to_verdict_in_kazakh(
    open_office: Callable[..., Any], browser: Any
) -> None:
    office = open_office(simulated_clock=False)
    office.start_agent()
    kiosk = browser.new_context(viewport=KIOSK).new_page()
    board = browser.new_context(viewport=BOARD).new_page()
    desk = browser.new_context(viewport=DESK).new_page()
    chief = browser.new_context(viewport=DESK).new_page()
    board.goto(f"{office.url}/board?lang=kk")
    _sign_in(desk, office, "operator2", "/operator")
    _sign_in(chief, office, "supervisor", "/supervisor")

    # The visitor taps.
    kiosk.goto(f"{office.url}/kiosk?lang=kk")
    kiosk.click('[data-language="kk"]')
    kiosk.click('.tile[data-service="household"]')
    if kiosk.locator('[data-screen="stage"]').is_visible():
        kiosk.click('[data-stage="submission"]')
    else:
        kiosk.click('[data-screen="confirm"] [data-action="take"]')
    shown = kiosk.locator("[data-ticket-number]")
    shown.wait_for()
    number = shown.inner_text().strip()
    kiosk.get_by_text("Талоныңызды алыңыз").first.wait_for()

    # The paper came out, and says the same number.
    papers = browser.new_context(viewport=DESK).new_page()
    papers.goto(f"{office.url}/papers?lang=kk")
    picture = papers.locator(f'img[alt*="{number}"]').first
    picture.wait_for()
    paper_width = picture.evaluate("image => image.decode().then(() => image.naturalWidth)")

    # The operator calls, the board shows it, the phone tells it.
    desk.click('[data-command="next"]')
    board.locator(".call__number", has_text=number).wait_for()
    window = board.locator(".call", has_text=number).locator(".call__window").inner_text().strip()
    with office.client() as api:
        status = api.get("/queue")["tickets"][0]
    desk.click('[data-command="start"]')
    desk.wait_for_selector('#operator[data-state="serving"]')
    desk.click('[data-command="finish"]')
    desk.wait_for_selector('#operator:not([data-state="serving"])')

    # The supervisor finds the verdict with its source.
    chief.goto(f"{office.url}/supervisor/log?lang=kk&number={number}")
    row = chief.locator("tr", has_text=number)
    row.wait_for()

    assert re.fullmatch(r"K\d{3}", number)
    assert paper_width >= 576
    assert status["number"] == number
    assert status["state"] == "called"
    assert window == "2"
    assert "Шекті уақыт сақталды" in row.inner_text()
    assert "1122" in row.inner_text()
    assert office.run("journal", "verify").returncode == 0
