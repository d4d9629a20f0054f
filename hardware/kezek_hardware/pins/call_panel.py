"""A call panel without a screen: four buttons and a lamp at a window, joined to the server."""

from __future__ import annotations

import logging
import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from kezek_hardware.device import (
    CLOSED,
    NOT_LOOKED_YET,
    OK,
    Backoff,
    Device,
    DeviceClosedError,
    DeviceState,
    DeviceStatus,
    Owner,
)
from kezek_hardware.errors import HardwareError
from kezek_hardware.pins.buttons import STALE_SECONDS, Buttons
from kezek_hardware.pins.lamps import Lamps
from kezek_hardware.pins.panel_logic import Ignored, Panel, PanelButton, PanelCommand, WindowView
from kezek_hardware.pins.pins import ButtonPin, LampPin, Pins, PinWiringError, check_wiring

log = logging.getLogger(__name__)

LAMP = "waiting"
LOOK_SECONDS = 2.0
"""How old the lamp may be when nobody tells the panel of a change."""

MOST_PRESSES = 8


class WindowAwayError(HardwareError, OSError):
    """The server cannot be reached."""

    code = "window_away"


class CommandRefusedError(HardwareError, ValueError):
    """The server answered that the command is not possible now."""

    code = "command_refused"


class WindowLine(ABC):
    """What a panel needs of the server, for one window.

    A subclass must override both methods; each returns within seconds or raises.
    """

    @abstractmethod
    def look(self) -> WindowView:
        """How the window stands.

        Raises:
            WindowAwayError: the server cannot be reached.
            CommandRefusedError: the server knows no such window, or the token may not look.
        """

    @abstractmethod
    def command(self, command: PanelCommand) -> WindowView:
        """Carry out a command and say how the window stands after it.

        Raises:
            WindowAwayError: the server cannot be reached; it may have carried the command out.
            CommandRefusedError: the window stands otherwise than the panel believed.
        """


@dataclass(frozen=True, slots=True)
class PanelWiring:
    """The pins of one panel.

    Args:
        buttons: pin of every button; ``NEXT`` and ``START_FINISH`` are needed.
        lamp: pin of the lamp; None when there is none.

    Raises:
        PinWiringError: a needed button is missing, or two parts share a pin.
    """

    buttons: Mapping[PanelButton, ButtonPin]
    lamp: LampPin | None = None

    def __post_init__(self) -> None:
        needed = (PanelButton.NEXT, PanelButton.START_FINISH)
        missing = [button.value for button in needed if button not in self.buttons]
        if missing:
            raise PinWiringError(
                f"expected a call panel with the buttons next and start_finish, got none for "
                f"{' and '.join(missing)}; wire it in kezek.toml"
            )
        gpios = {button.value: pin.gpio for button, pin in self.buttons.items()}
        if self.lamp is not None:
            gpios["lamp"] = self.lamp.gpio
        check_wiring("the call panel", gpios)


class CallPanel(Device):
    """One panel at one window.

    Args:
        name: what the office calls it.
        wiring: its pins.
        pins: the header; who made it closes it.
        line: the window at the server, used by the panel's own thread alone.
        monotonic: seconds that never go back.
    """

    def __init__(
        self,
        name: str,
        wiring: PanelWiring,
        pins: Pins,
        line: WindowLine,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(name)
        self._line = line
        self._monotonic = monotonic
        self._panel = Panel()
        self._presses: deque[tuple[PanelButton, float]] = deque(maxlen=MOST_PRESSES)
        self._lock = threading.Lock()
        self._look_at = float("-inf")
        self._changed = False
        self._patience = Backoff()
        self._found = NOT_LOOKED_YET
        named = {button.value: pin for button, pin in wiring.buttons.items()}
        self.buttons = Buttons(name, named, pins, self._pressed, monotonic=monotonic)
        self.lamps = (
            None
            if wiring.lamp is None
            else Lamps(name, {LAMP: wiring.lamp}, pins, monotonic=monotonic)
        )
        self._owner = Owner(f"panel-{name}", self.look, monotonic=monotonic)

    def start(self) -> Self:
        """Start the owners of the panel, its buttons and its lamp."""
        self._check_open()
        self.buttons.start()
        if self.lamps is not None:
            self.lamps.start()
        self._owner.start()
        return self

    def state(self) -> DeviceState:
        """The first of buttons, lamp and server that does not stand well."""
        if self._is_closed:
            return CLOSED
        parts = [self.buttons.state(), *([self.lamps.state()] if self.lamps else []), self._found]
        return next((each for each in parts if each.status is not DeviceStatus.OK), OK)

    def notify(self) -> None:
        """Something changed in the queue: look at the window now."""
        with self._lock:
            self._changed = True
        self._owner.wake()

    def look(self, now: float) -> float:
        """One look of the owner: carry out presses, ask how the window stands, set the lamp.

        Args:
            now: monotonic seconds.

        Returns:
            Seconds until the next look.
        """
        if self._is_closed:
            return LOOK_SECONDS
        while (press := self._next_press()) is not None:
            self._carry_out(*press)
        with self._lock:
            # Taken back before the server is asked: what changes meanwhile is asked for again.
            due, self._changed = self._changed or now >= self._look_at, False
        if due:
            self._ask()
        self._light()
        return max(0.0, self._look_at - self._monotonic())

    def _pressed(self, button: str) -> None:
        with self._lock:
            self._presses.append((PanelButton(button), self._monotonic()))
        self._owner.wake()

    def _next_press(self) -> tuple[PanelButton, float] | None:
        with self._lock:
            return self._presses.popleft() if self._presses else None

    def _carry_out(self, button: PanelButton, at: float) -> None:
        if self._monotonic() - at > STALE_SECONDS:
            log.warning("panel %s: a press of %s came too late", self.name, button.value)
            return
        if self._panel.view is None:
            # Somebody stands at the panel: the pause between two tries need not run out first.
            self._ask()
        self._panel, meant = self._panel.press(button, at)
        if isinstance(meant, Ignored):
            log.info("panel %s: %s does nothing now (%s)", self.name, button.value, meant.value)
            return
        try:
            view: WindowView | None = self._line.command(meant)
        except CommandRefusedError as error:
            log.info("panel %s: %s was refused (%s)", self.name, meant.action, error)
            view = self._view()
        except WindowAwayError as error:
            self._away(error)
            view = None
        else:
            self._reached()
        self._panel = self._panel.settled(view, self._monotonic())

    def _ask(self) -> None:
        self._panel = self._panel.seen(self._view())

    def _view(self) -> WindowView | None:
        try:
            view = self._line.look()
        except (WindowAwayError, CommandRefusedError) as error:
            self._away(error)
            return None
        self._reached()
        return view

    def _reached(self) -> None:
        if self._found.status is not DeviceStatus.OK:
            log.info("panel %s reaches its window", self.name)
        self._found = OK
        self._patience.reset()
        self._ask_again_in(LOOK_SECONDS)

    def _away(self, error: HardwareError) -> None:
        refused = isinstance(error, CommandRefusedError)
        detail = "window_refused" if refused else "server_away"
        if self._found.detail != detail:
            log.warning("panel %s: %s; it asks again and again", self.name, error)
        self._found = DeviceState(DeviceStatus.TROUBLE, detail, str(error))
        self._ask_again_in(self._patience.pause())

    def _ask_again_in(self, seconds: float) -> None:
        self._look_at = self._monotonic() + seconds

    def _light(self) -> None:
        if self.lamps is not None:
            # The panel may be closed while its thread still waits for the server.
            with suppress(DeviceClosedError):
                self.lamps.show(LAMP, self._panel.lamp)

    def _release(self) -> None:
        self.buttons.close()
        self._owner.stop()
        if self.lamps is not None:
            self.lamps.close()
