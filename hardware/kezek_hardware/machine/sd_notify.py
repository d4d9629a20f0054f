"""What a service tells systemd: that it is ready, alive, ending, and how it stands.

The messages are lines of ``KEY=value`` to a datagram socket that systemd names in
``NOTIFY_SOCKET``; a name that begins with ``@`` lies in the abstract namespace.
"""

from __future__ import annotations

import logging
import os
import socket
from abc import ABC, abstractmethod
from collections.abc import Mapping

log = logging.getLogger(__name__)

LONGEST_STATUS = 200
SEND_SECONDS = 1.0
"""systemd takes a message at once; a manager that does not must not stop the service."""


class ServiceManager(ABC):
    """Whoever started the service and wants to hear of it.

    A subclass must override ``_send``. Telling never raises: a service works without a listener.

    Args:
        watchdog_seconds: how often at least the manager wants a sign of life; None for never.
    """

    def __init__(self, watchdog_seconds: float | None = None) -> None:
        self.watchdog_seconds = watchdog_seconds

    def ready(self, status: str = "") -> bool:
        """The service has started; True when the manager was told."""
        return self._tell("READY=1", status)

    def alive(self, status: str = "") -> bool:
        """A sign of life for the manager's watchdog."""
        return self._tell("WATCHDOG=1", status)

    def stopping(self, status: str = "") -> bool:
        """The service begins to end."""
        return self._tell("STOPPING=1", status)

    def status(self, status: str) -> bool:
        """How the service stands, in words that name nobody; ``systemctl status`` shows them."""
        return self._tell("", status)

    def _tell(self, field: str, status: str) -> bool:
        words = " ".join(status.split())[:LONGEST_STATUS]
        lines = [line for line in (field, f"STATUS={words}" if words else "") if line]
        return bool(lines) and self._send("\n".join(lines).encode())

    @abstractmethod
    def _send(self, message: bytes) -> bool:
        """Hand the message over; True when it was taken."""


class Systemd(ServiceManager):
    """systemd at its socket.

    Args:
        address: ``NOTIFY_SOCKET``: an absolute path, or a name after ``@``.
        watchdog_seconds: how often at least systemd wants a sign of life; None for never.

    Raises:
        ValueError: the address has another form.
    """

    def __init__(self, address: str, watchdog_seconds: float | None = None) -> None:
        super().__init__(watchdog_seconds)
        if len(address) < 2 or address[0] not in "/@":
            raise ValueError(
                f"expected NOTIFY_SOCKET to be an absolute path or a name after @, got {address!r}"
                "; leave it to systemd, or unset it"
            )
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._shown = address
        self._failed = False

    def _send(self, message: bytes) -> bool:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
                line.settimeout(SEND_SECONDS)
                line.connect(self._address)
                line.sendall(message)
        except OSError as error:
            if not self._failed:
                log.warning(
                    "expected the service manager at %s to listen, got: %s; the service goes on, "
                    "but is restarted if WatchdogSec is set", self._shown, error,
                )  # fmt: skip
            self._failed = True
            return False
        self._failed = False
        return True


class NoServiceManager(ServiceManager):
    """Nobody listens: the service was started by hand."""

    def _send(self, message: bytes) -> bool:
        return False


class FakeServiceManager(ServiceManager):
    """A manager that keeps what it was told, and is deaf on request.

    Args:
        watchdog_seconds: how often at least it wants a sign of life; None for never.
    """

    def __init__(self, watchdog_seconds: float | None = None) -> None:
        super().__init__(watchdog_seconds)
        self.messages: list[str] = []
        self.deaf = False

    def _send(self, message: bytes) -> bool:
        if not self.deaf:
            self.messages.append(message.decode())
        return not self.deaf


def find_service_manager(environment: Mapping[str, str]) -> ServiceManager:
    """The manager that started this process; one that nobody listens to when there is none.

    Args:
        environment: with ``NOTIFY_SOCKET``, ``WATCHDOG_USEC`` and ``WATCHDOG_PID`` as systemd
            sets them; all may be missing.
    """
    address = environment.get("NOTIFY_SOCKET", "")
    if not address:
        return NoServiceManager()
    try:
        return Systemd(address, _watchdog_seconds(environment))
    except ValueError as error:
        # A wrong variable of the environment must not keep an office closed.
        log.warning("%s; nobody is told of this service", error)
        return NoServiceManager()


def _watchdog_seconds(environment: Mapping[str, str]) -> float | None:
    wanted = environment.get("WATCHDOG_USEC", "")
    # The variables are inherited: signs of life are wanted from the process that is named.
    meant_for = environment.get("WATCHDOG_PID", "") or str(os.getpid())
    if not wanted.isdecimal() or int(wanted) == 0 or meant_for != str(os.getpid()):
        return None
    return int(wanted) / 1_000_000
