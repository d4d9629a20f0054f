"""Rows 1.1 to 5.1: values by hand, norms from the standards, and nothing guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.standards.words import INDICATOR_CODES
from kezek_core.waits.indicator_words import GROUPS, INDICATORS, REASONS, NotMeasured
from kezek_core.waits.indicators import (
    FIELD_OF,
    FORMULA,
    CountError,
    Counts,
    Share,
    indicator_table,
)
from kezek_queue.office.standard_library import StandardLibrary

LIBRARY = StandardLibrary.load(None)
CENTRE = LIBRARY.get("kz-mj-2007-287-1")
ARYS = LIBRARY.get("kz-arys-2007-1122-akdala-household")
PROSECUTOR = LIBRARY.get("kz-gp-2008-3-apostille")
GUARDIANSHIP = LIBRARY.get("kz-gov-2012-1119-guardianship")

MONTH = Counts(
    queue=Share(171, 190),
    process=Share(45, 60),
    information=Share(40, 64),
    justified=Share(1, 400),
    resolved=Share(1, 1),
    procedure=Share(7, 8),
    term=Share(0, 3),
    politeness=Share(60, 60),
    timely=Share(95, 100),
    drawn_up=Share(2, 3),
    first_time=Share(4, 5),
)


def shares(largest: int = 500) -> st.SearchStrategy[Share]:
    """A part of a whole, both of them anything down to nothing."""
    return st.integers(0, largest).flatmap(
        lambda whole: st.integers(0, whole).map(lambda part: Share(part, whole))
    )


counts = st.builds(
    Counts,
    **{
        name: st.none() | shares() if name in ("timely", "drawn_up", "first_time") else shares()
        for name in FIELD_OF.values()
    },
)


def test_every_value_is_the_one_worked_out_by_hand():
    table = indicator_table(MONTH, [CENTRE])

    assert {row.code: row.percent for row in table.rows} == {
        "1.1": Decimal(95),
        "1.2": Decimal(90),
        "2.1": Decimal(75),
        "2.2": Decimal(200) / 3,
        "3.1": Decimal("62.5"),
        "3.2": Decimal(80),
        "3.3": None,
        "4.1": Decimal("0.25"),
        "4.2": Decimal(100),
        "4.3": Decimal("87.5"),
        "4.4": Decimal(0),
        "5.1": Decimal(100),
    }
    assert (table.row("1.2").numerator, table.row("1.2").denominator) == (171, 190)
    assert table.formula == FORMULA == "indicators/1"


@pytest.mark.parametrize(
    ("standard", "expected"),
    [
        (CENTRE, ("95", "80", None)),
        (ARYS, ("95", "80", "75")),
        (PROSECUTOR, (None, None, None)),
        (GUARDIANSHIP, (None, None, None)),
    ],
    ids=lambda each: getattr(each, "id", None),
)
def test_norm_target_and_last_value_are_those_of_the_act(standard, expected):
    row = indicator_table(Counts(), [standard]).row("1.1")

    figures = tuple(
        None if each is None else str(each) for each in (row.norm, row.target, row.last)
    )

    assert figures == expected


@pytest.mark.parametrize("standard_id", LIBRARY.ids())
def test_every_standard_gets_the_twelve_rows_with_its_own_norms(standard_id):
    standard = LIBRARY.get(standard_id)

    table = indicator_table(MONTH, [standard])

    assert tuple(row.code for row in table.rows) == INDICATOR_CODES
    assert {row.code: row.norm for row in table.rows if row.norm is not None} == {
        code: each.norm for code, each in standard.indicators.items()
    }
    assert all(row.source for row in table.rows if row.norm is not None)
    assert not any(row.norms_differ for row in table.rows)


def test_nothing_to_count_is_not_measured_and_neither_0_nor_100():
    table = indicator_table(Counts(), [CENTRE])

    assert {row.percent for row in table.rows} == {None}
    reasons = {row.code: row.not_measured for row in table.rows}
    assert reasons["2.1"] is NotMeasured.NO_CASES
    assert reasons["1.1"] is NotMeasured.NO_REGISTER
    assert reasons["3.3"] is NotMeasured.NOT_KEPT
    assert all(row.reason.kk and row.meets_norm is None for row in table.rows)


def test_what_is_not_kept_has_no_counts_and_what_is_empty_has_noughts():
    table = indicator_table(Counts(timely=Share()), [CENTRE])

    assert (table.row("3.3").numerator, table.row("3.3").denominator) == (None, None)
    assert (table.row("1.1").numerator, table.row("1.1").denominator) == (0, 0)
    assert table.row("1.1").not_measured is NotMeasured.NO_CASES


@pytest.mark.parametrize(
    ("code", "part", "whole", "norm", "target"),
    [
        ("1.2", 90, 100, True, True),
        ("1.2", 8999, 10000, False, True),
        ("1.2", 49, 100, False, False),
        ("4.1", 1, 1000, True, True),
        ("4.1", 3, 1000, False, True),
        ("4.1", 4, 1000, False, False),
    ],
)
def test_complaints_should_be_few_and_everything_else_much(code, part, whole, norm, target):
    counted = Counts(**{FIELD_OF[code]: Share(part, whole)})

    row = indicator_table(counted, [CENTRE]).row(code)

    assert (row.meets_norm, row.meets_target) == (norm, target)


def test_norms_of_a_whole_office_are_shown_only_where_its_standards_agree():
    table = indicator_table(MONTH, [CENTRE, ARYS, GUARDIANSHIP])

    assert (table.row("1.1").norm, table.row("1.1").norms_differ) == (Decimal(95), False)
    assert (table.row("4.3").norm, table.row("4.3").target) == (None, None)
    assert table.row("4.3").norms_differ
    assert table.row("4.3").percent == Decimal("87.5")
    assert table.standards == (CENTRE.id, ARYS.id, GUARDIANSHIP.id)


def test_one_standard_given_twice_is_one():
    assert indicator_table(MONTH, [CENTRE, CENTRE]) == indicator_table(MONTH, [CENTRE])


def test_row_1_2_remarks_that_it_counts_40_minutes_whatever_the_limit():
    assert "40 minutes" in indicator_table(MONTH, [CENTRE]).row("1.2").note
    assert "40 minutes" in indicator_table(MONTH, [PROSECUTOR]).row("1.2").note


def test_every_row_has_its_words_in_three_languages():
    texts = [words.title for words in INDICATORS] + [words.formula for words in INDICATORS]
    texts += [*GROUPS.values(), *REASONS.values()]

    assert all(all(text.to_json().values()) for text in texts)
    assert tuple(words.code for words in INDICATORS) == INDICATOR_CODES
    assert {words.code for words in INDICATORS if words.at_most} == {"4.1"}
    assert INDICATORS[0].group.in_language("ru") == "Своевременность"


@pytest.mark.parametrize(("part", "whole"), [(-1, 3), (0, -1)])
def test_counts_below_nothing_are_refused(part, whole):
    with pytest.raises(CountError, match="0 or more"):
        Share(part, whole)


def test_more_satisfied_than_answered_is_refused_but_complaints_may_outnumber_the_served():
    with pytest.raises(CountError, match="process"):
        Counts(process=Share(3, 2))

    assert Counts(justified=Share(1, 0)).justified.percent is None


def test_an_unknown_row_is_refused_with_the_known_ones():
    with pytest.raises(CountError, match=r"1\.1.*5\.1.*'6\.1'"):
        indicator_table(MONTH, []).row("6.1")


def test_the_table_as_plain_values():
    row = indicator_table(MONTH, [ARYS]).to_json()["rows"][1]

    assert row["code"] == "1.2"
    assert (row["numerator"], row["denominator"], row["percent"]) == (171, 190, 90.0)
    assert (row["norm"], row["target"], row["last"]) == (90.0, 50.0, 40.0)
    assert row["title"]["kk"].startswith("қызмет алуды кезекте 40 минуттан аспайтын")
    assert row["meets_norm"] is True
    assert row["reason"] is None


@given(counts, counts)
def test_the_counts_of_two_halves_add_up_to_those_of_the_whole(one, other):
    together = one + other

    for code, name in FIELD_OF.items():
        parts = [share for share in (getattr(one, name), getattr(other, name)) if share]
        share = together.share(code)
        assert (share is None) == (not parts)
        if share is not None:
            assert share.part == sum(each.part for each in parts)
            assert share.whole == sum(each.whole for each in parts)


@given(counts)
def test_a_value_is_a_percentage_or_not_measured(counted):
    for row in indicator_table(counted, [CENTRE]).rows:
        assert (row.percent is None) == (row.not_measured is not None)
        assert (row.percent is None) == (not row.denominator)
        if row.percent is not None:
            assert 0 <= row.percent <= 100
            assert row.percent * row.denominator == pytest.approx(100 * row.numerator)
