"""A window at the server, as a call panel needs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kezek_hardware.pins import (
    CommandRefusedError,
    PanelCommand,
    WindowAwayError,
    WindowLine,
    WindowPhase,
    WindowView,
)
from kezek_kiosk.agent.api_client import ApiClient, Refused, ServerUnreachable

PHASES = {"called": WindowPhase.CALLED, "serving": WindowPhase.SERVING}
PAUSED = "paused"


class ApiWindowLine(WindowLine):
    """The window's commands over the API.

    Args:
        api: a client with an operator's token bound to the window.
        window: its number.
    """

    def __init__(self, api: ApiClient, window: int) -> None:
        self._api = api
        self._path = f"/windows/{window}"

    def look(self) -> WindowView:
        """How the window stands."""
        return _answered(lambda: self._api.get(self._path))

    def command(self, command: PanelCommand) -> WindowView:
        """Carry out a command and say how the window stands after it."""
        body = {"expected_ticket": command.expected_ticket}
        return _answered(lambda: self._api.post(f"{self._path}/{command.action}", body))


def _answered(ask: Callable[[], Any]) -> WindowView:
    try:
        return _view(ask())
    except ServerUnreachable as error:
        raise WindowAwayError(str(error)) from error
    except Refused as error:
        raise CommandRefusedError(str(error)) from error


def _view(answer: dict[str, Any]) -> WindowView:
    window, ticket = answer["window"], answer["ticket"]
    waiting = int(window["waiting"])
    if ticket is not None and ticket["state"] in PHASES:
        return WindowView(PHASES[ticket["state"]], ticket["id"], waiting)
    phase = WindowPhase.PAUSED if window["status"] == PAUSED else WindowPhase.FREE
    return WindowView(phase, None, waiting)
