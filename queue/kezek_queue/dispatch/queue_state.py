"""What a newcomer finds: people ahead, windows that will serve them, and how long service takes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from kezek_core.ports import Load
from kezek_queue.office.office import Office
from kezek_queue.schema.prepared import Prepared
from kezek_queue.schema.tables import WAITING, service_days, tickets
from kezek_queue.tickets.window_rows import WindowRow

PRIOR_SERVICES = 5
"""How many services of the day weigh as much as the office's own first guess."""

LAST_IN_LINE = 2**62

_mine = tickets.c.office_id == sa.bindparam("office")
_BEFORE = Prepared(
    sa.select(tickets.c.service, sa.func.count().label("waiting"))
    .where(_mine, WAITING)
    .where(
        sa.or_(
            tickets.c.category_rank > sa.bindparam("rank"),
            sa.and_(
                tickets.c.category_rank == sa.bindparam("rank"),
                tickets.c.arrival_seq < sa.bindparam("arrival"),
            ),
        )
    )
    .group_by(tickets.c.service)
)
_WAITING = Prepared(
    sa.select(tickets.c.service, sa.func.count().label("waiting"))
    .where(_mine, WAITING)
    .group_by(tickets.c.service)
)
_SEEN = Prepared(
    sa.select(service_days.c.service, service_days.c.served, service_days.c.service_us).where(
        service_days.c.office_id == sa.bindparam("office"),
        service_days.c.office_day == sa.bindparam("day"),
    )
)


@dataclass(frozen=True, slots=True)
class QueuePosition:
    """One place in the queue: whom it competes with."""

    service: str
    rank: int = 0
    arrival_seq: int = LAST_IN_LINE


def waiting_by_service(connection: sa.Connection, office_id: str) -> dict[str, int]:
    """How many people wait for each service."""
    rows = _WAITING.rows(connection, office=office_id)
    return {row.service: row.waiting for row in rows}


def waiting_before(
    connection: sa.Connection, office_id: str, line: QueuePosition
) -> dict[str, int]:
    """How many people of each service are called first, by rank and arrival."""
    rows = _BEFORE.rows(connection, office=office_id, rank=line.rank, arrival=line.arrival_seq)
    return {row.service: row.waiting for row in rows}


@dataclass(frozen=True, slots=True)
class MeanServices:
    """Mean service times: the office's guess and what a day has seen, blended.

    Args:
        office: the office.
        seen: how many services of each kind the day has seen, and how long they took together.
    """

    office: Office
    seen: Mapping[str, tuple[int, timedelta]]

    def of(self, service: str) -> timedelta | None:
        """The mean of a service; None of one that the office has no more."""
        if service not in self.office.services:
            return None
        served, total = self.seen.get(service, (0, timedelta()))
        guessed = self.office.services[service].mean_service * PRIOR_SERVICES
        return (guessed + total) / (PRIOR_SERVICES + served)


def mean_services(connection: sa.Connection, office: Office, office_day: date) -> MeanServices:
    """Mean service times of an office day."""
    rows = _SEEN.rows(connection, office=office.id, day=office_day.isoformat())
    seen = {row.service: (row.served, timedelta(microseconds=row.service_us)) for row in rows}
    return MeanServices(office, seen)


def ahead(office: Office, line: QueuePosition, before: Mapping[str, int]) -> int:
    """People who are called first if nothing changes.

    Counted are those who wait for any service of the windows that serve this one: they are called
    to the same windows. Visitors of windows that cannot serve this service do not matter.
    """
    return sum(before.get(service, 0) for service in office.competing(line.service))


def load(
    office: Office,
    line: QueuePosition,
    before: Mapping[str, int],
    windows: Mapping[int, WindowRow],
    means: MeanServices,
) -> Load:
    """What the forecast is asked with.

    Of the people waiting for another service only the share that these windows will take counts:
    those of the open windows serving that service which serve this one too.
    """
    opened = {number for number, row in windows.items() if row.is_open}
    mine = opened & office.serving(line.service)
    shares = {
        service: count * _overlap(mine, opened & office.serving(service))
        for service in office.competing(line.service)
        if (count := before.get(service, 0))
    }
    free = sum(windows[number].is_free for number in mine)
    return Load(
        ahead=math.ceil(sum(shares.values()) - 1e-9),
        windows=len(mine),
        free_windows=free,
        mean_service=_mean_of(shares, means, line.service),
    )


def _overlap(mine: set[int], theirs: set[int]) -> float:
    return len(theirs & mine) / len(theirs) if theirs else 0.0


def _mean_of(shares: Mapping[str, float], means: MeanServices, service: str) -> timedelta | None:
    """The mean service time of those ahead, or of the service itself when nobody is."""
    known = [
        (mean, share)
        for each, share in shares.items()
        if share and (mean := means.of(each)) is not None
    ]
    if not known:
        return means.of(service)
    total = sum(share for _, share in known)
    return sum((mean * share for mean, share in known), timedelta()) / total
