"""The phone page: one visitor's turn, small, without a script, behind a random address."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import kezek_kiosk
from kezek_kiosk.pages.visitor.qr_svg import qr_svg
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock, Ticket

STATIC = Path(kezek_kiosk.__file__).parent / "static"
MOST_BYTES = 30 * 1024


@pytest.fixture
def ticket(context: AppContext) -> Ticket:
    """A ticket behind one other, with window 1 open."""
    context.queue.open_window(1, actor="operator1")
    context.queue.issue("military-service")
    return context.queue.issue("military-service", language="ru").ticket


@pytest.fixture
def address(context: AppContext, ticket: Ticket) -> str:
    """The address of the ticket's page."""
    return f"/t/{context.queue.status_token(ticket.id)}"


def text_of(client: FlaskClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


def test_the_page_says_number_people_ahead_wait_and_limit(
    anyone: FlaskClient, address: str
) -> None:
    page = text_of(anyone, address)

    assert ">A002</h1>" in page
    assert re.search(r"Людей перед вами</dt><dd>1<", page)
    assert re.search(r"Прогноз ожидания</dt><dd>\d+–\d+ мин<", page)
    assert "30 мин" in page
    assert "Если вы пропустили вызов" in page


def test_the_page_speaks_the_tickets_language_until_another_is_chosen(
    anyone: FlaskClient, address: str
) -> None:
    own, chosen = text_of(anyone, address), text_of(anyone, f"{address}?lang=kk")

    assert '<html lang="ru"' in own
    assert '<html lang="kk"' in chosen
    assert "Сіз кезектесіз" in chosen


def test_capital_and_small_t_lead_to_the_same_page(anyone: FlaskClient, address: str) -> None:
    token = address.rpartition("/")[2]

    assert ">A002</h1>" in text_of(anyone, f"/T/{token}")
    assert ">A002</h1>" in text_of(anyone, f"/T/{token.lower()}")


def test_the_page_and_all_it_loads_stay_below_thirty_kilobytes(
    anyone: FlaskClient, address: str
) -> None:
    page = text_of(anyone, address)
    loaded = re.findall(r'(?:href|src)="/static/([^"]+)"', page)
    total = len(page.encode()) + sum((STATIC / name).stat().st_size for name in loaded)

    assert "css/phone.css" in loaded
    assert "fonts/" not in (STATIC / "css" / "phone.css").read_text("utf-8")
    assert total <= MOST_BYTES


def test_without_a_script_the_page_loads_itself_every_fifteen_seconds(
    anyone: FlaskClient, address: str
) -> None:
    page = text_of(anyone, address)

    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in page


def test_the_page_is_neither_kept_nor_found_by_search_engines(
    anyone: FlaskClient, address: str
) -> None:
    answer = anyone.get(address)

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_called_visitor_sees_the_window_large(
    anyone: FlaskClient, context: AppContext, absent: Callable[..., None], address: str
) -> None:
    context.queue.call_next(1, actor="operator1")
    absent()
    context.queue.call_next(1, actor="operator1")

    page = text_of(anyone, address)

    assert "Ваша очередь!" in page
    assert "<strong>1</strong>" in page
    assert "Окно 1</title>" in page


def test_every_state_of_a_visit_has_its_sentence(
    anyone: FlaskClient,
    context: AppContext,
    absent: Callable[..., None],
    address: str,
    ticket: Ticket,
) -> None:
    seen = []
    context.queue.call_next(1, actor="operator1")
    absent()
    for command in (
        lambda: context.queue.hold_ticket(ticket.id, actor="operator1"),
        lambda: context.queue.release(ticket.id, actor="operator1"),
        lambda: context.queue.call_next(1, actor="operator1"),
        absent,
        lambda: context.queue.undo_no_show(1, actor="operator1"),
        lambda: context.queue.start(1, actor="operator1"),
        lambda: context.queue.finish(1, actor="operator1"),
    ):
        command()
        page = text_of(anyone, address)
        found = re.search(r'data-state="(\w+)"', page)
        assert found
        seen.append(found.group(1))
        assert re.search(r'class="with-icon state__word">.*?</svg>[^<]{6,}</p>', page)

    assert seen == ["held", "waiting", "called", "no_show", "called", "serving", "served"]


def test_giving_up_the_place_asks_once_and_needs_the_pages_token(
    anyone: FlaskClient, context: AppContext, address: str, ticket: Ticket
) -> None:
    question = text_of(anyone, f"{address}/cancel")
    found = re.search(r'name="csrf_token" value="([^"]+)"', question)
    assert found

    forged = anyone.post(f"{address}/cancel", data={})
    state_between = context.queue.ticket(ticket.id).state.value
    given_up = anyone.post(f"{address}/cancel", data={"csrf_token": found.group(1)})

    assert forged.status_code == 403 or forged.status_code == 400
    assert state_between == "waiting"
    assert given_up.status_code == 303
    assert context.queue.ticket(ticket.id).state.value == "cancelled"
    assert "Этот талон отменён" in text_of(anyone, address)


def test_looking_at_the_question_gives_nothing_up(
    anyone: FlaskClient, context: AppContext, address: str, ticket: Ticket
) -> None:
    anyone.get(f"{address}/cancel")

    assert context.queue.ticket(ticket.id).state.value == "waiting"


def test_a_finished_visit_has_no_place_to_give_up(
    anyone: FlaskClient, context: AppContext, address: str, ticket: Ticket
) -> None:
    context.queue.cancel(ticket.id, actor="operator1")

    assert anyone.get(f"{address}/cancel").status_code == 303
    assert f"{address}/cancel" not in text_of(anyone, address)


def test_an_unknown_address_says_so_and_guessing_is_slowed_down(
    anyone: FlaskClient, context: AppContext
) -> None:
    answers = [anyone.get(f"/t/GUESS{n}").status_code for n in range(25)]

    most = context.settings.limits.status_guesses_per_minute
    assert answers[:most] == [404] * most
    assert set(answers[most:]) == {429}


def test_the_address_dies_with_the_office_day(
    anyone: FlaskClient, context: AppContext, address: str, advance: Callable[[timedelta], None]
) -> None:
    advance(timedelta(days=2))
    context.queue.close_days()

    answer = anyone.get(address)

    assert answer.status_code == 404
    assert "Бүгін мұндай талон жоқ" in answer.get_data(as_text=True)


@pytest.fixture
def advance(clock: ManualClock) -> Callable[[timedelta], None]:
    return lambda span: clock.advance(span)


def test_the_code_is_one_svg_without_style_or_script(anyone: FlaskClient, address: str) -> None:
    answer = anyone.get(f"{address}/qr.svg", base_url="http://192.168.1.9")
    drawing = answer.get_data(as_text=True)

    assert answer.mimetype == "image/svg+xml"
    assert set(re.findall(r"<(\w+)", drawing)) == {"svg", "path"}
    assert "style" not in drawing
    assert anyone.get("/t/NOBODY/qr.svg").status_code == 404


def test_a_code_in_capitals_is_smaller_than_one_in_small_letters() -> None:
    capitals = "HTTP://KEZEK.LOCAL:8080/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ"

    def modules(text: str) -> int:
        found = re.search(r'viewBox="0 0 (\d+)', qr_svg(text))
        assert found
        return int(found.group(1))

    assert modules(capitals) < modules(capitals.lower())
