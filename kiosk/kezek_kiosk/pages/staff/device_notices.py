"""The devices that staff must see without looking for them."""

from __future__ import annotations

from typing import Any

from kezek_kiosk.pages.staff.device_words import Health, told_device
from kezek_kiosk.services import services

MOST_NOTICES = 4
WANT_ATTENTION = (Health.BAD, Health.WARNING)


def troubled_devices() -> dict[str, Any]:
    """For the supervisor: the first few that want attention, the worst first, and how many more."""
    told = [told_device(each) for each in services().devices.devices()]
    wanting = [each for health in WANT_ATTENTION for each in told if each.health is health]
    return {"troubled": wanting[:MOST_NOTICES], "others": max(0, len(wanting) - MOST_NOTICES)}


def stopped_printers() -> dict[str, Any]:
    """For the operator: the printers that print no tickets now, and nothing else."""
    printers = services().devices.printers()
    return {"stopped": [told_device(each) for each in printers if each.stopped]}
