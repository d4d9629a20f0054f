"""What a press on a call panel means: pure values, no pins, no clock, no server.

A panel has four buttons and no screen. Whoever presses knows what stands at the window by the
lamp and by heart, so a press that makes no sense there does nothing, a second press of the same
button within a moment does nothing, and nothing ever needs a long press.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from kezek_hardware.pins.lamps import LampSignal

SETTLE_SECONDS = 1.5
"""For so long after a command is answered the same button does nothing more."""


class PanelButton(Enum):
    """The buttons of a panel."""

    NEXT = "next"
    RECALL = "recall"
    NO_SHOW = "no_show"
    START_FINISH = "start_finish"


class WindowPhase(Enum):
    """How the window stands."""

    FREE = "free"
    CALLED = "called"
    SERVING = "serving"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class WindowView:
    """What the server says of the window.

    Args:
        phase: how it stands.
        ticket: id of the ticket at the window; None when nobody is.
        waiting: people whom this window may call.
    """

    phase: WindowPhase
    ticket: str | None
    waiting: int


@dataclass(frozen=True, slots=True)
class PanelCommand:
    """A command for the server.

    Args:
        action: ``next``, ``recall``, ``no_show``, ``start`` or ``finish``.
        expected_ticket: the ticket the panel believes is at the window; None for nobody. The
            server refuses a command that was meant for another.
    """

    action: str
    expected_ticket: str | None


class Ignored(Enum):
    """Why a press does nothing."""

    NOT_CONNECTED = "not_connected"
    BUSY = "busy"
    REPEATED = "repeated"
    NOTHING_TO_DO = "nothing_to_do"


_MEANING: dict[tuple[WindowPhase, PanelButton], str] = {
    (WindowPhase.FREE, PanelButton.NEXT): "next",
    (WindowPhase.SERVING, PanelButton.NEXT): "next",
    (WindowPhase.CALLED, PanelButton.RECALL): "recall",
    (WindowPhase.CALLED, PanelButton.NO_SHOW): "no_show",
    (WindowPhase.CALLED, PanelButton.START_FINISH): "start",
    (WindowPhase.SERVING, PanelButton.START_FINISH): "finish",
}
"""What a button means. "Next" closes a visit, but never guesses what became of somebody called."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What a panel knows between two presses.

    Args:
        view: the window as the server last told; None while the server cannot be reached.
        pending: the button whose command is under way; None when none is.
        answered: the button whose command was answered last.
        answered_at: monotonic seconds of that answer.
    """

    view: WindowView | None = None
    pending: PanelButton | None = None
    answered: PanelButton | None = None
    answered_at: float = float("-inf")

    def press(self, button: PanelButton, at: float) -> tuple[Panel, PanelCommand | Ignored]:
        """A press, and what it means.

        Args:
            button: the button.
            at: monotonic seconds of the press, not of its handling.

        Returns:
            The panel after it, and the command to send or the reason why there is none.
        """
        if self.view is None:
            return self, Ignored.NOT_CONNECTED
        # A press from before the answer was made for a window that has changed since.
        if self.pending is not None or at < self.answered_at:
            return self, Ignored.BUSY
        if button is self.answered and at - self.answered_at < SETTLE_SECONDS:
            return self, Ignored.REPEATED
        action = _MEANING.get((self.view.phase, button))
        if action is None:
            return self, Ignored.NOTHING_TO_DO
        return replace(self, pending=button), PanelCommand(action, self.view.ticket)

    def settled(self, view: WindowView | None, at: float) -> Panel:
        """The pending command was answered, refused or lost.

        Args:
            view: the window after it; None when the server could not be reached.
            at: monotonic seconds.
        """
        return Panel(view, None, self.pending or self.answered, at)

    def seen(self, view: WindowView | None) -> Panel:
        """The server told how the window stands, or could not be reached (None)."""
        return replace(self, view=view)

    @property
    def lamp(self) -> LampSignal:
        """What the lamp shows: steady for somebody waits, blinking for no connection."""
        if self.view is None:
            return LampSignal.BLINK
        return LampSignal.ON if self.view.waiting > 0 else LampSignal.OFF
