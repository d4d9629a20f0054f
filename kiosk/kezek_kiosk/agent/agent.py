"""The agent: owns the devices and is a client of the API, so a hung printer stops nobody.

One thread a device; each ends with the agent's stop event and is not waited for for ever.
"""

from __future__ import annotations

import logging
import threading
import time

from kezek_core.errors import KezekError
from kezek_kiosk.agent.device_set import AgentParts

log = logging.getLogger(__name__)


class Agent:
    """All devices of one kiosk.

    Args:
        parts: what it runs; they end with it.
    """

    def __init__(self, parts: AgentParts) -> None:
        self._parts = parts
        self._stop = parts.stop
        self._threads = [
            threading.Thread(target=run, name=name, daemon=True)
            for name, run in parts.workers.items()
        ]

    def start(self) -> None:
        """Start the workers, then the devices; the service manager hears of it last."""
        for thread in self._threads:
            thread.start()
        for device in self._parts.devices:
            device.start()

    def stop(self, timeout_seconds: float = 5.0) -> None:
        """Ask every worker to end and wait for them all, but not for ever; then close the devices.

        Args:
            timeout_seconds: for all of them together.
        """
        self._stop.set()
        if self._parts.follower is not None:
            self._parts.follower.close()
        ends_at = time.monotonic() + timeout_seconds
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(max(0.0, ends_at - time.monotonic()))
        for device in reversed(self._parts.devices):
            try:
                device.close()
            except KezekError as error:
                log.warning("a device did not end as it should: %s", error)
