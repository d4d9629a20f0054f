"""Tells the server how the agent's devices stand: at a change, and again and again."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from kezek_hardware.device import Backoff
from kezek_kiosk.agent.api_client import ApiClient, Refused, ServerUnreachable
from kezek_kiosk.devices.status import DeviceReport

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
REPEAT_SECONDS = 10.0

Source = Callable[[], DeviceReport]
"""Says at once, from any thread, how one device stands."""


class DeviceReporter:
    """Reports until it is stopped.

    Args:
        api: a client with a device token.
        agent: this agent's name.
        sources: one for each device.
        stop: set it to end the reports.
        beat: called at every look.
        monotonic: seconds that never go back.
    """

    def __init__(
        self,
        api: ApiClient,
        agent: str,
        sources: Sequence[Source],
        stop: threading.Event,
        *,
        beat: Callable[[], None] = lambda: None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._api = api
        self._agent = agent
        self._sources = tuple(sources)
        self._stop = stop
        self._beat = beat
        self._monotonic = monotonic
        self._patience = Backoff()
        self._posted: list[DeviceReport] | None = None
        self._posted_at = float("-inf")

    def run(self) -> None:
        """Look and tell, again and again."""
        pause = 0.0
        while not self._stop.wait(pause):
            pause = self.look()
        self._api.close()

    def look(self) -> float:
        """Tell the server when something changed or it is time to.

        Returns:
            Seconds until the next look.
        """
        self._beat()
        reports = [source() for source in self._sources]
        now = self._monotonic()
        if reports == self._posted and now - self._posted_at < REPEAT_SECONDS:
            return LOOK_SECONDS
        try:
            self._api.post(
                "/devices", {"agent": self._agent, "devices": [_json(each) for each in reports]}
            )
        except (ServerUnreachable, Refused) as error:
            log.debug("the server does not hear how the devices stand: %s", error)
            self._posted = None
            return self._patience.pause()
        self._posted, self._posted_at = reports, now
        self._patience.reset()
        return LOOK_SECONDS


def _json(report: DeviceReport) -> dict[str, Any]:
    return {
        "name": report.name,
        "kind": report.kind,
        "word": report.status,
        "detail": report.detail,
        "facts": dict(report.facts),
    }
