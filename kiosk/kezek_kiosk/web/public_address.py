"""The address that visitors' phones reach this server at: for QR codes and status pages.

It is asked for each time: a network may come up long after the server. Where there is none, there
is no code either; a code that leads to 127.0.0.1 leads a visitor nowhere.
"""

from __future__ import annotations

import socket
from functools import lru_cache
from urllib.parse import urlsplit

from flask import has_request_context, request
from werkzeug.urls import uri_to_iri

from kezek_kiosk.settings.addresses import ADDRESSES_KNOWN, read_address
from kezek_kiosk.settings.settings import ServerSettings
from kezek_kiosk.web.client_address import has_own_tls

EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared, not listened on
PUBLIC_NETWORKS = (
    (socket.AF_INET, ("192.0.2.1", 9)),
    (socket.AF_INET6, ("2001:db8::1", 9)),
)
"""RFC 5737 and 3849: nobody's addresses; asked which way leads there, no packet is sent."""


def public_url(server: ServerSettings) -> str | None:
    """The address without a slash at its end: as set, as asked for, or as this machine is known.

    A request that came over the network names an address that phones reach too; one from this
    machine itself (the agent's) does not.

    Returns:
        None when no phone can reach the server by any address that is known.
    """
    asked_at = None
    if not server.public_url and has_request_context():
        # A phone would warn of the office's own certificate: its page stays plain (web.https).
        scheme = "http" if has_own_tls() else request.scheme
        asked_at = _address_asked_at(scheme, request.host)
    return asked_at or known_url(server)


def known_url(server: ServerSettings) -> str | None:
    """The same, whatever the present request says: what is printed is asked for by the agent."""
    if server.public_url:
        url = server.public_url.rstrip("/")
        return url if is_reachable(url) else None
    host = lan_address() if server.host in EVERYWHERE else server.host
    if host is None:
        return None
    url = f"http://[{host}]:{server.port}" if ":" in host else f"http://{host}:{server.port}"
    return url if is_reachable(url) else None


@lru_cache(maxsize=ADDRESSES_KNOWN)
def _address_asked_at(scheme: str, host: str) -> str | None:
    """The server's address as a request names it; None where phones cannot use it."""
    url = uri_to_iri(f"{scheme}://{host}")
    return url if is_reachable(url) else None


@lru_cache(maxsize=ADDRESSES_KNOWN)
def is_reachable(url: str) -> bool:
    """Whether an address leads from another machine to this one, as far as can be told from it."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # "http://[": no address at all
        return False
    address = read_address(f"[{host}]" if ":" in host else host)
    if address is None:
        return bool(host) and host != "localhost" and not host.endswith(".localhost")
    return not (address.is_loopback or address.is_unspecified or address.is_link_local)


def status_path(token: str) -> str:
    """The path of a ticket's phone page, on whatever address the server is reached at."""
    return f"/T/{token}"


def status_url(server: ServerSettings, token: str) -> str | None:
    """The address of a ticket's phone page; None when phones cannot reach it."""
    base = public_url(server)
    return None if base is None else f"{base}{status_path(token)}"


def printed_status_url(server: ServerSettings, token: str) -> str | None:
    """The same address for a QR code: all in capitals its symbol is smaller.

    Scheme and host mean the same in capitals, the token is in capitals anyway; a path set by the
    office is left as it is.
    """
    base = public_url(server)
    if base is None:
        return None
    scheme, _, rest = base.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.upper()}://{host.upper()}{slash}{path}{status_path(token)}"


def lan_address() -> str | None:
    """This machine's address on its network, of IPv4 or else IPv6; None when it has no network."""
    for family, somewhere in PUBLIC_NETWORKS:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect(somewhere)
                return str(probe.getsockname()[0])
        except OSError:
            continue
    return None
