"""The tablet at a window in Debian's Chromium: a visit is asked about, by touch, and forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kezek_kiosk.web.context import AppContext
from kezek_queue import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.slow(1)]

STEADY_MS = 600


@pytest.fixture
def tablet(open_page: Callable[..., Page]) -> Page:
    """A 10-inch tablet at window 1."""
    page = open_page("/survey/1", 1280, 800, has_touch=True)
    expect(screen(page, "calm")).to_be_visible()
    return page


def screen(page: Page, name: str) -> Any:
    return page.locator(f'section[data-screen="{name}"]')


def pass_time(page: Page, seconds: int) -> None:
    """Let the page's clock run without outrunning the server's answers."""
    for _ in range(seconds):
        page.clock.run_for(1_000)
        page.evaluate("fetch('/healthz').then((answer) => answer.text())")


def asked(page: Page) -> None:
    """Let the tablet notice that a visit is over."""
    for _ in range(10):
        if screen(page, "question").is_visible():
            page.clock.run_for(STEADY_MS)
            return
        pass_time(page, 1)
    raise AssertionError("the tablet asks nobody")


def touch(page: Page, selector: str) -> None:
    page.tap(selector)
    page.clock.run_for(STEADY_MS)


def answers_of(context: AppContext) -> list[dict[str, Any]]:
    names = ("process", "information", "politeness", "complaint_procedure", "complaint_term")
    return [
        {name: event.body[name] for name in names}
        for event in context.queue.events(limit=1000)
        if event.kind.value == "survey_answered"
    ]


def test_a_visitor_answers_in_another_language_and_the_tablet_is_calm_again(
    tablet: Page,
    context: AppContext,
    serve: Callable[..., Ticket],
    barriers: Callable[..., list[str]],
) -> None:
    ticket = serve()
    asked(tablet)
    question = tablet.locator("[data-question]")
    expect(tablet.locator("[data-number]")).to_have_text(ticket.number)
    expect(question).to_have_text("Қызметтің көрсетілуіне көңіліңіз тола ма?")
    barred = barriers(tablet)

    touch(tablet, '[data-language="ru"]')
    expect(question).to_have_text("Вас устраивает, как вам оказали услугу?")
    box = tablet.locator('[data-choice="yes"]').bounding_box()
    assert box is not None
    for _ in range(2):  # a trembling hand: at the place itself, whatever stands there by then
        tablet.touchscreen.tap(box["x"] + 20, box["y"] + 20)
    tablet.clock.run_for(STEADY_MS)
    expect(question).to_have_text("Вас устраивают сведения о том, как получить услугу?")
    touch(tablet, '[data-choice="no"]')
    touch(tablet, '[data-way="leave-out"]')
    expect(question).to_have_text("Вы подавали жалобу в это учреждение?")
    touch(tablet, '[data-choice="yes"]')
    touch(tablet, '[data-choice="no"]')
    touch(tablet, '[data-way="back"]')
    touch(tablet, '[data-choice="yes"]')
    touch(tablet, '[data-choice="yes"]')
    expect(screen(tablet, "thanks")).to_be_visible()
    pass_time(tablet, 8)

    assert barred == []
    assert answers_of(context) == [
        {"process": True, "information": False, "politeness": None,
         "complaint_procedure": True, "complaint_term": True}
    ]  # fmt: skip
    expect(screen(tablet, "calm")).to_be_visible()
    expect(tablet.locator("#calm-heading .words")).to_have_text(
        ["Келгеніңізге рақмет", "Спасибо, что пришли"]
    )


def test_who_leaves_half_way_has_answered_what_was_touched(
    tablet: Page, context: AppContext, serve: Callable[..., Ticket]
) -> None:
    serve()
    asked(tablet)
    touch(tablet, '[data-choice="no"]')

    pass_time(tablet, 63)

    expect(screen(tablet, "calm")).to_be_visible()
    assert [each["process"] for each in answers_of(context)] == [False]
    assert answers_of(context)[0]["information"] is None


def test_the_next_call_ends_the_questions_and_no_touch_means_no_answer(
    tablet: Page, context: AppContext, serve: Callable[..., Ticket]
) -> None:
    serve()
    asked(tablet)
    context.queue.issue("military-service")

    context.queue.call_next(1, actor="operator1")
    pass_time(tablet, 4)

    expect(screen(tablet, "calm")).to_be_visible()
    assert answers_of(context) == []


def test_a_server_that_is_gone_is_told_of_calmly_and_loses_no_answer(
    tablet: Page, context: AppContext, serve: Callable[..., Ticket]
) -> None:
    serve()
    asked(tablet)
    tablet.context.set_offline(True)
    for _ in range(3):
        touch(tablet, '[data-choice="yes"]')
    touch(tablet, '[data-choice="no"]')
    for _ in range(8):
        tablet.clock.run_for(1_000)
        tablet.wait_for_timeout(50)
    expect(screen(tablet, "gone")).to_be_visible()

    tablet.context.set_offline(False)
    pass_time(tablet, 5)

    expect(screen(tablet, "calm")).to_be_visible()
    assert [each["politeness"] for each in answers_of(context)] == [True]


@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_the_survey_on_a_narrow_phone_bars_nobody_and_needs_no_script(
    browser: Browser,
    address: str,
    context: AppContext,
    serve: Callable[..., Ticket],
    theme: str,
    barriers: Callable[..., list[str]],
) -> None:
    token = context.queue.status_token(serve(language="ru").id)
    narrow: dict[str, Any] = {"viewport": {"width": 320, "height": 640}}
    with browser.new_context(**narrow) as seen:
        page = seen.new_page()
        page.goto(f"{address}/t/{token}?theme={theme}")
        page.click("summary")
        page.check('[name="process"][value="no"]', force=True)
        barred = barriers(page)
        width = page.evaluate("document.documentElement.scrollWidth")
    with browser.new_context(java_script_enabled=False, **narrow) as plain:
        page = plain.new_page()
        page.goto(f"{address}/t/{token}?theme={theme}")
        page.click("form button")
        expect(page.locator('[role="alert"]')).to_be_visible()
        page.check('[name="politeness"][value="yes"]', force=True)
        page.click("form button")
        expect(page.locator(".survey__word")).to_have_text("Спасибо за ответы!")

    assert barred == []
    assert width == 320
    assert [each["politeness"] for each in answers_of(context)] == [True]
