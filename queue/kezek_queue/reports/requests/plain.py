"""The requests of some days and their totals as plain values, for programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from kezek_queue.engine import Queue
from kezek_queue.register.plain_request import request_json
from kezek_queue.reports.mark import mark_json
from kezek_queue.reports.requests.selection import FoundRequests, RequestFilter


def requests_json(
    queue: Queue,
    first: date,
    last: date,
    wanted: RequestFilter,
    may: Callable[[str], bool] = lambda command: False,
) -> dict[str, Any]:
    """Requests and totals as plain values.

    Args:
        queue: the office.
        first: first day of acceptance.
        last: the last one, included.
        wanted: which requests.
        may: which commands of the register the reader may give; none when left out.

    Raises:
        UnknownServiceError: neither the office nor its register knows the service or standard.
        RequestStateError: there is no such state.
    """
    with queue.at_one_instant(first) as mark:
        found = FoundRequests(queue, first, last, wanted)
        steps = queue.register.allowed(found.listed, found.today)
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "service": wanted.service,
        "standard": wanted.standard,
        "state": wanted.state,
        "requests": [
            request_json(
                each,
                title=found.titles.get(each.service),
                today=found.today,
                allowed=filter(may, steps[each.number]),
            )
            for each in found.listed
        ],
        "totals": {
            "services": [each.to_json() for each in found.totals[:-1]],
            "total": found.totals[-1].to_json(),
        },
        **mark_json(mark),
    }
