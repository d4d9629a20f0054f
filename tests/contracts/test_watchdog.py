"""One suite for every watchdog: the kernel's device, here a file with a stand-in of its driver.

No machine is restarted: the driver answers the kernel's questions and reads what is written.
"""

from __future__ import annotations

import errno
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from kezek_hardware.device import (
    DeviceAbsentError,
    DeviceClosedError,
    DeviceStatus,
    DeviceTroubleError,
)
from kezek_hardware.machine import watchdog as kernel
from kezek_hardware.machine.watchdog import DeviceWatchdog, Watchdog
from kezek_hardware.machine.watchdog_fake import FakeWatchdog


class Driver:
    """What stands behind the device file."""

    def __init__(self, *, longest_seconds: int = 15, stops: bool = True) -> None:
        self.longest_seconds = longest_seconds
        self.stops = stops
        self.restarted = False
        self.mute = False
        self.asked: list[int] = []
        self.timeout_seconds = 0

    def __call__(self, _descriptor: int, request: int, argument: bytes) -> bytes:
        self.asked.append(request)
        if self.mute and request != kernel.WDIOC_SETTIMEOUT:
            raise OSError(errno.ENOTTY, "Inappropriate ioctl for device")
        if request == kernel.WDIOC_GETSUPPORT:
            options = 0x8080 | (kernel.WDIOF_MAGICCLOSE if self.stops else 0)
            return struct.pack("=II32s", options, 1, b"stand-in").ljust(len(argument), b"\0")
        if request == kernel.WDIOC_GETBOOTSTATUS:
            return struct.pack("=i", kernel.WDIOF_CARDRESET if self.restarted else 0)
        if request == kernel.WDIOC_SETTIMEOUT:
            (wanted,) = struct.unpack("=i", argument)
            if wanted > self.longest_seconds:
                raise OSError(errno.EINVAL, "Invalid argument")
            self.timeout_seconds = wanted
            return argument
        raise AssertionError(hex(request))


class Bench(Protocol):
    watchdog: Watchdog

    @property
    def running(self) -> bool: ...
    def remove(self) -> None: ...
    def put_back(self) -> None: ...
    def numb(self) -> None: ...


class DeviceBench:
    def __init__(self, directory: Path, patch: pytest.MonkeyPatch) -> None:
        self.path = directory / "watchdog"
        self._patch = patch
        self.driver = Driver()
        self.put_back()
        self.watchdog = DeviceWatchdog(str(self.path), ioctl=self.driver)

    @property
    def written(self) -> bytes:
        return self.path.read_bytes()

    @property
    def running(self) -> bool:
        return bool(self.written) and not self.written.endswith(kernel.MAGIC_CLOSE)

    def remove(self) -> None:
        self.path.unlink()

    def put_back(self) -> None:
        self.path.touch()

    def numb(self) -> None:
        def fail(_descriptor: int, _data: bytes) -> int:
            raise OSError(errno.EIO, "Input/output error")

        self._patch.setattr(kernel.os, "write", fail)


class FakeBench:
    def __init__(self, _directory: Path, _patch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        self.watchdog = self._fake = FakeWatchdog(monotonic=lambda: self.now)

    @property
    def running(self) -> bool:
        self.now += 20
        bitten, self.now = self._fake.bitten, self.now - 20
        self._fake._bitten = False
        return bitten

    def remove(self) -> None:
        self._fake.missing = True

    def put_back(self) -> None:
        self._fake.missing = False

    def numb(self) -> None:
        self._fake.numb = True


@pytest.fixture(params=[DeviceBench, FakeBench], ids=["device", "fake"])
def bench(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Bench]:
    made = request.param(tmp_path, monkeypatch)
    yield made
    monkeypatch.undo()
    made.watchdog.close()


@pytest.fixture
def device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeviceBench]:
    made = DeviceBench(tmp_path, monkeypatch)
    yield made
    monkeypatch.undo()
    made.watchdog.close()


def test_nothing_counts_down_before_it_is_opened(bench: Bench) -> None:
    assert not bench.running
    assert bench.watchdog.state().status is DeviceStatus.UNKNOWN


def test_a_stroked_watchdog_watches(bench: Bench) -> None:
    bench.watchdog.open().stroke()

    assert bench.watchdog.state().status is DeviceStatus.OK
    assert bench.watchdog.timeout_seconds == 14
    assert bench.running


def test_a_closed_watchdog_restarts_nothing(bench: Bench) -> None:
    bench.watchdog.open().stroke()

    bench.watchdog.close()
    bench.watchdog.close()

    assert not bench.running
    assert bench.watchdog.state().status is DeviceStatus.CLOSED


def test_a_closed_watchdog_is_not_used_again(bench: Bench) -> None:
    bench.watchdog.open()
    bench.watchdog.close()

    with pytest.raises(DeviceClosedError, match="make a new one"):
        bench.watchdog.stroke()
    with pytest.raises(DeviceClosedError, match="make a new one"):
        bench.watchdog.open()


def test_opening_twice_is_opening_once(bench: Bench) -> None:
    bench.watchdog.open().open().stroke()

    assert bench.watchdog.state().status is DeviceStatus.OK


def test_a_stroke_before_the_opening_is_refused(bench: Bench) -> None:
    with pytest.raises(DeviceAbsentError, match="call open"):
        bench.watchdog.stroke()


def test_a_missing_watchdog_is_absent_until_it_is_there(bench: Bench) -> None:
    bench.remove()
    with pytest.raises(DeviceAbsentError, match="expected a watchdog"):
        bench.watchdog.open()
    away = bench.watchdog.state()

    bench.put_back()
    bench.watchdog.open().stroke()

    assert (away.status, away.detail) == (DeviceStatus.ABSENT, "no_device")
    assert bench.watchdog.state().status is DeviceStatus.OK


def test_a_stroke_that_is_not_taken_is_trouble(bench: Bench) -> None:
    bench.watchdog.open()
    bench.numb()

    with pytest.raises(DeviceTroubleError, match="to take a stroke"):
        bench.watchdog.stroke()

    state = bench.watchdog.state()
    assert (state.status, state.detail) == (DeviceStatus.TROUBLE, "not_stroked")


@pytest.mark.parametrize("kind", [DeviceWatchdog, FakeWatchdog])
@pytest.mark.parametrize("seconds", [1, 0, -5, 3601])
def test_a_timeout_out_of_range_is_refused(kind: type, seconds: int) -> None:
    with pytest.raises(ValueError, match="14 suits a Raspberry Pi"):
        kind(timeout_seconds=seconds)


def test_the_device_is_told_the_timeout_and_closed_by_the_magic_letter(
    device: DeviceBench,
) -> None:
    with device.watchdog.open() as watchdog:
        watchdog.stroke()
        watchdog.stroke()

    assert device.driver.timeout_seconds == 14
    assert device.written == b"\0\0V"


def test_no_stroke_is_ever_the_magic_letter() -> None:
    assert kernel.MAGIC_CLOSE not in kernel.STROKE


def test_a_timeout_the_driver_refuses_leaves_nothing_counting(device: DeviceBench) -> None:
    device.driver.longest_seconds = 10

    with pytest.raises(DeviceTroubleError, match="15 s at most"):
        device.watchdog.open()

    assert device.written == b"V"
    assert device.watchdog.state().detail == "timeout_refused"


def test_a_driver_that_rounds_the_timeout_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "watchdog"
    path.touch()
    driver = Driver()

    def rounding(descriptor: int, request: int, argument: bytes) -> bytes:
        if request == kernel.WDIOC_SETTIMEOUT:
            return struct.pack("=i", 15)
        return driver(descriptor, request, argument)

    with DeviceWatchdog(str(path), ioctl=rounding).open() as watchdog:
        assert watchdog.timeout_seconds == 15


@pytest.mark.parametrize("fed", [15, None])
def test_a_driver_whose_timeout_cannot_be_set_must_tell_it(tmp_path: Path, fed: int | None) -> None:
    path = tmp_path / "watchdog"
    path.touch()

    def fixed(_descriptor: int, request: int, _argument: bytes) -> bytes:
        if request == kernel.WDIOC_GETTIMEOUT and fed is not None:
            return struct.pack("=i", fed)
        raise OSError(errno.ENOTTY, "Inappropriate ioctl for device")

    with DeviceWatchdog(str(path), ioctl=fixed) as watchdog:
        if fed is None:
            with pytest.raises(DeviceTroubleError, match=r"expected .* to count from 14 s"):
                watchdog.open()
        else:
            assert watchdog.open().timeout_seconds == fed


def test_a_plain_file_is_no_watchdog_for_the_kernel(tmp_path: Path) -> None:
    path = tmp_path / "watchdog"
    path.touch()

    with pytest.raises(DeviceTroubleError), DeviceWatchdog(str(path)) as watchdog:
        watchdog.open()

    assert path.read_bytes() == kernel.MAGIC_CLOSE


@pytest.mark.parametrize("restarted", [True, False])
def test_the_driver_tells_whether_it_restarted_the_machine(
    device: DeviceBench, restarted: bool
) -> None:
    device.driver.restarted = restarted

    assert device.watchdog.open().restarted_machine is restarted


def test_a_driver_that_tells_little_is_still_stroked_and_stopped(device: DeviceBench) -> None:
    device.driver.mute = True

    device.watchdog.open().stroke()
    restarted = device.watchdog.restarted_machine
    device.watchdog.close()

    assert restarted is None
    assert device.written == b"\0V"


def test_a_driver_that_cannot_be_stopped_is_told_of(
    device: DeviceBench, caplog: pytest.LogCaptureFixture
) -> None:
    device.driver.stops = False

    device.watchdog.open()
    device.watchdog.close()

    assert "cannot be stopped: the machine restarts in 14 s" in caplog.text


def test_a_watchdog_that_systemd_holds_is_absent_with_what_to_do(
    device: DeviceBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: object) -> int:
        raise OSError(errno.EBUSY, "Device or resource busy")

    monkeypatch.setattr(kernel.os, "open", held)

    with pytest.raises(DeviceAbsentError, match="RuntimeWatchdogSec"):
        device.watchdog.open()

    assert device.watchdog.state().detail == "held_by_another"


def test_no_descriptor_outlives_the_watchdog(device: DeviceBench) -> None:
    before = _descriptors()

    device.watchdog.open().close()

    assert _descriptors() == before


def _descriptors() -> list[str]:
    return sorted(each.name for each in Path("/proc/self/fd").iterdir())


def test_the_fake_tells_that_it_would_have_restarted_the_machine() -> None:
    now = [0.0]
    watchdog = FakeWatchdog(timeout_seconds=14, monotonic=lambda: now[0]).open()

    bites = []
    for step in (13.0, 13.0, 14.0, 1.0):
        now[0] += step
        bites.append(watchdog.bitten)
        watchdog.stroke()

    assert bites == [False, False, True, True]
    assert watchdog.strokes == 4
