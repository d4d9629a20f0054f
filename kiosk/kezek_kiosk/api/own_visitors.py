"""Whose visitor somebody is: an operator commands the own window, and nobody else's visitors."""

from __future__ import annotations

from kezek_core.tickets import AT_WINDOW
from kezek_kiosk.errors import OtherWindowError
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.principals import Principal
from kezek_queue.values import Ticket


def refuse_other_visitors(caller: Principal, ticket: Ticket) -> None:
    """Refuse an operator a visitor who is at another window, or waits for what others serve.

    Raises:
        OtherWindowError: the visitor is another operator's.
    """
    if ticket.state in AT_WINDOW:
        own, where = ticket.window == caller.window, f"at window {ticket.window}"
    else:
        own, where = _serves(caller.window, ticket.service), f"waiting for {ticket.service!r}"
    if not own:
        raise OtherWindowError(
            f"expected a visitor who is at window {caller.window} or waits for what it serves, got "
            f"{ticket.number} {where}; leave it to that window, or ask a supervisor",
            window=ticket.window,
        )


def _serves(window: int | None, service: str) -> bool:
    known = None if window is None else app_context().queue.office.windows.get(window)
    return known is not None and known.serves(service)
