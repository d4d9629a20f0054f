"""The language, the contrast and the words of a page."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kezek_core.texts import LocalText
from kezek_kiosk.web import i18n

MIDNIGHT_UTC = datetime(2026, 3, 23, 20, 30, tzinfo=UTC)
"""Half past one in the morning of 24 March in Almaty."""


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", "2026 ж. 24 наурыз"), ("ru", "24 марта 2026 г."), ("en", "24 March 2026")],
)
def test_a_date_is_written_as_the_language_writes_it(app: Flask, language: str, words: str) -> None:
    with app.test_request_context("/"):
        assert i18n.format_day(date(2026, 3, 24), language) == words


def test_an_instant_is_shown_on_the_offices_day_and_clock(app: Flask) -> None:
    with app.test_request_context("/"):
        assert i18n.format_day(MIDNIGHT_UTC, "ru") == "24 марта 2026 г."
        assert i18n.format_clock(MIDNIGHT_UTC) == "01:30"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (5, 14, "5–14 мин"),
        (5, 5, "около 5 мин"),
        (0, 0, "без ожидания"),
        (None, 5, ""),
        (0, 3, "0–3 мин"),
    ],
)
def test_a_wait_is_a_range_or_nothing(
    app: Flask, low: int | None, high: int | None, words: str
) -> None:
    with app.test_request_context("/"):
        assert i18n.format_wait(low, high, "ru") == words


def test_a_page_is_in_kazakh_until_another_language_is_chosen(anyone: FlaskClient) -> None:
    first = anyone.get("/").get_data(as_text=True)
    chosen = anyone.get("/?lang=ru").get_data(as_text=True)
    later = anyone.get("/").get_data(as_text=True)

    assert '<html lang="kk"' in first
    assert '<html lang="ru"' in chosen
    assert '<html lang="ru"' in later


def test_an_unknown_language_or_theme_changes_nothing(anyone: FlaskClient) -> None:
    page = anyone.get("/?lang=xx&theme=pink").get_data(as_text=True)

    assert '<html lang="kk" data-theme="light"' in page
    assert anyone.get_cookie("kezek_language") is None


def test_high_contrast_stays_chosen(anyone: FlaskClient) -> None:
    anyone.get("/?theme=contrast")

    assert 'data-theme="contrast"' in anyone.get("/papers").get_data(as_text=True)


def test_a_language_link_keeps_the_rest_of_the_address(app: Flask) -> None:
    with app.test_request_context("/supervisor?day=2026-11-23&lang=kk"):
        assert i18n.this_page(lang="ru") == "?day=2026-11-23&lang=ru"


def test_both_languages_stand_kazakh_first_and_a_shared_word_once(app: Flask) -> None:
    with app.test_request_context("/"):
        window, ticket = str(i18n.both("Window")), str(i18n.both("Ticket"))

    assert window == '<span lang="kk">Терезе</span> <span lang="ru">Окно</span>'
    assert ticket == '<span lang="kk">Талон</span>'


def test_texts_for_a_script_keep_their_placeholders(app: Flask) -> None:
    with app.test_request_context("/"):
        texts = i18n.page_texts(["%(low)s–%(high)s min"], ["ru"])

    assert texts == {"ru": {"%(low)s–%(high)s min": "%(low)s–%(high)s мин"}}


def test_a_text_of_the_data_falls_back_to_kazakh(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert i18n.local(LocalText("Талон", "Талон")) == "Талон"
        assert i18n.local({"kk": "Терезе", "en": "Window"}) == "Window"
