"""What a front end says of its client is believed only when the office trusts that front end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kezek_kiosk.settings.addresses import FRONT_END, UNKNOWN, ProxyNetworks

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SCHEMES = frozenset({"http", "https"})


class TrustedProxies:
    """WSGI middleware: sets REMOTE_ADDR and the scheme to those of the client.

    Args:
        app: what answers.
        names: as of ``ProxyNetworks``; of everybody else the headers are ignored.
    """

    def __init__(self, app: WSGIApplication, names: Sequence[str]) -> None:
        self._app = app
        self._networks = ProxyNetworks(names)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        peer = environ.get("REMOTE_ADDR") or UNKNOWN
        if peer in self._networks:
            environ[FRONT_END] = True
            forwarded_for = environ.get("HTTP_X_FORWARDED_FOR", "")
            environ["REMOTE_ADDR"] = self._networks.client_of(peer, forwarded_for)
            # Each proxy adds the scheme it was spoken to in; the last word is the nearest one's.
            scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip().lower()
            if scheme in SCHEMES:
                environ["wsgi.url_scheme"] = scheme
        return self._app(environ, start_response)
