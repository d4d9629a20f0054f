"""What every device shares: its owner, its patience and its end."""

from __future__ import annotations

import logging
import threading

import pytest

from kezek_hardware.device import (
    CLOSED,
    OK,
    Backoff,
    Device,
    DeviceClosedError,
    DeviceState,
    Owner,
)


class Thing(Device):
    def __init__(self) -> None:
        super().__init__("thing")
        self.released = 0

    def state(self) -> DeviceState:
        return CLOSED if self._is_closed else OK

    def use(self) -> None:
        self._check_open()

    def _release(self) -> None:
        self.released += 1


def test_a_device_is_released_once_however_often_it_is_closed() -> None:
    with Thing() as thing:
        thing.use()
        thing.close()

    thing.close()

    assert thing.released == 1


def test_a_closed_device_says_what_to_do() -> None:
    thing = Thing()
    thing.close()

    with pytest.raises(DeviceClosedError, match=r"expected thing to be open.*make a new one"):
        thing.use()
    with pytest.raises(DeviceClosedError), thing:
        pytest.fail("a closed device was entered")


def test_two_threads_that_close_at_once_release_once() -> None:
    thing = Thing()
    gate = threading.Barrier(8)

    def close() -> None:
        gate.wait()
        thing.close()

    threads = [threading.Thread(target=close) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)

    assert thing.released == 1


def test_pauses_grow_to_an_end_and_begin_afresh() -> None:
    patience = Backoff(1, 5)

    grown = [patience.pause() for _ in range(5)]
    patience.reset()

    assert grown == [1, 2, 4, 5, 5]
    assert patience.pause() == 1


def test_an_owner_looks_at_once_and_ends_when_it_is_told() -> None:
    looked = threading.Event()

    def look(_now: float) -> float:
        looked.set()
        return 3600

    owner = Owner("owner", look)
    owner.start()
    owner.start()

    assert looked.wait(5)
    assert owner.stop()
    assert not owner.alive


def test_a_wake_during_a_look_is_not_slept_through() -> None:
    looks: list[float] = []
    twice = threading.Event()

    def look(now: float) -> float:
        looks.append(now)
        if len(looks) == 1:
            owner.wake()
        else:
            twice.set()
        return 3600

    owner = Owner("owner", look)
    owner.start()

    assert twice.wait(5)
    assert owner.stop()


def test_one_wake_is_one_look() -> None:
    seen = [threading.Event() for _ in range(3)]
    looks = iter(seen)

    def look(_now: float) -> float:
        next(looks).set()
        return 3600

    owner = Owner("owner", look)
    owner.start()
    assert seen[0].wait(5)
    owner.wake()
    assert seen[1].wait(5)

    assert not seen[2].wait(0.05)
    assert owner.stop()


def test_a_failed_look_leaves_the_device_its_owner(caplog: pytest.LogCaptureFixture) -> None:
    again = threading.Event()
    failed = threading.Event()

    def look(_now: float) -> float:
        if not failed.is_set():
            failed.set()
            raise RuntimeError("a fault of the program")
        again.set()
        return 3600

    owner = Owner("owner", look)
    with caplog.at_level(logging.ERROR):
        owner.start()
        assert failed.wait(5)
        owner.wake()
        assert again.wait(5)

    assert owner.stop()
    assert "a fault of the program" in caplog.text


def test_an_owner_that_hangs_is_left_alone_after_its_time(
    caplog: pytest.LogCaptureFixture,
) -> None:
    inside, let_go = threading.Event(), threading.Event()

    def look(_now: float) -> float:
        inside.set()
        let_go.wait(10)
        return 3600

    owner = Owner("owner", look)
    owner.start()
    inside.wait(5)
    ended = owner.stop(timeout_seconds=0.01)
    let_go.set()

    assert not ended
    assert "it is left alone" in caplog.text
    assert owner.stop()


def test_an_owner_that_never_started_ends_at_once() -> None:
    owner = Owner("owner", lambda _now: 3600)

    assert owner.stop()
    owner.start()
    assert owner.stop()
