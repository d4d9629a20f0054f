"""Request numbers: a slip of the hand never leads to another person's papers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.papers.request_numbers import (
    CheckDigitError,
    NoRequestNumberError,
    NumbersUsedUpError,
    RequestNumber,
    check_digit,
    parse,
)

numbers = st.builds(RequestNumber, st.integers(0, 99), st.integers(1, 999_999))


def test_the_check_digit_is_that_of_the_published_example():
    assert check_digit("572") == 4
    assert check_digit("5724") == 0


def test_a_number_is_shown_in_three_groups():
    number = RequestNumber(26, 123)

    assert number.shown == f"26-000123-{check_digit('26000123')}"
    assert number.stored == number.shown.replace("-", "")


@given(numbers)
def test_a_number_is_read_back_however_it_is_typed(number):
    typed = number.shown

    for text in (typed, number.stored, typed.replace("-", " "), typed.replace("-", " – ")):
        assert parse(text) == number


@given(numbers, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_refused(number, place, by):
    digits = list(number.stored)
    digits[place] = str((int(digits[place]) + by) % 10)

    with pytest.raises(CheckDigitError, match="type it again"):
        parse("".join(digits))


@given(numbers, st.integers(0, 7))
def test_two_swapped_neighbours_are_always_refused(number, place):
    digits = list(number.stored)
    if digits[place] == digits[place + 1]:
        return
    digits[place], digits[place + 1] = digits[place + 1], digits[place]

    with pytest.raises(CheckDigitError):
        parse("".join(digits))


@pytest.mark.parametrize(
    "text", ["", "26-000123", "26-000123-44", "A015", "٢٦٠٠٠١٢٣٤", "26/000123/4", "²60001234"]
)
def test_what_is_no_number_is_refused_with_what_to_do(text):
    with pytest.raises(NoRequestNumberError, match="scan the receipt's code") as caught:
        parse(text)

    assert not isinstance(caught.value, CheckDigitError)


def test_the_number_nought_is_nobodys_even_where_its_digit_fits():
    with pytest.raises(CheckDigitError):
        parse(f"26000000{check_digit('26000000')}")


@pytest.mark.parametrize("count", [0, 1_000_000])
def test_a_year_has_a_million_numbers_less_one(count):
    with pytest.raises(NumbersUsedUpError):
        RequestNumber(26, count)


def test_a_whole_year_is_none():
    with pytest.raises(NoRequestNumberError, match="year % 100"):
        RequestNumber(2026, 1)
