"""Sentences for refusals: complete in three languages, and they say what to do."""

from __future__ import annotations

import re
import string
from datetime import date

import pytest
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from kezek_core import extras
from kezek_core.dates import short_date
from kezek_core.errors import KezekError
from kezek_core.texts import SHIPPED as LANGUAGES
from kezek_kiosk import errors as kiosk_errors
from kezek_kiosk.web.catalogue import TRANSLATIONS
from kezek_kiosk.web.error_messages import SENTENCES, STATE_WORDS, STATUSES
from kezek_kiosk.web.problems import error_sentence, status_of, translations
from kezek_queue import errors as queue_errors

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
MSGIDS = [
    *(msgid for each in SENTENCES.values() for msgid in each),
    *STATE_WORDS.values(),
]
KAZAKH_ONLY = set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")


def _codes(module: object) -> set[str]:
    kinds = [each for each in vars(module).values() if isinstance(each, type)]
    leaves = [kind for kind in kinds if issubclass(kind, KezekError) and not kind.__subclasses__()]
    return {kind.code for kind in leaves}


@pytest.mark.parametrize(
    "module", [kiosk_errors, queue_errors, extras], ids=["kiosk", "queue", "libraries"]
)
def test_every_error_of_the_server_has_a_sentence(module: object) -> None:
    assert _codes(module) - set(SENTENCES) == set()


def test_every_status_belongs_to_a_sentence() -> None:
    assert set(STATUSES) - set(SENTENCES) == set()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_catalogue_is_complete_and_keeps_the_facts(language: str) -> None:
    with (TRANSLATIONS / "errors" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        messages = {message.id: message.string for message in read_po(file) if message.id}

    assert set(messages) == set(MSGIDS)
    for msgid, translated in messages.items():
        assert translated, msgid
        assert sorted(PLACEHOLDER.findall(translated)) == sorted(PLACEHOLDER.findall(msgid))


def test_kazakh_is_kazakh_and_russian_has_no_kazakh_letter() -> None:
    kazakh, russian = translations("kk"), translations("ru")

    for msgid in MSGIDS:
        assert not set(russian.gettext(msgid)) & KAZAKH_ONLY, msgid
        if len(msgid) > 40:
            assert set(kazakh.gettext(msgid)) & KAZAKH_ONLY, msgid


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_stands_without_any_fact_and_is_a_sentence(code: str, language: str) -> None:
    sentence = error_sentence(code, language, {})

    assert sentence.endswith(".")
    assert "%" not in sentence
    assert sentence[0] in string.ascii_uppercase or sentence[0].isupper()


def test_a_closed_office_tells_office_time() -> None:
    facts = {"opens_at": "2026-11-24T04:00:00+00:00"}

    assert error_sentence("office_closed", "kk", facts) == (
        "Мекеме қазір жабық. Ашылатын уақыты: 24.11.2026 09:00."
    )
    assert error_sentence("office_closed", "en", facts) == (
        "The office is closed now. It opens: 24.11.2026 09:00."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_tells_a_day_as_the_pages_do(language: str) -> None:
    sentence = error_sentence("not_allowed_by_standard", language, {"due_on": "2026-11-04"})

    assert f" {short_date(date(2026, 11, 4))}" in sentence


@pytest.mark.parametrize("opens_at", [None, "", "soon", 7, "2026-11-24T04:00:00"])
def test_an_unknown_opening_is_not_guessed(opens_at: object) -> None:
    sentence = error_sentence("office_closed", "en", {"opens_at": opens_at})

    assert sentence == "The office is closed now. The opening hours are at the entrance."


def test_an_error_brings_its_own_facts() -> None:
    error = kiosk_errors.SignInDelayedError("later", wait_seconds=8)

    assert error_sentence(error, "ru").endswith("Повторите через 8 с.")


def test_an_unknown_code_is_a_failure_and_an_unknown_language_is_kazakh() -> None:
    assert error_sentence("whatever", "de") == error_sentence("failure", "kk", {})
    assert status_of("whatever") == 500


def test_the_type_of_a_problem_leads_to_a_page_that_explains_it(anyone: FlaskClient) -> None:
    refused = anyone.get("/api/v1/tickets/unknown").json

    with anyone.get(refused["type"]) as page, anyone.get("/problems/nothing") as nothing:
        assert page.status_code == 200
        assert error_sentence("unknown_ticket", "kk", {}) in page.get_data(as_text=True)
        assert nothing.status_code == 404


def test_facts_cannot_break_a_sentence() -> None:
    facts = {"number": "%(state)s %d", "state": "called"}

    assert "%(state)s %d" in error_sentence("wrong_state", "en", facts)


@pytest.mark.parametrize(
    ("language", "begins"),
    [
        ("kk", "م (U+0645) таңбасын қағазға басып шығару мүмкін емес."),
        ("ru", "Знак م (U+0645) нельзя напечатать на бумаге."),
        ("en", "The sign م (U+0645) cannot be printed on paper."),
    ],
)
def test_a_sign_that_no_paper_has_is_named_in_the_reader_s_language(
    language: str, begins: str
) -> None:
    facts = {"field": "name", "sign": "م (U+0645)"}

    assert error_sentence("person_needed", language, facts).startswith(begins)
