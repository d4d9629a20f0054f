"""The JSON that every answer of the API is spelt in."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.phrases import Phrase
from kezek_kiosk.api.answers import encoded

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(),
    lambda each: st.lists(each, max_size=4) | st.dictionaries(st.text(), each, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_an_answer_is_spelt_as_python_spells_json_without_blanks(value: Any) -> None:
    assert encoded(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def test_no_letter_is_escaped_that_need_not_be() -> None:
    signs = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]

    assert encoded(signs) == json.dumps(signs, ensure_ascii=False, separators=(",", ":"))


def test_a_phrase_is_its_text() -> None:
    assert encoded({"expected": Phrase("a JSON object")}) == '{"expected":"a JSON object"}'


@pytest.mark.parametrize("value", [object(), {None: 1}])
def test_what_json_does_not_know_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        encoded(value)


def test_a_number_that_is_none_is_null() -> None:
    assert encoded({"share": float("nan")}) == '{"share":null}'
