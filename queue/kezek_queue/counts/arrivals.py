"""How many waits began in each hour of some office days, and how many of them were breached."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from kezek_core.waits import Verdict
from kezek_queue.counts.counted_days import CountedDays


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


def hour_arrivals(days: CountedDays) -> list[HourArrivals]:
    """The waits of office days by the hour they began in; hours without any are left out.

    Returns:
        In the order of day and hour.
    """
    counts = days.hours()
    return [
        _of_hour(day, hour, Counter({verdict: counts[day, hour, verdict] for verdict in Verdict}))
        for day, hour in sorted({(day, hour) for day, hour, _ in counts})
    ]


def _of_hour(day: date, hour: int, verdicts: Counter[Verdict]) -> HourArrivals:
    came = verdicts.total()
    return HourArrivals(
        day, hour, came, verdicts[Verdict.BREACHED], came - verdicts[Verdict.NO_LIMIT]
    )
