"""How often one caller may do what visitors do: take a ticket, complain, look up a
receipt, keep a screen live."""

from __future__ import annotations

from kezek_kiosk.web.client_address import client_address
from kezek_kiosk.web.context import app_context
from kezek_kiosk.web.principals import Principal, PrincipalKind, principal
from kezek_kiosk.web.stream_places import StreamPlace


def count_call(what: str, caller: Principal) -> None:
    """Note one more call of a caller; an open kiosk is known by its address alone.

    Args:
        what: a word of its own for each kind of call.
        caller: who calls.

    Raises:
        TooManyRequestsError: the caller has used up the minute.
    """
    limits = app_context().settings.limits
    if caller.kind is PrincipalKind.OPEN_KIOSK:
        who, most = client_address(), limits.open_tickets_per_minute
    else:
        who, most = caller.name, limits.token_tickets_per_minute
    app_context().rate_limits.count(what, who, most)


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


def take_stream_place() -> StreamPlace:
    """A place for a live screen of the present client; whoever takes it closes it.

    Raises:
        StreamsFullError: the address, or everybody together, has no more of them.
    """
    context = app_context()
    return context.stream_places.take(
        client_address(),
        known=principal().kind in (PrincipalKind.TOKEN, PrincipalKind.STAFF),
        threads=context.settings.server.threads,
        most_per_address=context.settings.limits.streams_per_address,
    )
