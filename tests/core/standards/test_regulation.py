"""A regulation's file: read whole, or refused with every fault in it."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.standards.completeness_check import StepLimit, StepUnit
from kezek_core.standards.regulation import RegulationFileError, parse_regulation

NAME = "regulation.toml"
DOCS = Path(__file__).parents[3] / "docs"
EXAMPLE = (DOCS / "examples" / NAME).read_text(encoding="utf-8")
PAGE = (DOCS / "completeness.md").read_text(encoding="utf-8")
ONE_STEP = """
[regulation]
title = "Анықтама беру"
standard = "kz-mj-2007-287-1"

[[steps]]
title = "Тіркеу"
who = "Инспектор"
amount = 30
unit = "minutes"
"""


def problems_of(text: str) -> dict[str, str]:
    with pytest.raises(RegulationFileError) as refused:
        parse_regulation(text, file_name=NAME)
    return {each.key: str(each) for each in refused.value.problems}


def test_the_example_of_the_manual_is_read_whole():
    regulation = parse_regulation(EXAMPLE, file_name=NAME)

    assert regulation.standard == "kz-mj-2007-287-1"
    assert [each.step.amount for each in regulation.steps] == [
        25, 30, Fraction(1, 2), Fraction(3, 2), Fraction(1, 2),
    ]  # fmt: skip
    assert regulation.steps[0].step.limit is StepLimit.SUBMISSION
    assert regulation.steps[1].step.limit is StepLimit.TERM
    assert all(each.who for each in regulation.steps)


def test_the_manual_shows_a_sound_file_and_every_word_it_may_use():
    (shown,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)

    assert len(parse_regulation(shown, file_name=NAME).steps) == 1
    assert [word for word in (*StepUnit, *StepLimit) if f"`{word}`" not in PAGE] == []


def test_a_byte_order_mark_is_forgiven():
    assert parse_regulation(f"\ufeff{ONE_STEP}", file_name=NAME).title == "Анықтама беру"


def test_every_fault_is_named_with_its_key_what_came_and_what_should():
    text = ONE_STEP.replace('title = "Анықтама беру"', "titel = 3").replace("30", '"30"')
    text = text.replace('"minutes"', '"hours"').replace('who = "Инспектор"', "")

    found = problems_of(text)

    assert set(found) == {
        "regulation.title", "regulation.titel", "steps.1.who", "steps.1.amount", "steps.1.unit",
    }  # fmt: skip
    assert (
        'expected one of these: minutes, working_days, calendar_days, came "hours"'
        in (found["steps.1.unit"])
    )
    assert 'did you mean "title"?' in found["regulation.titel"]
    assert all(re.match(rf"{NAME}:\d+: ", line) for line in found.values())


@pytest.mark.parametrize("amount", ["0", "-1", "0.0", "1e9", "true", '"2"', "nan", "[1]"])
def test_a_step_takes_longer_than_nothing_and_not_for_ever(amount: str):
    found = problems_of(ONE_STEP.replace("= 30", f"= {amount}"))

    assert set(found) == {"steps.1.amount"}
    assert "a number above 0" in found["steps.1.amount"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (ONE_STEP[: ONE_STEP.index("[[steps]]")], "steps"),
        (ONE_STEP.replace("[[steps]]", "[steps]"), "steps"),
        ('steps = []\n[regulation]\ntitle = "x"\nstandard = "y"\n', "steps"),
        ("regulation = 3\n" + ONE_STEP[ONE_STEP.index("[[steps]]") :], "regulation"),
    ],
)
def test_a_regulation_has_a_heading_and_steps(text: str, key: str):
    assert key in problems_of(text)


@pytest.mark.parametrize("text", ["[regulation", "a = 1\na = 2", "\x00", "x = 1" + "0" * 5000])
def test_what_is_no_toml_is_refused_in_words(text: str):
    found = problems_of(text)

    assert "expected well-formed TOML" in found[""]


@given(st.text(max_size=200))
def test_no_text_whatever_breaks_the_reader(text: str):
    with pytest.raises(RegulationFileError):
        parse_regulation(text, file_name=NAME)


@given(st.integers(1, 10_000), st.sampled_from(StepUnit))
def test_a_duration_is_read_to_the_hundredth(hundredths: int, unit: StepUnit):
    text = ONE_STEP.replace("= 30", f"= {hundredths / 100:.2f}").replace("minutes", unit.value)

    read = parse_regulation(text, file_name=NAME)

    assert read.steps[0].step.amount == Fraction(hundredths, 100)
