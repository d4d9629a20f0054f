"""The virtual devices as the server knows them: what the agent shows of them, what people press.

In memory and for a moment: a press that no agent has taken within seconds is void.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

AWAY_SECONDS = 5.0
"""The agent asks several times a second: after so long it is not there."""

STALE_SECONDS = 5.0
MOST_ORDERS = 64
LISTEN_SECONDS = 1.0
"""How soon a listener notices that the server stops."""

CODE: Final = "code"
"""What is done to a scanner: a code is held under it."""

Value = bool | str | None


@dataclass(frozen=True, slots=True)
class ShownDevice:
    """One thing that a device lets people see.

    Args:
        name: which of its lamps, rows, checks or sentences.
        text: what stands there; "" for nothing.
        look: how, in one word, for example ``blink``.
    """

    name: str
    text: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class VirtualDevice:
    """One device on the page.

    Args:
        name: its name among the virtual devices.
        kind: one of ``devices.KINDS``.
        label: the window, service or screen it belongs to; "" for none.
        keys: what can be pressed on it.
        switches: its faults, and whether each is on.
        shows: what people see of it.
        takes_code: whether a code can be held under it.
    """

    name: str
    kind: str
    label: str = ""
    keys: tuple[str, ...] = ()
    switches: Mapping[str, bool] = field(default_factory=dict)
    shows: tuple[ShownDevice, ...] = ()
    takes_code: bool = False

    def takes(self, what: str, value: Value) -> bool:
        """Whether this can be done to it."""
        if value is None:
            return what in self.keys
        if isinstance(value, bool):
            return what in self.switches
        return self.takes_code and what == CODE


@dataclass(frozen=True, slots=True)
class Manipulation:
    """Something that a person does to a device.

    Args:
        device: its name.
        what: the key, the switch, or ``code``.
        value: None for a key, whether a switch shall be on, the code.
    """

    device: str
    what: str
    value: Value = None


@dataclass(frozen=True, slots=True)
class Bench:
    """All virtual devices at one moment.

    Args:
        version: grows with every change.
        devices: as the agent last showed them.
        present: whether the agent was heard of lately.
    """

    version: int
    devices: tuple[VirtualDevice, ...]
    present: bool


class VirtualBench:
    """Hands what the agent shows to the page, and what people press to the agent.

    Args:
        monotonic: seconds that never go back.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._changed = threading.Condition()
        self._devices: tuple[VirtualDevice, ...] = ()
        self._version = 0
        self._heard_at = float("-inf")
        self._was_present = False
        self._orders: deque[tuple[float, Manipulation]] = deque(maxlen=MOST_ORDERS)

    def show(self, devices: Sequence[VirtualDevice]) -> None:
        """The agent shows all its devices."""
        with self._changed:
            self._heard_at = self._monotonic()
            if self._devices != tuple(devices) or not self._was_present:
                self._devices = tuple(devices)
                self._was_present = True
                self._tell()

    def press(self, order: Manipulation) -> bool:
        """Somebody does something to a device.

        Returns:
            Whether there is such a device, and such a thing on it.
        """
        with self._changed:
            device = next((each for each in self._devices if each.name == order.device), None)
            if device is None or not device.takes(order.what, order.value):
                return False
            self._orders.append((self._monotonic(), order))
            self._changed.notify_all()
            return True

    def orders(self, wait_seconds: float, stopping: threading.Event) -> tuple[Manipulation, ...]:
        """What was done since the agent last asked; waits for something."""
        ends_at = self._monotonic() + wait_seconds
        with self._changed:
            while not stopping.is_set():
                self._heard_at = now = self._monotonic()
                orders = tuple(each for at, each in self._orders if now - at <= STALE_SECONDS)
                self._orders.clear()
                if orders or now >= ends_at:
                    return orders
                self._changed.wait(min(ends_at - now, LISTEN_SECONDS))
        return ()

    def look(self, after: int, wait_seconds: float, stopping: threading.Event) -> Bench:
        """How the devices stand; waits for a change after a version.

        Args:
            after: the version that is known; another one than the present is answered at once.
            wait_seconds: how long to wait.
            stopping: ends the wait.
        """
        ends_at = self._monotonic() + wait_seconds
        with self._changed:
            while True:
                self._notice_absence()
                left = ends_at - self._monotonic()
                if after != self._version or left <= 0 or stopping.is_set():
                    return Bench(self._version, self._devices, self._was_present)
                self._changed.wait(min(left, LISTEN_SECONDS))

    def _notice_absence(self) -> None:
        away = self._monotonic() - self._heard_at > AWAY_SECONDS
        if away and self._was_present:
            self._was_present = False
            self._tell()

    def _tell(self) -> None:
        self._version += 1
        self._changed.notify_all()
