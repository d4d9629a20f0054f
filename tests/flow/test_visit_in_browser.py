"""One visit in Chromium over all the screens, in Kazakh: tap, paper, call, board, verdict."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow(8)]


def test_a_visit_from_tap_to_verdict_in_kazakh(
    open_office: Callable[..., Any], open_screen: Callable[[str], Any], sign_in: Callable[..., None]
) -> None:
    office = open_office(simulated_clock=False)
    office.start_agent()
    kiosk = open_screen("kiosk")
    board = open_screen("board")
    desk = open_screen("desk")
    chief = open_screen("desk")
    board.goto(f"{office.url}/board?lang=kk")
    sign_in(desk, office, "operator2", "/operator", "kk")
    sign_in(chief, office, "supervisor", "/supervisor", "kk")

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
    papers = open_screen("desk")
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
