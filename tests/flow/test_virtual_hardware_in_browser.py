"""An office without a device, pressed on its page in Chromium: panel, boards, sound, printer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from kezek_core.papers.request_numbers import check_digit
from kezek_hardware.sound.announcement import announcement

pytestmark = [pytest.mark.browser, pytest.mark.slow(10)]

UNKNOWN_NUMBER = f"27000077{check_digit('27000077')}"
SERIOUS = {"serious", "critical"}


def _key(device: str, name: str) -> str:
    return f'[data-device="{device}"][data-key="{name}"]'


def _switch(device: str, name: str, *, on: bool | None = None) -> str:
    standing = "" if on is None else f'[aria-checked="{"true" if on else "false"}"]'
    return f'[data-device="{device}"][data-switch="{name}"]{standing}'


def _paper(page: Any, count: int) -> str:
    """The number on the newest paper, once there are so many."""
    page.locator("[data-paper]").nth(count - 1).wait_for()
    return str(page.locator("[data-paper]").first.get_attribute("data-paper"))


def _turn(page: Any, device: str, name: str, *, on: bool) -> None:
    page.click(_switch(device, name))
    page.wait_for_selector(_switch(device, name, on=on))


def _board(window: int, number: str) -> str:
    return f'[data-window="{window}"] .led:has-text("{number}")'


@pytest.fixture
def hall(
    open_office: Callable[..., Any], open_screen: Callable[[str], Any]
) -> tuple[Any, Any, list[str]]:
    """An office with virtual hardware, its page, and what went wrong on it."""
    office = open_office(simulated_clock=False, virtual_hardware=True)
    office.start_agent()
    page, errors = open_screen("desk"), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{office.url}/hardware?lang=ru")
    page.wait_for_selector('[data-device="panel-window-1"]')
    return office, page, errors


def test_a_visit_by_buttons_boards_and_loudspeaker(
    hall: tuple[Any, Any, list[str]], wait_until: Callable[..., None]
) -> None:
    _, page, errors = hall
    take = page.locator('[data-device="buttons-tickets"][data-key]').first

    # A ticket by push button: it is printed, and the panel's lamp says that somebody waits.
    take.click()
    first = _paper(page, 1)
    page.wait_for_selector('[data-lamp="on"]')

    # The panel calls: the boards show the number, the hall hears it in both languages.
    page.click(_key("panel-window-1", "next"))
    page.wait_for_selector(_board(1, first))
    page.wait_for_selector(f'.device--hall-board .led:has-text("{first}")')
    for language in ("kk", "ru"):
        page.wait_for_selector(f'[data-heard] [lang="{language}"]')
    heard = page.locator("[data-heard]").inner_text()
    page.wait_for_selector('[data-lamp="off"]')

    # The visitor comes and goes: the board is dark again.
    def pressed_until_dark() -> bool:
        # The same button does nothing for a moment, and nothing at all once nobody is there.
        page.click(_key("panel-window-1", "start_finish"))
        return bool(page.locator('[data-window="1"] [data-look="dark"]').count())

    wait_until(pressed_until_dark, seconds=20)

    # The boards' cable is pulled: they keep what they show, and are right when it is back.
    _turn(page, "window_board-windows", "unplugged", on=True)
    take.click()
    second = _paper(page, 2)
    page.click(_key("panel-window-1", "next"))
    page.wait_for_selector(f'.device--hall-board .led:has-text("{second}")')
    dark = page.locator('[data-window="1"] .led').get_attribute("data-look")
    _turn(page, "window_board-windows", "unplugged", on=False)
    page.wait_for_selector(_board(1, second), timeout=40_000)

    assert announcement(first, 1, "kk") in heard
    assert announcement(first, 1, "ru") in heard
    assert dark == "dark"
    assert errors == []


def test_a_printer_without_paper_is_seen_by_the_supervisor(
    hall: tuple[Any, Any, list[str]],
    open_screen: Callable[[str], Any],
    sign_in: Callable[..., None],
) -> None:
    office, page, errors = hall
    chief = open_screen("desk")
    sign_in(chief, office, "supervisor", "/supervisor", "ru")
    notice = chief.locator('#devices [data-device="printer"]')

    _turn(page, "printer-hall", "paper_end", on=True)
    notice.filter(has_text="Кончилась бумага").wait_for()
    page.wait_for_selector('.device--printer .badge:has-text("Кончилась бумага")')
    page.locator('[data-device="buttons-tickets"][data-key]').first.click()
    page.wait_for_selector('[data-lamp="on"]')
    without_paper = page.locator("[data-paper]").count()
    page.click(_key("printer-hall", "mend"))
    _paper(page, 1)
    notice.wait_for(state="detached")

    # Its cable is pulled and put back: the agent lives on and prints again.
    _turn(page, "printer-hall", "unplugged", on=True)
    notice.filter(has_text="Не подключён").wait_for()
    _turn(page, "printer-hall", "unplugged", on=False)
    page.locator('[data-device="buttons-tickets"][data-key]').first.click()
    _paper(page, 2)
    notice.wait_for(state="detached")

    assert without_paper == 0
    assert errors == []


def test_a_code_that_is_scanned_opens_the_kiosks_answer(
    hall: tuple[Any, Any, list[str]], open_screen: Callable[[str], Any]
) -> None:
    office, page, errors = hall
    kiosk = open_screen("kiosk")
    # The screen has heard from where on it listens, and asks for what comes after.
    with kiosk.expect_request("**/kiosk/scan?*after=*"):
        kiosk.goto(f"{office.url}/kiosk?lang=ru&screen=hall")

    page.fill("#code-scanner-1", UNKNOWN_NUMBER)
    page.press("#code-scanner-1", "Enter")

    kiosk.wait_for_selector('[data-screen="answer"]:not([hidden])')
    assert page.input_value("#code-scanner-1") == ""
    assert errors == []


def test_the_page_can_be_used_by_everybody(hall: tuple[Any, Any, list[str]]) -> None:
    office, page, _ = hall
    found: dict[str, list[str]] = {}
    wide: list[int] = []

    for look in ("kk", "ru", "en", "ru&theme=contrast"):
        page.goto(f"{office.url}/hardware?lang={look}")
        page.wait_for_selector('[data-device="panel-window-1"]')
        violations = Axe().run(page).response["violations"]
        found[look] = [each["id"] for each in violations if each["impact"] in SERIOUS]
        wide.append(page.evaluate("document.documentElement.scrollWidth"))

    assert found == {look: [] for look in found}
    assert max(wide) <= 1366
