"""The page of one request: who sees whom, what is offered, what the act says."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from kezek_kiosk.pages.register.register_lists import (
    RegisterFilter,
    RegisterList,
    register_lists,
)
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock, Request

SignIn = Callable[..., tuple[FlaskClient, str]]
Accept = Callable[..., Request]
NAMES = ("Серікова", "Абай даңғылы", "701 123", "Омаров")
REASON = "Мөр анық емес"


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


def text_of(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


def buttons(text: str) -> list[str]:
    return re.findall(r'data-action="(\w+)"', text)


def test_the_applicant_is_shown_on_demand_and_kept_nowhere(
    operator: FlaskClient, accept: Accept, caplog: pytest.LogCaptureFixture
):
    request = accept()

    with caplog.at_level(logging.INFO):
        answer = operator.get(f"/api/pages/register/{request.shown}/person")

    text = html.unescape(answer.get_data(as_text=True))
    assert all(name in text for name in NAMES)
    assert answer.headers["Cache-Control"] == "no-store"
    assert f"applicant of request {request.shown} shown to operator1" in caplog.text
    assert not any(name in caplog.text for name in NAMES)


def test_reasons_in_words_stand_beside_the_applicant(
    context: AppContext, supervisor: FlaskClient, accept: Accept
):
    request = accept("privileged")
    register = context.queue.register
    register.extend(request.number, 0, "Мұрағат", actor="operator1")
    register.send(request.number, actor="operator1")
    register.return_from_authority(request.number, [REASON], actor="operator1")

    text = page(supervisor, f"/api/pages/register/{request.shown}/person")

    assert text_of(text).count("Reason of return 1") == 1
    assert REASON in text
    assert "Reason of the extension" in text


@pytest.mark.parametrize("path", ["", "/person"])
def test_nobody_asks_for_a_piece_without_a_session(
    anyone: FlaskClient, visitor: FlaskClient, accept: Accept, path: str
):
    request = accept()

    for client in (anyone, visitor):
        answer = client.get(f"/api/pages/register/{request.shown}{path}")
        assert answer.status_code == 401
        assert not any(name in answer.get_data(as_text=True) for name in NAMES)


def test_the_pieces_follow_the_journal_from_its_end_not_from_the_request(
    context: AppContext, supervisor: FlaskClient, accept: Accept
):
    number = accept().shown
    context.queue.issue("household")

    answer = supervisor.get(f"/api/pages/register/{number}").get_json()

    assert answer["seq"] == context.queue.last_seq()
    assert set(answer["pieces"]) == {
        f"request-{name}" for name in ("state", "facts", "tools", "history", "dialogs")
    }


def test_an_operator_without_a_window_serves_nobody_and_sees_nobody(
    context: AppContext, signed_in: SignIn, accept: Accept
):
    from kezek_kiosk.access.roles import Role

    context.accounts.create("wanderer", Role.OPERATOR, "246813", own=True)
    client, _ = signed_in("wanderer", "246813")

    answer = client.get(f"/api/pages/register/{accept().shown}/person")

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("steps", "offered"),
    [
        ((), ["reprint", "send", "ready", "extend", "refuse"]),
        (("send",), ["reprint", "ready", "return", "extend", "refuse"]),
        (("ready",), ["reprint", "issue"]),
        (("ready", "issue"), ["reprint", "erase"]),
    ],
)
def test_only_what_is_possible_now_is_offered(
    context: AppContext,
    supervisor: FlaskClient,
    accept: Accept,
    steps: tuple[str, ...],
    offered: list[str],
):
    request = accept()
    for step in steps:
        getattr(context.queue.register, step)(request.number, actor="operator1")

    text = page(supervisor, f"/register/{request.shown}")

    assert buttons(text) == offered
    assert re.findall(r'<dialog class="dialog" id="dialog-(\w+)"', text) == sorted(
        offered, key=["send", "return", "ready", "issue", "extend", "refuse", "reprint",
                      "erase"].index
    )  # fmt: skip


def test_grounds_are_read_in_the_page_s_language_and_written_in_the_visitor_s(
    supervisor: FlaskClient, accept: Accept
):
    request = accept("guardianship", language="ru")

    page = supervisor.get(f"/register/{request.number}?lang=en").get_data(as_text=True)

    assert 'value="Неполный пакет документов"' in page
    assert '<span lang="en">The set of documents is incomplete</span>' in page


def test_a_standard_without_grounds_offers_no_refusal(supervisor: FlaskClient, accept: Accept):
    request = accept("livestock", window=2)

    assert "refuse" not in buttons(page(supervisor, f"/register/{request.shown}"))


def test_an_operator_is_offered_no_erasure_and_no_file(
    context: AppContext, operator: FlaskClient, accept: Accept
):
    request = accept()
    context.queue.register.ready(request.number, actor="operator1")
    context.queue.register.issue(request.number, actor="operator1")

    text = page(operator, f"/register/{request.shown}")

    assert "erase" not in buttons(text)
    assert 'id="export"' not in text


def test_an_extension_shows_the_day_that_would_hold(supervisor: FlaskClient, accept: Accept):
    request = accept("privileged")

    text = text_of(page(supervisor, f"/register/{request.shown}"))

    assert "1 month in all" in text
    assert "New due date 23.12.2026" in text
    assert "order 287, annex 2, item 7.3" in text
    assert "New due date 23.02.2027" in text


def test_the_terms_stand_with_their_days_and_places_in_the_act(
    context: AppContext, supervisor: FlaskClient, accept: Accept
):
    request = accept("privileged")
    register = context.queue.register
    register.extend(request.number, 0, "Мұрағат", actor="operator1")
    register.send(request.number, actor="operator1")
    register.return_from_authority(request.number, [REASON], actor="operator1")

    text = text_of(page(supervisor, f"/register/{request.shown}"))

    assert "First promise 26.11.2026 3 calendar days order 287, annex 2, item 7.1" in text
    assert "Answer due after the extension 23.12.2026 1 month" in text
    assert "Tell the visitor of the extension by 26.11.2026" in text
    assert "The authority may return the papers until 24.11.2026 1 working day" in text
    assert "Tell the visitor of the return by 24.11.2026 1 working day" in text


def test_the_keeping_and_the_validity_are_told(
    context: AppContext, supervisor: FlaskClient, accept: Accept
):
    request = accept("guardianship", window=3)
    context.queue.register.ready(request.number, actor="operator3")
    context.queue.register.issue(request.number, actor="operator3")

    text = text_of(page(supervisor, f"/register/{request.shown}"))

    assert "Kept for the visitor until" in text
    assert "Result valid until 23.12.2026 1 month" in text


def test_documents_are_listed_with_their_number(supervisor: FlaskClient, accept: Accept):
    request = accept(documents={"application": 1, "military_id": 1, "identity_card_copy": 2})

    text = text_of(page(supervisor, f"/register/{request.shown}"))

    assert "Copy of the identity card × 2" in text


def test_a_paid_service_tells_duty_and_day(supervisor: FlaskClient, accept: Accept):
    request = accept("apostille", window=2, paid_on=date(2026, 11, 20))

    text = page(supervisor, f"/register/{request.shown}")

    assert f"{request.fee_tenge:,}".replace(",", "\u00a0") + " ₸" in text
    assert "paid on 20.11.2026" in text


def test_the_history_tells_every_step_with_its_actor(
    context: AppContext, supervisor: FlaskClient, accept: Accept
):
    request = accept()
    register = context.queue.register
    register.send(request.number, actor="operator1")
    register.return_from_authority(request.number, [REASON, "Күні жоқ"], actor="supervisor")

    text = text_of(page(supervisor, f"/register/{request.shown}"))

    history = text[text.index("History") :]
    steps = ["Documents accepted", "Sent to the authority", "Returned by the authority"]
    assert [history.index(step) for step in steps] == sorted(history.index(s) for s in steps)
    assert "reasons written down: 2" in history
    assert "operator1" in history
    assert "supervisor" in history


def test_an_erased_request_says_so_and_prints_no_receipt(
    context: AppContext, supervisor: FlaskClient, accept: Accept
):
    request = accept()
    register = context.queue.register
    register.refuse(request.number, [REASON], actor="operator1")
    register.erase(request.number, actor="supervisor")

    text = page(supervisor, f"/register/{request.shown}")
    person = page(supervisor, f"/api/pages/register/{request.shown}/person")

    assert "Personal data of this request were erased on 23 November 2026." in text
    assert buttons(text) == []
    assert "Nobody is named here any more" in person
    assert not any(name in person for name in NAMES)


def test_a_request_whose_standard_is_gone_keeps_its_page(
    context: AppContext, supervisor: FlaskClient, accept: Accept, monkeypatch: pytest.MonkeyPatch
):
    from kezek_queue.office.standard_library import UnknownStandardError

    request = accept()

    def gone(standard: str) -> None:
        raise UnknownStandardError("expected a known standard, got none", standard=standard)

    supervisor.get("/register")  # the titles of the services are looked up once
    monkeypatch.setattr(context.queue.standards, "get", gone)

    assert "Certificate of military service" in page(supervisor, f"/register/{request.shown}")


def test_a_request_stands_in_one_list_of_its_life(context: AppContext, accept: Accept):
    for _ in range(3):
        accept()

    lists = register_lists(context.queue.register, RegisterFilter(), date(2026, 11, 26))

    assert len(lists[RegisterList.OPEN]) == len(lists[RegisterList.TODAY]) == 3
    assert lists[RegisterList.OVERDUE] == lists[RegisterList.READY] == []


def test_a_result_that_the_standard_never_lets_go_stays_ready(
    context: AppContext, accept: Accept, supervisor: FlaskClient, clock: ManualClock
):
    # Order 3 says nothing of how long a result is kept.
    request = accept("criminal-record")
    context.queue.register.ready(request.number, actor="operator1")
    clock.advance(days=300)

    assert rows(page(supervisor, "/register?list=ready")) == [request.shown]
    assert rows(page(supervisor, "/register?list=uncollected")) == []
