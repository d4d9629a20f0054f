"""A request as plain values: its facts, and nobody's name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date
from typing import Any

from kezek_core.texts import LocalText
from kezek_queue.register.values import PickUp, Request, pick_up_of


def request_json(
    request: Request, *, title: LocalText | None, today: date, allowed: Iterable[str]
) -> dict[str, Any]:
    """A request as it stands.

    Args:
        request: the request.
        title: short name of its service; None for one that the office has no longer.
        today: the office's date.
        allowed: commands of the register that the reader may give now.
    """
    return {
        "number": request.shown,
        "service": request.service,
        "service_title": None if title is None else title.to_json(),
        "standard": request.standard,
        "edition": request.edition,
        "state": request.state.value,
        "language": request.language,
        "ticket": request.ticket_id,
        "window": request.window,
        "documents": dict(request.documents),
        "accepted_on": _day(request.accepted_on),
        "accepted_at": request.accepted_at.astimezone(UTC).isoformat(),
        "first_due_on": _day(request.first_due_on),
        "due_on": _day(request.due_on),
        "extension": _extension(request),
        "sent_on": _day(request.sent_on),
        "return_by_on": _day(request.return_by_on),
        "returned_on": _day(request.returned_on),
        "return_notice_by_on": _day(request.return_notice_by_on),
        "times_returned": request.times_returned,
        "ready_on": _day(request.ready_on),
        "keep_until_on": _day(request.keep_until_on),
        "hand_over_on": _day(request.hand_over_on),
        "closed_on": _day(request.closed_on),
        "valid_until_on": _day(request.valid_until_on),
        "fee_tenge": request.fee_tenge,
        "paid_on": _day(request.paid_on),
        "erased_on": _day(request.erased_on),
        "overdue": request.is_overdue(today),
        "on_time": request.on_time,
        "allowed": list(allowed),
        "pick_up": pick_up_json(pick_up_of(request)),
    }


def pick_up_json(found: PickUp) -> dict[str, Any]:
    """What a visitor with a receipt is told."""
    return {
        "answer": found.answer.value,
        "due_on": _day(found.due_on),
        "keep_until_on": _day(found.keep_until_on),
        "closed_on": _day(found.closed_on),
    }


def _extension(request: Request) -> dict[str, Any] | None:
    if request.extension is None:
        return None
    return {
        "which": request.extension,
        "on": _day(request.extended_on),
        "notice_by": _day(request.extension_notice_by_on),
    }


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()
