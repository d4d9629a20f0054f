"""One live stream a browser: many pages of one person, and the server keeps one connection."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from kezek_kiosk.web.context import AppContext

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = [pytest.mark.browser, pytest.mark.slow(4)]

PATIENCE_SECONDS = 30
TABS = 8
"""Two more than a browser has connections to one server."""

WITHOUT_SHARING = "delete window.SharedWorker"


def streams(context: AppContext, number: int) -> None:
    """Wait until so many live streams are open."""
    gives_up = time.monotonic() + PATIENCE_SECONDS
    while context.screen_places.open != number:
        assert time.monotonic() < gives_up, context.screen_places.open
        time.sleep(0.02)


def test_many_tabs_of_one_person_are_live_on_one_stream(
    page_of: Callable[..., Any], context: AppContext
) -> None:
    first = page_of("supervisor")
    tabs = [first, *(first.context.new_page() for _ in range(TABS - 1))]
    for tab in tabs[1:]:
        tab.goto(first.url)
    streams(context, 1)

    context.queue.issue("household")

    for tab in tabs:
        expect(tab.locator("body")).to_contain_text("K001")
    assert context.screen_places.open == 1


def test_the_stream_outlives_the_tab_that_began_it_and_ends_with_the_last(
    page_of: Callable[..., Any], context: AppContext
) -> None:
    first = page_of("supervisor")
    streams(context, 1)
    second = first.context.new_page()
    second.goto(first.url)
    expect(second.locator("body")).to_be_visible()
    first.close()

    context.queue.issue("household")
    expect(second.locator("body")).to_contain_text("K001")
    second.close()

    streams(context, 0)


def test_a_browser_that_cannot_share_has_a_stream_for_each_page(
    page_of: Callable[..., Any], context: AppContext
) -> None:
    first = page_of("supervisor")
    first.context.add_init_script(WITHOUT_SHARING)
    first.reload()
    second = first.context.new_page()
    second.goto(first.url)

    streams(context, 2)
    context.queue.issue("household")

    for tab in (first, second):
        expect(tab.locator("body")).to_contain_text("K001")


def test_a_server_that_comes_back_is_followed_again_from_the_last_event(
    page_of: Callable[..., Any], context: AppContext, server: Any
) -> None:
    page = page_of("supervisor")
    streams(context, 1)
    server.stop()
    context.queue.issue("household")

    server.start()

    expect(page.locator("body")).to_contain_text("K001", timeout=PATIENCE_SECONDS * 1000)
