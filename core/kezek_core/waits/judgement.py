"""Judging a wait against its limit, and the bands that every report shows beside it."""

from __future__ import annotations

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
