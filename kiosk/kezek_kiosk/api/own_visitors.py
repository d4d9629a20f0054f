"""Whose visitor somebody is: an operator commands the own window, and nobody else's visitors."""

from __future__ import annotations

from kezek_core.tickets import AT_WINDOW
from kezek_kiosk.access.roles import MAY_SERVE, MAY_SERVE_ANY_WINDOW
from kezek_kiosk.errors import OtherWindowError
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.principals import require
from kezek_queue.values import Ticket


def require_own_visitor(ticket_id: str) -> None:
    """Let in who may command a visitor by the ticket, whatever the command.

    Supervisors anybody; an operator who is at the own window, and who waits, is on hold or did not
    come for a service that window serves: those are whom the operator's page shows.

    Raises:
        SignInNeededError, ForbiddenError: nobody, or a role that serves nobody.
        UnknownTicketError: there is no such ticket.
        OtherWindowError: the visitor is another operator's.
    """
    caller = require(MAY_SERVE)
    if caller.role in MAY_SERVE_ANY_WINDOW:
        return
    ticket = app_context().queue.ticket(ticket_id)
    if not _is_of(caller.window, ticket):
        where = f"at window {ticket.window}" if ticket.state in AT_WINDOW else ticket.state.value
        raise OtherWindowError(
            f"expected a visitor who is at window {caller.window} or came for what it serves, got "
            f"{ticket.number} {where} for {ticket.service!r}; leave it to that window, or ask a "
            "supervisor",
            window=ticket.window,
        )


def _is_of(window: int | None, ticket: Ticket) -> bool:
    if ticket.state in AT_WINDOW:
        return ticket.window == window
    known = None if window is None else app_context().queue.office.windows.get(window)
    return known is not None and known.serves(ticket.service)
