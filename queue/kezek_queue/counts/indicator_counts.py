"""The numbers behind the quality table: of visits, surveys, complaints and the register."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from kezek_core.waits import Counts, Share
from kezek_queue.counts.counted_days import CountedDays
from kezek_queue.counts.day_summary import VisitCounts
from kezek_queue.schema.tables import (
    complaints,
    register_refusals,
    register_requests,
    surveys,
)

QUESTIONS = {
    "process": surveys.c.process,
    "information": surveys.c.information,
    "politeness": surveys.c.politeness,
    "procedure": surveys.c.complaint_procedure,
    "term": surveys.c.complaint_term,
}
"""The questions of the survey by the name of the count they give."""


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """What is counted.

    Args:
        first: first office day, or date of registration.
        last: the last one, included.
        today: the office's date now; what is due later may still be done in time.
        services: slugs of the services; None for every one the office ever had.
    """

    first: date
    last: date
    today: date
    services: Collection[str] | None = None


def read_counts(days: CountedDays, period: ReportPeriod) -> Counts:
    """Count everything that the table of a period needs.

    Args:
        days: the days, counted.
        period: the same days, and the services.
    """
    connection, office_id = days.connection, days.office_id
    served, queue = _visits(days, period.services)
    resolved = _complaints(connection, office_id, period)
    return Counts(
        queue=queue,
        justified=Share(resolved.whole, served),
        resolved=resolved,
        **_surveys(connection, office_id, period),
        **_register(connection, office_id, period),
    )


def _visits(days: CountedDays, services: Collection[str] | None) -> tuple[int, Share]:
    """Visitors served, and those whose wait ended within 40 minutes of all.

    Whoever was sent on counts once, with the last part among the services asked for.
    """
    found = VisitCounts()
    for summary in days.services():
        if services is not None and summary.service not in services:
            continue
        for later, counts in summary.visits.items():
            if not later if services is None else set(later).isdisjoint(services):
                found.add(counts.visits, counts.served, counts.short)
    return found.served, Share(found.short, found.visits)


def _surveys(connection: sa.Connection, office_id: str, period: ReportPeriod) -> dict[str, Any]:
    """Satisfied of all who answered, question by question; a question left out is no answer."""
    columns = [
        column
        for name, question in QUESTIONS.items()
        for column in (
            sa.func.coalesce(sa.func.sum(question), 0).label(f"{name}_satisfied"),
            sa.func.count(question).label(f"{name}_answered"),
        )
    ]
    mine = _within(surveys, surveys.c.office_day, office_id, period)
    row = connection.execute(sa.select(*columns).where(*mine)).one()._mapping
    return {
        name: Share(int(row[f"{name}_satisfied"]), int(row[f"{name}_answered"]))
        for name in QUESTIONS
    }


def _complaints(connection: sa.Connection, office_id: str, period: ReportPeriod) -> Share:
    """Justified complaints answered in time, of all justified ones registered in the period."""
    mine = _within(complaints, complaints.c.registered_on, office_id, period)
    row = connection.execute(
        sa.select(
            _count(complaints.c.on_time == 1).label("on_time"), sa.func.count().label("justified")
        ).where(*mine, complaints.c.justified == 1)
    ).one()
    return Share(int(row.on_time), int(row.justified))


def _register(connection: sa.Connection, office_id: str, period: ReportPeriod) -> dict[str, Any]:
    """Rows 1.1, 2.2 and 3.2; nothing where the register was never used."""
    if not _register_is_kept(connection, office_id):
        return {}
    return {
        "timely": _timely(connection, office_id, period),
        "drawn_up": _drawn_up(connection, office_id, period),
        "first_time": _first_time(connection, office_id, period),
    }


_decided_on = sa.func.coalesce(
    register_requests.c.ready_on,
    sa.case((register_requests.c.state == "refused", register_requests.c.closed_on)),
)
"""The day on which a request was ready for its applicant, or refused."""


def _timely(connection: sa.Connection, office_id: str, period: ReportPeriod) -> Share:
    """Requests due in the period: decided by their day, of all whose outcome is known."""
    mine = _within(register_requests, register_requests.c.due_on, office_id, period)
    late = sa.and_(_decided_on.is_(None), register_requests.c.due_on < period.today.isoformat())
    row = connection.execute(
        sa.select(
            _count(_decided_on <= register_requests.c.due_on).label("timely"),
            _count(sa.or_(_decided_on.is_not(None), late)).label("due"),
        ).where(*mine)
    ).one()
    return Share(int(row.timely), int(row.due))


def _drawn_up(connection: sa.Connection, office_id: str, period: ReportPeriod) -> Share:
    """Requests decided in the period: never sent back for a fault, of all."""
    row = connection.execute(
        sa.select(
            _count(register_requests.c.times_returned == 0).label("sound"),
            sa.func.count().label("decided"),
        ).where(*_within(register_requests, _decided_on, office_id, period))
    ).one()
    return Share(int(row.sound), int(row.decided))


def _first_time(connection: sa.Connection, office_id: str, period: ReportPeriod) -> Share:
    """Sets of documents handed in in the period: complete and accepted, of all."""
    accepted = _number(connection, register_requests, "accepted_on", office_id, period)
    refused = _number(connection, register_refusals, "closed_on", office_id, period)
    return Share(accepted, accepted + refused)


def _register_is_kept(connection: sa.Connection, office_id: str) -> bool:
    """Whether the register has any entry at all: without one, nothing of it was measured."""
    return any(
        connection.execute(
            sa.select(sa.literal(1)).where(table.c.office_id == office_id).limit(1)
        ).first()
        for table in (register_requests, register_refusals)
    )


def _number(
    connection: sa.Connection, table: sa.Table, day: str, office_id: str, period: ReportPeriod
) -> int:
    mine = _within(table, table.c[day], office_id, period)
    return int(connection.execute(sa.select(sa.func.count()).where(*mine)).scalar_one())


def _within(
    table: sa.Table, day: sa.ColumnElement[Any], office_id: str, period: ReportPeriod
) -> list[sa.ColumnElement[bool]]:
    """The rows of the office, the days and the services."""
    mine = [
        table.c.office_id == office_id,
        day >= period.first.isoformat(),
        day <= period.last.isoformat(),
    ]
    if period.services is not None:
        mine.append(table.c.service.in_(sorted(period.services)))
    return mine


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """How many rows a condition holds for; 0 where there is no row."""
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)
