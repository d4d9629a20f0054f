"""What a front end says of its client is believed only when the office trusts that front end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TYPE_CHECKING, Any

from kezek_kiosk.edge.client_address import UNKNOWN, is_this_machine, plain_address, read_address

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SCHEMES = frozenset({"http", "https"})


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
        found = read_address(address)
        return found is not None and any(found in network for network in self._networks)

    def client_of(self, peer: str, forwarded_for: str) -> str:
        """The client behind ``peer``: the nearest address that is not itself a trusted proxy.

        Args:
            peer: who opened the connection.
            forwarded_for: X-Forwarded-For; every proxy adds whom it heard from at its end, so all
                before the last stranger may be invented by that stranger.
        """
        client = peer
        for told in reversed(forwarded_for.split(",")):
            found = read_address(told)
            if client not in self or found is None:
                break
            if is_this_machine(str(found)) and not is_this_machine(client):
                break  # only a front end on this machine hears from a program on this machine
            client = str(found)
        return plain_address(client)


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
            told = environ.get("HTTP_X_FORWARDED_FOR", "")
            environ["REMOTE_ADDR"] = self._networks.client_of(peer, told)
            # Each proxy adds the scheme it was spoken to in; the last word is the nearest one's.
            scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip().lower()
            if scheme in SCHEMES:
                environ["wsgi.url_scheme"] = scheme
        return self._app(environ, start_response)
