"""Documents at the window in Chromium: a hand-in by keyboard, a refusal, a result given out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kezek_core.form_slips import FormSlip
from kezek_core.ports import PrintOutcome
from kezek_core.tickets import Stage
from kezek_kiosk.services import Services

pytestmark = pytest.mark.browser

playwright_api = pytest.importorskip("playwright.sync_api")
expect = playwright_api.expect

TODAY = date(2026, 11, 23)
NAME = "Серікова Айгүл Болатқызы"


@pytest.fixture
def window_of(page_of: Callable[..., Any]) -> Callable[..., Any]:
    """Signs the operator of a window in and gives the page."""

    def open_window(number: int, language: str = "en") -> Any:
        page = page_of(f"operator{number}", language)
        expect(page.locator("#operator")).to_be_visible()
        return page

    return open_window


def serve(house: Services, service: str, window: int, **more: Any) -> None:
    house.queue.issue(service, **more)
    house.queue.call_next(window, actor=f"operator{window}")
    house.queue.start(window, actor=f"operator{window}")


def print_all(house: Services) -> int:
    """What the agent does; how many papers that were."""
    leased = house.queue.lease_print_jobs("agent", limit=20)
    jobs = [job for job in leased if isinstance(job.slip, FormSlip)]
    for job in jobs:
        house.queue.report_print_job(job.id, job.lease, PrintOutcome.PRINTED)
    return len(jobs)


def requests_of(house: Services) -> list[Any]:
    return house.queue.register.find(first_day=TODAY, last_day=TODAY)


def open_form(page: Any) -> None:
    page.keyboard.press("F10")
    expect(page.locator("#hand-in, #pick-up")).to_be_visible()


def test_a_complete_set_is_accepted_by_the_keyboard_alone(
    house: Services, window_of: Callable[..., Any], faults: list[str]
):
    serve(house, "guardianship", 3)
    page = window_of(3, "kk")
    open_form(page)

    page.keyboard.press("0")
    page.keyboard.press("4")
    page.keyboard.type(NAME)
    page.keyboard.press("Tab")
    page.keyboard.type("8 701 000 00 00")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("[data-result=accepted]")).to_be_visible()
    page.keyboard.press("Enter")

    expect(page.locator("#documents")).to_contain_text("Құжаттар қабылданды")
    (request,) = requests_of(house)
    assert request.documents["birth_certificate"] == 1
    expect(page.locator(".outcome__number")).to_have_text(request.shown)
    expect(page.locator("[data-printing]")).to_have_attribute("data-printing", "pending")
    assert print_all(house) == 1
    expect(page.locator("[data-printing]")).to_have_attribute("data-printing", "printed")
    assert house.queue.register.export(request.number)["person"]["applicant"] == NAME
    assert faults == []


def test_an_incomplete_set_is_refused_only_after_the_operator_says_so(
    house: Services, window_of: Callable[..., Any], faults: list[str]
):
    serve(house, "military-service", 1)
    page = window_of(1)
    open_form(page)
    page.keyboard.press("1")
    page.keyboard.press("4")
    page.keyboard.press("4")

    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    missing = page.locator("[data-missing] li")
    expect(missing).to_have_count(3)
    assert "documents_refused" not in [event.kind.value for event in house.queue.events()]
    page.keyboard.press("Escape")
    expect(page.locator('[name=brought][value="application"]')).to_be_checked()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")

    expect(page.locator("[data-result=refused]")).to_contain_text("not accepted")
    expect(page.locator(".outcome__list")).to_contain_text("Archive certificate")
    assert print_all(house) == 2
    expect(page.locator("[data-printing]")).to_contain_text("Both copies")
    assert requests_of(house) == []
    assert faults == []


def test_what_is_typed_outlives_every_event_and_is_never_dropped_unasked(
    house: Services, window_of: Callable[..., Any], faults: list[str]
):
    serve(house, "guardianship", 3)
    page = window_of(3)
    open_form(page)
    page.keyboard.press("0")
    page.keyboard.type("Серікова")

    house.queue.issue("guardianship")
    house.queue.issue("minors-assets")
    expect(page.locator("#queue-heading")).to_contain_text("2")
    page.keyboard.type(" Айгүл")
    page.keyboard.press("F2")
    expect(page.locator("#documents-leave")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("#hand-in-name")).to_have_value("Серікова Айгүл")
    expect(page.locator("[name=brought]:checked")).to_have_count(3)
    expect(page.locator("#now")).to_have_attribute("data-number", "H001")
    page.keyboard.press("F2")
    page.keyboard.press("Enter")
    expect(page.locator("#now")).to_have_attribute("data-state", "called")
    expect(page.locator("#documents")).to_be_hidden()
    assert requests_of(house) == []
    assert faults == []


def test_an_answer_that_was_lost_registers_nothing_twice(
    house: Services, window_of: Callable[..., Any]
):
    serve(house, "military-service", 1)
    page = window_of(1)

    def lose_the_answer(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/api/v1/requests", lose_the_answer, times=1)
    open_form(page)
    page.keyboard.press("0")
    page.keyboard.press("Enter")
    expect(page.locator("[data-view=list] [data-problem]")).to_contain_text("registered twice")
    page.click("[data-accept]")

    expect(page.locator("[data-result=accepted]")).to_be_visible()
    assert len(requests_of(house)) == 1


def test_a_scanned_receipt_shows_its_request_and_enter_gives_the_result_out(
    house: Services, window_of: Callable[..., Any], faults: list[str], hand_in: Callable[..., str]
):
    number = hand_in("ready")
    serve(house, "military-service", 1, stage=Stage.PICKUP)
    page = window_of(1)
    page.clock.install()
    open_form(page)

    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    card = page.locator("[data-request-state]")
    expect(card).to_have_attribute("data-request-state", "ready")
    page.clock.run_for(1_000)
    page.keyboard.press("Enter")

    expect(card).to_have_attribute("data-request-state", "issued")
    assert house.queue.register.get(number).state.value == "issued"
    assert faults == []


def test_a_receipt_scanned_over_a_form_changes_no_tick(
    house: Services, window_of: Callable[..., Any], hand_in: Callable[..., str]
):
    number = hand_in("ready")
    serve(house, "military-service", 1)
    page = window_of(1)
    open_form(page)
    page.keyboard.press("2")
    page.wait_for_function(
        "(since) => performance.now() - since > 200", arg=page.evaluate("performance.now()")
    )

    page.evaluate(
        """(keys) => { for (const key of keys) document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true})); }""",
        [*number, "Enter"],
    )

    expect(page.locator("[data-view=list] [data-problem]")).to_contain_text("A receipt was scanned")
    expect(page.locator("[name=brought]:checked")).to_have_count(1)
    assert len(requests_of(house)) == 1
