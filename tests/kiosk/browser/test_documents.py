"""Documents at the window in Chromium: a hand-in by keyboard, a refusal, a result given out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kezek_core.papers.form_slips import FormSlip
from kezek_core.ports import PrintOutcome
from kezek_core.tickets import Stage
from kezek_kiosk.web.context import AppContext

pytestmark = [pytest.mark.browser, pytest.mark.slow(1.5)]

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


def serve(context: AppContext, service: str, window: int, **more: Any) -> None:
    context.queue.issue(service, **more)
    context.queue.call_next(window, actor=f"operator{window}")
    context.queue.start(window, actor=f"operator{window}")


def print_all(context: AppContext) -> int:
    """What the agent does; how many papers that were."""
    leased = context.queue.lease_print_jobs("agent", limit=20)
    jobs = [job for job in leased if isinstance(job.slip, FormSlip)]
    for job in jobs:
        context.queue.report_print_job(job.id, job.lease, PrintOutcome.PRINTED)
    return len(jobs)


def requests_of(context: AppContext) -> list[Any]:
    return context.queue.register.find(first_day=TODAY, last_day=TODAY)


def open_form(page: Any) -> None:
    page.keyboard.press("F10")
    expect(page.locator("#hand-in, #pick-up")).to_be_visible()


def test_a_complete_set_is_accepted_by_the_keyboard_alone(
    context: AppContext, window_of: Callable[..., Any], faults: list[str]
):
    serve(context, "guardianship", 3)
    page = window_of(3, "kk")
    open_form(page)

    page.keyboard.press("0")
    page.keyboard.press("3")
    page.keyboard.type(NAME)
    page.keyboard.press("Tab")
    page.keyboard.type("8 701 000 00 00")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("[data-result=accepted]")).to_be_visible()
    page.keyboard.press("Enter")

    expect(page.locator("#documents")).to_contain_text("Құжаттар қабылданды")
    (request,) = requests_of(context)
    assert request.documents["birth_certificate"] == 1
    expect(page.locator(".outcome__number")).to_have_text(request.shown)
    expect(page.locator("[data-printing]")).to_have_attribute("data-printing", "pending")
    assert print_all(context) == 1
    expect(page.locator("[data-printing]")).to_have_attribute("data-printing", "printed")
    assert context.queue.register.export(request.number)["person"]["applicant"] == NAME
    assert faults == []


def test_an_incomplete_set_is_refused_only_after_the_operator_says_so(
    context: AppContext, window_of: Callable[..., Any], faults: list[str]
):
    serve(context, "military-service", 1)
    page = window_of(1)
    open_form(page)
    page.keyboard.press("1")
    page.keyboard.press("4")
    page.keyboard.press("4")

    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    missing = page.locator("[data-missing] li")
    expect(missing).to_have_count(3)
    assert "documents_refused" not in [event.kind.value for event in context.queue.events()]
    page.keyboard.press("Escape")
    expect(page.locator('[name=brought][value="application"]')).to_be_checked()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")

    expect(page.locator("[data-result=refused]")).to_contain_text("not accepted")
    expect(page.locator(".outcome__list")).to_contain_text("Archive certificate")
    assert print_all(context) == 2
    expect(page.locator("[data-printing]")).to_contain_text("Both copies")
    assert requests_of(context) == []
    assert faults == []


def test_what_is_typed_outlives_every_event_and_is_never_dropped_unasked(
    context: AppContext, window_of: Callable[..., Any], faults: list[str]
):
    serve(context, "guardianship", 3)
    page = window_of(3)
    open_form(page)
    page.keyboard.press("0")
    page.keyboard.type("Серікова")

    context.queue.issue("guardianship")
    context.queue.issue("minors-assets")
    expect(page.locator("#queue-heading")).to_contain_text("2")
    page.keyboard.type(" Айгүл")
    page.keyboard.press("F2")
    expect(page.locator("#documents-leave")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("#hand-in-name")).to_have_value("Серікова Айгүл")
    expect(page.locator("[name=brought]:checked")).to_have_count(1)
    expect(page.locator("#now")).to_have_attribute("data-number", "H001")
    page.keyboard.press("F2")
    expect(page.locator("#documents-leave")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#now")).to_have_attribute("data-state", "called")
    expect(page.locator("#documents")).to_be_hidden()
    assert requests_of(context) == []
    assert faults == []


def test_an_answer_that_was_lost_registers_nothing_twice(
    context: AppContext, window_of: Callable[..., Any]
):
    serve(context, "military-service", 1)
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
    assert len(requests_of(context)) == 1


def test_a_scanned_receipt_shows_its_request_and_enter_gives_the_result_out(
    context: AppContext,
    window_of: Callable[..., Any],
    faults: list[str],
    hand_in: Callable[..., str],
):
    number = hand_in("ready")
    serve(context, "military-service", 1, stage=Stage.PICKUP)
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
    assert context.queue.register.get(number).state.value == "issued"
    assert faults == []


def test_a_receipt_scanned_over_a_form_changes_no_tick(
    context: AppContext, window_of: Callable[..., Any], hand_in: Callable[..., str]
):
    number = hand_in("ready")
    serve(context, "military-service", 1)
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
    assert len(requests_of(context)) == 1


def ticked(page: Any, name: str = "brought") -> list[str]:
    boxes = page.locator(f"[name={name}]:checked")
    return [box.get_attribute("value") for box in boxes.all()]


@pytest.mark.parametrize(
    ("keys", "here"),
    [
        ("0", ["application", "identity_document"]),
        # A minor: the birth certificate before or after the whole set, with one key.
        ("30", ["application", "birth_certificate"]),
        ("03", ["application", "birth_certificate"]),
        ("13", ["application", "birth_certificate"]),
        # Both were brought: the other one's own key says so.
        ("032", ["application", "identity_document", "birth_certificate"]),
        # Pressed again, none is here.
        ("00", []),
        ("300", []),
        ("0330", ["application", "identity_document"]),
    ],
)
def test_one_key_chooses_what_is_brought_instead_and_0_takes_the_rest(
    context: AppContext,
    window_of: Callable[..., Any],
    faults: list[str],
    keys: str,
    here: list[str],
):
    # order 3, criminal record standard, item 12
    serve(context, "criminal-record", 1)
    page = window_of(1)
    open_form(page)

    page.keyboard.type(keys)

    assert ticked(page) == here
    page.keyboard.press("Enter")
    outcome = "[data-result=accepted]" if here else "[data-view=missing] [data-missing]"
    expect(page.locator(outcome)).to_be_visible()
    assert [dict(each.documents) for each in requests_of(context)] == [
        dict.fromkeys(here, 1) for _ in here[:1]
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "kk",
            (
                "Паспорт не жеке куәлік, оның орнына: туу туралы куәлік (кәмелетке толмаған не "
                "паспорты мен жеке куәлігі әлі жоқ адам үшін)"
            ),
        ),
        (
            "ru",
            (
                "Паспорт или удостоверение личности, взамен: свидетельство о рождении (для "
                "несовершеннолетних и для тех, у кого еще нет паспорта и удостоверения личности)"
            ),
        ),
    ],
)
def test_the_window_says_what_may_be_brought_instead_before_and_after_a_refusal(
    context: AppContext, window_of: Callable[..., Any], faults: list[str], language: str, said: str
):
    serve(context, "criminal-record", 1)
    page = window_of(1, language)
    open_form(page)
    page.keyboard.press("1")

    page.keyboard.press("Enter")
    expect(page.locator("[data-missing] li")).to_have_text([said])
    page.click("[data-refuse]")

    expect(page.locator(".outcome__list li")).to_have_text([said])
    assert faults == []


def apostille_in_the_office(context: AppContext) -> str:
    accepted = context.queue.register.accept(
        "apostille", person=None, documents={"official_document": 1, "fee_receipt": 1}, window=2,
        inspector="Омаров Е.", actor="operator2", paid_on=TODAY,
    )  # fmt: skip
    assert accepted.request is not None
    context.queue.register.ready(accepted.request.number, actor="operator2")
    return accepted.request.number


def test_a_paper_of_the_collection_is_not_asked_at_hand_in(
    context: AppContext, window_of: Callable[..., Any], faults: list[str]
):
    # order 3, apostille standard, item 16
    serve(context, "apostille", 2)
    page = window_of(2)
    open_form(page)

    papers = page.locator("#hand-in [data-document]")
    assert [each.get_attribute("data-document") for each in papers.all()] == [
        "official_document", "fee_receipt", "power_of_attorney",
    ]  # fmt: skip
    page.keyboard.press("0")
    page.keyboard.press("Enter")

    expect(page.locator("[data-result=accepted]")).to_be_visible()
    assert faults == []


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        (["Space"], "identity_document"),
        (["Tab", "Space"], "power_of_attorney_at_pickup"),
    ],
)
def test_a_paper_of_the_collection_is_asked_there_before_the_result_is_given_out(
    context: AppContext,
    window_of: Callable[..., Any],
    faults: list[str],
    keys: list[str],
    shown: str,
):
    number = apostille_in_the_office(context)
    context.queue.register.pick_up_ticket(number)
    context.queue.call_next(2, actor="operator2")
    page = window_of(2)
    page.clock.install()
    open_form(page)
    card = page.locator("[data-request-state]")
    page.clock.run_for(1_000)

    page.keyboard.press("Enter")
    expect(page.locator("[data-problem]")).to_contain_text("Tick what the visitor has shown")
    assert context.queue.register.get(number).state.value == "ready"
    for key in keys:
        page.keyboard.press(key)
    page.keyboard.press("Enter")

    expect(card).to_have_attribute("data-request-state", "issued")
    *_, event = context.queue.register.history(number)
    assert event.body["shown"] == {shown: 1}
    assert faults == []


def test_the_register_asks_for_the_papers_of_the_collection_too(
    context: AppContext, page_of: Callable[..., Any], faults: list[str]
):
    number = apostille_in_the_office(context)
    page = page_of("supervisor", "en")
    page.goto(f"{page.url.split('/supervisor')[0]}/register/{number}")

    page.click("#do-issue")
    page.click("#dialog-issue [type=submit]")
    expect(page.locator("#dialog-issue [data-problem]")).to_contain_text("Tick what the visitor")
    page.check("#dialog-issue [value=identity_document]")
    page.click("#dialog-issue [type=submit]")

    expect(page.locator("#request-state")).to_have_attribute("data-state", "issued")
    expect(page.locator("#request-history")).to_contain_text("shown: Identity document")


def test_an_identity_card_scanned_over_a_form_ticks_nothing(
    context: AppContext,
    window_of: Callable[..., Any],
    type_keys: Callable[..., None],
    faults: list[str],
):
    serve(context, "guardianship", 3)
    page = window_of(3)
    page.clock.install()
    page.reload()
    page.wait_for_selector("#operator")
    open_form(page)
    page.keyboard.press("0")
    expect(page.locator("[name=brought]:checked")).not_to_have_count(0)
    ticked = page.locator("[name=brought]:checked").count()
    page.evaluate("document.activeElement.blur()")
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))

    digits = [(f"Digit{digit}", digit) for digit in "850101300123"]
    type_keys(page, [("KeyK", "K"), ("KeyZ", "Z"), *digits, ("Enter", "Enter")], 20)
    page.clock.run_for(2_000)

    expect(page.locator("[name=brought]:checked")).to_have_count(ticked)
    expect(page.locator("#now")).to_have_attribute("data-number", "H001")
    assert requests_of(context) == []
    assert faults == []
