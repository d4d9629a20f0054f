"""What the kernel tells of disk, wear, heat, power and clock, and what that means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from kezek_hardware.device import DeviceState, DeviceStatus
from kezek_hardware.machine.kernel_files import kernel_text

LEAST_FREE_FILES_PERCENT = 1

EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""No office ran this program before: a clock that shows less was never set."""

MIB = 1024 * 1024

# Bits of the firmware's get_throttled.
UNDER_VOLTAGE, UNDER_VOLTAGE_BEFORE = 1 << 0, 1 << 16
SLOWED_DOWN = 1 << 1 | 1 << 2 | 1 << 3


class Health(Enum):
    """How a part stands."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class MachineCheck:
    """One named check.

    Args:
        name: its stable name: disk, wear, temperature, power, clock or network.
        health: how the part stands.
        detail: the stable word for what was found.
        facts: the numbers and names behind it, units in their names.
    """

    name: str
    health: Health
    detail: str
    facts: Mapping[str, int | float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MachineLimits:
    """From where on a check warns.

    Args:
        disk_low_mib: less free room is low, in MiB.
        disk_full_mib: less free room is as good as none, in MiB.
        hot_celsius: the processor is hot from here on.
        too_hot_celsius: and too hot from here on: a Raspberry Pi slows itself down.

    Raises:
        ValueError: a limit of trouble lies before its warning.
    """

    disk_low_mib: int = 1024
    disk_full_mib: int = 100
    hot_celsius: float = 70.0
    too_hot_celsius: float = 80.0

    def __post_init__(self) -> None:
        if not 0 <= self.disk_full_mib <= self.disk_low_mib:
            raise ValueError(
                f"expected disk_full_mib from 0 to disk_low_mib ({self.disk_low_mib}), "
                f"got {self.disk_full_mib}; correct it in kezek.toml"
            )
        if self.hot_celsius > self.too_hot_celsius:
            raise ValueError(
                f"expected hot_celsius up to too_hot_celsius ({self.too_hot_celsius}), "
                f"got {self.hot_celsius}; correct it in kezek.toml"
            )


DEFAULT_LIMITS = MachineLimits()


@dataclass(frozen=True, slots=True)
class DiskSpace:
    """Room on a file system.

    Args:
        free_bytes: room that a user may take.
        total_bytes: room in all.
        free_files_percent: share of the files that may still be made; 100 where unlimited.
        read_only: whether it takes no writes: also how a dying card is mounted.
    """

    free_bytes: int
    total_bytes: int
    free_files_percent: float = 100.0
    read_only: bool = False


def check_disk(space: DiskSpace, limits: MachineLimits = DEFAULT_LIMITS) -> MachineCheck:
    """Whether the disk takes more tickets: plenty, low, full, no_files or read_only."""
    free_mib = space.free_bytes // MIB
    facts = {"free_mib": free_mib, "total_mib": space.total_bytes // MIB}
    if space.read_only:
        return MachineCheck("disk", Health.BAD, "read_only", facts)
    if free_mib < limits.disk_full_mib:
        return MachineCheck("disk", Health.BAD, "full", facts)
    if space.free_files_percent < LEAST_FREE_FILES_PERCENT:
        return MachineCheck("disk", Health.BAD, "no_files", facts)
    if free_mib < limits.disk_low_mib:
        return MachineCheck("disk", Health.WARNING, "low", facts)
    return MachineCheck("disk", Health.GOOD, "plenty", facts)


def check_wear(root: Path) -> MachineCheck:
    """How worn the eMMC is: little_worn, well_worn, worn_out; not_told by SD cards and disks."""
    used_percent, urgency = -1, 0
    for device in sorted((root / "sys/block").glob("mmcblk*/device")):
        # Tenths of the expected life, of the fast cells and of the main ones; 11 is past the end.
        lives = [int(each, 16) for each in kernel_text(device / "life_time").split()]
        used_percent = max([used_percent, *(each * 10 for each in lives if each)])
        urgency = max(urgency, int(kernel_text(device / "pre_eol_info") or "0", 16))
    if used_percent < 0 and urgency == 0:
        return MachineCheck("wear", Health.UNKNOWN, "not_told")
    facts = {"used_percent": used_percent} if used_percent >= 0 else {}
    if urgency >= 3 or used_percent > 100:
        return MachineCheck("wear", Health.BAD, "worn_out", facts)
    if urgency == 2 or used_percent >= 90:
        return MachineCheck("wear", Health.WARNING, "well_worn", facts)
    return MachineCheck("wear", Health.GOOD, "little_worn", facts)


def check_temperature(root: Path, limits: MachineLimits = DEFAULT_LIMITS) -> MachineCheck:
    """How hot the processor is: cool, hot or too_hot; not_told without a sensor."""
    zones = [
        (kernel_text(zone / "type"), int(millidegrees) / 1000)
        for zone in sorted((root / "sys/class/thermal").glob("thermal_zone*"))
        if (millidegrees := kernel_text(zone / "temp"))
    ]
    processor = [celsius for kind, celsius in zones if _is_processor(kind)]
    found = processor or [celsius for _, celsius in zones]
    if not found:
        return MachineCheck("temperature", Health.UNKNOWN, "not_told")
    celsius = max(found)
    facts = {"celsius": round(celsius, 1)}
    if celsius >= limits.too_hot_celsius:
        return MachineCheck("temperature", Health.BAD, "too_hot", facts)
    if celsius >= limits.hot_celsius:
        return MachineCheck("temperature", Health.WARNING, "hot", facts)
    return MachineCheck("temperature", Health.GOOD, "cool", facts)


def _is_processor(zone: str) -> bool:
    return any(word in zone.lower() for word in ("cpu", "soc", "x86_pkg"))


def check_power(root: Path) -> MachineCheck:
    """Whether the supply holds: steady, under_voltage(_before), throttled; or not_told."""
    flags = _throttled(root)
    low_now = _volt_alarm(root)
    if flags is None and low_now is None:
        return MachineCheck("power", Health.UNKNOWN, "not_told")
    facts = {} if flags is None else {"throttled_flags": f"{flags:#x}"}
    flags = flags or 0
    if low_now or flags & UNDER_VOLTAGE:
        return MachineCheck("power", Health.BAD, "under_voltage", facts)
    if flags & SLOWED_DOWN:
        return MachineCheck("power", Health.WARNING, "throttled", facts)
    if flags & UNDER_VOLTAGE_BEFORE:
        return MachineCheck("power", Health.WARNING, "under_voltage_before", facts)
    return MachineCheck("power", Health.GOOD, "steady", facts)


def _throttled(root: Path) -> int | None:
    for path in sorted((root / "sys/devices/platform").glob("soc*/*firmware/get_throttled")):
        if text := kernel_text(path):
            return int(text, 16)
    return None


def _volt_alarm(root: Path) -> bool | None:
    for sensor in sorted((root / "sys/class/hwmon").glob("hwmon*")):
        if kernel_text(sensor / "name") == "rpi_volt" and (
            alarm := kernel_text(sensor / "in0_lcrit_alarm")
        ):
            return alarm != "0"
    return None


def check_clock(
    now: datetime,
    *,
    synchronised: bool | None,
    synchronised_before: bool,
    rtc: DeviceState | None,
) -> MachineCheck:
    """How far the clock can be trusted.

    Args:
        now: what it shows, aware UTC.
        synchronised: whether the kernel believes it; None when that is not known.
        synchronised_before: whether a time server was reached since the start.
        rtc: how the real-time clock module stands; None without one.

    Returns:
        ``synchronised``; ``synchronised_before`` when the time server was lost since; ``from_rtc``
        when only the module knows; ``not_synchronised``; ``in_the_past`` for a clock never set.
    """
    facts = {} if rtc is None else {"rtc": rtc.detail or rtc.status.value}
    if now < EARLIEST:
        return MachineCheck("clock", Health.BAD, "in_the_past", facts)
    if synchronised:
        return MachineCheck("clock", Health.GOOD, "synchronised", facts)
    if synchronised_before:
        return MachineCheck("clock", Health.WARNING, "synchronised_before", facts)
    if rtc is not None and rtc.status is DeviceStatus.OK:
        return MachineCheck("clock", Health.WARNING, "from_rtc", facts)
    return MachineCheck("clock", Health.WARNING, "not_synchronised", facts)
