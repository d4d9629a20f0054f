"""The address of the client: the one that limits, back-off and places are counted by."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

from flask import request

UNKNOWN = "unknown"
THIS_MACHINE = frozenset({"127.0.0.1", "::1"})
"""Where the kiosk's browser and the agent on the server's own machine come from. The rest of
127.0.0.0/8 is used by nobody, so it counts like any other address (and tests come from there)."""


def client_address() -> str:
    """Who sent the present request, as ``TrustedProxies`` found it; ``unknown`` without an address.

    Whole addresses are told apart, of IPv6 too: in an office all machines share one /64.
    """
    return plain_address(request.remote_addr or UNKNOWN)


def is_this_machine(address: str) -> bool:
    """Whether the client is a program on the server's own machine."""
    return plain_address(address) in THIS_MACHINE


def plain_address(told: str) -> str:
    """One spelling for one address: IPv4 inside IPv6 as IPv4, no zone, letters small."""
    found = read_address(told)
    return told if found is None else str(found)


def read_address(told: str) -> IPv4Address | IPv6Address | None:
    """The address in a word of X-Forwarded-For (``1.2.3.4:80``, ``[::1]:80`` too), or None."""
    text = told.strip().partition("%")[0]
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    inner = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return inner or found
