"""One suite for every forecast; an office's own one is tried with the same one."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek_core.papers import ExpectedWait
from kezek_core.ports import Forecast, Load
from kezek_queue.dispatch.checked_forecast import CheckedForecast
from kezek_queue.dispatch.plain_estimate import PlainEstimate


class WorkAhead(Forecast):
    """An office's own forecast: the work of those ahead shared among the windows."""

    def expect(self, load: Load) -> ExpectedWait | None:
        if not load.windows or load.mean_service is None:
            return None
        people = max(0, load.ahead + 1 - load.free_windows)
        minutes = people * load.mean_service / timedelta(minutes=1) / load.windows
        return ExpectedWait(math.ceil(minutes), math.ceil(2 * minutes))


every_forecast = pytest.mark.parametrize(
    "forecast",
    [PlainEstimate(), WorkAhead(), CheckedForecast(PlainEstimate())],
    ids=["plain", "an office's own", "as the queue asks"],
)


@st.composite
def loads(draw) -> Load:
    windows = draw(st.integers(1, 40))
    mean = timedelta(seconds=draw(st.integers(1, 7200)))
    return Load(draw(st.integers(0, 500)), windows, draw(st.integers(0, windows)), mean)


@every_forecast
@given(load=loads())
def test_a_forecast_is_a_range_of_whole_minutes_and_the_same_for_the_same_load(forecast, load):
    wait = forecast.expect(load)

    assert type(wait.p50_minutes) is type(wait.p90_minutes) is int
    assert 0 <= wait.p50_minutes <= wait.p90_minutes
    assert forecast.expect(replace(load)) == wait


@every_forecast
@given(load=loads())
def test_where_nobody_serves_or_nothing_is_known_of_the_service_no_wait_is_foretold(forecast, load):
    assert forecast.expect(replace(load, windows=0, free_windows=0)) is None
    assert forecast.expect(replace(load, mean_service=None)) is None


@every_forecast
@given(load=loads())
def test_more_people_ahead_never_make_it_shorter_nor_do_more_windows_make_it_longer(forecast, load):
    here = forecast.expect(load)
    longer = forecast.expect(replace(load, ahead=load.ahead + 1))
    wider = forecast.expect(replace(load, windows=load.windows + 1))

    assert here.p50_minutes <= longer.p50_minutes
    assert here.p90_minutes <= longer.p90_minutes
    assert wider.p50_minutes <= here.p50_minutes
    assert wider.p90_minutes <= here.p90_minutes


@every_forecast
@given(load=loads())
def test_a_free_window_and_nobody_ahead_is_no_wait(forecast, load):
    wait = forecast.expect(replace(load, ahead=0, free_windows=1))

    assert wait == ExpectedWait(0, 0)


class Raising(Forecast):
    def expect(self, load: Load) -> ExpectedWait | None:
        raise SystemExit(f"cannot foretell {load}")


class Answering(Forecast):
    def __init__(self, answer: object) -> None:
        self.answer = answer

    def expect(self, load: Load) -> ExpectedWait | None:
        return self.answer  # type: ignore[return-value]


LOAD = Load(3, 2, 0, timedelta(minutes=8))


@pytest.mark.parametrize(
    "faulty",
    [
        Raising(),
        Answering(7),
        Answering(ExpectedWait(9, 3)),
        Answering(ExpectedWait(-1, 3)),
        Answering(ExpectedWait(1.5, 3)),  # type: ignore[arg-type]
        Answering(ExpectedWait(True, 3)),
    ],
    ids=["raises", "no range", "upside down", "negative", "no whole minutes", "a truth"],
)
def test_a_forecast_that_fails_knows_nothing_and_is_logged_once(faulty, caplog):
    checked = CheckedForecast(faulty)

    waits = [checked.expect(LOAD), checked.expect(LOAD)]

    assert waits == [None, None]
    (record,) = caplog.records
    assert type(faulty).__qualname__ in record.getMessage()
    assert record.exc_info is not None
