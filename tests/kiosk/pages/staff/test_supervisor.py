"""The supervisor's pages: figures equal the core's, export equals screen, history in two clicks."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.ports import PrintOutcome
from kezek_core.standards import source_words
from kezek_kiosk.pages.staff.day_figures import DayFigureKeeper
from kezek_kiosk.pages.staff.load import axis_top, hour_loads
from kezek_kiosk.pages.staff.log import LogFilter
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock
from kezek_queue.wait_log import WaitFilter
from kezek_queue.wording import figures as formats

SignIn = Callable[..., tuple[FlaskClient, str]]
TODAY = date(2026, 11, 23)
MARK_LINES = 4
"""What a file of figures ends with: an empty row, the event, the hash, the instant."""


@pytest.fixture
def browser(signed_in: SignIn) -> FlaskClient:
    """A supervisor who reads English."""
    client, _ = signed_in("supervisor")
    client.get("/supervisor?lang=en")
    return client


@pytest.fixture
def day(context: AppContext, clock: ManualClock, absent: Callable[..., None]) -> AppContext:
    """Served in time, served late, absent, left, waiting, and one past the limit still waiting."""
    queue = context.queue
    queue.issue("minors-assets")
    queue.issue("military-service")
    queue.issue("guardianship")
    clock.advance(minutes=5)
    queue.call_next(1, actor="operator1")
    queue.start(1, actor="operator1")
    clock.advance(minutes=16)
    queue.watch_limits()
    queue.call_next(3, actor="operator3")
    queue.start(3, actor="operator3")
    queue.issue("privileged")
    queue.issue("privileged")
    queue.cancel(queue.issue("apostille").ticket.id, actor="kiosk")
    queue.call_next(1, actor="operator1")
    absent()
    return context


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def cells_of_the_log(page: str) -> list[list[str]]:
    rows = re.findall(r"<tr>\s*(<th scope=\"row\">.*?)</tr>", page, flags=re.S)
    return [
        [text_of(cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
        for row in rows
    ]


def test_the_tiles_say_what_the_core_counted(day: AppContext, browser: FlaskClient):
    total = day.queue.wait_table(TODAY, TODAY).total

    tiles = browser.get("/api/pages/supervisor").get_json()["pieces"]["tiles"]

    values = re.findall(r'tile__value">([^<]*)<', tiles)
    assert values == [
        "2",
        formats.percent(total.share_within_percent, "en"),
        formats.clock(total.median_seconds),
        formats.clock(total.p90_seconds),
        str(total.no_show),
        str(total.breached),
    ]
    assert (total.no_show, total.breached) == (1, 2)


def test_the_table_has_every_heading_and_all_four_bands(day: AppContext, browser: FlaskClient):
    table = day.queue.wait_table(TODAY, TODAY)

    drawn = browser.get("/api/pages/supervisor").get_json()["pieces"]["day"]

    total = text_of(drawn[drawn.index("<tfoot>") : drawn.index("</tfoot>")])
    row = table.total
    assert row.total == row.served + row.no_show + row.left + row.never_called + row.waiting
    for minutes in (20, 30, 40, 60):
        assert formats.percent(row.bands[minutes], "en") in total
        assert f"{minutes} min" in text_of(drawn)
    assert total.split()[:4] == ["All", "services", "6", "2"]
    assert len(re.findall(r'<tr><th scope="row">', drawn[: drawn.index("<tfoot>")])) == 8


def test_waits_stand_with_the_nearest_to_the_limit_first(
    context: AppContext, clock: ManualClock, browser: FlaskClient
):
    context.queue.issue("criminal-record")
    context.queue.issue("military-service")
    context.queue.issue("apostille")
    clock.advance(minutes=21)

    waits = browser.get("/api/pages/supervisor").get_json()["pieces"]["waits"]

    assert re.findall(r"id=\"wait-[^>]*>([A-Z]\d+)<", waits) == ["T001", "A001", "C001"]
    assert re.findall(r'class="standing" data-level="(\w+)"', waits) == [
        "breached",
        "within",
        "within",
    ]
    assert "Exceeded by 01:00" in text_of(waits)


def test_windows_show_state_operator_and_visitor(day: AppContext, browser: FlaskClient):
    day.queue.pause(1, actor="operator1")

    windows = browser.get("/api/pages/supervisor").get_json()["pieces"]["windows"]

    lines = [text_of(row) for row in re.findall(r"<tr>(.*?)</tr>", windows, re.S)[1:]]
    assert re.search(r"1 Paused operator1", lines[0])
    assert re.search(r"3 Open operator3 [PH]001 .*serving", lines[2])
    assert "Closed" in lines[7]


def test_an_empty_day_says_what_will_appear(browser: FlaskClient):
    page = text_of(browser.get("/supervisor").get_data(as_text=True))

    assert "Whoever takes a ticket appears here" in page
    assert "will appear here with the first ticket" in page


def test_a_breach_leads_to_its_full_history_in_two_clicks(day: AppContext, browser: FlaskClient):
    hall = browser.get("/supervisor").get_data(as_text=True)
    to_log = re.search(r'id="tile-breaches" href="([^"]+)"', hall).group(1).replace("&amp;", "&")
    log = browser.get(to_log).get_data(as_text=True)
    to_ticket = re.search(r'href="(/supervisor/ticket/[^"]+)"', log).group(1)
    ticket = browser.get(to_ticket)

    assert len(cells_of_the_log(log)) == day.queue.wait_table(TODAY, TODAY).total.breached
    assert ticket.status_code == 200
    assert "Limit exceeded" in ticket.get_data(as_text=True)


def test_the_history_tells_every_event_with_time_actor_and_reason(
    day: AppContext, browser: FlaskClient
):
    ticket = next(wait for wait in day.queue.waits(TODAY, TODAY) if wait.number == "A001")

    page = browser.get(f"/supervisor/ticket/{ticket.ticket_id}").get_data(as_text=True)

    history = page[page.index('class="history ') :]
    assert len(re.findall("history__event", history)) == len(day.queue.history(ticket.ticket_id))
    words = text_of(history)
    assert "10:05:00" in words
    assert "operator1" in words
    assert "the longest wait since arrival" in words
    assert "fifo/1" in words
    assert "order 287, annex 1, item 7.2" in text_of(page)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("asked", ["", "&verdict=breached", "&service=privileged", "&window=1"])
def test_the_csv_holds_what_the_screen_shows(
    day: AppContext, browser: FlaskClient, language: str, asked: str
):
    page = browser.get(f"/supervisor/log?lang={language}{asked}").get_data(as_text=True)
    file = browser.get(f"/supervisor/log.csv?lang={language}{asked}").get_data().decode("utf-8-sig")

    separator = "," if language == "en" else ";"
    lines = list(csv.reader(io.StringIO(file), delimiter=separator))
    rows, (event, whole, made_at, *facts) = lines[: lines.index([])], lines[lines.index([]) + 1 :]
    assert (len(whole[1]), len(made_at)) == (64, 2)
    assert len(facts) == (3 if asked else 2), "the days, the condition and the order"
    assert re.search(rf"(№|event) {event[1]}\b", page)
    assert whole[1] in page
    on_screen = [[cell.replace("—", "") for cell in row] for row in cells_of_the_log(page)]
    heads = [text_of(head).strip() for head in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page)]
    assert rows[0] == heads
    assert [[re.sub(r"\s+", " ", cell) for cell in row] for row in rows[1:]] == on_screen
    assert on_screen


def test_the_log_s_verdicts_add_up_to_the_table(day: AppContext, browser: FlaskClient):
    total = day.queue.wait_table(TODAY, TODAY).total

    def shown(verdict: str) -> int:
        page = browser.get(f"/supervisor/log?verdict={verdict}").get_data(as_text=True)
        return len(cells_of_the_log(page))

    counts = {name: shown(name) for name in ("within", "breached", "estimated", "no_limit", "open")}
    assert counts == {
        "within": total.within,
        "breached": total.breached,
        "estimated": total.estimated,
        "no_limit": total.no_limit,
        "open": total.open,
    }


def test_the_log_is_paged_and_the_csv_is_not(context: AppContext, browser: FlaskClient):
    for _ in range(61):
        context.queue.issue("apostille")

    first = browser.get("/supervisor/log").get_data(as_text=True)
    second = browser.get(link_of(first, "next")).get_data(as_text=True)
    back = browser.get(link_of(second, "prev")).get_data(as_text=True)
    past_the_end = browser.get("/supervisor/log?after=2026-11-01~0~x~1").get_data(as_text=True)
    unreadable = browser.get("/supervisor/log?after=2026~~x").get_data(as_text=True)
    file = browser.get("/supervisor/log.csv").get_data(as_text=True)

    assert (len(cells_of_the_log(first)), len(cells_of_the_log(second))) == (50, 11)
    assert cells_of_the_log(back) == cells_of_the_log(unreadable) == cells_of_the_log(first)
    assert cells_of_the_log(past_the_end) == []
    assert (status_of(first), status_of(second)) == (
        "50 waits on this page",
        "11 waits on this page",
    )
    assert 'rel="next"' not in second
    assert 'rel="prev"' not in first
    assert len(file.splitlines()) == 62 + MARK_LINES + len(("the days", "the order"))


def link_of(page: str, rel: str) -> str:
    return re.search(rf'rel="{rel}" href="([^"]+)"', page)[1].replace("&amp;", "&")


def status_of(page: str) -> str:
    return text_of(re.search(r'(?s)<p class="muted" role="status">(.*?)</p>', page)[1]).strip()


@pytest.mark.parametrize("order", ["newest", "oldest", "longest", "shortest", "verdict"])
def test_every_order_leads_through_all_waits(
    day: AppContext, browser: FlaskClient, order: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("kezek_kiosk.pages.staff.log_page.ROWS_A_PAGE", 3)
    shown, address = [], f"/supervisor/log?order={order}"

    while address:
        page = browser.get(address).get_data(as_text=True)
        shown += [cells[0] for cells in cells_of_the_log(page)]
        address = link_of(page, "next") if 'rel="next"' in page else ""

    assert sorted(shown) == sorted(wait.number for wait in day.queue.waits(TODAY, TODAY))


def test_a_filter_that_keeps_nothing_says_so(browser: FlaskClient):
    page = browser.get("/supervisor/log?number=Z999").get_data(as_text=True)

    assert "No wait of these days is as asked for." in page


def test_an_unreadable_filter_counts_as_not_asked_for():
    asked = LogFilter.asked(
        {"from": "yesterday", "to": "", "verdict": "rude", "window": "-1", "after": "x~y",
         "outcome": "?", "stage": "!", "order": "by luck", "before": "2026-11-23~now~A001~1"},
        today=TODAY,
    )  # fmt: skip

    assert asked == LogFilter(WaitFilter(TODAY, TODAY))


@pytest.mark.parametrize(
    ("order", "place"),
    [
        ("newest", "2026-11-23~1~A001~3000000000"),
        ("oldest", "2026-11-23~9999999999999999999~A001~1"),
        ("longest", "9999999999999999999~2026-11-23~1~A001~1"),
        ("verdict", "1~2026-11-23~1~A001~-1"),
    ],
)
def test_a_place_greater_than_any_column_is_not_asked_for(order: str, place: str):
    asked = LogFilter.asked({"order": order, "after": place, "before": place}, today=TODAY)

    assert (asked.after, asked.before) == (None, None), "PostgreSQL would refuse the statement"


@pytest.mark.parametrize("way", ["after", "before"])
@pytest.mark.parametrize("place", ["0", "2", "٣", "9"])
def test_a_place_that_names_a_verdict_alone_shows_the_log(
    context: AppContext, browser: FlaskClient, way: str, place: str
):
    context.queue.issue("apostille")

    answer = browser.get(f"/supervisor/log?order=verdict&{way}={place}")

    assert answer.status_code == 200


def test_days_given_the_wrong_way_round_are_put_right():
    asked = LogFilter.asked({"from": "2026-11-23", "to": "2026-11-20"}, today=TODAY)

    assert (asked.waits.first_day, asked.waits.last_day) == (date(2026, 11, 20), TODAY)


@given(first=st.dates(), last=st.dates(), service=st.text(), number=st.text(), after=st.text(),
       verdict=st.sampled_from(["", "open", "within", "rude"]),
       order=st.sampled_from(["", "newest", "longest", "verdict"]))  # fmt: skip
def test_any_filter_is_read_and_its_address_leads_back_to_it(
    first, last, service, number, after, verdict, order
):
    asked = LogFilter.asked(
        {
            "from": first.isoformat(),
            "to": last.isoformat(),
            "service": service,
            "number": number,
            "after": after,
            "verdict": verdict,
            "order": order,
        },
        today=TODAY,
    )

    again = LogFilter.asked({k: str(v) for k, v in asked.to_args().items()}, today=TODAY)

    assert asked.waits.first_day <= asked.waits.last_day
    assert (again.waits, again.order) == (asked.waits, asked.order)


def test_a_supervisor_may_cancel_return_and_reprint(
    day: AppContext, signed_in: SignIn, browser: FlaskClient
):
    waiting = day.queue.snapshot().tickets[-1]
    absent = day.queue.snapshot().absent[0]

    offers_waiting = browser.get(f"/supervisor/ticket/{waiting.id}").get_data(as_text=True)
    offers_absent = browser.get(f"/supervisor/ticket/{absent.id}").get_data(as_text=True)
    client, csrf = signed_in("supervisor")
    answers = [
        client.post(f"/api/v1/tickets/{ticket}/{action}", json={}, headers={"X-CSRFToken": csrf})
        for ticket, action in (
            (waiting.id, "reprint"),
            (waiting.id, "cancel"),
            (absent.id, "return"),
        )
    ]

    assert re.findall(r'data-action="(\w+)"', offers_waiting) == ["reprint", "cancel"]
    assert re.findall(r'data-action="(\w+)"', offers_absent) == ["return"]
    assert [answer.status_code for answer in answers] == [200, 200, 200]


def test_an_unknown_ticket_is_a_sentence_not_a_crash(browser: FlaskClient):
    answer = browser.get("/supervisor/ticket/2026-11-23-Z999")

    assert answer.status_code == 404
    assert "no ticket with that number" in answer.get_data(as_text=True)


def test_the_hours_of_the_day_count_everyone_who_came(day: AppContext, clock: ManualClock):
    clock.advance(hours=2)
    day.queue.issue("apostille")

    waits = day.queue.waits(TODAY, TODAY)
    loads = hour_loads(waits, day.queue.office.hours.zone)

    assert [load.hour for load in loads] == [10, 11, 12]
    assert sum(load.came for load in loads) == len(waits)
    assert loads[1].came == 0
    assert axis_top(loads) >= max(load.came for load in loads)


def test_the_chart_stands_beside_its_table(day: AppContext, browser: FlaskClient):
    drawn = browser.get("/api/pages/supervisor").get_json()["pieces"]["day"]

    assert '<svg class="chart"' in drawn
    assert "10:00 6 2 22:00" in text_of(drawn)


def test_the_figures_rest_between_two_counts_and_say_that_they_did(context: AppContext):
    moments = iter([0.0, 1.0, 2.0, 30.0, 30.0, 31.0])
    keeper = DayFigureKeeper(context.queue, monotonic=lambda: next(moments))

    first = keeper.figures(TODAY)
    context.queue.issue("apostille")
    resting = keeper.figures(TODAY)
    rested = keeper.figures(TODAY)

    assert first.table.total.total == 0
    assert resting is first
    assert rested.table.total.total == 1
    assert rested.seq > first.seq


def test_a_day_on_which_nothing_happens_is_counted_once(context: AppContext):
    keeper = DayFigureKeeper(context.queue)

    assert keeper.figures(TODAY) is keeper.figures(TODAY)


def test_paper_that_did_not_come_out_is_said_beside_the_windows(
    context: AppContext, browser: FlaskClient
):
    context.queue.issue("apostille")
    (job,) = context.queue.lease_print_jobs("agent")
    context.queue.report_print_job(job.id, job.lease, PrintOutcome.NOT_SENT, "no paper")

    windows = browser.get("/api/pages/supervisor").get_json()["pieces"]["windows"]

    assert "no paper" in windows
    assert "Needs a look" in windows


@given(st.timedeltas(min_value=timedelta(), max_value=timedelta(hours=99)))
def test_a_clock_never_shows_more_than_has_passed(span):
    minutes, seconds = formats.clock(span).split(":")

    shown = timedelta(minutes=int(minutes), seconds=int(seconds))
    assert shown <= span < shown + timedelta(seconds=1)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_share_never_shows_more_than_it_is(count, total):
    value = 100 * min(count, total) / total

    shown = float(formats.percent(value, "en").rstrip("%"))

    assert shown <= value + 1e-9
    assert value - shown < 0.1
    assert (shown == 100) is (count >= total)


@pytest.mark.parametrize(
    ("source", "kk", "ru"),
    [
        ("order 287, annex 1, item 7.2", "№\u00a0287 бұйрықтың 1-қосымшасының 7.2-тармағы",
         "приказ №\u00a0287, приложение 1, пункт 7.2"),
        ("resolution 1119, minors' assets standard, item 7.1, paragraph 2",
         "№\u00a01119 қаулының кәмелетке толмағандар мүлкі стандартының 7.1-тармағының 2-абзацы",
         "постановление №\u00a01119, стандарт об имуществе несовершеннолетних, пункт 7.1, абзац 2"),
        ("our own rule of 2020", "our own rule of 2020", "our own rule of 2020"),
    ],
)  # fmt: skip
def test_the_place_in_the_act_is_named_in_the_reader_s_language(source, kk, ru):
    assert source_words(source, "kk") == kk
    assert source_words(source, "ru") == ru
    assert source_words(source, "en") == source
