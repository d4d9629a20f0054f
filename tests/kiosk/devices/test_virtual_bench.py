"""What the agent shows of its virtual devices, and what people press on them."""

from __future__ import annotations

import threading

import pytest

from kezek_kiosk.devices.virtual_bench import (
    AWAY_SECONDS,
    CODE,
    MOST_ORDERS,
    STALE_SECONDS,
    Manipulation,
    ShownDevice,
    VirtualBench,
    VirtualDevice,
)

PANEL = VirtualDevice("panel-1", "panel", "1", keys=("next",), switches={"unplugged": False})
SCANNER = VirtualDevice("scanner", "scanner", takes_code=True)
NEVER = threading.Event()


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def bench(seconds: Seconds) -> VirtualBench:
    made = VirtualBench(seconds)
    made.show([PANEL, SCANNER])
    return made


@pytest.mark.parametrize(
    "order",
    [
        Manipulation("panel-1", "next"),
        Manipulation("panel-1", "unplugged", True),
        Manipulation("panel-1", "unplugged", False),
        Manipulation("scanner", CODE, "123456789"),
    ],
)
def test_what_is_pressed_reaches_the_agent_once(bench: VirtualBench, order: Manipulation) -> None:
    assert bench.press(order)

    assert bench.orders(0, NEVER) == (order,)
    assert bench.orders(0, NEVER) == ()


@pytest.mark.parametrize(
    "order",
    [
        Manipulation("panel-2", "next"),
        Manipulation("panel-1", "recall"),
        Manipulation("panel-1", "next", True),
        Manipulation("panel-1", "unplugged"),
        Manipulation("panel-1", CODE, "123"),
        Manipulation("scanner", "next", "123"),
    ],
)
def test_what_is_not_there_cannot_be_pressed(bench: VirtualBench, order: Manipulation) -> None:
    assert not bench.press(order)

    assert bench.orders(0, NEVER) == ()


def test_presses_keep_their_order(bench: VirtualBench) -> None:
    bench.press(Manipulation("panel-1", "next"))
    bench.press(Manipulation("scanner", CODE, "1"))

    assert [each.what for each in bench.orders(0, NEVER)] == ["next", CODE]


def test_a_press_that_no_agent_took_is_void(bench: VirtualBench, seconds: Seconds) -> None:
    bench.press(Manipulation("panel-1", "next"))
    seconds.now += STALE_SECONDS + 0.1

    assert bench.orders(0, NEVER) == ()


def test_only_the_last_presses_are_kept(bench: VirtualBench) -> None:
    for count in range(MOST_ORDERS + 5):
        bench.press(Manipulation("scanner", CODE, str(count)))

    taken = bench.orders(0, NEVER)

    assert [each.value for each in taken] == [str(count) for count in range(5, MOST_ORDERS + 5)]


def test_the_version_grows_with_a_change_alone(bench: VirtualBench) -> None:
    before = bench.look(-1, 0, NEVER).version

    bench.show([PANEL, SCANNER])
    same = bench.look(-1, 0, NEVER).version
    bench.show(
        [VirtualDevice("panel-1", "panel", shows=(ShownDevice("lamp", look="on"),)), SCANNER]
    )
    changed = bench.look(-1, 0, NEVER)

    assert (same, changed.version) == (before, before + 1)
    assert changed.devices[0].shows == (ShownDevice("lamp", look="on"),)


def test_an_agent_that_asks_no_more_is_away_and_comes_back(
    bench: VirtualBench, seconds: Seconds
) -> None:
    here = bench.look(-1, 0, NEVER)
    seconds.now += AWAY_SECONDS + 0.1
    away = bench.look(-1, 0, NEVER)
    bench.show([PANEL, SCANNER])
    back = bench.look(-1, 0, NEVER)

    assert [here.present, away.present, back.present] == [True, False, True]
    assert here.version < away.version < back.version
    assert away.devices == here.devices


def test_nobody_is_there_before_the_agent_came() -> None:
    seen = VirtualBench().look(-1, 0, NEVER)

    assert (seen.present, seen.devices) == (False, ())


def test_a_waiting_page_hears_of_a_change_at_once() -> None:
    bench = VirtualBench()
    bench.show([PANEL])
    before = bench.look(-1, 0, NEVER).version
    seen = []
    page = threading.Thread(target=lambda: seen.append(bench.look(before, 30, NEVER)))
    page.start()

    bench.show([PANEL, SCANNER])
    page.join(5)

    assert [each.version for each in seen] == [before + 1]


def test_a_waiting_agent_gets_a_press_at_once(bench: VirtualBench) -> None:
    taken = []
    agent = threading.Thread(target=lambda: taken.append(bench.orders(30, NEVER)))
    agent.start()

    bench.press(Manipulation("panel-1", "next"))
    agent.join(5)

    assert taken == [(Manipulation("panel-1", "next"),)]


def test_nobody_waits_for_a_server_that_stops(bench: VirtualBench) -> None:
    stopping = threading.Event()
    stopping.set()

    assert bench.orders(30, stopping) == ()
    assert bench.look(bench.look(-1, 0, NEVER).version, 30, stopping).present
