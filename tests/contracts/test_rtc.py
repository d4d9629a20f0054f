"""One suite for every real-time clock module: one made of the kernel's files, and the fake."""

from __future__ import annotations

import errno
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from kezek_hardware.device import DeviceAbsentError, DeviceClosedError, DeviceStatus
from kezek_hardware.machine.rtc import RTC_VL_READ, Battery, KernelRtc, Rtc
from kezek_hardware.machine.rtc_fake import FakeRtc

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
FLAGS = {Battery.GOOD: 0, Battery.LOW: 0x2, Battery.EMPTY: 0x6}


class Bench(Protocol):
    rtc: Rtc
    synchronised: bool | None

    def remove(self) -> None: ...
    def lose_time(self) -> None: ...
    def drift(self, off: timedelta) -> None: ...
    def battery(self, battery: Battery) -> None: ...


class KernelBench:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.synchronised: bool | None = True
        self.flags: int | None = 0
        self.folder = root / "sys/class/rtc/rtc0"
        self.folder.mkdir(parents=True)
        (root / "dev").mkdir()
        (root / "dev/rtc0").touch()
        self.write("name", "rtc-ds1307 1-0068")
        self.write("hctosys", "1")
        self.drift(timedelta())
        self.rtc = KernelRtc(
            now=lambda: NOW,
            synchronised=lambda: self.synchronised,
            root=root,
            ioctl=self.ioctl,
        )

    def ioctl(self, _descriptor: int, request: int, _argument: bytes) -> bytes:
        assert request == RTC_VL_READ
        if self.flags is None:
            raise OSError(errno.ENOTTY, "Inappropriate ioctl for device")
        return struct.pack("=I", self.flags)

    def write(self, attribute: str, text: str) -> None:
        (self.folder / attribute).write_text(f"{text}\n")

    def remove(self) -> None:
        self.folder.rename(self.root / "gone")

    def lose_time(self) -> None:
        self.write("since_epoch", "")

    def drift(self, off: timedelta) -> None:
        self.write("since_epoch", f"{(NOW + off).timestamp():.0f}")

    def battery(self, battery: Battery) -> None:
        self.flags = FLAGS.get(battery)


class FakeBench:
    def __init__(self, _root: Path) -> None:
        self.synchronised: bool | None = True
        self.rtc = self._fake = FakeRtc(now=lambda: NOW, synchronised=lambda: self.synchronised)

    def remove(self) -> None:
        self._fake.missing = True

    def lose_time(self) -> None:
        self._fake.time_lost = True

    def drift(self, off: timedelta) -> None:
        self._fake.off = off

    def battery(self, battery: Battery) -> None:
        self._fake.battery = battery


@pytest.fixture(params=[KernelBench, FakeBench], ids=["kernel", "fake"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    made = request.param(tmp_path)
    yield made
    made.rtc.close()


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[KernelBench]:
    made = KernelBench(tmp_path)
    yield made
    made.rtc.close()


def test_a_well_module_tells_the_time(bench: Bench) -> None:
    reading = bench.rtc.read()

    assert reading.at == NOW
    assert reading.chip.startswith("rtc-")
    assert reading.battery is Battery.GOOD
    assert reading.set_system is True
    assert bench.rtc.state().status is DeviceStatus.OK


def test_a_missing_module_is_absent(bench: Bench) -> None:
    bench.remove()

    with pytest.raises(DeviceAbsentError, match="expected a real-time clock"):
        bench.rtc.read()
    assert (bench.rtc.state().status, bench.rtc.state().detail) == (
        DeviceStatus.ABSENT,
        "no_device",
    )


def test_a_module_that_lost_the_time_says_so(bench: Bench) -> None:
    bench.lose_time()

    state = bench.rtc.state()
    assert bench.rtc.read().at is None
    assert (state.status, state.detail) == (DeviceStatus.TROUBLE, "time_lost")
    assert "new battery" in state.message


@pytest.mark.parametrize("battery", [Battery.LOW, Battery.EMPTY])
def test_a_battery_that_runs_down_is_told_before_the_time_is_lost(
    bench: Bench, battery: Battery
) -> None:
    bench.battery(battery)

    assert bench.rtc.read().battery is battery
    assert bench.rtc.state().detail == f"battery_{battery.value}"


@pytest.mark.parametrize(
    ("seconds", "word"),
    [
        (5, DeviceStatus.OK),
        (-5, DeviceStatus.OK),
        (6, DeviceStatus.TROUBLE),
        (-6, DeviceStatus.TROUBLE),
        (-86_400, DeviceStatus.TROUBLE),
    ],
)
def test_a_module_is_off_when_the_right_time_is_known(
    bench: Bench, seconds: int, word: DeviceStatus
) -> None:
    bench.drift(timedelta(seconds=seconds))

    state = bench.rtc.state()
    assert (state.status, state.detail) == (word, "" if word is DeviceStatus.OK else "off")


@pytest.mark.parametrize("synchronised", [False, None])
def test_a_module_is_not_measured_by_a_clock_that_nobody_believes(
    bench: Bench, synchronised: bool | None
) -> None:
    bench.synchronised = synchronised
    bench.drift(timedelta(days=300))

    assert bench.rtc.state().status is DeviceStatus.OK


def test_a_closed_module_is_not_read_again(bench: Bench) -> None:
    bench.rtc.close()
    bench.rtc.close()

    with pytest.raises(DeviceClosedError):
        bench.rtc.read()
    assert bench.rtc.state().status is DeviceStatus.CLOSED


def test_a_chip_whose_oscillator_stood_still_has_lost_the_time(kernel: KernelBench) -> None:
    kernel.flags = 0x1

    assert kernel.rtc.read().at is None
    assert kernel.rtc.state().detail == "time_lost"


def test_a_driver_that_does_not_tell_of_its_battery_is_believed(kernel: KernelBench) -> None:
    kernel.flags = None

    assert kernel.rtc.read().battery is Battery.UNKNOWN
    assert kernel.rtc.state().status is DeviceStatus.OK


def test_a_user_who_may_not_ask_the_chip_still_reads_its_time(kernel: KernelBench) -> None:
    (kernel.root / "dev/rtc0").unlink()

    assert kernel.rtc.read().battery is Battery.UNKNOWN
    assert kernel.rtc.read().at == NOW


@pytest.mark.parametrize(
    ("microvolts", "battery"),
    [("3020000", Battery.GOOD), ("2300000", Battery.LOW), ("12000", Battery.EMPTY)],
)
def test_the_cell_of_a_raspberry_pi_5_is_known_by_its_voltage(
    kernel: KernelBench, microvolts: str, battery: Battery
) -> None:
    kernel.flags = None
    kernel.write("name", "rpi_rtc soc:rpi_rtc")
    kernel.write("battery_voltage", microvolts)

    assert kernel.rtc.read().battery is battery


def test_a_module_that_did_not_set_the_system_says_so(kernel: KernelBench) -> None:
    kernel.write("hctosys", "0")

    assert kernel.rtc.read().set_system is False
