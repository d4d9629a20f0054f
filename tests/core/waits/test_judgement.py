"""A wait against its limit, to the microsecond; the bands beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.moments import Span
from kezek_core.waits.judgement import BANDS_MINUTES, BandShare, Verdict, band_shares, judge

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


def test_bands_count_waits_up_to_and_including_their_minutes():
    waits = [Span(timedelta(minutes=m)) for m in (5, 20, 21, 30, 40, 60, 61, 600)]

    shares = band_shares(waits)

    assert [(s.within_minutes, s.count, s.total) for s in shares] == [
        (20, 2, 8),
        (30, 4, 8),
        (40, 5, 8),
        (60, 6, 8),
    ]
    assert [s.percent for s in shares] == [25.0, 50.0, 62.5, 75.0]


def test_a_lower_bound_is_in_no_band_but_in_every_total():
    shares = band_shares([Span(timedelta(minutes=1)), Span(timedelta(minutes=1), exact=False)])

    assert {(share.count, share.total) for share in shares} == {(1, 2)}


def test_a_share_of_nothing_is_no_number():
    assert [share.percent for share in band_shares([])] == [None] * 4
    assert BandShare(20, 0, 0).percent is None


@given(st.lists(st.builds(Span, LENGTHS, st.booleans())))
def test_bands_grow_with_their_minutes_and_never_pass_the_total(waits):
    counts = [share.count for share in band_shares(iter(waits))]

    assert counts == sorted(counts)
    assert all(count <= len(waits) for count in counts)
