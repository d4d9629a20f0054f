"""A screen that is read aloud says tickets and windows as the hall calls them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_hardware import announcement, spoken_number, spoken_text


@pytest.mark.parametrize(
    ("text", "language", "spoken"),
    [
        ("Сіздің нөміріңіз. C011.", "kk", "Сіздің нөміріңіз. эс он бір."),
        ("Ваш номер. C011.", "ru", "Ваш номер. эс одиннадцать."),
        ("Your number. H120.", "en", "Your number. H one hundred twenty."),
        (
            "Сізді шақырып тұр: 3-терезеге келіңіз",
            "kk",
            "Сізді шақырып тұр: үшінші терезеге келіңіз",
        ),
        (
            "Вас вызывают: пройдите к окну 12",
            "ru",
            "Вас вызывают: пройдите к окну номер двенадцать",
        ),
        ("go to window 3", "en", "go to window three"),
        ("26-000001-9", "ru", "два шесть, ноль ноль ноль ноль ноль один, девять"),
        ("35–47 мин, 2026 ж. 24 наурыз", "kk", "35–47 мин, 2026 ж. 24 наурыз"),
        ("C011", "de", "C011"),
    ],
)
def test_numbers_of_a_screen_are_said_as_in_the_hall(text: str, language: str, spoken: str) -> None:
    assert spoken_text(text, language) == spoken


@given(st.sampled_from("AEKMHPCT"), st.integers(1, 999), st.sampled_from(["kk", "ru", "en"]))
def test_the_glass_and_the_hall_never_differ(letter: str, count: int, language: str) -> None:
    number = f"{letter}{count:03d}"

    spoken = spoken_text(f"{number}.", language)

    assert spoken == f"{spoken_number(number, language)}."
    assert spoken_number(number, language) in announcement(number, 1, language)
