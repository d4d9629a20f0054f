"""How often one caller may ask: a minute, an hour, and a rest after too much."""

from __future__ import annotations

import pytest

from kezek_kiosk.errors import TooManyRequestsError
from kezek_kiosk.web.rate_limits import HOUR_SECONDS, MOST_CALLERS, RateLimits


class Asking:
    """A caller, and seconds that a test moves."""

    def __init__(self) -> None:
        self.seconds = 100.0
        self.limits = RateLimits(lambda: self.seconds)

    def ask(self, most: int = 2, *, who: str = "kiosk", **how: float) -> int | None:
        """None when it was taken; else how many seconds to wait."""
        try:
            self.limits.count("tickets", who, most, **how)
        except TooManyRequestsError as error:
            return int(error.facts["wait_seconds"])
        return None


@pytest.fixture
def asking() -> Asking:
    return Asking()


def test_a_minute_slides(asking: Asking) -> None:
    taken = []
    for second in (0, 30, 31, 59, 60, 89, 90):
        asking.seconds = 100.0 + second
        taken.append(asking.ask() is None)

    assert taken == [True, True, False, False, True, False, True]


def test_whoever_took_too_much_rests_however_often_it_is_tried(asking: Asking) -> None:
    asking.ask(rest_seconds=300)
    asking.ask(rest_seconds=300)

    waits = []
    for _ in range(4):
        waits.append(asking.ask(rest_seconds=300))
        asking.seconds += 100

    assert waits == [300, 200, 100, None], "a try does not make the rest longer"


def test_a_rest_is_one_caller_s_own(asking: Asking) -> None:
    for _ in range(3):
        asking.ask(rest_seconds=300)

    assert asking.ask(who="another") is None


def test_an_hour_is_counted_beside_the_minute(asking: Asking) -> None:
    taken = 0
    for _ in range(120):
        taken += asking.ask(40, within_seconds=HOUR_SECONDS) is None
        asking.seconds += 60

    assert taken == 80


def test_no_limit_counts_nothing(asking: Asking) -> None:
    assert [asking.ask(0) for _ in range(1000)] == [None] * 1000


def test_who_was_stopped_is_told_for_a_while_once_each_time(asking: Asking) -> None:
    for _ in range(5):
        asking.ask(rest_seconds=60)
    asking.seconds += 600

    (stop,) = asking.limits.stops("tickets", HOUR_SECONDS)

    assert (stop.caller, stop.most, stop.seconds_ago) == ("kiosk", 2, 600)
    assert asking.limits.stops("complaints", HOUR_SECONDS) == ()
    asking.seconds += HOUR_SECONDS
    assert asking.limits.stops("tickets", HOUR_SECONDS) == ()


def test_a_flood_of_addresses_fills_no_memory(asking: Asking) -> None:
    for number in range(3 * MOST_CALLERS):
        for _ in range(3):
            asking.ask(2, who=f"10.0.{number // 256}.{number % 256}", rest_seconds=1)
        asking.seconds += 0.01

    assert len(asking.limits._done) <= MOST_CALLERS
    assert len(asking.limits._rests) <= MOST_CALLERS
