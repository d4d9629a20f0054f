"""Where the server speaks TLS by itself, others than the machine itself are led to https."""

from __future__ import annotations

from flask import Request, redirect
from werkzeug.wrappers import Response

from kezek_kiosk.errors import HttpsNeededError
from kezek_kiosk.settings.addresses import FRONT_END, is_this_machine, plain_address
from kezek_kiosk.web.client_address import client_address
from kezek_kiosk.web.context import app_context

PERMANENTLY = 308
PHONES = ("/t/", "/T/", "/static/")
"""The visitor's own page and what it is drawn with. A phone would warn of the office's own
certificate, and nobody signs in there; an office with one that phones trust sets public_url."""

PROBES = ("/healthz", "/readyz", "/metrics")


def lead_to_https(request: Request) -> Response | None:
    """Send a page to the same address under https; kiosk and agent on the machine stay plain.

    Raises:
        HttpsNeededError: it is a call, or it sends something, which has been read by others then.
    """
    if not app_context().tls or request.is_secure or FRONT_END in request.environ:
        return None
    if _is_from_this_machine(request) or request.path.startswith((*PHONES, *PROBES)):
        return None
    if request.method in ("GET", "HEAD") and not request.path.startswith("/api/"):
        return redirect(request.url.replace("http://", "https://", 1), PERMANENTLY)
    raise HttpsNeededError(
        "expected a call over https, got plain http; put https:// before the address"
    )


def _is_from_this_machine(request: Request) -> bool:
    """Whether a program on the machine itself asks: by loopback, or by an address of its own."""
    client = client_address()
    return is_this_machine(client) or client == plain_address(request.environ["SERVER_NAME"])
