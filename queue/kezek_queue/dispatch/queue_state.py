"""What a newcomer finds: people ahead, windows that will serve them, and how long service takes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
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


def mean_services(
    connection: sa.Connection, office: Office, office_day: date
) -> dict[str, timedelta]:
    """Mean service times: the office's guess and what the day has seen, blended."""
    rows = _SEEN.rows(connection, office=office.id, day=office_day.isoformat())
    seen = {row.service: (row.served, timedelta(microseconds=row.service_us)) for row in rows}
    means = {}
    for service in office.services.values():
        served, total = seen.get(service.id, (0, timedelta()))
        guessed = timedelta(minutes=service.mean_service_minutes) * PRIOR_SERVICES
        means[service.id] = (guessed + total) / (PRIOR_SERVICES + served)
    return means


def ahead(office: Office, line: QueuePosition, before: Mapping[str, int]) -> int:
    """People who are called first if nothing changes.

    Counted are those who wait for any service of the windows that serve this one: they are called
    to the same windows. Visitors of windows that cannot serve this service do not matter.
    """
    return sum(before.get(service, 0) for service in _competing(office, line.service))


def load(
    office: Office,
    line: QueuePosition,
    before: Mapping[str, int],
    windows: Mapping[int, WindowRow],
    means: Mapping[str, timedelta],
) -> Load:
    """What the forecast is asked with.

    Of the people waiting for another service only the share that these windows will take counts:
    those of the open windows serving that service which serve this one too.
    """
    mine = _open_serving(office, line.service, windows)
    shares = {
        service: count * _overlap(mine, _open_serving(office, service, windows))
        for service in _competing(office, line.service)
        if (count := before.get(service, 0))
    }
    free = sum(windows[number].is_free for number in mine)
    return Load(
        ahead=math.ceil(sum(shares.values()) - 1e-9),
        windows=len(mine),
        free_windows=free,
        mean_service=_mean_of(shares, means, line.service),
    )


def _competing(office: Office, service: str) -> set[str]:
    """The services of every window that serves this one, itself among them."""
    windows = (each for each in office.windows.values() if each.serves(service))
    return {service}.union(*(window.services for window in windows))


def _open_serving(office: Office, service: str, windows: Mapping[int, WindowRow]) -> set[int]:
    return {
        number
        for number, window in office.windows.items()
        if window.serves(service) and windows[number].is_open
    }


def _overlap(mine: Iterable[int], theirs: set[int]) -> float:
    return len(theirs.intersection(mine)) / len(theirs) if theirs else 0.0


def _mean_of(
    shares: Mapping[str, float], means: Mapping[str, timedelta], service: str
) -> timedelta | None:
    """The mean service time of those ahead, or of the service itself when nobody is."""
    known = {each: share for each, share in shares.items() if each in means and share}
    if not known:
        return means.get(service)
    total = sum(known.values())
    return sum((means[each] * share for each, share in known.items()), timedelta()) / total
