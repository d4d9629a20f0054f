"""Text is made fit for paper without losing a letter."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kezek_printers.slips.printable import printable


def test_letters_of_two_code_points_become_one() -> None:
    assert printable("и\u0306") == "й"


def test_blanks_of_all_kinds_become_single_blanks() -> None:
    assert printable(" 1\u00a0234\t567\r\n50 ") == "1 234 567 50"


@given(st.text(max_size=200))
def test_nothing_that_steers_a_printer_or_a_reader_is_left(text: str) -> None:
    clean = printable(text)

    assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in clean)
    assert "₸" not in clean
    assert printable(clean) == clean


@given(st.text("әғқңөұүһіабвг", max_size=50))
def test_kazakh_words_stay_as_they_are(text: str) -> None:
    assert printable(text) == text
