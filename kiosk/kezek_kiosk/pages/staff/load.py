"""The load of a day by the hour: who came, and how many of them waited past the limit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from kezek_core.waits import Verdict, VisitWait


@dataclass(frozen=True, slots=True)
class HourLoad:
    """One hour of the office day.

    Args:
        hour: 0 to 23, office time.
        came: waits that began in it.
        breached: those of them that passed the limit.
        longest: the longest legal wait of them; None when nobody came.
    """

    hour: int
    came: int
    breached: int
    longest: timedelta | None


def hour_loads(waits: Iterable[VisitWait], zone: ZoneInfo) -> tuple[HourLoad, ...]:
    """Count waits by the hour they began in, every hour between the first and the last."""
    by_hour: dict[int, list[VisitWait]] = {}
    for wait in waits:
        by_hour.setdefault(wait.issued_at.astimezone(zone).hour, []).append(wait)
    if not by_hour:
        return ()
    return tuple(
        _load(hour, by_hour.get(hour, [])) for hour in range(min(by_hour), max(by_hour) + 1)
    )


def _load(hour: int, waits: list[VisitWait]) -> HourLoad:
    return HourLoad(
        hour=hour,
        came=len(waits),
        breached=sum(wait.verdict is Verdict.BREACHED for wait in waits),
        longest=max((wait.wait.length for wait in waits), default=None),
    )


def axis_top(loads: Iterable[HourLoad]) -> int:
    """The top of the chart's axis: the next round number above the busiest hour, at least 4."""
    busiest = max((load.came for load in loads), default=0)
    steps = (4, 8, 12, 20, 40, 60, 80, 100, 120, 160, 200, 240, 300, 400, 600, 800, 1000)
    return next((step for step in steps if busiest <= step), -(-busiest // 1000) * 1000)
