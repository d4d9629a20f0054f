"""The requests of some days and their totals, as the API and the command line tell them."""

from __future__ import annotations

from datetime import date
from typing import Any

from kezek_kiosk.access.roles import Role
from kezek_kiosk.api.request_views import RequestViews
from kezek_kiosk.reports.report_mark import mark_json
from kezek_kiosk.reports.request_selection import FoundRequests, RequestFilter
from kezek_queue import Queue


def requests_json(
    queue: Queue, first: date, last: date, wanted: RequestFilter, role: Role | None = None
) -> dict[str, Any]:
    """Requests and totals as plain values.

    Args:
        queue: the office.
        first: first day of acceptance.
        last: the last one, included.
        wanted: which requests.
        role: of the caller, whose commands are told; None for nobody's.

    Raises:
        UnknownServiceError: neither the office nor its register knows the service or standard.
        RequestStateError: there is no such state.
    """
    with queue.at_one_instant() as mark:
        found = FoundRequests(queue, first, last, wanted)
        views = RequestViews(queue.register, found.titles, found.today, role)
        listed = views.many(found.listed)
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "service": wanted.service,
        "standard": wanted.standard,
        "state": wanted.state,
        "requests": listed,
        "totals": {
            "services": [each.to_json() for each in found.totals[:-1]],
            "total": found.totals[-1].to_json(),
        },
        **mark_json(mark),
    }
