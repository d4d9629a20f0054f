"""A wait against its limit, to the microsecond; the bands beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.moments import Span
from kezek_core.waits.judgement import BANDS_MINUTES, Verdict, judge

LIMITS = st.sampled_from(BANDS_MINUTES)
LENGTHS = st.timedeltas(timedelta(), timedelta(hours=12))


@pytest.mark.parametrize("limit", BANDS_MINUTES)
def test_a_wait_of_exactly_the_limit_is_within(limit):
    assert judge(Span(timedelta(minutes=limit)), limit) is Verdict.WITHIN


@pytest.mark.parametrize("limit", BANDS_MINUTES)
def test_one_microsecond_over_the_limit_is_a_breach(limit):
    wait = Span(timedelta(minutes=limit, microseconds=1))

    assert judge(wait, limit) is Verdict.BREACHED


def test_a_lower_bound_over_the_limit_is_a_breach_all_the_same():
    assert judge(Span(timedelta(minutes=21), exact=False), 20) is Verdict.BREACHED


@pytest.mark.parametrize("minutes", [0, 19, 20])
def test_a_lower_bound_up_to_the_limit_is_known_to_nobody(minutes):
    assert judge(Span(timedelta(minutes=minutes), exact=False), 20) is Verdict.ESTIMATED


@given(LENGTHS, st.booleans())
def test_where_the_standard_sets_no_limit_there_is_nothing_to_judge(length, exact):
    assert judge(Span(length, exact), None) is Verdict.NO_LIMIT


@given(LENGTHS, LENGTHS, LIMITS, st.booleans())
def test_waiting_longer_never_mends_a_breach(length, more, limit, exact):
    shorter, longer = judge(Span(length, exact), limit), judge(Span(length + more, exact), limit)

    assert longer is Verdict.BREACHED or shorter is longer
