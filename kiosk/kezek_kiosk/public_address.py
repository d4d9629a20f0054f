"""The address that visitors' phones reach this server at: for QR codes and status pages."""

from __future__ import annotations

import socket
from functools import cache

from flask import has_request_context, request

from kezek_kiosk.settings import ServerSettings

EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared, not listened on
LOOPBACK = ("127.", "localhost", "[::1]")
A_PUBLIC_NETWORK = ("192.0.2.1", 9)
"""RFC 5737: nobody's address; asked which way leads there, no packet is sent."""


def public_url(server: ServerSettings) -> str:
    """The address without a slash at its end: as set, as asked for, or as this machine is known.

    A request that came over the network names an address that phones reach too; one from this
    machine itself (the agent's) does not.
    """
    if server.public_url:
        return server.public_url.rstrip("/")
    if has_request_context() and not request.host.startswith(LOOPBACK):
        return request.host_url.rstrip("/")
    host = lan_address() if server.host in EVERYWHERE else server.host
    return f"http://{host}:{server.port}"


def status_url(server: ServerSettings, token: str) -> str:
    """The address of a ticket's phone page."""
    return f"{public_url(server)}/T/{token}"


def printed_status_url(server: ServerSettings, token: str) -> str:
    """The same address for a QR code: all in capitals its symbol is smaller.

    Scheme and host mean the same in capitals, the token is in capitals anyway; a path set by the
    office is left as it is.
    """
    scheme, _, rest = public_url(server).partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.upper()}://{host.upper()}{slash}{path}/T/{token}"


@cache
def lan_address() -> str:
    """This machine's address on its network; the loopback one when it has no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(A_PUBLIC_NETWORK)
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
