"""The survey on the phone page: plain forms, kept choices, and an end that is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import kezek_kiosk
from kezek_core.tickets import TicketState
from kezek_kiosk.app import create_app
from kezek_kiosk.compose import build_services
from kezek_kiosk.web.context import AppContext
from kezek_queue import ManualClock, Ticket
from kezek_queue.feedback.values import SurveyState

STATIC = Path(kezek_kiosk.__file__).parent / "static"
MOST_BYTES = 30 * 1024
QUESTIONS = ("process", "information", "politeness", "complaint_procedure", "complaint_term")


@pytest.fixture
def visit(serve: Callable[..., Ticket]) -> Ticket:
    return serve(language="ru")


@pytest.fixture
def address(context: AppContext, visit: Ticket) -> str:
    return f"/t/{context.queue.status_token(visit.id)}"


def text_of(client: FlaskClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


def send(client: FlaskClient, address: str, **answers: str) -> TestResponse:
    """What a browser without a script posts from the page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', text_of(client, address))
    assert found
    return client.post(f"{address}/survey", data={"csrf_token": found.group(1), **answers})


def events_kept(context: AppContext) -> Iterator[dict[str, object]]:
    for event in context.queue.events(limit=1000):
        if event.kind.value == "survey_answered":
            yield dict(event.body)


def test_a_finished_visit_offers_five_questions_in_the_visitors_language(
    anyone: FlaskClient, address: str
) -> None:
    page = text_of(anyone, address)

    assert re.findall(r"<fieldset.*?<legend>([^<]+)</legend>", page, re.S) == [
        "Вас устраивает, как вам оказали услугу?",
        "Вас устраивают сведения о том, как получить услугу?",
        "Вас устраивает вежливость сотрудников?",
        "Вас устраивает порядок подачи жалобы?",
        "Вас устраивает срок ответа на жалобу?",
    ]
    before_complaints, _, after = page.partition("<details")
    assert before_complaints.count("<fieldset") == 3
    assert "<summary>Если вы подавали жалобу: ещё два вопроса</summary>" in after


@pytest.mark.parametrize(("language", "word"), [("kk", "Көңілім толады"), ("en", "Satisfied")])
def test_the_questions_come_in_every_language(
    anyone: FlaskClient, context: AppContext, serve: Callable[..., Ticket], language: str, word: str
) -> None:
    token = context.queue.status_token(serve(language=language).id)

    page = text_of(anyone, f"/t/{token}")

    assert f'<html lang="{language}"' in page
    assert page.count(f"<span>{word}</span>") == 5


def test_nobody_is_asked_before_the_visit_is_over(anyone: FlaskClient, context: AppContext) -> None:
    ticket = context.queue.issue("military-service").ticket

    assert "<fieldset" not in text_of(anyone, f"/t/{context.queue.status_token(ticket.id)}")


def test_answers_are_kept_and_what_was_left_out_stays_out(
    anyone: FlaskClient, context: AppContext, visit: Ticket, address: str
) -> None:
    answer = send(anyone, address, process="yes", politeness="no", information="")

    (kept,) = events_kept(context)
    assert (answer.status_code, answer.location) == (303, f"{address}#survey")
    assert [kept[question] for question in QUESTIONS] == [True, None, False, None, None]
    assert context.queue.feedback.survey_state(ticket_id=visit.id) is SurveyState.ANSWERED


def test_whoever_answered_is_thanked_and_not_asked_again(anyone: FlaskClient, address: str) -> None:
    send(anyone, address, process="yes")

    page = text_of(anyone, address)

    assert "Спасибо за ответы!" in page
    assert "<fieldset" not in page


def test_a_second_answer_is_told_that_the_first_one_stands(
    app: Flask, anyone: FlaskClient, context: AppContext, address: str
) -> None:
    other = app.test_client()
    found = re.search(r'name="csrf_token" value="([^"]+)"', text_of(other, address))
    assert found
    send(anyone, address, process="yes")

    second = other.post(f"{address}/survey", data={"csrf_token": found.group(1), "process": "no"})

    assert second.status_code == 409
    assert "Вы уже ответили" in second.get_data(as_text=True)
    assert [kept["process"] for kept in events_kept(context)] == [True]


def test_an_empty_answer_says_what_to_do(
    anyone: FlaskClient, context: AppContext, address: str
) -> None:
    answer = send(anyone, address, process="", complaint_term="")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert re.search(r'role="alert">.*Выберите ответ хотя бы на один вопрос', page)
    assert page.count("<fieldset") == 5
    assert list(events_kept(context)) == []


def test_what_was_chosen_stays_when_the_answers_cannot_be_taken(
    anyone: FlaskClient, app: Flask, address: str
) -> None:
    from kezek_kiosk.pages.survey.answers import AnswerFault, SurveyView

    chosen = {"process": "no", "complaint_term": "yes"}
    view = SurveyView(SurveyState.OPEN, chosen, AnswerFault.EMPTY)
    with app.test_request_context(address):
        page = app.jinja_env.get_template("survey/phone_survey.html").render(
            survey=view, token="T", icon=lambda name: "", csrf_token=lambda: ""
        )

    assert re.findall(r'name="(\w+)" value="(\w+)" checked', page) == list(chosen.items())
    assert '<details class="complained" open>' in page


def test_answers_need_the_pages_own_token(
    anyone: FlaskClient, context: AppContext, visit: Ticket, address: str
) -> None:
    text_of(anyone, address)

    forged = anyone.post(f"{address}/survey", data={"process": "no"})

    assert forged.status_code == 403
    assert context.queue.feedback.survey_state(ticket_id=visit.id) is SurveyState.OPEN


def test_a_visit_that_is_not_over_keeps_no_answer(anyone: FlaskClient, context: AppContext) -> None:
    ticket = context.queue.issue("military-service").ticket
    address = f"/t/{context.queue.status_token(ticket.id)}"
    found = re.search(r'name="csrf_token" value="([^"]+)"', text_of(anyone, f"{address}/cancel"))
    assert found

    answer = anyone.post(f"{address}/survey", data={"csrf_token": found.group(1), "process": "yes"})

    assert (answer.status_code, answer.location) == (303, address)
    assert context.queue.ticket(ticket.id).state is TicketState.WAITING
    assert list(events_kept(context)) == []


def test_an_unknown_address_takes_no_answer_and_guessing_is_slowed_down(
    anyone: FlaskClient, context: AppContext, address: str
) -> None:
    found = re.search(r'name="csrf_token" value="([^"]+)"', text_of(anyone, address))
    assert found
    form = {"csrf_token": found.group(1), "process": "yes"}

    answers = [anyone.post(f"/t/GUESS{n}/survey", data=form).status_code for n in range(25)]

    most = context.settings.limits.status_guesses_per_minute
    assert answers == [404] * most + [429] * (25 - most)


def test_the_page_with_the_survey_and_all_it_loads_stays_below_thirty_kilobytes(
    anyone: FlaskClient, address: str
) -> None:
    for path in (f"{address}?lang=kk", f"{address}?lang=ru"):
        page = text_of(anyone, path)
        loaded = re.findall(r'(?:href|src)="/static/([^"]+)"', page)

        total = len(page.encode()) + sum((STATIC / name).stat().st_size for name in loaded)

        assert "css/survey_phone.css" in loaded
        assert total <= MOST_BYTES


def test_a_page_that_asks_is_not_renewed_under_the_visitors_fingers(
    anyone: FlaskClient, address: str
) -> None:
    page = text_of(anyone, address)

    assert "http-equiv" not in page
    assert "phone.js" not in page
    assert "data-still" in page


def test_a_reloaded_answer_page_leads_back_to_the_visit(anyone: FlaskClient, address: str) -> None:
    answer = anyone.get(f"{address}/survey?lang=kk")

    assert (answer.status_code, answer.location) == (303, f"{address}?lang=kk")


@pytest.fixture
def patient(data_dir: Path, clock: ManualClock) -> Iterator[AppContext]:
    """An office that takes answers for two days more."""
    office = data_dir / "office.toml"
    text = office.read_text("utf-8")
    assert "[feedback]" not in text
    office.write_text(f"{text}\n[feedback]\nsurvey_days = 2\n", "utf-8")
    built = build_services(data_dir, clock=clock)
    yield built
    built.close()


def test_the_survey_outlives_the_office_day_as_long_as_the_office_says(
    patient: AppContext, clock: ManualClock
) -> None:
    browser = create_app(patient).test_client()
    queue = patient.queue
    queue.open_window(1, actor="operator1")
    tickets = [queue.issue("military-service", language="ru").ticket for _ in range(2)]
    for _ in tickets:
        for command in (queue.call_next, queue.start, queue.finish):
            command(1, actor="operator1")
    first, second = (f"/t/{queue.status_token(each.id)}" for each in tickets)
    clock.advance(timedelta(days=2))
    queue.close_days()

    open_page = text_of(browser, first)
    answer = send(browser, first, process="yes")
    thanks = text_of(browser, first)
    clock.advance(timedelta(days=1))
    closed = browser.get(second)

    assert "Дата визита: 23 ноября 2026" in open_page
    assert "Отказаться от места" not in open_page
    assert answer.status_code == 303
    assert "Спасибо за ответы!" in thanks
    assert closed.status_code == 200
    assert "Приём ответов завершён" in closed.get_data(as_text=True)
    assert "<fieldset" not in closed.get_data(as_text=True)


def test_a_visit_that_never_happened_has_no_page_on_another_day(
    patient: AppContext, clock: ManualClock
) -> None:
    ticket = patient.queue.issue("military-service").ticket
    browser = create_app(patient).test_client()
    clock.advance(timedelta(days=1))
    patient.queue.close_days()

    assert browser.get(f"/t/{patient.queue.status_token(ticket.id)}").status_code == 404
