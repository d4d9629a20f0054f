"""A machine made of files: it grows hot, wears out and loses its network on request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kezek_hardware.machine.machine_checks import DEFAULT_LIMITS, MIB, DiskSpace, MachineLimits
from kezek_hardware.machine.machine_health import MachineHealth
from kezek_hardware.machine.rtc import Rtc

_ROUTES = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
_DEFAULT_ROUTE = "eth0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"


class FakeMachine:
    """A well Raspberry Pi below a directory, until it is told otherwise.

    Args:
        root: an empty directory that gets its ``sys``, ``proc`` and ``run``.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.disk = DiskSpace(free_bytes=20_000 * MIB, total_bytes=32_000 * MIB)
        self.synchronised: bool | None = True
        self.heat(48.2)
        self.supply(throttled_flags=0)
        self.wear(tenths_of_life=1)
        self.connect("192.168.0.20")

    def health(
        self,
        *,
        rtc: Rtc | None = None,
        needs_network: bool = True,
        limits: MachineLimits = DEFAULT_LIMITS,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> MachineHealth:
        """The checks of this machine."""
        return MachineHealth(
            self.root,
            root=self.root,
            rtc=rtc,
            needs_network=needs_network,
            limits=limits,
            disk=lambda _folder: self.disk,
            synchronised=lambda: self.synchronised,
            now=now,
            name="fake machine",
        )

    def heat(self, celsius: float) -> None:
        """Bring the processor to a temperature."""
        self.write("sys/class/thermal/thermal_zone0/type", "cpu-thermal")
        self.write("sys/class/thermal/thermal_zone0/temp", f"{celsius * 1000:.0f}")

    def supply(self, *, throttled_flags: int) -> None:
        """Set what the firmware tells of the supply, for example 0x50005."""
        self.write("sys/devices/platform/soc/soc:firmware/get_throttled", f"{throttled_flags:x}")

    def wear(self, *, tenths_of_life: int, pre_end_of_life: int = 1) -> None:
        """Set what the eMMC tells of its cells, 1 to 11, and of its spare blocks, 1 to 3."""
        self.write("sys/block/mmcblk0/device/life_time", f"0x01 {tenths_of_life:#04x}")
        self.write("sys/block/mmcblk0/device/pre_eol_info", f"{pre_end_of_life:#04x}")

    def fill_disk(self, *, free_mib: int, read_only: bool = False) -> None:
        """Leave so much room."""
        self.disk = DiskSpace(free_mib * MIB, self.disk.total_bytes, read_only=read_only)

    def lose_time_server(self, *, before: bool = False) -> None:
        """The clock is no longer believed; ``before``: it was, since the start."""
        self.synchronised = False
        if before:
            self.write("run/systemd/timesync/synchronized", "")

    def connect(self, address: str, *, way_out: bool = True) -> None:
        """Plug the network in, with an address and a way out of it."""
        self.write("sys/class/net/lo/carrier", "1")
        self.write("sys/class/net/eth0/carrier", "1")
        self.write("sys/class/net/eth0/device/uevent", "")
        self.write("proc/net/route", _ROUTES + (_DEFAULT_ROUTE if way_out else ""))
        trie = "".join(
            f"           |-- {each}\n              /32 host LOCAL\n"
            for each in ("127.0.0.1", address)
        )
        self.write("proc/net/fib_trie", f"Main:\n  +-- 0.0.0.0/0 3 0 5\n{trie}Local:\n{trie}")

    def unplug_network(self) -> None:
        """Pull the cable."""
        self.connect("169.254.7.7", way_out=False)
        self.write("sys/class/net/eth0/carrier", "0")

    def write(self, path: str, text: str) -> None:
        """Let a kernel file tell something."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"{text}\n", encoding="ascii")

    def forget(self, path: str) -> None:
        """Let a kernel file be missing."""
        (self.root / path).unlink(missing_ok=True)
