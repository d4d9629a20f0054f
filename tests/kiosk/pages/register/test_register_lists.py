"""The lists of the register: every state, days, pages of a list, numbers typed and scanned."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from kezek_core.events import EventKind
from kezek_kiosk.pages.paging import ROWS_A_PAGE, paged
from kezek_kiosk.pages.register.register_lists import (
    CLOSED_DAYS,
    RegisterFilter,
    RegisterList,
)
from kezek_kiosk.pages.staff.words import EVENTS
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock, Request

SignIn = Callable[..., tuple[FlaskClient, str]]
Accept = Callable[..., Request]
NAMES = ("Серікова", "Абай даңғылы", "701 123", "Омаров")
REASON = "Мөр анық емес"
MISTYPED = "26-000001-8"
UNKNOWN = "26-000099-6"


@pytest.fixture
def supervisor(reader: Callable[[str], FlaskClient]) -> FlaskClient:
    return reader("supervisor")


@pytest.fixture
def operator(reader: Callable[[str], FlaskClient]) -> FlaskClient:
    return reader("operator1")


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.get_data(as_text=True)[:600]
    assert answer.headers["Cache-Control"] == "no-store"
    return html.unescape(answer.get_data(as_text=True))


def rows(text: str) -> list[str]:
    return re.findall(r'<a class="number" href="/register/([0-9-]+)"', text)


def counts(text: str) -> list[int]:
    return [int(each) for each in re.findall(r'class="count">(\d+)<', text)]


def test_every_kind_of_event_has_a_word():
    assert set(EVENTS) == set(EventKind)
    assert all(str(word).strip() for word in EVENTS.values())


def test_no_two_kinds_of_event_share_a_word():
    words = [str(word) for word in EVENTS.values()]

    assert len(words) == len(set(words))


@pytest.mark.parametrize("address", ["/register", "/register/26-000001-9"])
def test_a_stranger_is_sent_to_sign_in(anyone: FlaskClient, address: str):
    answer = anyone.get(address)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login?next=")


@pytest.mark.parametrize("name", ["operator1", "supervisor", "admin"])
def test_everybody_who_works_here_reads_the_register(signed_in: SignIn, accept: Accept, name: str):
    request = accept()
    client, _ = signed_in(name)

    assert request.shown in page(client, "/register")
    assert request.shown in page(client, f"/register/{request.shown}")


@pytest.mark.parametrize(
    ("shown", "says"),
    [
        ("overdue", "No request is overdue."),
        ("today", "No answer is due today."),
        ("open", "No request is in work."),
        ("ready", "No result is waiting"),
        ("uncollected", "Nothing is to be handed over."),
        ("closed", "No request was closed"),
    ],
)
def test_an_empty_list_says_what_will_appear(supervisor: FlaskClient, shown: str, says: str):
    assert says in page(supervisor, f"/register?list={shown}")


def test_the_register_opens_with_what_is_most_urgent(
    supervisor: FlaskClient, accept: Accept, clock: ManualClock
):
    accept()
    calm = page(supervisor, "/register")
    clock.advance(days=3)
    today = page(supervisor, "/register")
    clock.advance(days=1)
    late = page(supervisor, "/register")

    marks = [re.search(r'list=(\w+)" aria-current="page"', each) for each in (calm, today, late)]
    assert [mark and mark.group(1) for mark in marks] == ["open", "today", "overdue"]


def test_an_overdue_request_says_by_how_many_working_days(
    supervisor: FlaskClient, accept: Accept, clock: ManualClock
):
    # Accepted on Monday 23 November, three working days: Thursday 26; a six-day week.
    request = accept()
    clock.advance(days=7)

    text = page(supervisor, "/register?list=overdue")

    assert rows(text) == [request.shown]
    assert "26.11.2026" in text
    assert "overdue by 3 working days" in text


def test_a_term_of_calendar_days_is_overdue_by_calendar_days(
    supervisor: FlaskClient, accept: Accept, clock: ManualClock
):
    accept("privileged")
    clock.advance(days=7)

    assert "overdue by 4 calendar days" in page(supervisor, "/register?list=overdue")


def test_a_day_on_which_nothing_is_counted_is_told_in_calendar_days(
    supervisor: FlaskClient, accept: Accept, clock: ManualClock
):
    # Due on Saturday 28 November; on Sunday no working day has passed, and it is late all the same.
    clock.advance(days=2)
    request = accept()
    clock.advance(days=4)

    assert request.due_on == date(2026, 11, 28)
    assert "overdue by 1 calendar day" in page(supervisor, "/register?list=overdue")


def test_each_request_stands_in_the_list_of_its_state(
    context: AppContext, supervisor: FlaskClient, accept: Accept, clock: ManualClock
):
    register = context.queue.register
    waiting, ready, issued, uncollected = (accept() for _ in range(4))
    for each in (ready, issued, uncollected):
        register.ready(each.number, actor="operator1")
    register.issue(issued.number, actor="operator1")

    first = {each: rows(page(supervisor, f"/register?list={each}")) for each in RegisterList}
    clock.advance(days=40)
    register.issue(ready.number, actor="operator1")
    later = {each: rows(page(supervisor, f"/register?list={each}")) for each in RegisterList}

    assert first["open"] == [waiting.shown]
    assert first["ready"] == [ready.shown, uncollected.shown]
    assert first["closed"] == [issued.shown]
    assert later["uncollected"] == [uncollected.shown]
    assert later["overdue"] == [waiting.shown]


def test_closed_requests_of_long_ago_are_found_by_their_days(
    context: AppContext, supervisor: FlaskClient, accept: Accept, clock: ManualClock
):
    request = accept()
    context.queue.register.refuse(request.number, [REASON], actor="operator1")
    clock.advance(days=CLOSED_DAYS + 1)

    recent = page(supervisor, "/register?list=closed")
    asked = page(supervisor, "/register?list=closed&from=2026-11-01&to=2026-11-30")

    assert rows(recent) == []
    assert rows(asked) == [request.shown]


def test_closed_requests_are_read_only_when_looked_at(
    context: AppContext, supervisor: FlaskClient, accept: Accept
):
    request = accept()
    context.queue.register.refuse(request.number, [REASON], actor="operator1")

    opened = page(supervisor, "/register")
    closed = page(supervisor, "/register?list=closed&from=2020-01-01&to=2026-11-30")

    assert len(counts(opened)) == len(RegisterList) - 1
    assert rows(closed) == [request.shown]
    assert 'name="from" value="2026-08-30"' in closed


def test_the_days_of_closed_requests_hide_nothing_that_is_open(
    supervisor: FlaskClient, accept: Accept
):
    text = page(supervisor, "/register?list=closed&service=apostille&from=2026-11-01")

    assert re.findall(r'class="tab[^"]*" href="([^"]+)"', text)[0] == (
        "/register?list=overdue&service=apostille"
    )


def test_the_lists_are_narrowed_by_service_and_day(
    supervisor: FlaskClient, accept: Accept, clock: ManualClock
):
    accept()
    clock.advance(days=1)
    wanted = accept("guardianship")

    by_service = page(supervisor, "/register?list=open&service=guardianship")
    by_day = page(supervisor, "/register?list=open&from=2026-11-24")
    nobody = page(supervisor, "/register?list=open&to=2026-11-01")

    assert rows(by_service) == rows(by_day) == [wanted.shown]
    assert counts(by_service)[2] == 1
    assert "No request of this list is as asked for." in nobody


def test_a_long_list_is_paged(context: AppContext, supervisor: FlaskClient, accept: Accept):
    numbers = [accept().shown for _ in range(ROWS_A_PAGE + 1)]

    first = page(supervisor, "/register?list=open")
    second = page(supervisor, "/register?list=open&page=2")
    beyond = page(supervisor, "/register?list=open&page=99")

    assert rows(first) == numbers[:ROWS_A_PAGE]
    assert rows(second) == rows(beyond) == numbers[ROWS_A_PAGE:]
    assert "1–50 of 51" in first


@pytest.mark.parametrize("typed", ["{digits}", " {shown} ", "26 000001 9", "26–000001–9"])
def test_a_typed_or_scanned_number_leads_to_its_request(
    supervisor: FlaskClient, accept: Accept, typed: str
):
    request = accept()
    number = typed.format(digits=request.number, shown=request.shown)

    answer = supervisor.get("/register", query_string={"number": number})

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/register/{request.shown}"


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        (MISTYPED, 422, "A digit of the number is wrong."),
        ("12345", 422, "That is no request number."),
        (UNKNOWN, 404, "There is no request with that number here."),
        ("<script>alert(1)</script>", 422, "That is no request number."),
        ("%00%ff", 422, "That is no request number."),
        ("9" * 500, 422, "That is no request number."),
        ("26-000001-9; DROP TABLE", 422, "That is no request number."),
        ("٢٦٠٠٠٠٠١٩", 422, "That is no request number."),
    ],
)
def test_a_wrong_number_is_explained_and_stays_in_the_field(
    supervisor: FlaskClient, accept: Accept, typed: str, status: int, says: str
):
    accept()

    answer = supervisor.get("/register", query_string={"number": typed})

    text = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert says in text
    assert f'value="{html.escape(typed[:40], quote=True).replace("&quot;", "&#34;")}"' in text
    assert "<script>alert" not in text


@pytest.mark.parametrize("number", [MISTYPED, UNKNOWN, "x", "..", "26-000001-9'", "%3Cb%3E"])
def test_the_address_of_no_request_explains_itself(supervisor: FlaskClient, number: str):
    answer = supervisor.get(f"/register/{number}")

    assert answer.status_code in (404, 422)
    assert "<b>" not in answer.get_data(as_text=True)


def test_the_number_of_a_complaint_is_understood_here_too(supervisor: FlaskClient):
    answer = supervisor.get("/register", query_string={"number": "С-26-000017-5"})

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/complaints/")


def test_no_page_of_the_register_names_anybody(
    context: AppContext, operator: FlaskClient, supervisor: FlaskClient, accept: Accept
):
    request = accept()
    register = context.queue.register
    register.send(request.number, actor="operator1")
    register.return_from_authority(request.number, [REASON], actor="operator1")

    for client in (operator, supervisor):
        for address in ("/register", f"/register/{request.shown}"):
            text = page(client, address)
            assert [name for name in (*NAMES, REASON) if name in text] == []
        pieces = client.get(f"/api/pages/register/{request.shown}").get_data(as_text=True)
        assert [name for name in (*NAMES, REASON) if name in pieces] == []


def test_a_supervisor_sees_at_once_what_is_late_and_due(
    context: AppContext, supervisor: FlaskClient, accept: Accept, clock: ManualClock
):
    accept()
    accept("privileged")
    context.queue.feedback.register_complaint("Кезек ұзақ", actor="operator1")
    clock.advance(days=3)
    accept()
    today = supervisor.get("/api/pages/supervisor").get_json()["pieces"]["desk"]
    clock.advance(days=20)
    later = supervisor.get("/api/pages/supervisor").get_json()["pieces"]["desk"]

    def counts(piece: str) -> list[int]:
        return [int(each) for each in re.findall(r'class="count">(\d+)<', piece)]

    assert counts(today) == [0, 2, 0, 0, 0]
    assert counts(later) == [3, 0, 0, 1, 0]
    assert "desk__item tone--bad" in later


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_the_pages_stand_in_every_language_and_contrast(
    supervisor: FlaskClient, accept: Accept, language: str, theme: str
):
    request = accept()

    for address in ("/register", f"/register/{request.shown}"):
        text = page(supervisor, f"{address}?lang={language}&theme={theme}")
        assert f'<html lang="{language}" data-theme="{theme}"' in text
        assert "%(" not in text.split('id="page-data"')[0]


@pytest.mark.parametrize(
    ("name", "links"),
    [
        ("operator1", ["/operator", "/register", "/complaints"]),
        (
            "supervisor",
            ["/supervisor", "/supervisor/log", "/supervisor/week", "/register", "/complaints",
             "/supervisor/indicators", "/operator", "/health"],
        ),
    ],
)  # fmt: skip
def test_the_navigation_leads_where_a_role_may_go(
    signed_in: SignIn, accept: Accept, name: str, links: list[str]
):
    client, _ = signed_in(name)
    text = page(client, f"/register/{accept().shown}")

    bar = text[text.index('class="staff-bar__pages"') : text.index("</nav>")]

    assert re.findall(r'href="([^"]+)"', bar) == links
    assert re.findall(r'href="([^"]+)" aria-current="true"', bar) == ["/register"]
    assert all(client.get(link).status_code == 200 for link in links)


def test_a_filter_that_cannot_be_read_counts_as_not_asked_for():
    asked = RegisterFilter.asked(
        {"list": "nothing", "from": "31.12.2026", "to": "9999-99-99", "page": "-3"}
    )

    assert asked == RegisterFilter()


def test_days_given_the_wrong_way_round_are_put_right():
    asked = RegisterFilter.asked({"from": "2026-12-01", "to": "2026-11-01"})

    assert (asked.first_day, asked.last_day) == (date(2026, 11, 1), date(2026, 12, 1))


@settings(deadline=None)
@given(
    shown=st.sampled_from([None, *RegisterList]),
    service=st.sampled_from([None, "apostille"]),
    days=st.lists(st.dates(date(2000, 1, 1), date(2200, 1, 1)), max_size=2).map(sorted),
)
def test_any_filter_leads_back_to_itself(shown, service, days):
    first, last = (*days, None, None)[:2]
    asked = RegisterFilter(shown, service, first, last)

    again = RegisterFilter.asked({name: str(value) for name, value in asked.to_args().items()})

    assert again == asked


@settings(deadline=None)
@given(count=st.integers(0, 300), number=st.integers(1, 20))
def test_every_row_stands_on_exactly_one_page(count, number):
    every = list(range(count))

    pages = [paged(every, each) for each in range(1, paged(every, 1).pages + 1)]

    assert [row for each in pages for row in each.rows] == every
    assert paged(every, number).page <= paged(every, number).pages
