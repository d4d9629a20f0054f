"""Addresses of clients: one spelling for each, and which of them are front ends of the office."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

UNKNOWN = "unknown"
FRONT_END = "kezek.front_end"
"""In the environ of a request that came by a front end of the office: TLS is its business."""

THIS_MACHINE = frozenset({"127.0.0.1", "::1"})
"""Where the kiosk's browser and the agent on the server's own machine come from. The rest of
127.0.0.0/8 is used by nobody, so it counts like any other address (and tests come from there)."""


HOST_NAME = re.compile(r"(?=.{1,253}\.?$)[a-zA-Z0-9_]([a-zA-Z0-9_.-]*[a-zA-Z0-9_])?\.?")

ADDRESSES_KNOWN = 1024
"""So many are read once only: the same few machines ask all day."""


def is_this_machine(address: str) -> bool:
    """Whether the client is a program on the server's own machine."""
    return plain_address(address) in THIS_MACHINE


def plain_address(written: str) -> str:
    """One spelling for one address: IPv4 inside IPv6 as IPv4, no zone, letters small."""
    found = read_address(written)
    return written if found is None else str(found)


@lru_cache(maxsize=ADDRESSES_KNOWN)
def read_address(written: str) -> IPv4Address | IPv6Address | None:
    """The address in a word of X-Forwarded-For (``1.2.3.4:80``, ``[::1]:80`` too), or None."""
    text = written.strip().partition("%")[0]
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


def are_networks(names: Iterable[str]) -> bool:
    """Whether each of them is an address or a network."""
    try:
        ProxyNetworks(names)
    except ValueError:
        return False
    return True


def are_host_names(names: Iterable[str]) -> bool:
    """Whether each of them is the name or the address of a machine, without scheme and port."""
    return all(HOST_NAME.fullmatch(name) or read_address(name) for name in names)


class ProxyNetworks:
    """The addresses and networks of ``server.trusted_proxies``.

    Args:
        names: addresses (``127.0.0.1``) and networks (``10.0.0.0/8``), of IPv4 or IPv6.

    Raises:
        ValueError: one of them is neither.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._networks: list[IPv4Network | IPv6Network] = [
            ip_network(name.strip(), strict=False) for name in names
        ]

    def __contains__(self, address: str) -> bool:
        found = read_address(address) if self._networks else None
        return found is not None and any(found in network for network in self._networks)

    def client_of(self, peer: str, forwarded_for: str) -> str:
        """The client behind ``peer``: the nearest address that is not itself a trusted proxy.

        Args:
            peer: who opened the connection.
            forwarded_for: X-Forwarded-For; every proxy adds whom it heard from at its end, so all
                before the last stranger may be invented by that stranger.
        """
        client = peer
        for written in reversed(forwarded_for.split(",")):
            found = read_address(written)
            if client not in self or found is None:
                break
            if is_this_machine(str(found)) and not is_this_machine(client):
                break  # only a front end on this machine hears from a program on this machine
            client = str(found)
        return plain_address(client)
