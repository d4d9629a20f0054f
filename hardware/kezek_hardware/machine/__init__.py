"""The computer itself: health, clock module, watchdog, systemd."""

from __future__ import annotations

from kezek_hardware.machine.life_signs import LifeSigns, Pulse
from kezek_hardware.machine.machine_checks import Health, MachineCheck, MachineLimits
from kezek_hardware.machine.machine_fake import FakeMachine
from kezek_hardware.machine.machine_health import MachineHealth, kernel_synchronised
from kezek_hardware.machine.rtc import Battery, KernelRtc, Rtc
from kezek_hardware.machine.rtc_fake import FakeRtc
from kezek_hardware.machine.sd_notify import NoServiceManager, ServiceManager, find_service_manager
from kezek_hardware.machine.watchdog import DeviceWatchdog, Watchdog
from kezek_hardware.machine.watchdog_fake import FakeWatchdog

__all__ = [
    "Battery",
    "DeviceWatchdog",
    "FakeMachine",
    "FakeRtc",
    "FakeWatchdog",
    "Health",
    "KernelRtc",
    "LifeSigns",
    "MachineCheck",
    "MachineHealth",
    "MachineLimits",
    "NoServiceManager",
    "Pulse",
    "Rtc",
    "ServiceManager",
    "Watchdog",
    "find_service_manager",
    "kernel_synchronised",
]
