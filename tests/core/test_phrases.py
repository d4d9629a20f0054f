"""Phrases: English for whoever asks nothing, another language for whoever brings one."""

from __future__ import annotations

import pytest

from kezek_core.errors import KezekError
from kezek_core.phrases import Phrase, list_of, message_of, number_from, one_of, said, whole_from

RUSSIAN = {
    "%(form)s, without quotes": "%(form)s, без кавычек",
    "a whole number from %(least)s to %(most)s": "целое число от %(least)s до %(most)s",
}


def _russian(msgid: str) -> str:
    return RUSSIAN.get(msgid, msgid)


@pytest.mark.parametrize(
    ("phrase", "english"),
    [
        (whole_from(1, 9), "a whole number from 1 to 9"),
        (number_from("0.5", 2), "a number from 0.5 to 2"),
        (one_of(["kk", "ru", 3]), "one of these: kk, ru, 3"),
        (list_of(2), "a list of 2"),
    ],
)
def test_a_phrase_is_its_english_text(phrase: Phrase, english: str) -> None:
    assert phrase == english


def test_a_phrase_within_a_phrase_is_said_in_the_same_language() -> None:
    phrase = Phrase("%(form)s, without quotes", form=whole_from(1, 9))

    assert said(phrase, _russian) == "целое число от 1 до 9, без кавычек"
    assert said("a name", _russian) == "a name"


def test_a_per_cent_sign_of_a_fact_is_no_place_for_another_one() -> None:
    assert said(one_of(["%(least)s", "100 %"]), _russian) == "one of these: %(least)s, 100 %"


def test_an_error_is_told_as_its_phrase_and_logged_in_english() -> None:
    error = KezekError(whole_from(1, 9))

    assert error.message(_russian) == "целое число от 1 до 9"
    assert str(error) == error.message() == "a whole number from 1 to 9"


@pytest.mark.parametrize(
    ("error", "english"),
    [
        (KezekError("plain"), "plain"),
        (KezekError(), ""),
        (OSError(2, "No such file", "a.toml"), "[Errno 2] No such file: 'a.toml'"),
    ],
)
def test_an_error_without_a_phrase_says_what_it_always_said(error: Exception, english: str) -> None:
    assert message_of(error) == english
