"""Which requests a report is about: accepted in some days, of a service, a standard or a state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kezek_queue.engine import Queue
from kezek_queue.errors import RequestStateError, UnknownServiceError
from kezek_queue.register.values import Request, RequestState
from kezek_queue.reports.requests.totals import totals_by_service
from kezek_queue.wording.service_titles import ServiceTitles


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """Which requests are listed.

    Args:
        service: slug; None for all.
        standard: id of the standard they were accepted under; None for all.
        state: a value of ``RequestState``; None for all. The totals are of every state.
    """

    service: str | None = None
    standard: str | None = None
    state: str | None = None

    def keeps(self, request: Request) -> bool:
        """Whether a request is of the service and the standard."""
        return self.service in (None, request.service) and self.standard in (
            None,
            request.standard,
        )


class FoundRequests:
    """The requests that a report is about."""

    def __init__(self, queue: Queue, first: date, last: date, wanted: RequestFilter) -> None:
        self.queue, self.wanted = queue, wanted
        self.today = queue.snapshot().now.astimezone(queue.office.hours.zone).date()
        self.titles = ServiceTitles(queue.office, queue.standards)
        taken = queue.register.find(first_day=first, last_day=last)
        _check(queue, wanted, taken)
        mine = [each for each in taken if wanted.keeps(each)]
        offered = [
            service.id
            for service in queue.office.services.values()
            if wanted.service in (None, service.id) and wanted.standard in (None, service.standard)
        ]
        services = list(dict.fromkeys([*offered, *(each.service for each in mine)]))
        self.totals = totals_by_service(queue, mine, services, (first, last))
        self.listed = [each for each in mine if wanted.state in (None, each.state.value)]
        self.standards = list(
            dict.fromkeys(
                [
                    *(queue.office.services[each].standard for each in offered),
                    *(each.standard for each in mine),
                ]
            )
        )


def _check(queue: Queue, wanted: RequestFilter, taken: Sequence[Request]) -> None:
    """Refuse what neither the office nor its register knows: a slip of the pen is no empty list."""
    services = {*queue.office.services, *(each.service for each in taken)}
    if wanted.service is not None and wanted.service not in services:
        raise UnknownServiceError(
            f"expected one of {', '.join(sorted(services))}, got {wanted.service[:64]!r}; "
            "choose one of them",
            service=wanted.service[:64],
        )
    standards = {
        *(each.standard for each in queue.office.services.values()),
        *(each.standard for each in taken),
    }
    if wanted.standard is not None and wanted.standard not in standards:
        raise UnknownServiceError(
            f"expected one of the standards {', '.join(sorted(standards))}, got "
            f"{wanted.standard[:64]!r}; choose one of them",
            standard=wanted.standard[:64],
        )
    states = [each.value for each in RequestState]
    if wanted.state is not None and wanted.state not in states:
        raise RequestStateError(
            f"expected one of the states {', '.join(states)}, got {wanted.state[:40]!r}; "
            "choose one of them",
            state=wanted.state[:40],
            allowed=states,
        )
