"""How many waits began in each hour of some office days, and how many of them were breached.

Weeks of waits are counted where they lie: a map of four weeks of a busy hall would otherwise
build thirty thousand values to learn a few hundred numbers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from kezek_core.moments import Moment
from kezek_core.waits import Verdict, judge
from kezek_queue.clock import to_us
from kezek_queue.counts.waits import STILL
from kezek_queue.journal.stored_boots import StoredBoots
from kezek_queue.schema.tables import parts
from kezek_queue.tickets.rows import LIVE_TICKETS, read_row

QUARTER_SECONDS = 900
"""Every time zone of today stands a whole number of quarters of an hour from UTC."""

_US_PER_QUARTER = QUARTER_SECONDS * 1_000_000
# A literal, not a parameter: PostgreSQL takes two parameters for two different groups.
_quarter = parts.c.issued_us // sa.literal_column(str(_US_PER_QUARTER), sa.BigInteger)
_COUNTS = (
    sa.select(
        parts.c.office_day,
        _quarter.label("quarter"),
        sa.func.count().label("came"),
        sa.func.count(sa.case((parts.c.verdict == Verdict.BREACHED.value, 1))).label("breached"),
        sa.func.count(parts.c.limit_minutes).label("limited"),
    )
    .where(
        parts.c.office_id == sa.bindparam("office"),
        parts.c.office_day >= sa.bindparam("first"),
        parts.c.office_day <= sa.bindparam("last"),
    )
    .group_by(parts.c.office_day, _quarter)
)


@dataclass(frozen=True, slots=True)
class HourArrivals:
    """The waits of one office day that began in one hour.

    Args:
        office_day: the office day they are counted to.
        hour: 0 to 23, office time.
        came: waits that began in it; a visitor sent on to another service begins a second one.
        breached: those of them that passed the limit, as it stands now.
        limited: those of them that have a limit.
    """

    office_day: date
    hour: int
    came: int
    breached: int
    limited: int


def hour_arrivals(
    connection: sa.Connection, office_id: str, zone: ZoneInfo, now: Moment, first: date, last: date
) -> list[HourArrivals]:
    """Count the waits of office days by the hour they began in; hours without any are left out.

    Args:
        connection: one consistent view of the database.
        office_id: the office.
        zone: its time zone.
        now: the instant that open waits are measured to.
        first: first office day.
        last: last office day, included.

    Returns:
        In the order of day and hour.
    """
    where = {"office": office_id, "first": first.isoformat(), "last": last.isoformat()}
    still = _breached_still(connection, office_id, now)
    counts: Counter[tuple[str, int, str]] = Counter()
    for row in connection.execute(_COUNTS, where):
        day, hour = row.office_day, _hour(row.quarter, zone)
        counts[day, hour, "came"] += row.came
        counts[day, hour, "breached"] += row.breached + still[day, row.quarter]
        counts[day, hour, "limited"] += row.limited
    hours = sorted({(day, hour) for day, hour, _ in counts})
    return [
        HourArrivals(
            date.fromisoformat(day),
            hour,
            **{name: counts[day, hour, name] for name in ("came", "breached", "limited")},
        )
        for day, hour in hours
    ]


def _breached_still(
    connection: sa.Connection, office_id: str, now: Moment
) -> Counter[tuple[str, int]]:
    """Whose wait goes on past its limit, by office day and quarter: no part says so yet."""
    boots = StoredBoots(connection, office_id)
    live = map(read_row, connection.execute(LIVE_TICKETS, {"office": office_id}))
    return Counter(
        (row.office_day.isoformat(), to_us(row.part_began.at) // _US_PER_QUARTER)
        for row in live
        if row.state in STILL
        and judge(row.clock.wait(now, boots), row.limit_minutes) is Verdict.BREACHED
    )


def _hour(quarter: int, zone: ZoneInfo) -> int:
    return datetime.fromtimestamp(quarter * QUARTER_SECONDS, UTC).astimezone(zone).hour
