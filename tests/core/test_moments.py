"""Spans between instants, on days when the wall clock cannot be trusted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kezek_core.moments import (
    DRIFT,
    NO_SPAN,
    Anchor,
    Boot,
    Boots,
    Moment,
    Span,
    latest_time,
    span_between,
    true_time,
)

NINE = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SECOND_US = 1_000_000


def moment(seconds: float, *, boot: str = "b1", wall: datetime = NINE, synced: bool = False):
    return Moment(wall, boot, round(seconds * SECOND_US), synced)


def anchor(seconds: float, at: datetime) -> Anchor:
    return Anchor(round(seconds * SECOND_US), at)


def boot(name: str, ordinal: int, last_seconds: float, *anchors: Anchor) -> Boot:
    return Boot(name, ordinal, round(last_seconds * SECOND_US), tuple(anchors))


def by_id(*boots: Boot) -> Boots:
    return {each.boot_id: each for each in boots}


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_no_wall_clock_can_touch_a_span_inside_one_boot(wrong_start, wrong_end):
    start = moment(100, wall=wrong_start, synced=True)
    end = moment(1300, wall=wrong_end, synced=True)

    span = span_between(start, end, {})

    assert span == Span(timedelta(minutes=20))


def test_a_microsecond_is_not_lost_inside_one_boot():
    start, end = moment(0), Moment(NINE, "b1", 1200 * SECOND_US + 1, False)

    span = span_between(start, end, {})

    assert span.length == timedelta(minutes=20, microseconds=1)
    assert span.exact


def test_a_boot_clock_that_went_back_proves_nothing():
    span = span_between(moment(2), moment(1), {})

    assert span == Span(timedelta(), exact=False)


def test_an_end_in_an_earlier_boot_proves_nothing():
    boots = by_id(boot("b1", 1, 500, anchor(0, NINE)), boot("b2", 2, 500, anchor(0, NINE)))

    span = span_between(moment(10, boot="b2"), moment(20, boot="b1"), boots)

    assert span == Span(timedelta(), exact=False)


def test_a_span_across_a_reboot_comes_through_the_anchors():
    boots = by_id(
        boot("b1", 1, 600, anchor(0, NINE)),
        boot("b2", 2, 300, anchor(60, NINE + timedelta(minutes=20))),
    )
    wrong = datetime(1970, 1, 1, tzinfo=UTC)

    span = span_between(moment(300, wall=wrong), moment(120, boot="b2", wall=wrong), boots)

    assert span == Span(timedelta(minutes=16))


def test_an_anchor_set_after_the_instant_serves_as_well():
    boots = by_id(boot("b1", 1, 900, anchor(900, NINE + timedelta(minutes=15))))

    assert true_time(moment(0, wall=datetime(2000, 1, 1, tzinfo=UTC)), boots) == NINE


def test_the_nearest_anchor_is_taken():
    boots = by_id(boot("b1", 1, 900, anchor(0, NINE), anchor(800, NINE + timedelta(seconds=800.5))))

    assert true_time(moment(790), boots) == NINE + timedelta(seconds=790.5)


def test_a_synchronised_instant_needs_no_anchor():
    assert true_time(moment(5, synced=True), {}) == NINE
    assert true_time(moment(5), {}) is None


def test_without_an_anchor_a_reboot_leaves_a_flagged_lower_bound():
    boots = by_id(boot("b1", 1, 600), boot("b2", 2, 1000), boot("b3", 3, 200))

    span = span_between(moment(100), moment(50, boot="b3"), boots)

    assert span == Span(timedelta(seconds=500 + 1000 + 50), exact=False)


def test_boots_nobody_knows_of_still_give_a_lower_bound():
    span = span_between(moment(100), moment(50, boot="b9"), {})

    assert span == Span(timedelta(seconds=50), exact=False)


def test_wall_clocks_that_claim_less_than_the_boot_clocks_counted_are_not_believed():
    boots = by_id(
        boot("b1", 1, 3600, anchor(0, NINE)),
        boot("b2", 2, 600, anchor(0, NINE + timedelta(minutes=5))),
    )

    span = span_between(moment(0), moment(60, boot="b2"), boots)

    assert span == Span(timedelta(seconds=3660), exact=False)


def test_a_span_across_a_reboot_is_never_shorter_than_the_boot_clocks_counted():
    boots = by_id(
        boot("b1", 1, 100, anchor(0, NINE)),
        boot("b2", 2, 600, anchor(0, NINE + timedelta(seconds=100) - DRIFT / 2)),
    )

    span = span_between(moment(0), moment(60, boot="b2"), boots)

    assert span == Span(timedelta(seconds=160))


def test_a_sum_of_spans_is_exact_only_when_both_are():
    bound = Span(timedelta(minutes=1), exact=False)

    assert bound + Span(timedelta(minutes=2)) == Span(timedelta(minutes=3), exact=False)
    assert NO_SPAN + Span(timedelta(minutes=2)) == Span(timedelta(minutes=2))


@dataclass(frozen=True)
class HostileDay:
    """A machine that was switched off and on: what is true, and what it knows of it."""

    moments: tuple[tuple[timedelta, Moment], ...]
    boots: Boots


@st.composite
def hostile_days(draw) -> HostileDay:
    """Up to five boots of random length and gap; each anchored or not, with a wrong wall clock."""
    now, staff_said, boots = timedelta(), [], []
    for ordinal in range(1, draw(st.integers(1, 5)) + 1):
        name = f"b{ordinal}"
        started, anchored = now, draw(st.booleans())
        wrong_by = timedelta(seconds=draw(st.integers(-90_000_000, 90_000_000)))
        ticks = draw(st.lists(st.integers(0, 7_200), min_size=1, max_size=4))
        for tick in ticks:
            now += timedelta(seconds=tick)
            wall = NINE + now + wrong_by
            staff_said.append((now, moment((now - started).total_seconds(), boot=name, wall=wall)))
        alive = (now - started).total_seconds()
        seen = draw(st.floats(0, 1)) * alive
        anchors = [anchor(seen, NINE + started + timedelta(seconds=seen))] if anchored else []
        boots.append(boot(name, ordinal, draw(st.sampled_from([seen, alive])), *anchors))
        now += timedelta(seconds=draw(st.integers(1, 20_000)))
    return HostileDay(tuple(staff_said), by_id(*boots))


@given(hostile_days(), st.data())
def test_on_hostile_days_an_exact_span_is_true_and_a_bound_is_never_too_long(day, data):
    first = data.draw(st.integers(0, len(day.moments) - 1))
    last = data.draw(st.integers(first, len(day.moments) - 1))
    (started, start), (ended, end) = day.moments[first], day.moments[last]

    span = span_between(start, end, day.boots)

    truth = ended - started
    if span.exact:
        assert abs(span.length - truth) <= timedelta(microseconds=4)
    else:
        assert span.length <= truth + timedelta(microseconds=4)


@given(hostile_days(), st.data())
def test_on_hostile_days_only_a_reboot_without_an_anchor_makes_a_span_unsure(day, data):
    first = data.draw(st.integers(0, len(day.moments) - 1))
    last = data.draw(st.integers(first, len(day.moments) - 1))
    start, end = day.moments[first][1], day.moments[last][1]

    span = span_between(start, end, day.boots)

    known = all(day.boots[each.boot_id].anchors for each in (start, end))
    assert span.exact == (start.boot_id == end.boot_id or known)


def beside(machine_of_second: str) -> Boots:
    """Two machines: the first since an hour, the second, known later, for forty days already."""
    days = 40 * 24 * 3600
    first = Boot("b1", 1, 3600 * SECOND_US, (anchor(60, NINE),), machine="first")
    second = Boot(
        "b2", 2, (days + 3600) * SECOND_US, (anchor(days, NINE),), machine=machine_of_second
    )
    return by_id(first, second)


TO_SECOND = moment(120), moment(40 * 24 * 3600 + 1260, boot="b2")
TO_FIRST = moment(40 * 24 * 3600 + 60, boot="b2"), moment(1320)
"""From 9:01 to 9:21, and back from the second machine to the first."""


def test_between_two_machines_the_wall_clocks_measure_and_no_boot_clock():
    boots = beside("second")

    assert span_between(*TO_SECOND, boots) == Span(timedelta(minutes=20))
    assert span_between(*TO_FIRST, boots) == Span(timedelta(minutes=20))


def test_two_boots_of_one_machine_cannot_run_side_by_side():
    """The control: taken for one machine, its boot clocks prove what never passed."""
    boots = beside("first")

    assert span_between(*TO_SECOND, boots).length > timedelta(days=39)
    assert span_between(*TO_FIRST, boots) == Span(timedelta(), exact=False)


def test_machines_that_disagree_about_the_time_measure_nothing_between_them():
    behind = replace(beside("second")["b2"], anchors=(anchor(40 * 24 * 3600 + 3000, NINE),))
    boots = {**beside("second"), "b2": behind}

    assert span_between(*TO_SECOND, boots) == Span(timedelta(), exact=False)


def test_a_machine_whose_clock_was_never_right_measures_nothing_from_another():
    unknown = replace(beside("second")["b2"], anchors=())
    boots = {**beside("second"), "b2": unknown}

    assert span_between(*TO_SECOND, boots) == Span(timedelta(), exact=False)


def test_the_boots_of_another_machine_are_not_counted_between_two_of_mine():
    second = Boot("b2", 2, 10_000_000 * SECOND_US, machine="second")
    boots = by_id(
        Boot("b1", 1, 3600 * SECOND_US, machine="first"),
        second,
        Boot("b3", 3, 60 * SECOND_US, machine="first"),
    )

    assert span_between(moment(3000), moment(30, boot="b3"), boots) == Span(
        timedelta(seconds=630), exact=False
    )


def test_another_machine_bounds_nothing_of_mine():
    now = Moment(NINE + timedelta(hours=9), "b1", 9 * 3600 * SECOND_US, True)
    boots = by_id(
        Boot("b0", 1, 600 * SECOND_US, machine="first"),
        Boot("b2", 2, 600 * SECOND_US, (anchor(0, NINE),), machine="second"),
        Boot("b1", 3, 9 * 3600 * SECOND_US, (anchor(0, NINE),), machine="first"),
    )
    without_it = {name: each for name, each in boots.items() if name != "b2"}

    at = latest_time(moment(60, boot="b0"), now, boots)

    assert at == latest_time(moment(60, boot="b0"), now, without_it)
