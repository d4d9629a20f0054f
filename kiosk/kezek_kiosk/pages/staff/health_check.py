"""One named check of the health page: how a part stands, and what to do when it does not."""

from __future__ import annotations

from dataclasses import dataclass

from kezek_kiosk.pages.staff.device_words import Severity


@dataclass(frozen=True, slots=True)
class Check:
    """One named check.

    Args:
        name: its stable name.
        health: how the part stands.
        found: what was found, in words.
        advice: what to do; "" when nothing is to be done.
        title: what it is called; "" for the one that ``names`` knows.
        kind: of a device; "" for a part of the server.
        details: what was found, one by one, where it is more than a sentence.
    """

    name: str
    health: Severity
    found: str
    advice: str = ""
    title: str = ""
    kind: str = ""
    details: tuple[str, ...] = ()
