"""The load of the week: every number of the picture stands in its table and in the core."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.waits.judgement import Verdict
from kezek_kiosk.pages.staff.week import LEVELS, WaitTotals, first_day_of, week_map
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock
from kezek_queue.counts.arrivals import HourArrivals

TODAY = date(2026, 11, 23)


@pytest.fixture
def browser(signed_in: Callable[..., tuple[FlaskClient, str]]) -> FlaskClient:
    """A supervisor who reads English."""
    client, _ = signed_in("supervisor")
    client.get("/supervisor?lang=en")
    return client


@pytest.fixture
def two_days(context: AppContext, clock: ManualClock) -> AppContext:
    """Monday: three at ten, one of them late; one at noon. Tuesday: two at eleven."""
    queue = context.queue
    for service in ("apostille", "criminal-record", "criminal-record"):
        queue.issue(service)
    clock.advance(minutes=21)
    for window in (2, 4, 4):
        queue.call_next(window, actor="operator")
        queue.start(window, actor="operator")
    clock.advance(hours=2)
    queue.cancel(queue.issue("apostille").ticket.id, actor="kiosk")
    clock.advance(hours=22, minutes=39)
    for _ in range(2):
        queue.cancel(queue.issue("apostille").ticket.id, actor="kiosk")
    return context


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page))).strip()


def rows_of(page: str) -> list[list[str]]:
    table = page[page.index('table--week"') :]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.S)
    return [
        [text_of(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
        for row in rows
    ]


def chart_of(page: str) -> str:
    start = page.index('class="chart heat"')
    return page[start : page.index("</svg>", start)]


def test_the_table_holds_weekdays_hours_breaches_and_sums(
    two_days: AppContext, browser: FlaskClient
):
    rows = rows_of(browser.get("/supervisor/week").get_data(as_text=True))

    late = "of them past the limit: 1"
    assert rows == [
        ["Hour", "Monday 1 day", "Tuesday 1 day", "All days"],
        ["10:00", f"3 {late} 33.4%", "0", f"3 {late} 33.4%"],
        ["11:00", "0", "2", "2"],
        ["12:00", "1", "0", "1"],
        ["All hours", f"4 {late} 25.0%", "2", f"6 {late} 16.7%"],
    ]


def test_the_sums_are_the_core_s(two_days: AppContext, browser: FlaskClient):
    total = two_days.queue.wait_table(TODAY, TODAY + timedelta(days=1)).total

    rows = rows_of(browser.get("/supervisor/week").get_data(as_text=True))

    assert rows[-1][-1].split()[0] == str(total.total)
    assert f"limit: {total.breached} " in rows[-1][-1]


def test_every_number_of_the_picture_stands_in_its_table(
    two_days: AppContext, browser: FlaskClient
):
    page = browser.get("/supervisor/week").get_data(as_text=True)

    chart = chart_of(page)
    cells = [cell for row in rows_of(page)[1:-1] for cell in row[1:-1]]
    came = sorted(re.findall(r'heat__came--\d" [^>]*>(\d+)<', chart))
    shares = re.findall(r'class="heat__past"[^>]*>([^<]+)<', chart)
    assert came == sorted(cell.split()[0] for cell in cells)
    assert shares == [cell.split()[-1] for cell in cells if " " in cell]
    assert chart.count("url(#heat-past)") == len(shares)


def test_the_picture_has_a_name_and_the_colour_never_stands_alone(
    two_days: AppContext, browser: FlaskClient
):
    page = browser.get("/supervisor/week").get_data(as_text=True)

    chart = chart_of(page)
    assert 'role="img" aria-labelledby="heat-title heat-told"' in chart
    assert '<title id="heat-title">Who came, by weekday and hour</title>' in chart
    filled = re.findall(r'heat__cell" fill-opacity="(0\.\d+|1)" x', chart)
    assert len(filled) == len(re.findall(r'heat__came--[1-5]"', chart)) == 3


def test_an_empty_month_says_what_will_appear(browser: FlaskClient):
    page = text_of(browser.get("/supervisor/week").get_data(as_text=True))

    assert "With the first ticket the map of hours and weekdays appears here" in page
    assert "27 October 2026 – 23 November 2026" in page


def test_a_breach_is_never_rounded_away():
    assert WaitTotals(came=1300, breached=1, limited=1300).past_tenths == 1
    assert WaitTotals(came=1300, breached=0, limited=1300).past_tenths == 0
    assert WaitTotals(came=1, breached=0, limited=0).past_tenths is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_four_weeks_hold_every_weekday_four_times(today):
    first = first_day_of(today)
    days = [first + timedelta(days=each) for each in range((today - first).days + 1)]

    assert sorted(day.weekday() for day in days) == sorted([*range(7)] * 4)


@given(
    st.lists(
        st.builds(
            lambda ahead, hour, counts: HourArrivals(
                TODAY + timedelta(days=ahead), hour, counts[2], counts[0], counts[1]
            ),
            st.integers(0, 27),
            st.integers(0, 23),
            st.lists(st.integers(1, 500), min_size=3, max_size=3).map(sorted),
        ),
        max_size=40,
        unique_by=lambda each: (each.office_day, each.hour),
    )
)
def test_nobody_is_lost_between_hours_weekdays_and_sums(arrivals):
    week = week_map(arrivals, TODAY, TODAY + timedelta(days=27))

    came = sum(each.came for each in arrivals)
    assert week.total.came == came
    assert sum(load.came for load in week.by_hour) == came
    assert sum(day.total.came for day in week.weekdays) == came
    assert sum(load.breached for day in week.weekdays for load in day.loads) == sum(
        each.breached for each in arrivals
    )
    levels = {week.level(load) for day in week.weekdays for load in day.loads}
    assert levels <= set(range(LEVELS + 1))
    assert (LEVELS in levels) is bool(arrivals)


def test_four_busy_weeks_are_counted_by_the_database_alone(
    two_days: AppContext, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    def too_slow(*_args: object, **_more: object) -> list[Verdict]:
        raise AssertionError("a month of waits is built one by one")

    monkeypatch.setattr(type(two_days.queue), "waits", too_slow)

    assert browser.get("/supervisor/week").status_code == 200
