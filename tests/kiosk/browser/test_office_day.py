"""Staff tell the time and take a closing out back in Debian's Chromium."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kezek_kiosk.web.context import AppContext
from kezek_queue.visits.bursts import BURST_TICKETS

WHY = {"reason": "the clock was wrong"}


@pytest.mark.browser
def test_a_supervisor_enters_the_time_in_the_browser(
    lost: AppContext, page_of: Callable[..., Any], faults: list[str]
):
    expect = pytest.importorskip("playwright.sync_api").expect
    page = page_of("supervisor", "en")

    page.get_by_role("button", name="Enter day and time").click()
    page.get_by_label("Day", exact=True).fill("2026-11-24")
    page.get_by_label("Time", exact=True).fill("09:05")
    page.get_by_role("button", name="This is right").click()

    expect(page.locator('[data-clock="told"]')).to_contain_text("09:05")
    assert lost.queue.time().source.value == "told"
    assert faults == []


@pytest.mark.browser
def test_a_supervisor_takes_a_closing_back_in_the_browser(
    context: AppContext, page_of: Callable[..., Any], closed: list[str], faults: list[str]
):
    expect = pytest.importorskip("playwright.sync_api").expect
    page = page_of("supervisor", "en")

    page.get_by_role("button", name="Let them wait again").click()
    page.locator("#closing-dialog").get_by_label("Reason").fill(WHY["reason"])
    page.locator("#closing-dialog [type=submit]").click()

    expect(page.locator("[data-closing]")).to_have_count(0)
    expect(page.locator("#waits")).to_contain_text(closed[0][-4:])
    assert [ticket.id for ticket in context.queue.snapshot().tickets] == closed
    assert faults == []


@pytest.mark.browser
def test_a_supervisor_cancels_a_burst_in_the_browser(
    context: AppContext, page_of: Callable[..., Any], faults: list[str]
):
    expect = pytest.importorskip("playwright.sync_api").expect
    drawn = [context.queue.issue("household", actor="kiosk").ticket for _ in range(BURST_TICKETS)]
    visitor = context.queue.issue("household", actor="dana").ticket
    page = page_of("supervisor", "en")

    notice = page.locator("[data-burst]")
    expect(notice).to_contain_text(f"{BURST_TICKETS} tickets were drawn faster than people can.")
    expect(notice).to_contain_text("Ticket kiosk, ")
    expect(notice).to_contain_text(f"{drawn[0].number} to {drawn[-1].number}")
    notice.get_by_role("button", name="Cancel these tickets").click()
    page.locator("#burst-dialog").get_by_label("Reason").fill("a child at the screen")
    page.locator("#burst-dialog [type=submit]").click()

    expect(notice).to_have_count(0)
    assert [ticket.id for ticket in context.queue.snapshot().tickets] == [visitor.id]
    assert faults == []
