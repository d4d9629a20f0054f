"""The register in Chromium: a request from hand-in to issue, and a complaint from desk to answer.

One browser for the file; every test has its own office, server and page.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from kezek_kiosk.accounts import DEMO_PIN
from kezek_kiosk.services import Services
from kezek_queue.people import Person

pytestmark = pytest.mark.browser

playwright_api = pytest.importorskip("playwright.sync_api")
expect = playwright_api.expect

CHROMIUM = Path("/usr/bin/chromium")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update"]  # fmt: skip
PATIENCE_MS = 15_000
NAME = "Серікова Айгүл Болатқызы"
REASON = "Мөр анық емес"


class Quiet(WSGIRequestHandler):
    """Says nothing of every request."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
        """Nothing is written."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip("Debian's Chromium is not installed: apt-get install chromium")
    with playwright_api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def url(app: Flask, house: Services) -> Iterator[str]:
    """The address of a server of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    house.stopping.set()
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def faults() -> list[str]:
    """What the pages complained of on their consoles."""
    return []


@pytest.fixture
def page_of(chromium: Any, url: str, faults: list[str]) -> Iterator[Callable[..., Any]]:
    """Signs somebody in and gives the page they come to."""
    contexts = []

    def open_page(name: str, language: str) -> Any:
        context = chromium.new_context(viewport={"width": 1366, "height": 768})
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda message: faults.append(message.text) if message.type == "error" else None,
        )
        page.goto(f"{url}/login?lang={language}")
        page.fill("#name", name)
        page.fill("#pin", DEMO_PIN)
        page.press("#pin", "Enter")
        page.wait_for_url(re.compile("/(operator|supervisor)$"))
        return page

    yield open_page
    for context in contexts:
        context.close()


def hand_in(house: Services) -> str:
    accepted = house.queue.register.accept(
        "military-service",
        person=Person(NAME, contacts="8 701 123 45 67"),
        documents={"application": 1, "military_id": 1, "identity_card_copy": 1},
        window=1,
        inspector="Омаров Е. Қ.",
        actor="operator1",
    )
    assert accepted.request is not None
    return accepted.request.shown


def state_of(page: Any, state: str) -> None:
    expect(page.locator("#request-state")).to_have_attribute("data-state", state)
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("#done")).to_be_visible()


def test_a_supervisor_walks_a_request_from_the_receipt_to_the_result(
    house: Services, url: str, page_of: Callable[..., Any], faults: list[str]
):
    number = hand_in(house)
    page = page_of("supervisor", "kk")

    # A scanner types nine digits and Enter into whatever has the focus.
    page.goto(f"{url}/register")
    page.keyboard.type(number.replace("-", ""))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}/register/{number}")
    assert NAME not in page.content()

    page.click("#do-send")
    page.click("#dialog-send [type=submit]", click_count=2)
    state_of(page, "sent")

    page.click("#do-return")
    page.click("#dialog-return [type=submit]")
    expect(page.locator("#dialog-return [data-problem]")).to_be_visible()
    page.fill("#reasons-return", f"{REASON}\n\n  Күні жоқ  \n")
    page.click("#dialog-return [type=submit]")
    state_of(page, "returned")
    expect(page.locator("#done")).to_contain_text("басып шығарылып жатыр")

    page.click("#person-button")
    expect(page.locator("#person-shown")).to_contain_text(NAME)
    expect(page.locator("#person-shown")).to_contain_text(REASON)
    page.click("#person-button")
    expect(page.locator("#person-shown")).to_be_hidden()
    assert NAME not in page.content()

    for command, state in (("correct", "corrected"), ("ready", "ready"), ("issue", "issued")):
        page.click(f"#do-{command}")
        page.keyboard.press("Enter")
        state_of(page, state)

    page.click("#do-erase")
    page.click("#dialog-erase [type=submit]")
    expect(page.locator("#request-tools")).to_contain_text("жойылған күн")
    steps = [event.kind.value for event in house.queue.register.history(number)]
    assert steps == [
        "request_accepted", "request_sent", "request_returned", "request_corrected",
        "request_ready", "request_issued", "person_erased",
    ]  # fmt: skip
    expect(page.locator("#request-history li")).to_have_count(len(steps))
    assert house.queue.register.export(number)["person"] == {}
    assert faults == []


def test_two_people_at_one_request_never_undo_each_other(
    house: Services, url: str, page_of: Callable[..., Any]
):
    number = hand_in(house)
    page = page_of("supervisor", "en")
    page.goto(f"{url}/register/{number}")
    page.click("#do-refuse")
    page.fill("#reasons-refuse", REASON)

    house.queue.register.ready(number, actor="operator1")
    expect(page.locator("#request-state")).to_have_attribute("data-state", "ready")
    page.click("#dialog-refuse [type=submit]")

    expect(page.locator("#dialog-refuse [data-problem]")).to_be_visible()
    expect(page.locator("#reasons-refuse")).to_have_value(REASON)
    assert house.queue.register.get(number).state.value == "ready"


def test_a_complaint_is_registered_at_the_desk_and_answered(
    house: Services, url: str, page_of: Callable[..., Any], faults: list[str]
):
    house.queue.issue("household")
    page = page_of("supervisor", "ru")

    page.goto(f"{url}/complaints/new")
    page.click("#complaint-form [type=submit]")
    expect(page.locator("#problem")).to_be_visible()
    page.fill("#text", "Долго ждал\nникто не вышел")
    page.fill("#ticket", "k001")
    page.press("#ticket", "Tab")
    expect(page.locator("#service")).to_have_value("household")
    page.fill("#name", NAME)
    page.click("#complaint-form [type=submit]", click_count=2)
    expect(page.locator("#complaint-done [data-number]")).to_have_text("C-26-000001-9")
    expect(page.locator("#complaint-done [data-due]")).to_have_text("08.12.2026")
    assert page.input_value("#name") == ""

    page.click("#complaint-done [data-open]")
    page.click("#person-button")
    expect(page.locator("#person-shown")).to_contain_text("никто не вышел")
    page.click("#do-resolve")
    page.click("#dialog-resolve [type=submit]")
    expect(page.locator("#dialog-resolve [data-problem]")).to_be_visible()
    page.check("[name=justified][value=yes]")
    page.fill("#outcome", "Принесены извинения")
    page.click("#dialog-resolve [type=submit]")

    expect(page.locator("#complaint-state")).to_have_attribute("data-open", "no")
    complaint = house.queue.feedback.complaint("C-26-000001-9")
    assert (complaint.justified, complaint.on_time) == (True, True)
    assert complaint.ticket_id == "2026-11-23-K001"
    assert faults == []
