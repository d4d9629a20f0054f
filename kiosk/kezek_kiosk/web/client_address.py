"""The address of the client: the one that limits, back-off and places are counted by."""

from __future__ import annotations

from flask import request

from kezek_kiosk.settings.addresses import FRONT_END, UNKNOWN, plain_address


def client_address() -> str:
    """Who sent the present request, as ``TrustedProxies`` found it; ``unknown`` without an address.

    Whole addresses are told apart, of IPv6 too: in an office all machines share one /64.
    """
    return plain_address(request.remote_addr or UNKNOWN)


def has_own_tls() -> bool:
    """Whether the present request came by TLS of the server's own, not by that of a front end."""
    return request.is_secure and FRONT_END not in request.environ
