"""One suite for every machine: the one the tests run on, and one made of files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kezek_hardware.device import DeviceClosedError, DeviceStatus
from kezek_hardware.machine.machine_fake import FakeMachine
from kezek_hardware.machine.machine_health import MachineHealth

NAMES = ["disk", "wear", "temperature", "power", "clock", "network"]
WORDS = {
    "disk": {"plenty", "low", "full", "no_files", "read_only"},
    "wear": {"little_worn", "well_worn", "worn_out", "not_told"},
    "temperature": {"cool", "hot", "too_hot", "not_told"},
    "power": {"steady", "under_voltage", "under_voltage_before", "throttled", "not_told"},
    "clock": {
        "synchronised",
        "synchronised_before",
        "from_rtc",
        "not_synchronised",
        "in_the_past",
    },
    "network": {
        "connected",
        "no_interface",
        "no_carrier",
        "no_address",
        "no_route",
        "not_needed",
    },
}


@pytest.fixture(params=["this machine", "fake"])
def health(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MachineHealth]:
    real = request.param == "this machine"
    with MachineHealth(tmp_path) if real else FakeMachine(tmp_path).health() as made:
        yield made


def test_every_check_is_told_in_its_own_stable_words(health: MachineHealth) -> None:
    checks = health.checks()

    assert [each.name for each in checks] == NAMES
    assert all(each.detail in WORDS[each.name] for each in checks)


def test_the_machine_has_a_state_like_any_device(health: MachineHealth) -> None:
    state = health.state()

    assert state.status in (DeviceStatus.OK, DeviceStatus.TROUBLE)


def test_facts_are_plain_values_with_units_in_their_names(health: MachineHealth) -> None:
    disk = next(each for each in health.checks() if each.name == "disk")

    assert set(disk.facts) == {"free_mib", "total_mib"}
    assert all(isinstance(each, int) for each in disk.facts.values())


def test_a_closed_machine_tells_nothing_more(health: MachineHealth) -> None:
    health.close()
    health.close()

    assert health.state().status is DeviceStatus.CLOSED
    with pytest.raises(DeviceClosedError):
        health.checks()
