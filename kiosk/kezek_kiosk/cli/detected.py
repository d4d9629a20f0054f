"""What ``kezek print detect`` says of the printers that it found."""

from __future__ import annotations

import grp
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kezek_kiosk.settings.file import SETTINGS_FILE, load_settings
from kezek_printers.profiles import LP, FoundPrinter, find_at, find_printers
from kezek_printers.wires import PrinterUnplugged

NOTES: Mapping[str, str] = {
    "star_own_language": (
        "It probably understands Star's own graphic commands only. Where its manual names no "
        "ESC/POS mode, Kezek needs another printer."
    ),
    "star_mode": "Switch it to its ESC/POS mode first (its manual: emulation).",
}
NONE_NAMED: Mapping[str, str] = MappingProxyType({})
NAMES = ("hall", "hall-2", "hall-3", "hall-4", "hall-5", "hall-6", "hall-7", "hall-8")


@dataclass(frozen=True, slots=True)
class Detected:
    """What was found, and where nobody answered.

    Args:
        printers: the certain ones first.
        silent: why an address that was asked for gave no printer, one sentence each.
    """

    printers: tuple[FoundPrinter, ...]
    silent: tuple[str, ...]


def detect(addresses: Iterable[str], root: Path = Path("/")) -> Detected:
    """Look at this machine and knock at the addresses.

    Args:
        addresses: ``HOST`` or ``HOST:PORT`` of network printers.
        root: another root of ``sys`` and ``dev``, for tests.

    Raises:
        PrinterUrlError: an address has another form.
    """
    found, silent = list(find_printers(root)), []
    for address in addresses:
        try:
            found.append(find_at(address))
        except PrinterUnplugged as error:
            silent.append(str(error))
    return Detected(tuple(sorted(found, key=lambda each: not each.is_certain)), tuple(silent))


def named_in(data_dir: Path) -> dict[str, str]:
    """The printers that an office's kezek.toml names already: address to name.

    Args:
        data_dir: the office; one without a kezek.toml names none.
    """
    if not (data_dir / SETTINGS_FILE).exists():
        return {}
    return {each.url: each.name for each in load_settings(data_dir).printers}


def to_json(detected: Detected, named: Mapping[str, str] = NONE_NAMED) -> dict[str, Any]:
    """The contract of ``--json``; ``named`` is what ``named_in`` gave."""
    return {
        "printers": [
            {
                "url": each.url,
                "named": named.get(each.url),
                "words": each.words,
                "profiles": list(each.profiles),
                "certain": each.is_certain,
                "usb": each.usb_ids or None,
                "languages": each.languages or None,
                "may_open": not each.group,
                "group": each.group or None,
                "note": NOTES.get(each.note),
            }
            for each in detected.printers
        ],
        "silent": list(detected.silent),
    }


def as_text(detected: Detected, named: Mapping[str, str] = NONE_NAMED) -> str:
    """For a technician: what is there, what is in the way, and the lines for kezek.toml."""
    free = iter(name for name in NAMES if name not in named.values())
    printers = detected.printers
    blocks = [
        _known(each, named[each.url]) if each.url in named else _about(each, next(free, NAMES[-1]))
        for each in printers
    ]
    if not printers:
        blocks.append(
            "No printer was found on USB and no serial adapter. Check cable and power (`lsusb` "
            "lists what is connected); a network printer is found with --address HOST."
        )
    blocks += detected.silent
    if printers:
        blocks.append(
            "Write the lines of your printer into kezek.toml, then let `kezek print selftest --url "
            "ADDRESS` show which profile reads well."
        )
    return "\n\n".join(blocks)


def _known(found: FoundPrinter, name: str) -> str:
    return f"{found.words}\n  It stands in kezek.toml already, as {name}."


def _about(found: FoundPrinter, name: str) -> str:
    lines = [f"{found.words}{f' ({found.usb_ids})' if found.usb_ids else ''}"]
    if not found.is_certain:
        lines.append("  It does not say that it is a receipt printer: you know what is connected.")
    if found.languages and "ESC" not in found.languages.upper():
        lines.append(f"  It says that it speaks {found.languages}, not ESC/POS.")
    if found.note:
        lines.append(f"  {NOTES[found.note]}")
    lines += [f"  {line}" for line in _access(found)]
    others = found.profiles[1:]
    lines += [
        "",
        "  [[printers]]",
        f'  name = "{name}"',
        f'  url = "{found.url}"',
        f'  profile = "{found.profiles[0]}"' + (f"  # or {', '.join(others)}" if others else ""),
    ]
    return "\n".join(lines)


def _access(found: FoundPrinter) -> list[str]:
    """What to do when this user may not open the device."""
    if not found.group:
        return []
    user = os.environ.get("USER") or "USER"
    advice = [f"You may not open it: it belongs to group {found.group}."]
    if found.group in _own_groups():
        return [*advice, "You are in that group: see the rights of its device file (ls -l)."]
    advice.append(f"  sudo usermod -aG {found.group} {user}    (then sign in anew)")
    if found.group == LP and found.url.startswith("usb:"):
        vendor, product = found.usb_ids.split(":")
        device = f'ATTR{{idVendor}}=="{vendor}", ATTR{{idProduct}}=="{product}"'
        advice += [
            "and write into /etc/udev/rules.d/60-kezek-printer.rules:",
            f'  SUBSYSTEM=="usb", {device}, GROUP="lp", MODE="0660"',
        ]
    return advice


def _own_groups() -> set[str]:
    names = set()
    for number in (os.getegid(), *os.getgroups()):
        try:
            names.add(grp.getgrgid(number).gr_name)
        except KeyError:
            continue
    return names
