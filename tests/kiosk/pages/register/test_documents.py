"""Documents at the window: what the form asks of whom, and that the API takes what it sends."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from kezek_core.standards import source_words
from kezek_core.tickets import Stage
from kezek_kiosk.web.context import AppContext
from kezek_queue import Person

SignIn = Callable[..., tuple[FlaskClient, str]]
FORM = "/api/pages/documents"
PERSON = Person("Серікова Айгүл Болатқызы", None, "8 701 000 00 00")
OFFICE = {"documents": {"application": 1, "military_id": 1, "identity_card_copy": 1}}


@pytest.fixture
def opened(context: AppContext, signed_in: SignIn) -> Callable[..., dict[str, Any]]:
    """Opens the form for a visitor of a service at a window, in English."""

    def open_form(service: str, window: int, **more: Any) -> dict[str, Any]:
        ticket = at_window(context, service, window, **more)
        browser, csrf = signed_in(f"operator{window}")
        browser.get("/operator?lang=en")
        answer = browser.get(FORM, query_string={"ticket": ticket})
        assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
        return {**answer.get_json(), "browser": browser, "csrf": csrf, "ticket": ticket}

    return open_form


def at_window(context: AppContext, service: str, window: int, **more: Any) -> str:
    ticket = context.queue.issue(service, **more).ticket
    context.queue.call_next(window, actor=f"operator{window}")
    context.queue.start(window, actor=f"operator{window}")
    return ticket.id


def words_of(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


def names_in(markup: str) -> list[str]:
    return re.findall(r'name="([a-z_]+)"', markup)


def test_required_documents_come_first_and_are_marked_in_words(opened):
    form = opened("minors-assets", 3)

    order = re.findall(r'data-document="(\w+)"', form["markup"])
    words = words_of(form["markup"])

    assert order[:1] == form["data"]["required"] == ["application"]
    assert order[1:5] == [
        "death_certificate",
        "deposit_document",
        "vehicle_certificate",
        "inheritance_certificate",
    ]
    assert words.index("Required of everybody") < words.index("Only under a condition")
    assert "If the certificate is for the police" in words


def test_what_the_state_holds_comes_last_can_be_ticked_and_is_never_due(opened):
    # resolution 1119, minors' assets standard, item 11.1
    form = opened("minors-assets", 3)
    markup = form["markup"]
    held = [
        "identity_document",
        "birth_certificate",
        "marriage_certificate",
        "divorce_certificate",
        "form_4_certificate",
    ]

    assert re.findall(r'data-document="(\w+)"', markup)[5:] == held
    assert set(re.findall(r'name="applies" value="(\w+)"', markup)).isdisjoint(held)
    assert set(form["data"]["titles"]).isdisjoint(held)
    assert "If the marriage took place before 2008" in words_of(markup)
    assert words_of(markup).index("Only under a condition") < words_of(markup).index(
        "The authority has these data"
    )


def test_what_stands_instead_of_a_document_is_right_below_it(opened):
    # order 3, criminal record standard, item 12
    form = opened("criminal-record", 1)

    assert re.findall(r'data-document="(\w+)"', form["markup"]) == [
        "application",
        "identity_document",
        "birth_certificate",
        "power_of_attorney",
    ]
    assert form["data"]["required"] == ["application", "identity_document"]
    assert form["data"]["instead"] == {"birth_certificate": "identity_document"}
    assert "or instead Birth certificate" in words_of(form["markup"])


@pytest.mark.parametrize(
    ("service", "window", "asked"),
    [
        ("military-service", 1, set()),
        ("privileged", 1, set()),
        ("household", 2, set()),
        ("guardianship", 3, {"name", "contacts"}),
        ("minors-assets", 3, {"name", "contacts"}),
        ("criminal-record", 1, set()),
    ],
)
def test_the_form_asks_for_a_person_only_where_the_receipt_states_one(
    opened, service: str, window: int, asked: set[str]
):
    form = opened(service, window)

    assert {"name", "contacts"} & set(names_in(form["markup"])) == asked
    assert "paid_on" not in names_in(form["markup"])


def test_a_name_for_the_refusal_receipt_is_said_to_be_optional(opened):
    form = opened("household", 2)

    assert re.search(r"Name on the refusal receipt\s+optional", words_of(form["markup"]))


def test_the_duty_of_every_payment_day_is_in_whole_tenge(opened):
    form = opened("apostille", 2)
    duties = {tuple(span[:2]): span[2] for span in form["data"]["duties"]}

    assert duties["2026-01-01", "2026-12-31"] == 865
    assert duties["2020-04-01", "2020-12-31"] == 556
    assert all(isinstance(tenge, int) for tenge in duties.values())
    assert form["data"]["today"] == "2026-11-23"
    assert max(last for _, last in duties) < "2027"


def test_the_receipt_s_language_is_the_visitor_s_until_the_operator_chooses(opened):
    form = opened("military-service", 1, language="ru")

    assert re.search(r'value="ru" checked', form["markup"])
    assert not re.search(r'value="kk" checked', form["markup"])


def test_the_due_day_is_told_before_anything_is_taken(opened):
    assert "26 November 2026" in words_of(opened("military-service", 1)["markup"])


def test_every_opening_has_a_key_of_its_own(opened, context: AppContext):
    form = opened("military-service", 1)

    again = form["browser"].get(FORM, query_string={"ticket": form["ticket"]}).get_json()

    assert again["data"]["key"] != form["data"]["key"]


def test_the_key_of_a_form_makes_a_second_hand_in_harmless(opened, context: AppContext):
    form = opened("military-service", 1)
    body = {
        "service": form["data"]["service"],
        "ticket": form["ticket"],
        "window": 1,
        "language": "kk",
        "person": None,
        **OFFICE,
        "applies": [],
        "inspector": "Омаров Е. Қ.",
        "paid_on": None,
        "idempotency_key": form["data"]["key"],
    }
    headers = {"X-CSRFToken": form["csrf"]}

    first = form["browser"].post("/api/v1/requests", json=body, headers=headers)
    second = form["browser"].post("/api/v1/requests", json=body, headers=headers)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json()["request"]["number"] == second.get_json()["request"]["number"]
    assert len(context.queue.register.find(first_day=date(2026, 11, 23))) == 1


def test_the_confirmation_has_number_due_day_in_words_and_the_act(
    opened, context: AppContext, hand_in: Callable[..., str]
):
    browser = opened("military-service", 1)["browser"]
    number = hand_in()

    page = browser.get(f"{FORM}/accepted", query_string={"number": number}).get_json()
    words = words_of(page["markup"])

    assert context.queue.register.get(number).shown in words
    assert "26 November 2026 Thursday" in words
    assert "order 287, annex 1, item 15" in words
    assert "The receipt is being printed" in words


def test_the_confirmation_of_a_refusal_names_what_is_missing_and_the_rules(opened):
    form = opened("minors-assets", 3)
    asked = [("ticket", form["ticket"]), ("missing", "death_certificate")]

    page = form["browser"].get(f"{FORM}/refused", query_string=asked).get_json()
    words = words_of(page["markup"])

    assert "Death certificate" in words
    assert "Proof of the bank deposit" not in words
    assert "Rules No. 126 of 2014, annex 3" in words
    assert "two copies" in words


def test_a_linked_ticket_shows_its_ready_request_at_once(
    context: AppContext, signed_in: SignIn, hand_in: Callable[..., str]
):
    number = hand_in("ready")
    ticket = context.queue.register.pick_up_ticket(number).ticket
    context.queue.call_next(1, actor="operator1")
    browser, _ = signed_in("operator1")
    browser.get("/operator?lang=en")

    form = browser.get(FORM, query_string={"ticket": ticket.id}).get_json()

    assert form["kind"] == "pick_up"
    assert 'data-documents="issue"' in form["markup"]
    assert 'data-expected="ready"' in form["markup"]
    assert f'href="/register/{number}"' in form["markup"]
    assert "Ready since 23 November 2026" in words_of(form["markup"])


def test_a_ticket_that_nobody_linked_asks_for_the_number(opened):
    form = opened("military-service", 1, stage=Stage.PICKUP)

    assert form["kind"] == "pick_up"
    assert 'id="find-number"' in form["markup"]
    assert "data-request-state" not in form["markup"]


def test_a_request_that_is_not_ready_says_where_it_stands_and_when_it_is_due(
    opened, hand_in: Callable[..., str]
):
    browser = opened("military-service", 1)["browser"]
    number = hand_in("send")

    page = browser.get(f"{FORM}/request", query_string={"number": number}).get_json()
    words = words_of(page["markup"])

    assert "the papers are with the authority" in words
    assert "The result is due 26 November 2026" in words
    assert 'data-documents="issue"' not in page["markup"]


def test_a_mistyped_number_says_what_to_do(opened):
    browser = opened("military-service", 1)["browser"]

    answer = browser.get(
        f"{FORM}/request",
        query_string={"number": "260000018"},
        headers={"Accept-Language": "en"},
    )

    assert answer.status_code == 422
    assert "Compare it with the receipt" in answer.get_json()["detail"]


def test_an_operator_opens_no_form_of_another_window(context: AppContext, signed_in: SignIn):
    ticket = at_window(context, "guardianship", 3)
    browser, _ = signed_in("operator1")

    answer = browser.get(FORM, query_string={"ticket": ticket})

    assert answer.status_code == 403
    assert answer.get_json()["code"] == "other_window"


def test_nobody_without_a_session_gets_a_form(anyone: FlaskClient):
    assert anyone.get(FORM, query_string={"ticket": "x"}).status_code == 401


def test_a_form_is_kept_in_no_cache(opened, context: AppContext):
    form = opened("guardianship", 3)

    answer = form["browser"].get(FORM, query_string={"ticket": form["ticket"]})

    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("source", "kk", "ru"),
    [
        (
            "order 3, apostille standard, items 12 to 14 and 16",
            "№\u00a03 бұйрықтың апостиль стандартының 12–14 және 16-тармақтары",
            "приказ №\u00a03, стандарт об апостиле, пункты 12–14 и 16",
        ),
        (
            "order 3, criminal record standard, items 12 and 13",
            "№\u00a03 бұйрықтың соттылық туралы стандартының 12 және 13-тармақтары",
            "приказ №\u00a03, стандарт о справке о судимости, пункты 12 и 13",
        ),
    ],
)
def test_a_source_of_several_items_is_told_in_the_page_s_language(source: str, kk: str, ru: str):
    assert source_words(source, "kk") == kk
    assert source_words(source, "ru") == ru
