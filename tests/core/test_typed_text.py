"""A pasted name loses what nobody sees, keeps what was meant, and names what no paper has."""

from __future__ import annotations

import pytest

from kezek_core.typed_text import cleaned_line, unprintable_sign


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("Серік\u200bова", "Серікова"),
        ("Сері\u00adкова", "Серікова"),
        ("\ufeffСерікова\u200f", "Серікова"),
        ("Серікова\u00a0 Айгүл\t", "Серікова Айгүл"),
        ("O\u02bbktamov", "O'ktamov"),
        ("Da\u02bcur", "Da'ur"),
        ("\u200b\u200b", ""),
    ],
)
def test_a_pasted_name_is_what_was_meant(pasted: str, meant: str) -> None:
    assert cleaned_line(pasted) == meant


@pytest.mark.parametrize("name", ["Əliyev", "ə", "Серікова Айгүл", "O'ktamov", "Müller", "Йосиф"])
def test_a_name_of_our_letters_has_no_sign_to_complain_of(name: str) -> None:
    assert unprintable_sign(name) is None


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("محمد", "م (U+0645)"),
        ("王", "王 (U+738B)"),
        ("a\u0301\u0489", "U+0489"),
        ("x😀", "😀 (U+1F600)"),
    ],
)
def test_a_sign_that_no_paper_has_is_named_with_its_code_point(name: str, sign: str) -> None:
    assert unprintable_sign(name) == sign
