"""The table of waits: its denominator leaves nobody out, and its formula is checked by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.moments import Span
from kezek_core.tickets import Stage
from kezek_core.waits.judgement import BANDS_MINUTES, Verdict, judge
from kezek_core.waits.table import (
    FORMULA,
    OwnTime,
    VerdictCounts,
    WaitRow,
    WaitTable,
    table_of,
    tabulate,
)
from kezek_core.waits.tally import OwnSeen, WaitTally, nearest_rank
from kezek_core.waits.values import HEADING_OF, Heading, Outcome, VisitWait

NAMES = ("household", "livestock", "apostille")
NINE = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def visit_wait(
    minutes: float = 10,
    *,
    outcome: Outcome = Outcome.SERVED,
    service: str = "household",
    limit: int | None = 20,
    exact: bool = True,
    own: float = 0,
    ticket: str = "2026-11-23-K001",
    returns: int = 0,
) -> VisitWait:
    wait = Span(timedelta(minutes=minutes), exact)
    return VisitWait(
        ticket_id=ticket,
        number="K001",
        office_day=date(2026, 11, 23),
        service=service,
        stage=Stage.SUBMISSION,
        standard="kz-arys-2007-1122-akdala-household",
        edition="2007-12-20",
        source="resolution 1122",
        limit_minutes=limit,
        window=1,
        issued_at=NINE,
        called_at=None,
        started_at=None,
        finished_at=None,
        issued_to_called=None,
        called_to_started=None,
        issued_to_started=None,
        wait=wait,
        own=Span(timedelta(minutes=own)),
        verdict=judge(wait, limit),
        outcome=outcome,
        category=None,
        language="kk",
        returns=returns,
    )


WAITS = st.lists(
    st.builds(
        visit_wait,
        st.floats(0, 120, allow_nan=False),
        outcome=st.sampled_from(Outcome),
        service=st.sampled_from(["household", "livestock", "apostille"]),
        limit=st.none() | st.sampled_from(BANDS_MINUTES),
        exact=st.booleans(),
        own=st.just(0.0) | st.floats(0, 60, allow_nan=False),
    ),
    max_size=40,
)


def test_every_outcome_has_its_heading():
    assert set(HEADING_OF) == set(Outcome)
    assert set(HEADING_OF.values()) == set(Heading)
    assert Outcome.HELD.heading is Heading.WAITING
    assert Outcome.TRANSFERRED.heading is Heading.SERVED


@given(WAITS)
def test_nobody_is_left_out_under_headings_or_verdicts(waits):
    table = tabulate(waits)

    for row in (*table.services, table.total):
        headings = row.served + row.no_show + row.left + row.never_called + row.waiting
        verdicts = row.within + row.breached + row.estimated + row.no_limit + row.open
        assert headings == verdicts == row.total
        assert sum(row.breaches.values()) == row.breached
        counted = row.own_counted
        assert row.total == (
            counted.within + counted.breached + counted.estimated + counted.no_limit + counted.open
        )
    assert table.total.total == len(waits)


@given(WAITS)
def test_the_rows_of_the_services_add_up_to_the_row_for_all(waits):
    table = tabulate(waits)

    for name in ("total", "served", "left", "within", "breached", "estimated", "no_limit", "open"):
        assert sum(getattr(row, name) for row in table.services) == getattr(table.total, name)
    assert (
        sum(row.breaches[Heading.LEFT] for row in table.services)
        == (table.total.breaches[Heading.LEFT])
    )


@given(WAITS)
def test_time_left_out_never_makes_a_report_look_worse_than_with_it_counted(waits):
    table = tabulate(waits)

    for row in (*table.services, table.total):
        assert row.own_counted.breached >= row.breached
        assert row.own_counted.within <= row.within
        if not row.own.waits:
            assert row.own_counted.breached == row.breached


def test_what_was_left_out_is_told_with_the_verdicts_it_hid():
    table = tabulate(
        [
            visit_wait(10, ticket="a"),
            visit_wait(19, own=26, returns=1, ticket="b"),
            visit_wait(19, own=0.5, returns=2, ticket="c"),
            visit_wait(5, own=30, returns=1, outcome=Outcome.WAITING, ticket="d"),
        ]
    ).total

    assert (table.within, table.open, table.breached) == (3, 1, 0)
    assert table.own.to_json() == {"seconds": 56.5 * 60, "waits": 3, "returns": 4}
    assert table.own_counted.to_json() == {
        "within": 2, "breached": 2, "estimated": 0, "no_limit": 0, "open": 0,
        "share_within_percent": 50.0,
    }  # fmt: skip


def test_a_visit_sent_on_has_its_absence_added_once_for_all_and_at_each_service():
    parts = [
        visit_wait(10, own=7, returns=1, outcome=Outcome.TRANSFERRED),
        visit_wait(15, own=7, service="livestock"),
    ]

    table = tabulate(parts)

    assert [row.own.seconds for row in (*table.services, table.total)] == [420, 420, 420]
    assert (table.total.own.waits, table.total.own.returns) == (2, 1)


@given(WAITS)
def test_shares_are_percentages_and_bands_grow(waits):
    for row in tabulate(waits).services:
        shares = list(row.bands.values())
        assert shares == sorted(shares)
        assert 0 <= shares[0] <= shares[-1] <= 100
        assert row.share_within_percent is None or 0 <= row.share_within_percent <= 100


@given(WAITS, st.randoms(use_true_random=False))
def test_the_order_of_the_waits_changes_no_number(waits, random):
    shuffled = list(waits)
    random.shuffle(shuffled)
    names = ("household", "livestock", "apostille")

    assert tabulate(shuffled, services=names) == tabulate(waits, services=names)


def test_people_who_left_or_were_never_called_stand_in_the_denominator():
    table = tabulate(
        [
            visit_wait(10),
            visit_wait(15, outcome=Outcome.LEFT),
            visit_wait(500, outcome=Outcome.NEVER_CALLED),
            visit_wait(30, outcome=Outcome.NO_SHOW),
        ]
    )

    assert table.total.share_within_percent == 50.0
    assert table.total.breaches == {
        Heading.SERVED: 0,
        Heading.NO_SHOW: 1,
        Heading.LEFT: 0,
        Heading.NEVER_CALLED: 1,
        Heading.WAITING: 0,
    }


@pytest.mark.parametrize("outcome", [Outcome.WAITING, Outcome.CALLED, Outcome.HELD])
def test_whoever_still_waits_is_open_until_the_limit_and_a_breach_after_it(outcome):
    table = tabulate([visit_wait(20, outcome=outcome), visit_wait(20.1, outcome=outcome)])

    assert (table.total.waiting, table.total.open, table.total.breached) == (2, 1, 1)
    assert table.total.within == 0
    assert table.total.share_within_percent == 0.0


def test_a_wait_that_goes_on_is_in_no_band_but_in_every_total():
    table = tabulate([visit_wait(5), visit_wait(5, outcome=Outcome.WAITING)])

    assert table.total.bands == dict.fromkeys(BANDS_MINUTES, 50.0)


def test_where_no_limit_is_set_there_is_no_share_but_there_are_bands():
    row = tabulate([visit_wait(25, limit=None)]).total

    assert (row.no_limit, row.share_within_percent) == (1, None)
    assert row.bands == {20: 0.0, 30: 100.0, 40: 100.0, 60: 100.0}


def test_an_estimated_wait_is_in_no_median_no_band_and_not_within():
    row = tabulate([visit_wait(5, exact=False), visit_wait(9)]).total

    assert (row.estimated, row.within) == (1, 1)
    assert row.share_within_percent == 50.0
    assert row.median_seconds == row.longest_seconds == 540
    assert row.bands[20] == 50.0


@pytest.mark.parametrize(
    ("minutes", "median", "p90"),
    [
        ([7], 7, 7),
        ([1, 2], 1, 2),
        ([1, 2, 3], 2, 3),
        (range(1, 11), 5, 9),
        (range(1, 12), 6, 10),
        ([5, 5, 5, 50], 5, 50),
    ],
)
def test_median_and_p90_are_nearest_ranks(minutes, median, p90):
    row = tabulate([visit_wait(minute) for minute in minutes]).total

    assert (row.median_seconds, row.p90_seconds) == (median * 60, p90 * 60)
    assert row.longest_seconds == max(minutes) * 60


@given(st.lists(st.lists(st.integers(0, 2**62)), min_size=1), st.integers(1, 100))
def test_a_nearest_rank_is_the_smallest_value_that_enough_values_do_not_exceed(values, percent):
    ordered = sorted(value for run in values for value in run)

    rank = nearest_rank([sorted(run) for run in values], percent)

    if not ordered:
        assert rank is None
        return
    assert rank in ordered
    assert 100 * sum(value <= rank for value in ordered) >= percent * len(ordered)
    assert 100 * sum(value < rank for value in ordered) < percent * len(ordered)


def test_bands_count_waits_up_to_and_including_their_minutes():
    waits = [visit_wait(minutes) for minutes in (5, 20, 21, 30, 40, 60, 61, 600)]

    bands = tabulate(waits).total.bands

    assert bands == {20: 25.0, 30: 50.0, 40: 62.5, 60: 75.0}


def test_a_lower_bound_is_in_no_band_but_in_every_total():
    row = tabulate([visit_wait(1), visit_wait(1, exact=False)]).total

    assert set(row.bands.values()) == {50.0}


def test_a_share_of_nothing_is_no_number():
    assert set(tabulate([]).total.bands.values()) == {None}


@given(WAITS)
def test_bands_grow_with_their_minutes_and_never_pass_the_total(waits):
    shares = list(tabulate([visit_wait(), *waits]).total.bands.values())

    assert shares == sorted(shares)
    assert all(share <= 100 for share in shares)


@given(st.lists(WAITS, max_size=5))
def test_tallies_of_days_add_up_to_the_table_of_all_their_waits(days):
    # A visit lies within one day: its parts are never in two tallies.
    days = [
        [replace(wait, ticket_id=f"{place}-{wait.own.length}") for wait in waits]
        for place, waits in enumerate(days)
    ]
    together = {name: WaitTally() for name in NAMES}
    for waits in days:
        seen, of_day = OwnSeen(), {name: WaitTally() for name in NAMES}
        for wait in waits:
            of_day[wait.service].take(wait, seen)
        for name, tally in of_day.items():
            together[name].add(tally)

    table = table_of(together)

    everything = [wait for waits in days for wait in waits]
    assert table == tabulate(everything, services=NAMES) == counted_one_by_one(everything)


def counted_one_by_one(waits):
    """The formula in the plainest words, beside the tallies that the program counts with."""
    rows = [one_row(name, [wait for wait in waits if wait.service == name]) for name in NAMES]
    return WaitTable(tuple(rows), one_row(None, waits))


def one_row(service, waits):
    def number(condition):
        return sum(1 for wait in waits if condition(wait))

    exact = sorted(wait.wait.length.total_seconds() for wait in waits if wait.wait.exact)
    ended = [w for w in waits if w.wait.exact and w.heading is not Heading.WAITING]
    own = {}
    for wait in waits:
        own[wait.ticket_id] = max(own.get(wait.ticket_id, timedelta()), wait.own.length)
    headings = {heading: number(lambda w, h=heading: w.heading is h) for heading in Heading}
    verdicts = {v: number(lambda w, v=v: w.verdict is v and not w.open) for v in Verdict}
    counted = {
        v: number(lambda w, v=v: w.verdict_with_own is v and not w.open_with_own) for v in Verdict
    }
    limited = len(waits) - verdicts[Verdict.NO_LIMIT]
    return WaitRow(
        service=service,
        total=len(waits),
        **{heading.value: count for heading, count in headings.items()},
        **{verdict.value: count for verdict, count in verdicts.items()},
        open=number(lambda w: w.open),
        share_within_percent=100 * verdicts[Verdict.WITHIN] / limited if limited else None,
        median_seconds=exact[-(-len(exact) // 2) - 1] if exact else None,
        p90_seconds=exact[-(-9 * len(exact) // 10) - 1] if exact else None,
        longest_seconds=exact[-1] if exact else None,
        bands={
            minutes: 100
            * sum(w.wait.length <= timedelta(minutes=minutes) for w in ended)
            / len(waits)
            if waits
            else None
            for minutes in BANDS_MINUTES
        },
        breaches={
            heading: number(lambda w, h=heading: w.heading is h and w.verdict is Verdict.BREACHED)
            for heading in Heading
        },
        own=OwnTime(
            sum(own.values(), timedelta()).total_seconds(),
            number(lambda w: w.leaves_out),
            sum(w.returns for w in waits),
        ),
        own_counted=VerdictCounts(
            **{verdict.value: count for verdict, count in counted.items()},
            open=number(lambda w: w.open_with_own),
        ),
    )


def test_an_empty_table_has_a_row_of_nothing():
    table = tabulate([])

    assert table.services == ()
    assert table.total.total == 0
    assert (table.total.share_within_percent, table.total.median_seconds) == (None, None)
    assert table.total.bands == dict.fromkeys(BANDS_MINUTES)


def test_services_get_their_row_in_the_order_asked_for():
    table = tabulate(
        [visit_wait(service="apostille"), visit_wait(service="household")],
        services=["livestock", "household"],
    )

    assert [row.service for row in table.services] == ["livestock", "household", "apostille"]
    assert table.row("livestock").total == 0
    assert table.row("guardianship") is None


def test_the_json_of_the_table_has_the_promised_keys():
    data = json.loads(json.dumps(tabulate([visit_wait(5)]).to_json()))

    assert list(data) == ["formula", "services", "total"]
    assert data["formula"] == FORMULA == "waits/1"
    assert data["total"]["service"] is None
    assert data["services"][0] == {
        "service": "household",
        "total": 1,
        "served": 1,
        "no_show": 0,
        "left": 0,
        "never_called": 0,
        "waiting": 0,
        "within": 1,
        "breached": 0,
        "estimated": 0,
        "no_limit": 0,
        "open": 0,
        "share_within_percent": 100.0,
        "median_seconds": 300.0,
        "p90_seconds": 300.0,
        "longest_seconds": 300.0,
        "bands": {"20": 100.0, "30": 100.0, "40": 100.0, "60": 100.0},
        "breaches": {
            "served": 0,
            "no_show": 0,
            "left": 0,
            "never_called": 0,
            "waiting": 0,
        },
        "own": {"seconds": 0.0, "waits": 0, "returns": 0},
        "own_counted": {
            "within": 1,
            "breached": 0,
            "estimated": 0,
            "no_limit": 0,
            "open": 0,
            "share_within_percent": 100.0,
        },
    }


def test_the_json_of_a_wait_tells_its_verdict_and_where_the_limit_stands():
    data = json.loads(json.dumps(visit_wait(20.5).to_json()))

    assert (data["verdict"], data["limit_minutes"], data["source"]) == (
        Verdict.BREACHED.value,
        20,
        "resolution 1122",
    )
    assert (data["waited_seconds"], data["exact"], data["service_seconds"]) == (1230.0, True, None)
    assert data["issued_at"] == "2026-11-23T04:00:00+00:00"
    assert (data["heading"], data["open"], data["part"]) == ("served", False, 1)


def test_the_json_of_a_wait_has_the_verdict_with_the_absence_counted_beside_the_other():
    data = visit_wait(19, own=26, returns=1).to_json()

    assert (data["verdict"], data["verdict_with_own"]) == ("within", "breached")
    assert (data["own_seconds"], data["waited_with_own_seconds"]) == (26 * 60, 45 * 60)
    assert (data["returns"], data["open_with_own"]) == (1, False)
