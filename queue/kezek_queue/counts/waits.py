"""Every judged part of every visit of some office days, for the table of waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa

from kezek_core.moments import Moment
from kezek_core.waits import Verdict, VisitWait
from kezek_queue.wait_log.asked import WaitFilter
from kezek_queue.wait_log.stream import arrived_rows


def visit_waits(
    connection: sa.Connection,
    office_id: str,
    now: Moment,
    first: date,
    last: date,
    *,
    service: str | None = None,
    verdict: Verdict | None = None,
) -> Iterator[VisitWait]:
    """The waits of office days, in the order of arrival.

    Args:
        connection: one consistent view of the database.
        office_id: the office.
        now: the instant that open waits are measured to.
        first: first office day.
        last: last office day, included.
        service: only this service.
        verdict: only this verdict, as it stands now.
    """
    asked = WaitFilter(first, last, service=service, verdict=verdict)
    return (row.wait() for row in arrived_rows(connection, office_id, now, asked))
