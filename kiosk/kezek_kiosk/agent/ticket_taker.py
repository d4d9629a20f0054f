"""A ticket by a push button: one press, one ticket, however often the server must be asked."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Mapping

from kezek_hardware.device import Backoff
from kezek_kiosk.agent.api_client import ApiClient, Refused, ServerUnreachable
from kezek_kiosk.settings.devices import TicketButtonSettings

log = logging.getLogger(__name__)

TRIES = 4
"""About four seconds: whoever pressed in vain presses again."""


class TicketTaker:
    """Issues the ticket of a button.

    Args:
        api: a client with a device token.
        buttons: what each button gives, by its name.
        stop: ends the tries.
    """

    def __init__(
        self, api: ApiClient, buttons: Mapping[str, TicketButtonSettings], stop: threading.Event
    ) -> None:
        self._api = api
        self._buttons = dict(buttons)
        self._stop = stop

    def pressed(self, button: str) -> None:
        """Somebody pressed a button; one key for all tries makes one ticket."""
        service = self._buttons[button].service
        order = {
            "service": service,
            "language": self._buttons[button].language,
            "idempotency_key": secrets.token_hex(16),
        }
        patience = Backoff()
        for _ in range(TRIES):
            try:
                self._api.post("/tickets", order)
            except ServerUnreachable as error:
                log.warning("the button of %s waits for the server: %s", service, error)
                if self._stop.wait(patience.pause()):
                    return
            except Refused as error:
                log.warning("the button of %s was refused: %s", service, error.problem_code)
                return
            else:
                return
        log.warning("the button of %s was pressed in vain", service)
