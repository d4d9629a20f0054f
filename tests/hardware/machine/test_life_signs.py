"""The watchdogs are stroked as long as the work goes on, and no longer."""

from __future__ import annotations

import threading

import pytest

from kezek_hardware.device import DeviceStatus
from kezek_hardware.machine.life_signs import LifeSigns, Pulse
from kezek_hardware.machine.sd_notify import FakeServiceManager
from kezek_hardware.machine.watchdog_fake import FakeWatchdog


class Machine:
    """A service with a worker, its two watchdogs, and the time that passes."""

    def __init__(self, *, watchdog_seconds: float | None = 30) -> None:
        self.now = 1000.0
        self.pulse = Pulse(monotonic=lambda: self.now)
        self.manager = FakeServiceManager(watchdog_seconds)
        self.watchdog = FakeWatchdog(monotonic=lambda: self.now)
        self.signs = LifeSigns(self.pulse, self.manager, self.watchdog, monotonic=lambda: self.now)

    def run(self, seconds: float, *, beats: bool = True) -> None:
        ends_at = self.now + seconds
        while self.now < ends_at:
            if beats:
                self.pulse.beat("printer-hall", within_seconds=20)
            self.now += self.signs.look(self.now)


def test_a_working_service_keeps_both_watchdogs_quiet() -> None:
    machine = Machine()

    machine.run(3600)

    assert not machine.watchdog.bitten
    assert machine.manager.messages.count("WATCHDOG=1") >= 3600 / 30 * 2
    assert machine.signs.state().status is DeviceStatus.OK


def test_a_silent_worker_lets_both_watchdogs_run_out() -> None:
    machine = Machine()
    machine.run(60)
    machine.manager.messages.clear()

    machine.run(60, beats=False)

    state = machine.signs.state()
    assert machine.watchdog.bitten
    assert (state.status, state.detail) == (DeviceStatus.TROUBLE, "silent:printer-hall")
    assert machine.manager.messages.count("STATUS=silent: printer-hall") == 1


def test_a_worker_that_ended_as_it_should_is_not_missed() -> None:
    machine = Machine()
    machine.run(10)

    machine.pulse.ended("printer-hall")
    machine.pulse.ended("printer-hall")
    machine.run(120, beats=False)

    assert not machine.watchdog.bitten


def test_a_worker_that_beats_again_is_believed() -> None:
    machine = Machine()
    machine.run(10)
    machine.now += 25
    machine.signs.look(machine.now)

    machine.run(10)

    assert machine.signs.state().status is DeviceStatus.OK
    assert machine.manager.messages[-1] == "WATCHDOG=1"
    assert "STATUS=all at work" in machine.manager.messages


@pytest.mark.parametrize(
    ("manager_seconds", "watchdog_seconds", "pause"),
    [(None, 14, 14 / 3), (3.0, 14, 1.0), (30.0, 3, 1.0), (60.0, 60, 5.0)],
)
def test_signs_come_three_times_as_often_as_they_must(
    manager_seconds: float | None, watchdog_seconds: int, pause: float
) -> None:
    signs = LifeSigns(
        Pulse(),
        FakeServiceManager(manager_seconds),
        FakeWatchdog(timeout_seconds=watchdog_seconds),
    )

    assert signs.look(0.0) == pytest.approx(pause)
    signs.close()


def test_a_missing_watchdog_is_looked_for_and_the_manager_still_told() -> None:
    machine = Machine()
    machine.watchdog.missing = True
    machine.run(60)
    away = machine.signs.state()

    machine.watchdog.missing = False
    machine.run(60)

    assert away.status is DeviceStatus.ABSENT
    assert machine.manager.messages.count("WATCHDOG=1") > 10
    assert machine.signs.state().status is DeviceStatus.OK


def test_a_stroke_that_failed_is_tried_at_every_look(caplog: pytest.LogCaptureFixture) -> None:
    machine = Machine()
    machine.run(20)
    machine.watchdog.numb = True
    for _ in range(3):
        machine.signs.look(machine.now)
        machine.now += 0.1

    machine.watchdog.numb = False
    machine.signs.look(machine.now)

    assert machine.signs.state().status is DeviceStatus.OK
    assert len(caplog.records) == 1


def test_the_end_is_told_and_stops_the_watchdog() -> None:
    machine = Machine()
    machine.signs.start()

    machine.signs.close()
    machine.signs.close()
    machine.now += 100

    assert machine.manager.messages[0] == "READY=1"
    assert machine.manager.messages[-1] == "STOPPING=1"
    assert not machine.watchdog.bitten
    assert machine.signs.state().status is DeviceStatus.CLOSED
    assert "life-signs" not in [each.name for each in threading.enumerate()]


def test_a_service_without_a_hardware_watchdog_tells_its_manager() -> None:
    manager = FakeServiceManager(30)
    with LifeSigns(Pulse(), manager) as signs:
        signs.look(0.0)

    assert manager.messages == ["WATCHDOG=1", "STOPPING=1"]
