"""Whether the machine has a network: cable or radio, an address, a way out."""

from __future__ import annotations

import ipaddress
from pathlib import Path

from kezek_hardware.machine.kernel_files import kernel_text
from kezek_hardware.machine.machine_checks import Health, MachineCheck

_NO_DESTINATION_V4, _NO_DESTINATION_V6 = "0" * 8, "0" * 32
_ROUTE_UP, _ROUTE_REJECTS = 0x1, 0x200
_GLOBAL_SCOPE = 0


def check_network(root: Path, *, needed: bool = True) -> MachineCheck:
    """Whether phones, screens and the time server can be reached.

    Args:
        root: where ``sys`` and ``proc`` lie.
        needed: whether the office needs a network at all.

    Returns:
        ``connected``, or the first that is missing: ``no_interface``, ``no_carrier``,
        ``no_address``, ``no_route``; ``not_needed`` instead of these where none is needed.
    """
    interfaces = [
        each
        for each in sorted((root / "sys/class/net").glob("*"))
        # What has no device behind it is a bridge, a tunnel or the loop: it says nothing of cables.
        if (each / "device").exists()
    ]
    up = [each.name for each in interfaces if kernel_text(each / "carrier") == "1"]
    addresses = _addresses(root)
    facts = {"interfaces": ", ".join(up)} if up else {}
    if addresses:
        facts["address"] = addresses[0]
    missing = _missing(bool(interfaces), bool(up), bool(addresses), _has_way_out(root))
    if not missing:
        return MachineCheck("network", Health.GOOD, "connected", facts)
    if not needed:
        return MachineCheck("network", Health.GOOD, "not_needed", facts)
    health = Health.WARNING if missing == "no_route" else Health.BAD
    return MachineCheck("network", health, missing, facts)


def _missing(interface: bool, carrier: bool, address: bool, route: bool) -> str:
    parts = {
        "no_interface": interface,
        "no_carrier": carrier,
        "no_address": address,
        "no_route": route,
    }
    return next((word for word, there in parts.items() if not there), "")


def _addresses(root: Path) -> list[str]:
    """Addresses that others can reach: neither the loop's nor made up for want of a server."""
    own: list[ipaddress.IPv4Address | ipaddress.IPv6Address] = [
        *_v4_addresses(root),
        *_v6_addresses(root),
    ]
    return [str(each) for each in own if not (each.is_loopback or each.is_link_local)]


def _v4_addresses(root: Path) -> list[ipaddress.IPv4Address]:
    """The kernel's own addresses stand in its table of routes, each above a line "host LOCAL"."""
    found: dict[ipaddress.IPv4Address, None] = {}
    above = ""
    for line in kernel_text(root / "proc/net/fib_trie").splitlines():
        words = line.split()
        if words[-2:] == ["host", "LOCAL"] and above:
            found[ipaddress.IPv4Address(above)] = None
        elif words[:1] == ["|--"]:
            above = words[1]
    return list(found)


def _v6_addresses(root: Path) -> list[ipaddress.IPv6Address]:
    rows = [line.split() for line in kernel_text(root / "proc/net/if_inet6").splitlines()]
    return [
        ipaddress.IPv6Address(int(row[0], 16))
        for row in rows
        if len(row) == 6 and int(row[3], 16) == _GLOBAL_SCOPE
    ]


def _has_way_out(root: Path) -> bool:
    return _has_v4_route(root) or _has_v6_route(root)


def _has_v4_route(root: Path) -> bool:
    rows = [line.split() for line in kernel_text(root / "proc/net/route").splitlines()[1:]]
    return any(
        len(row) > 7
        and row[1] == row[7] == _NO_DESTINATION_V4
        and int(row[3], 16) & _ROUTE_UP
        and not int(row[3], 16) & _ROUTE_REJECTS
        for row in rows
    )


def _has_v6_route(root: Path) -> bool:
    rows = [line.split() for line in kernel_text(root / "proc/net/ipv6_route").splitlines()]
    return any(
        len(row) == 10
        and row[0] == _NO_DESTINATION_V6
        and row[1] == "00"
        and row[9] != "lo"
        and int(row[8], 16) & _ROUTE_UP
        and not int(row[8], 16) & _ROUTE_REJECTS
        for row in rows
    )
