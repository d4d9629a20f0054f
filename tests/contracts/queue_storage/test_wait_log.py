"""The log by keys gives, page by page, what filtering and sorting all rows in memory gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kezek_core.tickets import Stage
from kezek_core.waits import Outcome, Verdict
from kezek_queue.errors import Refusal
from kezek_queue.wait_log import LogOrder, WaitFilter, reader

FIRST, LAST = date(2026, 11, 23), date(2026, 11, 25)
SERVICES = ("household", "criminal-record", "apostille", "guardianship")
VERDICTS = ("breached", "estimated", "within", "no_limit", "open")
TRIED = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def lived(queue, clock):
    """Three days of an office: every outcome, a reboot without the time, and a hall that waits."""
    random = Random(10)
    for day in range(3):
        if day == 1:
            wait_across_an_unknown_time(queue, clock)
        for _ in range(60):
            clock.advance(seconds=random.choice([0, 30, 60, 120, 400]))
            step(queue, random)
        if day < 2:
            clock.move_to(clock.now().at.replace(hour=5, minute=0) + timedelta(days=1))
            queue.heartbeat()
            queue.close_days()
    queue.hold_ticket(queue.issue("household").ticket.id, actor="operator1")
    return queue


def wait_across_an_unknown_time(queue, clock):
    """Three visitors wait while the machine is off, nobody knows for how long."""
    for _ in range(3):
        clock.advance(seconds=7)
        queue.issue("apostille")
    clock.reboot(timedelta(minutes=3), wall_lost=True)
    for window in (2, 4, 6):
        clock.advance(seconds=40)
        queue.call_next(window, actor="operator1")
        queue.start(window, actor="operator1")
    clock.reboot(timedelta(minutes=3))
    clock.synchronise()


def step(queue, random):
    """Somebody comes, or a window does what it can."""
    if random.random() < 0.5:
        queue.issue(random.choice(SERVICES), language=random.choice(["kk", "ru"]))
        return
    window = random.randint(1, 4)
    commands = ("call_next", "call_next", "start", "start", "finish", "no_show", "recall", "hold")
    try:
        if random.random() < 0.1:
            queue.transfer(window, service="apostille", actor=f"operator{window}")
        else:
            getattr(queue, random.choice(commands))(window, actor=f"operator{window}")
    except Refusal:
        pass  # what a window cannot do now, nobody does


filters = st.builds(
    lambda days, **asked: WaitFilter(*sorted(days), **asked),
    days=st.tuples(*[st.dates(FIRST, LAST)] * 2),
    service=st.none() | st.sampled_from(SERVICES),
    verdict=st.none() | st.sampled_from(Verdict),
    going_on=st.none() | st.booleans(),
    window=st.none() | st.integers(1, 4),
    operator=st.none() | st.sampled_from(["operator1", "operator2"]),
    outcome=st.none() | st.none() | st.sampled_from(Outcome),
    stage=st.none() | st.sampled_from([Stage.SUBMISSION, Stage.PICKUP]),
    language=st.none() | st.sampled_from(["kk", "ru"]),
    number=st.sampled_from(["", "", "K", "00", "C001"]),
) | st.builds(WaitFilter, st.just(FIRST), st.just(LAST))


def in_memory(queue, asked, order):
    """Every row read, then kept or not, then sorted: as slow as it is plain."""
    with queue.stream_waits(WaitFilter(FIRST, LAST)) as stream:
        rows = [row for row in stream.rows if wanted(row, asked)]
    by_time = lambda row: (row.office_day, row.issued_us, row.ticket_id, row.part)  # noqa: E731
    by_wait = lambda row: (row.wait_us, *by_time(row))  # noqa: E731
    if order is LogOrder.VERDICT:
        rows.sort(key=by_time, reverse=True)
        return sorted(rows, key=lambda row: VERDICTS.index("open" if row.open else row.verdict))
    return {
        LogOrder.NEWEST: sorted(rows, key=by_time, reverse=True),
        LogOrder.OLDEST: sorted(rows, key=by_time),
        LogOrder.LONGEST: sorted(rows, key=by_wait, reverse=True),
        LogOrder.SHORTEST: sorted(rows, key=by_wait),
    }[order]


def wanted(row, asked):
    return (
        asked.first_day.isoformat() <= row.office_day <= asked.last_day.isoformat()
        and asked.service in (None, row.service)
        and (asked.verdict is None or asked.verdict.value == row.verdict)
        and asked.going_on in (None, row.open)
        and asked.window in (None, row.window)
        and asked.operator in (None, row.operator)
        and (asked.outcome is None or asked.outcome.value == row.outcome)
        and (asked.stage is None or asked.stage.value == row.stage)
        and asked.language in (None, row.language)
        and asked.number in row.number
    )


def forwards(queue, asked, order, size, between=lambda: None):
    """All pages from the first one on."""
    pages = [queue.log_page(asked, order, size=size)]
    while pages[-1].after is not None:
        between()
        pages.append(queue.log_page(asked, order, size=size, after=pages[-1].after))
    return pages


def backwards(queue, asked, order, size, page):
    """All pages before one, the nearest first."""
    pages = [page]
    while pages[-1].before is not None:
        pages.append(queue.log_page(asked, order, size=size, before=pages[-1].before))
    return pages


def test_the_office_of_these_tests_has_everything_the_log_tells_apart(lived):
    with lived.stream_waits(WaitFilter(FIRST, LAST)) as stream:
        rows = list(stream.rows)

    assert len(rows) == stream.count > 90
    assert {row.outcome for row in rows} >= {
        "served", "transferred", "no_show", "waiting", "held", "never_called",
    }  # fmt: skip
    assert {row.verdict for row in rows} >= {"within", "breached", "estimated"}
    assert any(row.open for row in rows)


def test_page_by_page_is_what_memory_gives_for_any_filter_and_order(lived, monkeypatch):
    @TRIED
    @given(asked=filters, order=st.sampled_from(LogOrder), size=st.integers(1, 40),
           search=st.sampled_from([3, 20, 20_000]))  # fmt: skip
    def check(asked, order, size, search):
        monkeypatch.setattr(reader, "SEARCH_ROWS", search)

        pages = forwards(lived, asked, order, size)

        rows = [row for page in pages for row in page.rows]
        assert rows == in_memory(lived, asked, order)
        assert all(len(page.rows) == size or page.searched for page in pages[:-1])
        assert lived.count_waits(asked) == len(rows)
        assert lived.count_waits(asked, 5) == min(5, len(rows))

    check()


def test_a_stream_has_the_rows_of_the_pages_in_their_order(lived):
    @TRIED
    @given(asked=filters, order=st.sampled_from(LogOrder))
    def check(asked, order):
        with lived.stream_waits(asked, order) as stream:
            rows = list(stream.rows)

        assert rows == in_memory(lived, asked, order)
        assert stream.count == len(rows)

    check()


def test_waits_that_are_over_are_counted_without_those_that_go_on(lived):
    over = WaitFilter(date(2026, 11, 1), date(2026, 12, 31), going_on=False)

    with lived.stream_waits(over) as stream:
        rows = list(stream.rows)

    assert lived.count_waits(over) == stream.count == len(rows)
    assert len(rows) < lived.count_waits(replace(over, going_on=None))


def test_the_way_back_shows_the_rows_of_the_way_there(lived, monkeypatch):
    @TRIED
    @given(asked=filters, order=st.sampled_from(LogOrder), size=st.integers(1, 25),
           search=st.sampled_from([4, 20_000]))  # fmt: skip
    def check(asked, order, size, search):
        monkeypatch.setattr(reader, "SEARCH_ROWS", search)
        there = forwards(lived, asked, order, size)
        last = next((page for page in reversed(there) if page.rows), there[0])

        back = backwards(lived, asked, order, size, last)

        all_rows = in_memory(lived, asked, order)
        seen = [row for page in reversed(back) for row in page.rows]
        # The first page is full again, so it may show once more what the second one began with.
        assert [row for place, row in enumerate(seen) if row not in seen[:place]] == all_rows
        assert back[-1].before is None

    check()


def test_rows_that_come_meanwhile_neither_repeat_nor_hide_any_other(lived, clock):
    @settings(TRIED, max_examples=15)
    @given(order=st.sampled_from(LogOrder), size=st.integers(5, 40))
    def check(order, size):
        asked = WaitFilter(FIRST, LAST)
        known = in_memory(lived, asked, order)

        pages = forwards(lived, asked, order, size, between=lambda: lived.issue("household"))

        rows = [row for page in pages for row in page.rows]
        assert len(rows) == len({(row.ticket_id, row.part) for row in rows})
        assert [row for row in rows if row in known] == known

    check()


def test_a_search_that_stops_says_so_and_goes_on_where_it_stopped(lived, monkeypatch):
    monkeypatch.setattr(reader, "SEARCH_ROWS", 10)
    asked = WaitFilter(FIRST, LAST, number="Z999")

    pages = forwards(lived, asked, LogOrder.NEWEST, 50)

    assert len(pages) > 5
    assert [page.searched for page in pages] == [True] * (len(pages) - 1) + [False]
    assert not any(page.rows for page in pages)
