"""What the hall hears."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_hardware.sound.announcement import announcement
from kezek_hardware.sound.numerals import cardinal, kazakh_ordinal


@pytest.mark.parametrize(
    ("number", "window", "language", "sentence"),
    [
        ("A015", 3, "kk", "Талон а он бес. Үшінші терезеге келіңіз."),
        ("A015", 3, "ru", "Талон а пятнадцать. Пройдите к окну номер три."),
        ("A015", 3, "en", "Ticket A fifteen. Please come to window three."),
        ("P120", 20, "kk", "Талон эр жүз жиырма. Жиырмасыншы терезеге келіңіз."),
        (
            "H999",
            41,
            "ru",
            "Талон эн девятьсот девяносто девять. Пройдите к окну номер сорок один.",
        ),
        ("C007", 10, "kk", "Талон эс жеті. Оныншы терезеге келіңіз."),
        ("T200", 99, "kk", "Талон тэ екі жүз. Тоқсан тоғызыншы терезеге келіңіз."),
    ],
)
def test_a_call_is_spoken_with_the_right_numerals(
    number: str, window: int, language: str, sentence: str
) -> None:
    assert announcement(number, window, language) == sentence


@pytest.mark.parametrize(
    ("number", "ordinal"),
    [
        *[(1, "бірінші"), (2, "екінші"), (4, "төртінші"), (5, "бесінші"), (6, "алтыншы")],
        *[(7, "жетінші"), (8, "сегізінші"), (9, "тоғызыншы"), (11, "он бірінші")],
        *[(20, "жиырмасыншы"), (30, "отызыншы"), (40, "қырқыншы"), (50, "елуінші")],
        *[(60, "алпысыншы"), (70, "жетпісінші"), (80, "сексенінші"), (90, "тоқсаныншы")],
        *[(46, "қырық алтыншы"), (99, "тоқсан тоғызыншы")],
    ],
)
def test_kazakh_ordinals_follow_vowel_harmony(number: int, ordinal: str) -> None:
    assert kazakh_ordinal(number) == ordinal


@given(st.integers(0, 999), st.sampled_from(["kk", "ru", "en"]))
def test_no_two_numbers_sound_alike(number: int, language: str) -> None:
    others = {cardinal(other, language) for other in range(1000) if other != number}

    assert cardinal(number, language) not in others


@pytest.mark.parametrize(
    ("number", "window", "language"),
    [
        ("015", 3, "kk"),
        ("AB1", 3, "kk"),
        ("A015", 0, "kk"),
        ("A015", 100, "ru"),
        ("A1", 1, "de"),
        ("N015", 1, "ky"),
    ],
)
def test_what_cannot_be_spoken_is_refused(number: str, window: int, language: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        announcement(number, window, language)
