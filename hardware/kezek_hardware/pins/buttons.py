"""Push buttons at GPIO pins: one press is told once, by the owner's thread, however it bounces."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kezek_hardware.device import OK, DeviceState, DeviceStatus
from kezek_hardware.pins.pin_holder import LOOK_SECONDS, PinHolder
from kezek_hardware.pins.pins import ButtonPin, InputPin, Pins, check_wiring

log = logging.getLogger(__name__)

STUCK_SECONDS = 20.0
"""Nobody holds a button so long: it is jammed, or its cable is shorted."""

STALE_SECONDS = 2.0
"""A press that was not told by then is dropped: what it meant has passed."""

MOST_UNTOLD = 16


@dataclass(frozen=True, slots=True)
class Contact:
    """One button's contact as its edges show it: pure, so that bounce is tested by numbers.

    Args:
        down: whether it is down.
        changed_at: monotonic seconds of its last edge.
        down_since: when it went down for good; None while it is up.
    """

    down: bool = False
    changed_at: float = float("-inf")
    down_since: float | None = None

    def edge(self, *, down: bool, at: float, bounce_seconds: float) -> tuple[Contact, bool]:
        """The contact after an edge, and whether the edge is a press.

        Args:
            down: the new level.
            at: monotonic seconds.
            bounce_seconds: edges sooner than this after the one before are bounce.
        """
        quiet = at - self.changed_at >= bounce_seconds
        pressed = down and not self.down and quiet
        since = (self.down_since if self.down else at) if down else None
        return Contact(down, at, since), pressed


class Buttons(PinHolder):
    """Named push buttons of one place.

    Args:
        name: what the office calls the place.
        wiring: the pin of every button by the button's name.
        pins: the header; who made it closes it.
        when_pressed: told the button's name, by the owner's thread, once a press.
        monotonic: seconds that never go back.

    Raises:
        PinWiringError: no button is named, or two share a pin.
    """

    def __init__(
        self,
        name: str,
        wiring: Mapping[str, ButtonPin],
        pins: Pins,
        when_pressed: Callable[[str], None],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        check_wiring(name, {button: pin.gpio for button, pin in wiring.items()})
        super().__init__("buttons", name, pins, monotonic)
        self._wiring = dict(wiring)
        self._when_pressed = when_pressed
        self._monotonic = monotonic
        self._inputs: dict[str, InputPin] = {}
        self._contacts = {button: Contact() for button in wiring}
        self._untold: deque[tuple[str, float]] = deque(maxlen=MOST_UNTOLD)
        self._lock = threading.Lock()

    def state(self) -> DeviceState:
        """Whether the buttons answer, and which one is stuck."""
        found = super().state()
        if found is not OK:
            return found
        now = self._monotonic()
        with self._lock:
            stuck = [name for name, each in self._contacts.items() if _stuck(each, now)]
        if not stuck:
            return OK
        return DeviceState(
            DeviceStatus.TROUBLE,
            f"stuck:{stuck[0]}",
            f"expected the button {stuck[0]} of {self.name} to come up again, it has been down for "
            f"{STUCK_SECONDS:g} s or more; free it or look at its cable",
        )

    def _claim(self, now: float) -> None:
        self._inputs.clear()
        with self._lock:
            self._contacts = {button: Contact(changed_at=now) for button in self._wiring}
        for button, wiring in self._wiring.items():
            self._inputs[button] = pin = self._pins.input(wiring, self._listener(button))
            self._held.append(pin)
            if pin.active:
                # Down before anybody looked is no press, but it may be stuck.
                with self._lock:
                    self._contacts[button] = Contact(down=True, changed_at=now, down_since=now)

    def _serve(self, now: float) -> float:
        """Tell presses, and see that the pins answer."""
        self._tell()
        self._read()
        return LOOK_SECONDS

    def _listener(self, button: str) -> Callable[[bool], None]:
        bounce_seconds = self._wiring[button].bounce_seconds

        def changed(down: bool) -> None:
            at = self._monotonic()
            with self._lock:
                contact, pressed = self._contacts[button].edge(
                    down=down, at=at, bounce_seconds=bounce_seconds
                )
                self._contacts[button] = contact
                if pressed:
                    self._untold.append((button, at))
            if pressed:
                self._owner.wake()

        return changed

    def _tell(self) -> None:
        while True:
            with self._lock:
                if not self._untold:
                    return
                button, at = self._untold.popleft()
            if self._monotonic() - at > STALE_SECONDS:
                log.warning("buttons %s: a press of %s came too late", self.name, button)
                continue
            try:
                self._when_pressed(button)
            except Exception:
                # One failed press must not silence the other buttons.
                log.exception("buttons %s: the press of %s failed", self.name, button)

    def _read(self) -> None:
        """A pin that cannot be read is lost; a release that was missed is made up for.

        A press is never taken from here: its edge may be on the way, and would then be none.
        """
        for button, pin in list(self._inputs.items()):
            if pin.active:
                continue
            with self._lock:
                contact = self._contacts[button]
                if contact.down:
                    self._contacts[button] = Contact(changed_at=contact.changed_at)


def _stuck(contact: Contact, now: float) -> bool:
    return contact.down_since is not None and now - contact.down_since >= STUCK_SECONDS
