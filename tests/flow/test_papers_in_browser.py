"""Documents in Chromium from hand-in to the survey: receipt, due date, scan, pick-up, issue."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

SERVICE = "guardianship"
"""Its receipt names the applicant: resolution 1119, item 14.1."""

NAME = "Серікова Айгүл Болатқызы"
CONTACT = "8 701 555 44 33"

WORDS = {
    "kk": {
        "accepted": "Құжаттар қабылданды",
        "ready": "Нәтижеңіз дайын",
        "take": "Талоныңызды алыңыз",
        "thanks": "рақмет",
    },
    "ru": {
        "accepted": "Документы приняты",
        "ready": "Ваш результат готов",
        "take": "Возьмите ваш талон",
        "thanks": "Спасибо",
    },
}

pytestmark = [pytest.mark.browser, pytest.mark.slow(10)]


ALMATY = ZoneInfo("Asia/Almaty")
"""The office's clock: from 19:00 UTC on its date is not the machine's."""

SCAN = """(code) => {
  // A scanner that types: every key within one moment, however slow the machine is.
  for (const [key, code_] of [...[...code].map((digit) => [digit, `Digit${digit}`]),
                              ["Enter", "Enter"]]) {
    for (const kind of ["keydown", "keyup"])
      document.body.dispatchEvent(
        new KeyboardEvent(kind, { key, code: code_, bubbles: true, cancelable: true }));
  }
}"""


def _taken_number(kiosk: Any, words: dict[str, str]) -> str:
    shown = kiosk.locator("[data-ticket-number]")
    shown.wait_for()
    kiosk.locator("[data-ticket-heading]", has_text=words["take"]).wait_for()
    return str(shown.inner_text().strip())


def _serve(desk: Any, number: str) -> None:
    desk.keyboard.press("F2")
    desk.wait_for_selector(f'#now[data-number="{number}"][data-state="called"]')
    desk.keyboard.press("F5")
    desk.wait_for_selector(f'#now[data-number="{number}"][data-state="serving"]')


def _scanned_codes(folder: Path) -> list[str]:
    """What zbar, which knows nothing of Kezek, reads from the papers that were printed."""
    found = []
    for picture in sorted(folder.glob("*.png")):
        scan = subprocess.run(
            ["zbarimg", "--quiet", "--raw", str(picture)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        found += scan.stdout.split()
    return found


def _papers(page: Any, office: Any, folder: Path) -> None:
    """Fetch the picture of every paper in the tray."""
    listed = page.request.get(f"{office.url}/papers/list").json()["papers"]
    for sheet in listed:
        (folder / f"{sheet['name']}.png").write_bytes(
            page.request.get(office.url + sheet["picture"]).body()
        )


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_documents_from_hand_in_to_the_survey(
    language: str,
    open_office: Callable[..., Any],
    open_screen: Callable[[str], Any],
    sign_in: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = WORDS[language]
    # The office's name on its network, which this test's phone has no name server for.
    monkeypatch.setenv("KEZEK_SERVER_PUBLIC_URL", "http://kezek.test")
    office = open_office(simulated_clock=False)
    office.start_agent()
    kiosk, desk, chief = open_screen("kiosk"), open_screen("desk"), open_screen("desk")
    sign_in(desk, office, "operator3", "/operator", language)
    sign_in(chief, office, "supervisor", "/supervisor", language)

    # The visitor takes a ticket for handing documents in.
    kiosk.goto(f"{office.url}/kiosk?lang={language}")
    kiosk.click(f'[data-language="{language}"]')
    kiosk.click(f'.tile[data-service="{SERVICE}"]')
    kiosk.click('[data-screen="stage"] [data-stage="submission"]')
    hand_in = _taken_number(kiosk, words)
    kiosk.click('[data-screen="ticket"] [data-action="done"]')

    # The operator takes the documents by keyboard alone.
    _serve(desk, hand_in)
    desk.keyboard.press("F10")
    desk.wait_for_selector("#hand-in")
    desk.keyboard.press("0")
    desk.fill("#hand-in-name", NAME)
    desk.fill("#hand-in-contacts", CONTACT)
    promised = desk.locator("#hand-in .documents__due").inner_text()
    desk.keyboard.press("Enter")
    accepted = desk.locator('[data-result="accepted"]')
    accepted.wait_for()
    request = str(accepted.get_attribute("data-request"))
    due_words = accepted.locator(".outcome__day").inner_text()
    accepted_words = accepted.inner_text()

    # The receipt came out, and its code is the request's number.
    desk.wait_for_selector('[data-result="accepted"] [data-printing="printed"]')
    _papers(desk, office, tmp_path)
    codes = _scanned_codes(tmp_path)

    # The supervisor sees when it is due, and says that the result is there.
    with office.client() as api:
        due_on = date.fromisoformat(api.get(f"/requests/{request}")["due_on"])
    chief.goto(f"{office.url}/register/{request}?lang={language}")
    register_words = chief.locator("#request-state").inner_text()
    chief.click("#do-ready")
    chief.click("#dialog-ready button[type=submit]")
    chief.wait_for_selector('#request-state[data-state="ready"]')

    # The visitor comes back and the scanner types what the code says.
    kiosk.wait_for_selector('[data-screen="services"]:not([hidden])')
    kiosk.click(f'[data-language="{language}"]')
    kiosk.wait_for_selector("body:not([data-settling])", state="attached")
    kiosk.evaluate(SCAN, request.replace("-", ""))
    answer = kiosk.locator('[data-screen="answer"]')
    answer.locator("[data-answer-heading]", has_text=words["ready"]).wait_for()
    shown_number = answer.locator("[data-answer-number]").inner_text()
    answer.locator('[data-action="collect"]').click()
    pick_up = _taken_number(kiosk, words)

    # The operator gives it out.
    desk.keyboard.press("Enter")
    desk.keyboard.press("F6")
    desk.wait_for_selector('#now:not([data-state="serving"])')
    _serve(desk, pick_up)
    desk.keyboard.press("F10")
    desk.wait_for_selector(f'#pick-up [data-request-state="ready"][data-request="{request}"]')
    desk.click('#pick-up [data-documents="issue"]')
    desk.wait_for_selector('#pick-up [data-request-state="issued"]')
    desk.keyboard.press("Escape")
    desk.keyboard.press("F6")
    desk.wait_for_selector('#now:not([data-state="serving"])')

    # The visitor says on the phone how it was.
    _papers(desk, office, tmp_path)
    phone_addresses = [code for code in _scanned_codes(tmp_path) if "/T/" in code.upper()]
    phone = open_screen("phone")
    phone.goto(f"{office.url}{urlsplit(phone_addresses[-1]).path}")
    with phone.expect_navigation():
        for question in ("process", "information", "politeness"):
            phone.check(f'input[name="{question}"][value="yes"]', force=True)
        phone.click("#survey button")
    thanked = phone.locator("#survey").inner_text()

    with office.client() as api:
        on = datetime.now(ALMATY).date().isoformat()
        table = api.get(f"/reports/indicators?from={on}&to={on}")
        closed = api.get(f"/requests/{request}")
    rows = {row["code"]: row for row in table["rows"]}
    assert words["accepted"] in accepted_words
    assert str(due_on.day) in due_words
    assert due_words.split()[0] in promised
    assert due_words.split()[0] in register_words
    assert NAME not in register_words
    assert request.replace("-", "") in codes
    assert shown_number == request
    assert re.fullmatch(r"H\d{3}", pick_up)
    assert pick_up != hand_in
    assert closed["state"] == "issued"
    assert closed["on_time"] is True
    assert words["thanks"].casefold() in thanked.casefold()
    assert (rows["2.1"]["numerator"], rows["2.1"]["denominator"]) == (1, 1)
    assert (rows["3.2"]["numerator"], rows["3.2"]["denominator"]) == (1, 1)
    assert office.run("journal", "verify").returncode == 0
