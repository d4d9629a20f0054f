"""Judging a wait against its limit, and the shares that every report shows beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from kezek_core.moments import Span

BANDS_MINUTES = (20, 30, 40, 60)
"""The waiting limits that the service standards know; every report shows all four."""


class Verdict(Enum):
    """What a wait is worth against its limit."""

    WITHIN = "within"
    BREACHED = "breached"
    ESTIMATED = "estimated"
    NO_LIMIT = "no_limit"


def judge(wait: Span, limit_minutes: int | None) -> Verdict:
    """Set a wait against its limit; nothing is rounded.

    Args:
        wait: the legal wait.
        limit_minutes: the limit of the standard for this stage; None when it sets none.

    Returns:
        WITHIN up to and including the limit, BREACHED above it. A lower bound above the limit is
        a breach all the same; one at or below it is ESTIMATED: nobody can know.
    """
    if limit_minutes is None:
        return Verdict.NO_LIMIT
    if wait.length > timedelta(minutes=limit_minutes):
        return Verdict.BREACHED
    return Verdict.WITHIN if wait.exact else Verdict.ESTIMATED


@dataclass(frozen=True, slots=True)
class BandShare:
    """How many of all waits lay within one band."""

    within_minutes: int
    count: int
    total: int

    @property
    def percent(self) -> float | None:
        """The share in percent; None when there is nothing to take a share of."""
        return None if self.total == 0 else 100 * self.count / self.total


def band_shares(
    waits: Iterable[Span], bands_minutes: Iterable[int] = BANDS_MINUTES
) -> tuple[BandShare, ...]:
    """Count the waits within each band; a lower bound is in no band, but in every total."""
    all_waits = tuple(waits)
    return tuple(
        BandShare(
            within_minutes=band,
            count=sum(w.exact and w.length <= timedelta(minutes=band) for w in all_waits),
            total=len(all_waits),
        )
        for band in bands_minutes
    )
