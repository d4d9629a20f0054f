"""The register in Chromium: a request from hand-in to issue, and a complaint from desk to answer.

One browser for the file; every test has its own office, server and page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kezek_kiosk.web.context import AppContext
from kezek_queue import Request

pytestmark = [pytest.mark.browser, pytest.mark.slow(1.5)]

playwright_api = pytest.importorskip("playwright.sync_api")
expect = playwright_api.expect

NAME = "Серікова Айгүл Болатқызы"
REASON = "Мөр анық емес"


def state_of(page: Any, state: str) -> None:
    expect(page.locator("#request-state")).to_have_attribute("data-state", state)
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("#done")).to_be_visible()


def test_a_supervisor_walks_a_request_from_the_receipt_to_the_result(
    context: AppContext,
    address: str,
    page_of: Callable[..., Any],
    faults: list[str],
    accept: Callable[..., Request],
):
    number = accept().shown
    page = page_of("supervisor", "kk")

    # A scanner types nine digits and Enter into whatever has the focus.
    page.goto(f"{address}/register")
    page.keyboard.type(number.replace("-", ""))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/register/{number}")
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
    steps = [event.kind.value for event in context.queue.register.history(number)]
    assert steps == [
        "request_accepted", "request_sent", "request_returned", "request_corrected",
        "request_ready", "request_issued", "person_erased",
    ]  # fmt: skip
    expect(page.locator("#request-history li")).to_have_count(len(steps))
    assert context.queue.register.export(number)["person"] == {}
    assert faults == []


def test_two_people_at_one_request_never_undo_each_other(
    context: AppContext, address: str, page_of: Callable[..., Any], accept: Callable[..., Request]
):
    number = accept().shown
    page = page_of("supervisor", "en")
    page.goto(f"{address}/register/{number}")
    page.click("#do-refuse")
    page.fill("#reasons-refuse", REASON)

    context.queue.register.ready(number, actor="operator1")
    expect(page.locator("#request-state")).to_have_attribute("data-state", "ready")
    page.click("#dialog-refuse [type=submit]")

    expect(page.locator("#dialog-refuse [data-problem]")).to_be_visible()
    expect(page.locator("#reasons-refuse")).to_have_value(REASON)
    assert context.queue.register.get(number).state.value == "ready"


def test_a_complaint_is_registered_at_the_desk_and_answered(
    context: AppContext, address: str, page_of: Callable[..., Any], faults: list[str]
):
    context.queue.issue("household")
    page = page_of("supervisor", "ru")

    page.goto(f"{address}/complaints/new")
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

    with page.expect_navigation():  # loaded with its scripts, which hear the next click
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
    complaint = context.queue.feedback.complaint("C-26-000001-9")
    assert (complaint.justified, complaint.on_time) == (True, True)
    assert complaint.ticket_id == "2026-11-23-K001"
    assert faults == []


@pytest.mark.parametrize("where", ["outside its field", "inside its field"])
@pytest.mark.parametrize("remark", ["", "]Q1"])
def test_a_scan_on_the_kazakh_layout_finds_its_request(
    address: str,
    page_of: Callable[..., Any],
    accept: Callable[..., Request],
    type_keys: Callable[..., None],
    where: str,
    remark: str,
):
    number = accept()
    row = dict(zip("1234567890", '"әіңғ,.үұқ', strict=True))
    signs = {"]": ("BracketRight", "ъ"), "Q": ("KeyQ", "й")}
    page = page_of("supervisor", "kk")
    page.goto(f"{address}/register")
    if where == "inside its field":
        page.focus("#number")
    else:
        page.evaluate("document.activeElement.blur()")

    keys = [
        signs.get(sign, (f"Digit{sign}", row.get(sign, sign))) for sign in remark + number.number
    ]
    type_keys(page, [*keys, ("Enter", "Enter")])

    page.wait_for_url(f"{address}/register/{number.shown}")


def test_a_number_pasted_in_kazakh_letters_finds_its_request(
    address: str, page_of: Callable[..., Any], accept: Callable[..., Request]
):
    number = accept()
    page = page_of("supervisor", "kk")
    page.goto(f"{address}/register")

    page.fill("#number", number.number.translate(str.maketrans("1234567890", '"әіңғ,.үұқ')))
    page.press("#number", "Enter")

    page.wait_for_url(f"{address}/register/{number.shown}")
