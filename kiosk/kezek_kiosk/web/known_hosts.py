"""By which names and addresses a browser may ask for this server.

A stranger's page can let its own name lead to this machine (DNS rebinding): the browser takes the
two for one site then. The name it asks by stays the stranger's, so an unknown name is refused.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from kezek_kiosk.settings.addresses import ADDRESSES_KNOWN, read_address
from kezek_kiosk.settings.settings import ServerSettings
from kezek_kiosk.web.public_address import EVERYWHERE, lan_address

RESOLVER = Path("/etc/resolv.conf")
"""Names the domains that this network completes a machine's short name with."""

PRIVATE_NETWORKS = tuple(
    ip_network(each)
    for each in (
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10",
    )
)  # fmt: skip
"""RFC 1918, 3927, 4193 and 4291."""

_HOST = re.compile(
    r"(\[[0-9a-f:.]+(?:%[\w.~-]+)?\]|[a-z0-9._-]{1,253})(?::\d{1,5})?", re.IGNORECASE
)


class KnownHosts:
    """What this office's server is called.

    Args:
        server: names, public address and the address listened on.
        machine: names of the machine, as ``machine_names`` finds them.
    """

    def __init__(self, server: ServerSettings, machine: Iterable[str] = ()) -> None:
        named = (server.host, _host_of(server.public_url), *server.names, *machine)
        self._names = frozenset(_spelt(each) for each in named if each)
        short = {re.escape(name.partition(".")[0]) for name in map(_spelt, machine) if name}
        # Where a name is taken already, multicast DNS counts on: kezek-2.local (RFC 6762, 9).
        self._renamed = re.compile(rf"(?:{'|'.join(sorted(short))})-\d+\.local") if short else None
        self.knows = lru_cache(maxsize=ADDRESSES_KNOWN)(self._knows)

    def _knows(self, host: str, asked_at: str) -> bool:
        """Whether a request may ask by a host.

        Args:
            host: the Host header as it came.
            asked_at: the address of this machine that its connection came to.
        """
        name = host_name(host)
        if name is None:
            return False
        address = read_address(name)
        if address is not None:
            return self._is_ours(address, asked_at) or name.strip("[]") in self._names
        is_loopback = name == "localhost" or name.endswith(".localhost")
        is_renamed = self._renamed is not None and self._renamed.fullmatch(name) is not None
        return is_loopback or is_renamed or name in self._names

    def _is_ours(self, address: IPv4Address | IPv6Address, asked_at: str) -> bool:
        """No name led there, so nobody can have turned one.

        Behind a front end or a forwarded port the machine does not know the address it is asked
        by; in a private network it is taken, one of the internet is to be named.
        """
        return (
            address.is_loopback
            or address.is_unspecified
            or address == read_address(asked_at)
            or any(address in network for network in PRIVATE_NETWORKS)
        )


def host_name(host: str) -> str | None:
    """The name or address of a Host header, spelt in one way; None of what is none."""
    found = _HOST.fullmatch(host)
    return None if found is None else _spelt(found[1])


def machine_names(resolver: Path = RESOLVER) -> tuple[str, ...]:
    """What this machine is called: by itself, by multicast DNS and in this network's domains."""
    node = _spelt(platform.node())
    if not node:
        return ()
    short = node.partition(".")[0]
    return (node, short, f"{short}.local", *(f"{short}.{each}" for each in _domains(resolver)))


def certificate_names(server: ServerSettings) -> tuple[str, ...]:
    """All that a certificate of this server shall be good for: names first, then addresses."""
    named = (_host_of(server.public_url), *server.names, server.host, *machine_names())
    addresses = (lan_address() or "", "127.0.0.1", "::1")
    known = [_spelt(each) for each in (*named, "localhost", *addresses)]
    told = dict.fromkeys(each for each in known if each and each not in EVERYWHERE)
    return tuple(sorted(told, key=lambda each: read_address(each) is not None))


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # "http://[": no address at all
        return ""


def _domains(resolver: Path) -> list[str]:
    try:
        lines = resolver.read_text("ascii", "replace").splitlines()
    except OSError:
        return []
    words = [line.split() for line in lines]
    return [
        _spelt(domain)
        for each in words
        if each and each[0] in ("search", "domain")
        for domain in each[1:]
        if _spelt(domain)
    ]


def _spelt(name: str) -> str:
    return name.strip().rstrip(".").lower()
