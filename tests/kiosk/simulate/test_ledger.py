"""The replay's own count, on days small enough to count by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import cast

import pytest

from kezek_kiosk.agent.api_client import ApiClient
from kezek_kiosk.simulate.compare import compare_with_report, differences
from kezek_kiosk.simulate.ledger import Ledger
from kezek_kiosk.simulate.profile import PROFILES, arrivals, service_time

NINE = datetime(2031, 3, 4, 4, tzinfo=UTC)


def _at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def _issued(limit_minutes: int = 20) -> Ledger:
    ledger = Ledger()
    ledger.issued({"id": "d-A001", "number": "A001", "limit_minutes": limit_minutes}, "a", _at(0))
    return ledger


def test_a_wait_ends_at_the_start_of_service_not_at_the_call() -> None:
    ledger = _issued()

    ledger.called("d-A001", _at(19))
    ledger.started("d-A001", _at(21))

    assert ledger.visitors["d-A001"].part.wait == timedelta(minutes=21)
    assert ledger.totals()["a"]["breached"] == 1


def test_only_the_absence_of_a_visitor_who_comes_back_is_left_out() -> None:
    ledger = _issued()

    ledger.called("d-A001", _at(5))
    ledger.called("d-A001", _at(6))
    ledger.absent("d-A001")
    ledger.returned("d-A001", _at(15))
    ledger.called("d-A001", _at(18))
    ledger.started("d-A001", _at(20))

    assert ledger.visitors["d-A001"].part.wait == timedelta(minutes=10)
    assert ledger.visitors["d-A001"].own == timedelta(minutes=10)


def test_a_transferred_visitor_waits_on_under_the_sum_of_both_parts() -> None:
    ledger = _issued()

    ledger.called("d-A001", _at(10))
    ledger.started("d-A001", _at(12))
    ledger.transferred("d-A001", "b", 20, _at(20))
    ledger.called("d-A001", _at(29))
    ledger.started("d-A001", _at(29))

    assert [part.wait for part in ledger.parts()] == [timedelta(minutes=12), timedelta(minutes=21)]
    assert [part.breached for part in ledger.parts()] == [False, True]


def test_a_report_that_counts_otherwise_is_named_line_by_line() -> None:
    ledger = _issued()
    ledger.left("d-A001", _at(3))
    empty = dict.fromkeys(("served", "no_show", "waiting", "breached"), 0)
    right = {"service": "a", "total": 1, "left": 1, "within": 1, **empty}
    wrong = {**right, "left": 0}

    assert differences(ledger, {"services": [right], "total": right}) == []
    assert differences(ledger, {"services": [wrong], "total": right}) == [
        "a.left: the report says 0, the replay counted 1"
    ]


def test_in_real_time_outcomes_are_compared_and_verdicts_are_not() -> None:
    ledger = _issued()
    ledger.left("d-A001", _at(45))
    empty = dict.fromkeys(("served", "no_show", "waiting", "breached"), 0)
    lived_in_an_instant = {"service": "a", "total": 1, "left": 1, "within": 1, **empty}

    assert _compared(ledger, lived_in_an_instant) == []
    assert _compared(ledger, {**lived_in_an_instant, "left": 0}) == [
        "a.left: the report says 0, the replay counted 1",
        "total.left: the report says 0, the replay counted 1",
    ]


def _compared(ledger: Ledger, row: dict[str, object]) -> list[str]:
    api = SimpleNamespace(get=lambda *_, **__: {"services": [row], "total": row})
    return compare_with_report(cast(ApiClient, api), ledger, exact_waits=False)


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_a_profile_draws_all_its_visitors_the_same_way_for_a_seed(name: str) -> None:
    profile = PROFILES[name]

    drawn = arrivals(profile, Random(4))

    assert len(drawn) == profile.visitors
    assert drawn == sorted(drawn) == arrivals(profile, Random(4))
    assert drawn[-1] < timedelta(hours=11)
    assert sum(at <= timedelta(minutes=5) for at in drawn) >= profile.burst


def test_service_times_have_the_mean_of_the_profile() -> None:
    random = Random(5)

    drawn = [service_time(PROFILES["city"], random).total_seconds() for _ in range(4000)]

    assert min(drawn) >= 30
    assert sum(drawn) / len(drawn) == pytest.approx(8 * 60, rel=0.05)
