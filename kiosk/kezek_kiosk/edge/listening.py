"""The server's own socket, opened before anything else: a port is ours, or it is said at once."""

from __future__ import annotations

import errno
import socket

from kezek_kiosk.errors import KioskError

BACKLOG = 256


class CannotListenError(KioskError, OSError):
    """The address or port cannot be listened on."""

    code = "cannot_listen"


def open_listener(host: str, port: int) -> socket.socket:
    """Listen on an address.

    Args:
        host: an address of this machine, of IPv4 or IPv6, or its name.
        port: TCP port; 0 takes a free one.

    Raises:
        CannotListenError: the port is taken or forbidden, or the address is not this machine's.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise _explained(host, port, error) from error
    try:
        # A port of a server that has just ended is free for the next one at once.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise _explained(host, port, error) from error
    return listener


def _explained(host: str, port: int, error: OSError) -> CannotListenError:
    if error.errno == errno.EADDRINUSE:
        return CannotListenError(
            f"expected port {port} of {host} to be free, another program holds it; stop that "
            "program, or choose another port with --port or server.port in kezek.toml"
        )
    if error.errno == errno.EACCES:
        return CannotListenError(
            f"expected to be allowed to listen on port {port}, it is kept for the system; choose "
            "one from 1024 on with --port or server.port in kezek.toml"
        )
    return CannotListenError(
        f"expected an address of this machine to listen on, got {host!r} ({error.strerror}); "
        "correct --host or server.host in kezek.toml (0.0.0.0 listens on all)"
    )
