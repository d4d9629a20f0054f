"""Which letters a text for paper may have."""

from __future__ import annotations

import pytest

from kezek_core.typed_text import unprintable_sign


@pytest.mark.parametrize(
    "text",
    [
        "Әбдіғұлова Өміржан Қаңтарқызы, Һүснұр",
        "ӘәҒғҚқҢңӨөҰұҮүҺһІі",
        "О’Нил «Ақ жол» ЖШС № 5 — 8 (701) 000-00-00, a@b.kz",
        "Müller-Şahin Žižek",
        "И\u0306ықов",
        "865 ₸",
        "",
    ],
)
def test_names_as_people_write_them_here_fit_paper(text: str):
    assert unprintable_sign(text) is None


@pytest.mark.parametrize(
    "text",
    ["李明", "مرحبا", "אבג", "😀", "ﷺ", "a\u202eb", "a\u200bb", "a\nb", "a\u2028b", "Ж\u0489"],
)
def test_what_no_printer_has_does_not_fit_paper(text: str):
    assert unprintable_sign(text)
