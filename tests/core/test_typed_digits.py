"""Digits are read by the place of their keys, whatever the layout made of them."""

from __future__ import annotations

import pytest

from kezek_core.papers.request_numbers import NoRequestNumberError, digits_of, parse
from kezek_core.typed_digits import digits_meant, ticket_number_meant, without_symbology


@pytest.mark.parametrize(
    "typed",
    ["246802", "әңүқә", "ӘҢҮҚӘ", "2ң6ү0ә", "әң,үқә", "ӘҢ;ҮҚӘ", '";,*)"'],
)
def test_a_row_of_digit_keys_is_read_as_digits(typed: str) -> None:
    meant = {"әңүқә": "24802", "ӘҢҮҚӘ": "24802", '";,*)"': '";,*)"'}

    assert digits_meant(typed) == meant.get(typed, "246802")


@pytest.mark.parametrize(
    ("layout", "row"),
    [("Kazakh", '"әіңғ,.үұқ'), ("Kazakh, Shift", "!ӘІҢҒ;:ҮҰҚ"), ("Russian, Shift", '!"№;%:?*()')],
)
def test_every_key_of_a_row_is_known(layout: str, row: str) -> None:
    assert digits_meant(row) == "1234567890", layout


@pytest.mark.parametrize("password", ["", "қазақ2020", "әже", "Kezek-2026", "парөль!", "12a"])
def test_what_is_no_row_of_digit_keys_stays_as_it_is(password: str) -> None:
    assert digits_meant(password) == password


@pytest.mark.parametrize("read", ["]Q1260000019", "]C0260000019", " 26-000001-9 ", 'ә,қққққ"ұ'])
def test_a_number_is_known_with_a_scanner_s_remark_and_on_the_kazakh_layout(read: str) -> None:
    assert digits_of(read) == "260000019"
    assert parse(read).shown == "26-000001-9"


@pytest.mark.parametrize("read", ["]Q126000001", "Q1260000019", "]Q1", "қолхат"])
def test_what_is_no_number_stays_none(read: str) -> None:
    with pytest.raises(NoRequestNumberError):
        digits_of(read)


def test_a_scanner_s_remark_is_left_out_once() -> None:
    assert without_symbology("]Q1]C0 26") == "]C0 26"
    assert without_symbology("[Q126") == "[Q126"


@pytest.mark.parametrize("typed", ["A015", "а015", "А015", " a015 ", 'А қ"ғ'.replace(" ", "")])
def test_a_ticket_is_found_by_the_letter_people_see(typed: str) -> None:
    assert ticket_number_meant(typed) == "A015"
