"""How many requests were accepted and what came of them, service by service."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kezek_queue.engine import Queue
from kezek_queue.register.values import KEPT, Request, RequestState


@dataclass(frozen=True, slots=True)
class RequestTotals:
    """The requests of one service, or of all together; ``accepted = on_time + late + open``.

    Args:
        service: slug; None for all.
        accepted: requests accepted in the period.
        refused_incomplete: sets of documents refused as incomplete; None where it is not known,
            for a service that the office has no longer.
        on_time: answered by their last day.
        late: answered later.
        open: not answered yet.
        overdue: of the open ones, those past their last day.
        uncollected: results whose keeping is over and that nobody collected.
    """

    service: str | None
    accepted: int
    refused_incomplete: int | None
    on_time: int
    late: int
    open: int
    overdue: int
    uncollected: int

    def to_json(self) -> dict[str, str | int | None]:
        """The totals as plain values."""
        return {
            "service": self.service,
            "accepted": self.accepted,
            "refused_incomplete": self.refused_incomplete,
            "on_time": self.on_time,
            "late": self.late,
            "open": self.open,
            "overdue": self.overdue,
            "uncollected": self.uncollected,
        }


def days_late(request: Request, today: date) -> int | None:
    """Calendar days past the last day, until the answer or until today; None when it is not late.

    Args:
        request: the request.
        today: the office's date.
    """
    end = request.answered_on or (today if request.is_open else None)
    if end is None or end <= request.due_on:
        return None
    return (end - request.due_on).days


def is_uncollected(request: Request, today: date) -> bool:
    """Whether the keeping of a result is over that nobody collected."""
    over = request.keep_until_on is not None and request.keep_until_on < today
    return request.state is RequestState.UNCLAIMED or (request.state in KEPT and over)


def totals_of(
    service: str | None, requests: Iterable[Request], refused: int | None, today: date
) -> RequestTotals:
    """Count some requests.

    Args:
        service: whose they are; None for all.
        requests: accepted in the period.
        refused: sets refused as incomplete in the period; None where it is not known.
        today: the office's date.
    """
    mine = list(requests)
    return RequestTotals(
        service=service,
        accepted=len(mine),
        refused_incomplete=refused,
        on_time=sum(each.on_time is True for each in mine),
        late=sum(each.on_time is False for each in mine),
        open=sum(each.is_open for each in mine),
        overdue=sum(each.is_overdue(today) for each in mine),
        uncollected=sum(is_uncollected(each, today) for each in mine),
    )


def totals_by_service(
    queue: Queue, requests: Sequence[Request], services: Sequence[str], period: tuple[date, date]
) -> tuple[RequestTotals, ...]:
    """The totals of each service, all together last.

    Args:
        queue: the office.
        requests: accepted in the period.
        services: in the order of the table; of the office, or of requests it once took.
        period: first and last day, both included.
    """
    today = queue.snapshot().now.astimezone(queue.office.hours.zone).date()
    rows = [
        totals_of(
            service,
            (each for each in requests if each.service == service),
            _refused(queue, service, period) if service in queue.office.services else None,
            today,
        )
        for service in services
    ]
    known = [row.refused_incomplete for row in rows if row.refused_incomplete is not None]
    return (*rows, totals_of(None, requests, sum(known), today))


def _refused(queue: Queue, service: str, period: tuple[date, date]) -> int:
    """Sets refused as incomplete: what the quality table's row 3.2 has beyond those accepted."""
    row = queue.indicators(*period, service=service).row("3.2")
    return (row.denominator or 0) - (row.numerator or 0)
