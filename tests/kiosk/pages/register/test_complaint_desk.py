"""The complaint desk: the form, the lists, one complaint, and who reads whose words."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from kezek_core.standards.words import ComplaintForm
from kezek_kiosk.pages.register.complaint_lists import ComplaintFilter, ComplaintList
from kezek_kiosk.pages.register.complaint_words import FORMS
from kezek_kiosk.web.context import AppContext
from kezek_queue import Complainant, Complaint, ManualClock

SignIn = Callable[..., tuple[FlaskClient, str]]
Complain = Callable[..., Complaint]

PERSON = Complainant("Ермекова Сәуле", "saule@example.kz")
WORDS = "Мені қырық минут күттірді"
OUTCOME = "Кешірім сұралды"
NAMES = ("Ермекова", "saule@", WORDS, OUTCOME)


@pytest.fixture
def complain(context: AppContext) -> Complain:
    """Registers a complaint."""

    def register(service: str | None = "household", **more: object) -> Complaint:
        complaint_facts = {"person": PERSON, "accepted_by": "Омаров Е. Қ.", "actor": "operator1"}
        return context.queue.feedback.register_complaint(
            WORDS, service=service, **(complaint_facts | more)
        ).complaint

    return register


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
    return re.findall(r'<a class="number" href="/complaints/([C0-9-]+)"', text)


def text_of(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


@pytest.mark.parametrize("address", ["/complaints", "/complaints/new", "/complaints/C-26-000001-9"])
def test_a_stranger_is_sent_to_sign_in(anyone: FlaskClient, address: str):
    answer = anyone.get(address)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login?next=")


@pytest.mark.parametrize(
    ("shown", "says"),
    [
        ("overdue", "No complaint is overdue."),
        ("open", "No complaint waits for an answer."),
        ("answered", "No complaint was answered in these days."),
    ],
)
def test_an_empty_list_says_what_will_appear(operator: FlaskClient, shown: str, says: str):
    assert says in page(operator, f"/complaints?list={shown}")


def test_complaints_wait_then_are_overdue_then_answered(
    context: AppContext, supervisor: FlaskClient, complain: Complain, clock: ManualClock
):
    first, second = complain(), complain(None, form=ComplaintForm.POST)

    waiting = page(supervisor, "/complaints")
    context.queue.feedback.resolve_complaint(
        first.number, justified=True, outcome=OUTCOME, actor="supervisor"
    )
    clock.advance(days=16)
    context.queue.feedback.resolve_complaint(
        complain().number, justified=False, outcome=OUTCOME, actor="supervisor"
    )
    late = page(supervisor, "/complaints")
    answered = page(supervisor, "/complaints?list=answered")

    assert rows(waiting) == [first.shown, second.shown]
    assert "15 calendar days left" in waiting
    assert "The office as a whole" in waiting
    assert "By post" in waiting
    assert rows(late) == [second.shown]
    assert "overdue by 1 calendar day" in late
    assert "not justified" in answered
    assert "answered on time" in answered


def test_an_answer_after_the_last_day_is_told_as_late(
    context: AppContext, supervisor: FlaskClient, complain: Complain, clock: ManualClock
):
    complaint = complain()
    clock.advance(days=20)
    context.queue.feedback.resolve_complaint(
        complaint.number, justified=True, outcome=OUTCOME, actor="supervisor"
    )

    assert "answered late" in page(supervisor, "/complaints?list=answered")
    assert "answered late" in page(supervisor, f"/complaints/{complaint.shown}")


@pytest.mark.parametrize("typed", ["{number}", " {shown} ", "с{digits}", "{digits}"])
def test_a_typed_number_leads_to_its_complaint(
    operator: FlaskClient, complain: Complain, typed: str
):
    complaint = complain()
    number = typed.format(
        number=complaint.number, shown=complaint.shown, digits=complaint.number[1:]
    )

    answer = operator.get("/complaints", query_string={"number": number})

    assert answer.headers["Location"] == f"/complaints/{complaint.shown}"


@pytest.mark.parametrize("typed", ["C-26-000001-8", "nobody", "<b>C</b>", "9" * 300])
def test_a_wrong_number_is_explained_and_stays_in_the_field(operator: FlaskClient, typed: str):
    answer = operator.get("/complaints", query_string={"number": typed})

    text = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert "There is no complaint with that number." in text
    assert f'value="{html.escape(typed[:40])}"' in text


@pytest.mark.parametrize("number", ["C-26-000001-8", "C-26-000099-5", "newer", "%00"])
def test_the_address_of_no_complaint_explains_itself(operator: FlaskClient, number: str):
    assert operator.get(f"/complaints/{number}").status_code == 404


def test_no_page_names_anybody_or_tells_what_was_written(
    context: AppContext, operator: FlaskClient, supervisor: FlaskClient, complain: Complain
):
    complaint = complain()
    context.queue.feedback.resolve_complaint(
        complaint.number, justified=True, outcome=OUTCOME, actor="supervisor"
    )

    for client in (operator, supervisor):
        for address in (
            "/complaints?list=answered",
            f"/complaints/{complaint.shown}",
            f"/api/pages/complaints/{complaint.shown}",
        ):
            text = client.get(address).get_data(as_text=True)
            assert [name for name in NAMES if name in text] == []


def test_the_supervisor_reads_the_words_on_demand(
    context: AppContext,
    supervisor: FlaskClient,
    complain: Complain,
    caplog: pytest.LogCaptureFixture,
):
    complaint = complain()
    context.queue.feedback.resolve_complaint(
        complaint.number, justified=True, outcome=OUTCOME, actor="supervisor"
    )

    with caplog.at_level(logging.INFO):
        text = page(supervisor, f"/api/pages/complaints/{complaint.shown}/person")

    assert all(name in text for name in NAMES)
    assert "Омаров" in text
    assert f"text of complaint {complaint.shown} shown to supervisor" in caplog.text
    assert not any(name in caplog.text for name in NAMES)


def test_an_operator_neither_reads_nor_answers(operator: FlaskClient, complain: Complain):
    complaint = complain()

    text = page(operator, f"/complaints/{complaint.shown}")
    refused = operator.get(f"/api/pages/complaints/{complaint.shown}/person")

    assert "data-action" not in text
    assert 'id="person-button"' not in text
    assert "Only the supervisor reads the text" in text
    assert refused.status_code == 403
    assert not any(name in refused.get_data(as_text=True) for name in NAMES)


def test_the_pieces_follow_the_journal_from_its_end(
    context: AppContext, supervisor: FlaskClient, complain: Complain
):
    number = complain().shown
    context.queue.issue("household")

    answer = supervisor.get(f"/api/pages/complaints/{number}").get_json()

    assert answer["seq"] == context.queue.last_seq()


def test_an_answer_is_offered_once_and_erasure_after_it(
    context: AppContext, supervisor: FlaskClient, complain: Complain
):
    complaint = complain()
    feedback, address = context.queue.feedback, f"/complaints/{complaint.shown}"

    unanswered = page(supervisor, address)
    feedback.resolve_complaint(complaint.number, justified=False, outcome=OUTCOME, actor="boss")
    answered = page(supervisor, address)
    feedback.erase_complaint(complaint.number, actor="boss")
    erased = page(supervisor, address)
    nobody = page(supervisor, f"/api/pages/complaints/{complaint.shown}/person")

    assert re.findall(r'data-action="(\w+)"', unanswered) == ["resolve"]
    assert 'min="2026-11-23" max="2026-11-23"' in unanswered
    assert re.findall(r'data-action="(\w+)"', answered) == ["erase"]
    assert re.findall(r'data-action="(\w+)"', erased) == []
    assert "were erased on 23 November 2026" in erased
    assert not any(name in nobody for name in NAMES)


def test_the_form_offers_every_way_a_complaint_comes(operator: FlaskClient):
    text = page(operator, "/complaints/new")

    assert set(FORMS) == set(ComplaintForm)
    assert re.findall(r'name="form" value="(\w+)"', text) == [form.value for form in FORMS]
    assert 'name="accepted_by" maxlength="200" value="operator1"' in text
    assert 'method="get"' not in text


def test_a_ticket_number_of_a_day_names_the_visit(
    context: AppContext, operator: FlaskClient, clock: ManualClock
):
    ticket = context.queue.issue("household").ticket
    clock.advance(days=1)
    address = "/api/pages/complaint-ticket"

    found = operator.get(f"{address}?number=k001&on=2026-11-23").get_json()
    today = operator.get(f"{address}?number=K001")
    hostile = operator.get(f"{address}?number=%00'--&on=yesterday")

    assert found == {
        "ticket": ticket.id,
        "service": "household",
        "title": "Household plot certificate",
    }
    assert (today.status_code, hostile.status_code) == (404, 404)


def test_a_registered_complaint_stands_on_its_page(
    context: AppContext, signed_in: SignIn, clock: ManualClock
):
    client, token = signed_in("operator1")
    ticket = context.queue.issue("household").ticket
    body = {
        "text": WORDS,
        "ticket": ticket.id,
        "form": "in_person",
        "language": "ru",
        "person": {"name": PERSON.name, "contact": PERSON.contact},
        "accepted_by": "Омаров Е. Қ.",
        "idempotency_key": "one",
    }

    first = client.post("/api/v1/complaints", json=body, headers={"X-CSRFToken": token})
    again = client.post("/api/v1/complaints", json=body, headers={"X-CSRFToken": token})

    number = first.get_json()["number"]
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.get_json()["number"] == number
    text = text_of(page(client, f"/complaints/{number}?lang=en"))
    assert "K001, 23.11.2026" in text
    assert "Registered by operator1" in text


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_pages_stand_in_every_language(
    supervisor: FlaskClient, complain: Complain, language: str
):
    complaint = complain()

    for address in ("/complaints", "/complaints/new", f"/complaints/{complaint.shown}"):
        text = page(supervisor, f"{address}?lang={language}&theme=contrast")
        shown = text.split('id="page-data"')[0]
        assert f'<html lang="{language}" data-theme="contrast"' in text
        assert "%(" not in shown


def test_answered_complaints_of_long_ago_are_found_by_their_days(
    context: AppContext, supervisor: FlaskClient, complain: Complain, clock: ManualClock
):
    complaint = complain()
    context.queue.feedback.resolve_complaint(
        complaint.number, justified=True, outcome=OUTCOME, actor="supervisor"
    )
    clock.advance(days=100)

    assert rows(page(supervisor, "/complaints?list=answered")) == []
    found = page(supervisor, "/complaints?list=answered&from=2026-11-01&to=2026-11-30")
    assert rows(found) == [complaint.shown]


@settings(deadline=None)
@given(
    days=st.lists(st.dates(date(2001, 1, 1), date(2199, 1, 1)), max_size=2),
    today=st.dates(date(2001, 1, 1), date(2199, 1, 1)),
)
def test_any_days_make_a_range_of_a_year_at_most(days, today):
    args = dict(zip(("from", "to"), (each.isoformat() for each in days), strict=False))
    asked = ComplaintFilter.asked({"list": "answered", **args})

    first, last = asked.days(today)

    assert asked.shown is ComplaintList.ANSWERED
    assert 0 <= (last - first).days <= 366
