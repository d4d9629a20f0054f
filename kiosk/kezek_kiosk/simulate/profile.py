"""The offices of the load profiles, and the arrivals of a day drawn from one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random

# Relative arrivals by hour of the day, 9:00 to 20:00: the morning rush, the lunch dip, the
# second rush after work. Scaled so that the busiest hour has the profile's peak share.
_HOUR_WEIGHTS = (1.45, 1.40, 1.15, 0.90, 0.80, 0.95, 1.05, 1.10, 1.00, 0.75, 0.45)


@dataclass(frozen=True, slots=True)
class OfficeProfile:
    """The load of one kind of office.

    Args:
        visitors: tickets in the day.
        mean_service_minutes: mean time at the window.
        burst: of them, people at the door when it opens.
        no_show: share (0 to 1) of called visitors who do not come.
        comes_back: share of those who come back.
        transfer: share of served visitors who are sent on to another service.
        hold: share of called visitors who are put on hold first.
        leave: share of waiting visitors who cancel.
    """

    visitors: int
    mean_service_minutes: float
    burst: int = 0
    no_show: float = 0.10
    comes_back: float = 0.30
    transfer: float = 0.05
    hold: float = 0.01
    leave: float = 0.01


PROFILES = {
    "akimat": OfficeProfile(visitors=40, mean_service_minutes=12),
    "district": OfficeProfile(visitors=200, mean_service_minutes=10),
    "city": OfficeProfile(visitors=1341, mean_service_minutes=8, burst=100),
    "special": OfficeProfile(visitors=200, mean_service_minutes=12),
    "surge": OfficeProfile(visitors=1000, mean_service_minutes=12, burst=100),
}
"""The load profiles by name; ``city`` is a city centre with 1 341 visitors a day."""


def arrivals(profile: OfficeProfile, random: Random) -> list[timedelta]:
    """When visitors take their tickets, counted from opening, in order."""
    drawn = [timedelta(seconds=random.uniform(0, 300)) for _ in range(profile.burst)]
    hours = random.choices(range(len(_HOUR_WEIGHTS)), _HOUR_WEIGHTS, k=profile.visitors)
    drawn += [
        timedelta(hours=hour, seconds=random.uniform(0, 3600))
        for hour in hours[: profile.visitors - len(drawn)]
    ]
    return sorted(drawn)


def service_time(profile: OfficeProfile, random: Random) -> timedelta:
    """One time at the window: gamma of shape 2, never under half a minute."""
    minutes = random.gammavariate(2.0, profile.mean_service_minutes / 2.0)
    return timedelta(seconds=max(30.0, round(minutes * 60, 1)))
