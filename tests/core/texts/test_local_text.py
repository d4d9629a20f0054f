"""Words in three languages: Kazakh is never missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.texts.languages import SHIPPED as LANGUAGES
from kezek_core.texts.local_text import LocalText

WINDOW = LocalText("терезе", "окно", "window")


@pytest.mark.parametrize(("language", "word"), [("kk", "терезе"), ("ru", "окно"), ("en", "window")])
def test_a_text_is_given_in_the_language_asked_for(language, word):
    assert WINDOW.in_language(language) == word


def test_kazakh_stands_in_for_a_missing_language():
    assert LocalText("терезе").in_language("ru") == "терезе"
    assert LocalText("терезе", ru="").in_language("ru") == "терезе"


@pytest.mark.parametrize("language", ["de", "", "to_json", "__class__", "in_language"])
def test_a_language_we_do_not_have_gives_kazakh_whatever_its_name(language):
    assert WINDOW.in_language(language) == "терезе"


def test_kazakh_comes_first():
    assert LANGUAGES[0] == "kk"
    assert list(WINDOW.to_json()) == list(LANGUAGES)


@given(st.text(min_size=1), st.none() | st.text(), st.none() | st.text())
def test_a_text_survives_its_json(kk, ru, en):
    text = LocalText(kk, ru, en)

    assert LocalText.from_json(text.to_json()) == text
