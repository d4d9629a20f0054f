"""Shows the virtual devices to the server, and does to them what people press there."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from kezek_hardware.device import Backoff
from kezek_kiosk.agent.api_client import ApiClient, Refused, ServerUnreachable
from kezek_kiosk.agent.virtual.part import VirtualPart
from kezek_kiosk.devices.virtual_bench import VirtualDevice

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.25
"""How soon a press is felt."""

FELT_SECONDS = 0.05
"""How soon its effect is looked for."""

NOT_FOUND = 404
OPTION = "--virtual-hardware"


class VirtualWorker:
    """Shows and obeys until it is stopped.

    Args:
        api: a client with a device token.
        parts: the devices, in the order of the page.
        stop: set it to end the worker.
    """

    def __init__(self, api: ApiClient, parts: Sequence[VirtualPart], stop: threading.Event) -> None:
        self._api = api
        self._parts = tuple(parts)
        self._stop = stop
        self._patience = Backoff()
        self._refusal_is_logged = False

    def run(self) -> None:
        """Show and obey, again and again; the devices end with it."""
        pause = 0.0
        while not self._stop.wait(pause):
            pause = self.look()
        self._api.close()

    def look(self) -> float:
        """Show all devices once and do what was pressed.

        Returns:
            Seconds until the next look; none after a press, whose effect shall be seen at once.
        """
        seen = self._seen()
        body = {"devices": [_json(asdict(device)) for device, _ in seen]}
        try:
            orders = self._api.post("/virtual-hardware/orders", body)["orders"]
        except (ServerUnreachable, Refused) as error:
            self._unseen(error)
            return self._patience.pause()
        self._patience.reset()
        self._refusal_is_logged = False
        by_name = {device.name: part for device, part in seen}
        for order in orders:
            self._obey(by_name.get(order["device"]), order)
        return FELT_SECONDS if orders else LOOK_SECONDS

    def _seen(self) -> list[tuple[VirtualDevice, VirtualPart]]:
        found = []
        for part in self._parts:
            try:
                found.append((part.seen(), part))
            except Exception:
                # One device that broke must not take the others from the page.
                log.exception("a virtual device cannot be shown")
        return found

    def _unseen(self, error: ServerUnreachable | Refused) -> None:
        if isinstance(error, Refused) and error.status == NOT_FOUND and not self._refusal_is_logged:
            log.warning(
                "nobody sees the virtual devices: the server was started without %s", OPTION
            )
            self._refusal_is_logged = True
        log.debug("the server does not show the virtual devices: %s", error)

    def _obey(self, part: VirtualPart | None, order: dict[str, Any]) -> None:
        if part is None:
            return
        try:
            part.obey(order["what"], order["value"])
        except Exception:
            log.exception("the virtual device %s did not obey", order["device"])


def _json(device: dict[str, Any]) -> dict[str, Any]:
    return {**device, "keys": list(device["keys"]), "shows": list(device["shows"])}
