"""The virtual machine: its health, its watchdog, its clock module."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from kezek_hardware.machine import Battery, FakeMachine, FakeRtc, FakeWatchdog, MachineHealth
from kezek_kiosk.agent.virtual.part import Switch, VirtualPart
from kezek_kiosk.devices.virtual_bench import ShownDevice, VirtualDevice

COOL_CELSIUS, HOT_CELSIUS = 48.2, 86.0
ROOMY_MIB, FULL_MIB = 20_000, 40
NEW_TENTHS, WORN_TENTHS = 1, 11
UNDER_VOLTAGE = 0x50005
ADDRESS = "192.168.0.20"
OFF = timedelta(minutes=2)


class MachinePart(VirtualPart):
    """The computer itself.

    Args:
        fake: a machine of files.
        health: its checks.
    """

    def __init__(self, fake: FakeMachine, health: MachineHealth) -> None:
        self._fake = fake
        self._health = health
        self._on: set[str] = set()

    def seen(self) -> VirtualDevice:
        """Every check with its verdict."""
        return VirtualDevice(
            "machine",
            "machine",
            switches=self.switched(),
            shows=tuple(
                ShownDevice(each.name, each.detail, each.health.value)
                for each in self._health.checks()
            ),
        )

    def switches(self) -> Mapping[str, Switch]:
        """What can go wrong with a computer."""
        fake = self._fake
        return {
            "disk_full": self._switch(
                "disk_full", lambda on: fake.fill_disk(free_mib=FULL_MIB if on else ROOMY_MIB)
            ),
            "worn": self._switch(
                "worn", lambda on: fake.wear(tenths_of_life=WORN_TENTHS if on else NEW_TENTHS)
            ),
            "hot": self._switch("hot", lambda on: fake.heat(HOT_CELSIUS if on else COOL_CELSIUS)),
            "under_voltage": self._switch(
                "under_voltage",
                lambda on: fake.supply(throttled_flags=UNDER_VOLTAGE if on else 0),
            ),
            "clock_unsure": self._switch("clock_unsure", self._doubt_clock),
            "network_unplugged": self._switch(
                "network_unplugged",
                lambda on: fake.unplug_network() if on else fake.connect(ADDRESS),
            ),
        }

    def _doubt_clock(self, on: bool) -> None:
        self._fake.synchronised = not on

    def _switch(self, name: str, do: Callable[[bool], None]) -> Switch:
        def turn(on: bool) -> None:
            do(on)
            (self._on.add if on else self._on.discard)(name)

        return Switch(lambda: name in self._on, turn)


class WatchdogPart(VirtualPart):
    """The watchdog.

    Args:
        fake: one that restarts nothing.
    """

    def __init__(self, fake: FakeWatchdog) -> None:
        self._fake = fake

    def seen(self) -> VirtualDevice:
        """Whether it would have restarted the machine, and how often it was stroked."""
        look = "bad" if self._fake.bitten else "good"
        return VirtualDevice(
            "watchdog-watchdog",
            "watchdog",
            switches=self.switched(),
            shows=(
                ShownDevice("strokes", str(self._fake.strokes), look),
                ShownDevice("timeout", str(self._fake.timeout_seconds)),
            ),
        )

    def switches(self) -> Mapping[str, Switch]:
        """It is not there, or takes no stroke."""
        return {"missing": _flag(self._fake, "missing"), "numb": _flag(self._fake, "numb")}


class ClockPart(VirtualPart):
    """The real-time clock module.

    Args:
        fake: one without a chip.
    """

    def __init__(self, fake: FakeRtc) -> None:
        self._fake = fake

    def seen(self) -> VirtualDevice:
        """How it stands, in one word."""
        state = self._fake.state()
        look = "good" if state.status.value == "ok" else "bad"
        return VirtualDevice(
            "clock-rtc",
            "clock",
            switches=self.switched(),
            shows=(ShownDevice("state", state.detail or state.status.value, look),),
        )

    def switches(self) -> Mapping[str, Switch]:
        """It is not there, forgot the time, runs wrong, or its battery is low."""
        fake = self._fake
        return {
            "missing": _flag(fake, "missing"),
            "time_lost": _flag(fake, "time_lost"),
            "runs_wrong": Switch(lambda: bool(fake.off), self._drift),
            "battery_low": Switch(lambda: fake.battery is Battery.LOW, self._drain),
        }

    def _drift(self, on: bool) -> None:
        self._fake.off = OFF if on else timedelta()

    def _drain(self, on: bool) -> None:
        self._fake.battery = Battery.LOW if on else Battery.GOOD


def _flag(fake: object, name: str) -> Switch:
    return Switch(lambda: bool(getattr(fake, name)), lambda on: setattr(fake, name, on))
