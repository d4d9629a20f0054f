"""What the machine's files mean: every check over a machine made of files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kezek_hardware.device import DeviceStatus
from kezek_hardware.machine.machine_checks import (
    DiskSpace,
    Health,
    MachineCheck,
    MachineLimits,
    check_disk,
)
from kezek_hardware.machine.machine_fake import FakeMachine
from kezek_hardware.machine.machine_health import kernel_synchronised
from kezek_hardware.machine.rtc_fake import FakeRtc

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
MIB = 1024 * 1024


@pytest.fixture
def machine(tmp_path: Path) -> FakeMachine:
    return FakeMachine(tmp_path)


def found(machine: FakeMachine, name: str) -> tuple[Health, str]:
    check = check_of(machine, name)
    return check.health, check.detail


def check_of(machine: FakeMachine, name: str) -> MachineCheck:
    checks = machine.health(now=lambda: NOW).checks()
    return next(each for each in checks if each.name == name)


def test_a_well_machine_is_good_throughout(machine: FakeMachine) -> None:
    health = machine.health(now=lambda: NOW)

    assert {each.health for each in health.checks()} == {Health.GOOD}
    assert health.state().status is DeviceStatus.OK
    assert health.state().detail == ""


@pytest.mark.parametrize(
    ("free_mib", "health", "detail"),
    [
        (1024, Health.GOOD, "plenty"),
        (1023, Health.WARNING, "low"),
        (100, Health.WARNING, "low"),
        (99, Health.BAD, "full"),
        (0, Health.BAD, "full"),
    ],
)
def test_a_disk_warns_before_it_is_full(
    machine: FakeMachine, free_mib: int, health: Health, detail: str
) -> None:
    machine.fill_disk(free_mib=free_mib)

    assert found(machine, "disk") == (health, detail)
    assert check_of(machine, "disk").facts == {"free_mib": free_mib, "total_mib": 32_000}


def test_a_disk_that_takes_no_writes_is_bad_however_empty(machine: FakeMachine) -> None:
    machine.fill_disk(free_mib=20_000, read_only=True)

    assert found(machine, "disk") == (Health.BAD, "read_only")


def test_a_disk_without_room_for_more_files_is_bad() -> None:
    check = check_disk(DiskSpace(9_000 * MIB, 32_000 * MIB, free_files_percent=0.5))

    assert (check.health, check.detail) == (Health.BAD, "no_files")


@pytest.mark.parametrize(
    ("tenths", "spare", "health", "detail", "percent"),
    [
        (1, 1, Health.GOOD, "little_worn", 10),
        (8, 1, Health.GOOD, "little_worn", 80),
        (9, 1, Health.WARNING, "well_worn", 90),
        (10, 1, Health.WARNING, "well_worn", 100),
        (11, 1, Health.BAD, "worn_out", 110),
        (2, 2, Health.WARNING, "well_worn", 20),
        (2, 3, Health.BAD, "worn_out", 20),
    ],
)
def test_an_emmc_tells_how_worn_it_is(
    machine: FakeMachine, tenths: int, spare: int, health: Health, detail: str, percent: int
) -> None:
    machine.wear(tenths_of_life=tenths, pre_end_of_life=spare)

    assert found(machine, "wear") == (health, detail)
    assert check_of(machine, "wear").facts == {"used_percent": percent}


def test_an_sd_card_tells_nothing_of_its_wear(machine: FakeMachine) -> None:
    machine.forget("sys/block/mmcblk0/device/life_time")
    machine.forget("sys/block/mmcblk0/device/pre_eol_info")

    assert found(machine, "wear") == (Health.UNKNOWN, "not_told")


def test_an_emmc_that_leaves_its_life_undefined_is_unknown(machine: FakeMachine) -> None:
    machine.write("sys/block/mmcblk0/device/life_time", "0x00 0x00")
    machine.write("sys/block/mmcblk0/device/pre_eol_info", "0x00")

    assert found(machine, "wear") == (Health.UNKNOWN, "not_told")


@pytest.mark.parametrize(
    ("celsius", "health", "detail"),
    [
        (-12.0, Health.GOOD, "cool"),
        (69.9, Health.GOOD, "cool"),
        (70.0, Health.WARNING, "hot"),
        (79.9, Health.WARNING, "hot"),
        (80.0, Health.BAD, "too_hot"),
    ],
)
def test_a_processor_warns_before_it_slows_down(
    machine: FakeMachine, celsius: float, health: Health, detail: str
) -> None:
    machine.heat(celsius)

    assert found(machine, "temperature") == (health, detail)
    assert check_of(machine, "temperature").facts == {"celsius": celsius}


def test_the_processor_counts_and_not_the_battery_beside_it(machine: FakeMachine) -> None:
    machine.write("sys/class/thermal/thermal_zone1/type", "battery")
    machine.write("sys/class/thermal/thermal_zone1/temp", "95000")

    assert found(machine, "temperature") == (Health.GOOD, "cool")


def test_two_zones_of_one_name_are_both_looked_at(machine: FakeMachine) -> None:
    machine.write("sys/class/thermal/thermal_zone1/type", "cpu-thermal")
    machine.write("sys/class/thermal/thermal_zone1/temp", "30000")
    machine.heat(84)

    assert found(machine, "temperature") == (Health.BAD, "too_hot")


@pytest.mark.parametrize(
    ("flags", "health", "detail"),
    [
        (0x0, Health.GOOD, "steady"),
        (0x1, Health.BAD, "under_voltage"),
        (0x50005, Health.BAD, "under_voltage"),
        (0x50000, Health.WARNING, "under_voltage_before"),
        (0x4, Health.WARNING, "throttled"),
        (0x80008, Health.WARNING, "throttled"),
        (0xE0000, Health.GOOD, "steady"),
    ],
)
def test_the_firmware_tells_of_a_weak_supply(
    machine: FakeMachine, flags: int, health: Health, detail: str
) -> None:
    machine.supply(throttled_flags=flags)

    assert found(machine, "power") == (health, detail)


@pytest.mark.parametrize(("alarm", "detail"), [("1", "under_voltage"), ("0", "steady")])
def test_the_voltage_sensor_tells_where_the_firmware_does_not(
    machine: FakeMachine, alarm: str, detail: str
) -> None:
    machine.forget("sys/devices/platform/soc/soc:firmware/get_throttled")
    machine.write("sys/class/hwmon/hwmon0/name", "cpu_thermal")
    machine.write("sys/class/hwmon/hwmon1/name", "rpi_volt")
    machine.write("sys/class/hwmon/hwmon1/in0_lcrit_alarm", alarm)

    assert found(machine, "power")[1] == detail


def test_a_raspberry_pi_5_tells_at_another_place(machine: FakeMachine) -> None:
    machine.forget("sys/devices/platform/soc/soc:firmware/get_throttled")
    machine.write("sys/devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled", "1")

    assert found(machine, "power") == (Health.BAD, "under_voltage")


def test_a_machine_without_sensors_is_unknown_and_not_bad(machine: FakeMachine) -> None:
    machine.forget("sys/devices/platform/soc/soc:firmware/get_throttled")
    machine.forget("sys/class/thermal/thermal_zone0/temp")

    assert found(machine, "power") == (Health.UNKNOWN, "not_told")
    assert found(machine, "temperature") == (Health.UNKNOWN, "not_told")


def test_a_file_of_no_known_form_leaves_the_other_checks_alone(machine: FakeMachine) -> None:
    machine.write("sys/class/thermal/thermal_zone0/temp", "warm")

    assert found(machine, "temperature") == (Health.UNKNOWN, "unreadable")
    assert check_of(machine, "temperature").facts == {"error": "ValueError"}
    assert found(machine, "power") == (Health.GOOD, "steady")


def test_a_clock_with_its_time_server_is_trusted(machine: FakeMachine) -> None:
    assert found(machine, "clock") == (Health.GOOD, "synchronised")


def test_a_clock_that_lost_its_time_server_is_a_warning(machine: FakeMachine) -> None:
    machine.lose_time_server(before=True)

    assert found(machine, "clock") == (Health.WARNING, "synchronised_before")


def test_a_clock_that_never_met_a_time_server_is_a_warning(machine: FakeMachine) -> None:
    machine.lose_time_server()

    assert found(machine, "clock") == (Health.WARNING, "not_synchronised")


def test_a_clock_that_cannot_be_asked_is_not_taken_for_right(machine: FakeMachine) -> None:
    machine.synchronised = None

    assert found(machine, "clock") == (Health.WARNING, "not_synchronised")


def test_a_clock_module_lends_its_trust_while_it_is_well(machine: FakeMachine) -> None:
    machine.lose_time_server()
    rtc = FakeRtc(now=lambda: NOW, synchronised=lambda: False)
    health = machine.health(rtc=rtc, now=lambda: NOW)

    well = health.checks()[4]
    rtc.time_lost = True
    forgetful = health.checks()[4]

    assert (well.detail, well.facts) == ("from_rtc", {"rtc": "ok"})
    assert (forgetful.detail, forgetful.facts) == ("not_synchronised", {"rtc": "time_lost"})


@pytest.mark.parametrize("year", [1970, 2000, 2025])
def test_a_clock_that_was_never_set_is_bad_whoever_believes_it(
    machine: FakeMachine, year: int
) -> None:
    health = machine.health(now=lambda: datetime(year, 1, 1, tzinfo=UTC))

    assert (health.checks()[4].health, health.checks()[4].detail) == (Health.BAD, "in_the_past")


def no_interface(machine: FakeMachine) -> None:
    machine.forget("sys/class/net/eth0/device/uevent")
    (machine.root / "sys/class/net/eth0/device").rmdir()


def no_address(machine: FakeMachine) -> None:
    machine.connect("127.0.0.1")


def self_made_address(machine: FakeMachine) -> None:
    machine.connect("169.254.10.1")


def no_route(machine: FakeMachine) -> None:
    machine.connect("192.168.0.20", way_out=False)


@pytest.mark.parametrize(
    ("harm", "health", "detail"),
    [
        (no_interface, Health.BAD, "no_interface"),
        (FakeMachine.unplug_network, Health.BAD, "no_carrier"),
        (no_address, Health.BAD, "no_address"),
        (self_made_address, Health.BAD, "no_address"),
        (no_route, Health.WARNING, "no_route"),
    ],
)
def test_a_network_names_the_first_thing_that_is_missing(
    machine: FakeMachine, harm: Callable[[FakeMachine], None], health: Health, detail: str
) -> None:
    harm(machine)

    assert found(machine, "network") == (health, detail)


def test_a_connected_machine_tells_its_address(machine: FakeMachine) -> None:
    check = check_of(machine, "network")

    assert (check.health, check.detail) == (Health.GOOD, "connected")
    assert check.facts == {"interfaces": "eth0", "address": "192.168.0.20"}


def test_a_network_of_the_sixth_version_alone_is_enough(machine: FakeMachine) -> None:
    machine.connect("127.0.0.1", way_out=False)
    machine.write(
        "proc/net/if_inet6",
        "fe800000000000000000000000000001 02 40 20 80     eth0\n"
        "20010db8000000000000000000000020 02 40 00 80     eth0",
    )
    zero = "0" * 32
    machine.write(
        "proc/net/ipv6_route",
        f"{zero} 00 {zero} 00 fe800000000000000000000000000001 00000064 1 0 00000003     eth0\n"
        f"{zero} 00 {zero} 00 {zero} ffffffff 1 0 00200200       lo",
    )

    assert check_of(machine, "network").facts["address"] == "2001:db8::20"
    assert found(machine, "network") == (Health.GOOD, "connected")


def test_a_route_that_leads_nowhere_is_no_way_out(machine: FakeMachine) -> None:
    no_route(machine)
    zero = "0" * 32
    machine.write(
        "proc/net/ipv6_route",
        f"{zero} 00 {zero} 00 {zero} ffffffff 1 0 00200201       lo\n"
        f"{zero} 00 {zero} 00 {zero} ffffffff 1 0 00200201     eth0",
    )

    assert found(machine, "network") == (Health.WARNING, "no_route")


def test_a_default_route_that_is_barred_is_no_way_out(machine: FakeMachine) -> None:
    no_route(machine)
    machine.write(
        "proc/net/route",
        "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
        "*\t00000000\t00000000\t0201\t0\t0\t0\t00000000\t0\t0\t0",
    )

    assert found(machine, "network") == (Health.WARNING, "no_route")


def test_an_office_of_one_machine_may_do_without_a_network(machine: FakeMachine) -> None:
    machine.unplug_network()
    check = machine.health(needs_network=False, now=lambda: NOW).checks()[5]

    assert (check.health, check.detail) == (Health.GOOD, "not_needed")


def test_an_office_sets_its_own_limits(machine: FakeMachine) -> None:
    limits = MachineLimits(
        disk_low_mib=4096, disk_full_mib=2048, hot_celsius=50, too_hot_celsius=60
    )
    machine.fill_disk(free_mib=2000)
    machine.heat(55)

    checks = machine.health(limits=limits, now=lambda: NOW).checks()

    assert [(each.health, each.detail) for each in (checks[0], checks[2])] == [
        (Health.BAD, "full"),
        (Health.WARNING, "hot"),
    ]


@pytest.mark.parametrize(
    "limits", [{"disk_full_mib": 2000}, {"disk_full_mib": -1}, {"hot_celsius": 81.0}]
)
def test_limits_in_the_wrong_order_are_refused(limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="correct it in kezek"):
        MachineLimits(**limits)


def test_the_worst_check_is_the_machine_s_state(machine: FakeMachine) -> None:
    machine.heat(72)
    warm = machine.health(now=lambda: NOW).state()
    machine.supply(throttled_flags=1)
    weak = machine.health(now=lambda: NOW).state()

    assert (warm.status, warm.detail) == (DeviceStatus.OK, "temperature:hot")
    assert (weak.status, weak.detail) == (DeviceStatus.TROUBLE, "power:under_voltage")


def test_the_kernel_says_whether_it_believes_its_clock() -> None:
    assert kernel_synchronised() in (True, False)
