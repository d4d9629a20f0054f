"""The hall board's page and sounds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from kezek_hardware import SilentVoice
from kezek_kiosk.app import create_app
from kezek_kiosk.web.context import AppContext


def test_the_board_is_dark_and_speaks_kazakh_before_russian(anyone: FlaskClient) -> None:
    page = anyone.get("/board").get_data(as_text=True)

    assert 'data-theme="board"' in page
    assert page.index("Терезе") < page.index("Окно")


def test_the_chime_is_a_sound_that_browsers_keep(anyone: FlaskClient) -> None:
    answer = anyone.get("/board/chime.wav")

    assert answer.mimetype == "audio/wav"
    assert answer.data.startswith(b"RIFF")
    assert "max-age" in answer.headers["Cache-Control"]


def test_a_call_is_spoken_in_the_language_asked_for(context: AppContext) -> None:
    voice = SilentVoice()
    browser = create_app(replace(context, voice=voice)).test_client()

    kazakh = browser.get("/board/voice/kk/A015/3.wav")
    russian = browser.get("/board/voice/ru/A015/3.wav")

    assert (kazakh.status_code, russian.status_code) == (200, 200)
    assert [language for _, language in voice.spoken] == ["kk", "ru"]
    assert "Үшінші терезеге келіңіз" in voice.spoken[0][0]


@pytest.mark.parametrize(
    "call", ["xx/A015/3", "kk/A015/99", "kk/nonsense/3", "kk/A0155/3", "kk/A015/0"]
)
def test_a_call_that_nobody_can_make_is_not_found(context: AppContext, call: str) -> None:
    browser = create_app(replace(context, voice=SilentVoice())).test_client()

    assert browser.get(f"/board/voice/{call}.wav").status_code == 404


def test_a_flood_of_sentences_is_refused_before_anything_is_spoken(context: AppContext) -> None:
    voice = SilentVoice()
    limits = replace(context.settings.limits, voices_per_minute=3)
    few = replace(context, voice=voice, settings=replace(context.settings, limits=limits))
    browser = create_app(few).test_client()

    answers = [browser.get(f"/board/voice/kk/A{n:03d}/3.wav").status_code for n in range(1, 6)]

    assert answers == [200, 200, 200, 429, 429]
    assert len(voice.spoken) == 3


@pytest.mark.parametrize("voice", [None, SilentVoice(broken=True)])
def test_a_missing_or_broken_voice_leaves_the_board_silent(
    context: AppContext, voice: SilentVoice | None
) -> None:
    browser = create_app(replace(context, voice=voice)).test_client()

    assert browser.get("/board/voice/kk/A015/3.wav").status_code == 404
    assert browser.get("/board").status_code == 200


def test_the_board_names_the_office_in_kazakh_and_russian(anyone: FlaskClient) -> None:
    page = anyone.get("/board").get_data(as_text=True)

    assert '<span lang="kk">«Кезек» халыққа қызмет көрсету орталығы (демо)</span>' in page
    assert '<span lang="ru">Центр обслуживания населения «Кезек» (демо)</span>' in page
