"""How often one caller may do what visitors do: take a ticket, complain, look up a
receipt, keep a screen live."""

from __future__ import annotations

from kezek_kiosk.access.roles import Role
from kezek_kiosk.web.client_address import client_address
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.held_places import SCREENS_PER_THREAD, THREADS_FOR_CALLS, HeldPlace
from kezek_kiosk.web.principals import Principal, PrincipalKind, principal
from kezek_kiosk.web.rate_limits import HOUR_SECONDS

TICKETS, SERVICE_TICKETS = "tickets", "tickets of a service"


def count_call(what: str, caller: Principal) -> None:
    """Note one more call of a kiosk; an open one is known by its address alone.

    Args:
        what: a word of its own for each kind of call.
        caller: who calls.

    Raises:
        TooManyRequestsError: the kiosk has used up the minute, and rests.
    """
    limits = app_context().settings.limits
    if caller.kind is PrincipalKind.OPEN_KIOSK:
        who, most = client_address(), limits.open_tickets_per_minute
    elif caller.role is Role.KIOSK:
        who, most = caller.name, limits.token_tickets_per_minute
    else:
        return  # staff answer for what they do, and an integration may bring a whole day
    app_context().rate_limits.count(what, who, most, rest_seconds=limits.rest_seconds)


def count_ticket(caller: Principal, service: str) -> None:
    """Note a ticket that a kiosk takes, so that a flood uses up neither a kiosk nor a service.

    Raises:
        TooManyRequestsError: the kiosk has used up its minute, or the service its hour.
    """
    count_call(TICKETS, caller)
    known = app_context()
    at_kiosk = caller.kind is PrincipalKind.OPEN_KIOSK or caller.role is Role.KIOSK
    if at_kiosk and service in known.queue.office.services:
        most = known.settings.limits.service_tickets_per_hour
        known.rate_limits.count(SERVICE_TICKETS, service, most, within_seconds=HOUR_SECONDS)


def count_receipt(caller: Principal) -> None:
    """Note one more receipt asked about; a screen that is paired with a token may ask as it likes.

    Receipt numbers run on, so whoever stands at an open kiosk could try them one by one.

    Args:
        caller: who asks.

    Raises:
        TooManyRequestsError: the address has used up the minute.
    """
    if caller.kind is PrincipalKind.OPEN_KIOSK:
        most = app_context().settings.limits.receipts_per_minute
        app_context().rate_limits.count("receipts", client_address(), most)


def take_screen_place() -> HeldPlace:
    """A place for a live screen of the present client; whoever takes it closes it.

    Raises:
        StreamsFullError: the address, or everybody together, has no more of them.
    """
    context = app_context()
    return context.screen_places.take(
        client_address(),
        known=_is_known(),
        most=context.settings.server.threads * SCREENS_PER_THREAD,
        most_per_address=context.settings.limits.streams_per_address,
    )


def take_waiting_place() -> HeldPlace:
    """The same for a call that waits for something, and keeps its thread until then."""
    context = app_context()
    return context.waiting_places.take(
        client_address(),
        known=_is_known(),
        most=context.settings.server.threads - THREADS_FOR_CALLS,
        most_per_address=context.settings.limits.streams_per_address,
    )


def _is_known() -> bool:
    return principal().kind in (PrincipalKind.TOKEN, PrincipalKind.STAFF)
