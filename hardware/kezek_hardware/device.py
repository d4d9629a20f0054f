"""What every device of the room has: a name, a state that can be shown, an end, and an owner."""

from __future__ import annotations

import logging
import threading
import time
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Self

from kezek_core.closable import Closable
from kezek_hardware.errors import HardwareError

log = logging.getLogger(__name__)

FIRST_DELAY_SECONDS = 0.5
LONGEST_DELAY_SECONDS = 15.0
JOIN_SECONDS = 2.0


class DeviceClosedError(HardwareError, ValueError):
    """A device was used after it was closed."""

    code = "device_closed"


class DeviceAbsentError(HardwareError, OSError):
    """A device, or the library or permission that reaches it, is not there."""

    code = "device_absent"


class DeviceTroubleError(HardwareError, OSError):
    """A device is there and does not do what it should."""

    code = "device_trouble"


class DeviceStatus(Enum):
    """How a device stands, in one stable word."""

    OK = "ok"
    ABSENT = "absent"
    TROUBLE = "trouble"
    UNKNOWN = "unknown"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class DeviceState:
    """How a device stands.

    Args:
        status: the stable word.
        detail: a stable word for the reason, for example ``stuck:next``; "" when there is none.
        message: what was expected and what to do, for the log and the staff; "" when all is well.
    """

    status: DeviceStatus
    detail: str = ""
    message: str = ""


OK = DeviceState(DeviceStatus.OK)
CLOSED = DeviceState(DeviceStatus.CLOSED)
NOT_LOOKED_YET = DeviceState(DeviceStatus.UNKNOWN, "not_looked_yet")


class Device(Closable):
    """A device under its name: a context manager whose end may come twice.

    A subclass must override ``state`` and ``_release``; it asks ``_check_open`` before every use.

    Args:
        name: what the office calls it.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._closing = threading.Lock()
        self._is_closed = False

    def __enter__(self) -> Self:
        self._check_open()
        return self

    @abstractmethod
    def state(self) -> DeviceState:
        """How the device stands now; never raises, also after the end."""

    @abstractmethod
    def _release(self) -> None:
        """Give back what the device holds; called once."""

    def close(self) -> None:
        """Give the device back; a second time does nothing."""
        with self._closing:
            if self._is_closed:
                return
            self._is_closed = True
        self._release()

    def _check_open(self) -> None:
        if self._is_closed:
            raise DeviceClosedError(
                f"expected {self.name} to be open, it was closed; make a new one"
            )


class Backoff:
    """The pauses between tries: they grow, to an end, and begin afresh after a success.

    Args:
        first_seconds: the first pause.
        longest_seconds: no pause is longer.
    """

    def __init__(
        self,
        first_seconds: float = FIRST_DELAY_SECONDS,
        longest_seconds: float = LONGEST_DELAY_SECONDS,
    ) -> None:
        self._first_seconds = first_seconds
        self._longest_seconds = longest_seconds
        self._next_seconds = first_seconds

    def pause(self) -> float:
        """Seconds to wait before the next try."""
        seconds = self._next_seconds
        self._next_seconds = min(seconds * 2, self._longest_seconds)
        return seconds

    def reset(self) -> None:
        """A try succeeded."""
        self._next_seconds = self._first_seconds


class Owner:
    """The one thread that looks after a device until it is told to end.

    Args:
        name: of the thread.
        look: called again and again with the monotonic seconds; answers how many seconds later it
            wants to be called again. ``wake`` calls it sooner.
        monotonic: seconds that never go back.
    """

    def __init__(
        self,
        name: str,
        look: Callable[[float], float],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._look = look
        self._monotonic = monotonic
        self._stop = threading.Event()
        self._awake = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin; a second time does nothing."""
        if self._thread.ident is None:
            self._thread.start()

    def wake(self) -> None:
        """Let it look now."""
        self._awake.set()

    def stop(self, timeout_seconds: float = JOIN_SECONDS) -> bool:
        """End the thread and wait for it, but not for ever.

        Returns:
            Whether the thread has ended; always true inside the thread itself, which cannot wait
            for its own end.
        """
        self._stop.set()
        self._awake.set()
        if self._thread.ident is None or self._thread is threading.current_thread():
            return True
        self._thread.join(timeout_seconds)
        if self._thread.is_alive():
            log.warning("%s still works after %s s; it is left alone", self._thread.name,
                        timeout_seconds)  # fmt: skip
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stop.is_set():
            # Cleared before the look: a wake that comes while it looks is not slept through.
            self._awake.clear()
            if self._stop.is_set():
                return
            self._awake.wait(self._looked())

    def _looked(self) -> float:
        try:
            return self._look(self._monotonic())
        except Exception:
            # A fault of one look must not leave the device without an owner.
            log.exception("%s failed; it tries again", self._thread.name)
            return LONGEST_DELAY_SECONDS
