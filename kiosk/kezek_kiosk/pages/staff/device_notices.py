"""The devices that staff must see without looking for them."""

from __future__ import annotations

from typing import Any

from kezek_kiosk.pages.staff.device_words import DescribedDevice, Severity, described_device
from kezek_kiosk.web.context import app_context

MOST_NOTICES = 4
WANT_ATTENTION = (Severity.BAD, Severity.WARNING)


def troubled_devices() -> dict[str, Any]:
    """For the supervisor: the first few that want attention, printers first, and how many more."""
    devices = [described_device(each) for each in app_context().devices.devices()]
    wanting = [each for each in devices if each.health in WANT_ATTENTION]
    wanting.sort(key=_urgency)
    return {"troubled": wanting[:MOST_NOTICES], "others": max(0, len(wanting) - MOST_NOTICES)}


def _urgency(shown: DescribedDevice) -> tuple[bool, int]:
    """Printers first, paper that runs out among them; then what does not work at all."""
    return shown.device.kind != "printer", WANT_ATTENTION.index(shown.health)


def stopped_printers() -> dict[str, Any]:
    """For the operator: the printers that print no tickets now, and nothing else."""
    printers = app_context().devices.printers()
    return {"stopped": [described_device(each) for each in printers if each.stopped]}
