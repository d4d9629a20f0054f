"""How a wait stands against its limit while it still runs: the word, and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum


class Level(Enum):
    """The four words for a running wait."""

    WITHIN = "within"
    NEAR = "near"
    BREACHED = "breached"
    NO_LIMIT = "no_limit"


@dataclass(frozen=True, slots=True)
class Limit:
    """A running wait against its limit.

    Args:
        waited: the legal wait so far.
        limit_minutes: None when the standard sets none.
        near_percent: share of the limit at which staff are warned.
    """

    waited: timedelta
    limit_minutes: int | None
    near_percent: int

    @property
    def level(self) -> Level:
        """Within up to and including the limit, breached above it; near from the share on."""
        if self.limit is None:
            return Level.NO_LIMIT
        if self.waited > self.limit:
            return Level.BREACHED
        near = self.waited * 100 >= self.limit * self.near_percent
        return Level.NEAR if near else Level.WITHIN

    @property
    def limit(self) -> timedelta | None:
        """The limit as a span; None when there is none."""
        return None if self.limit_minutes is None else timedelta(minutes=self.limit_minutes)

    @property
    def left(self) -> timedelta:
        """What is left to the limit, negative above it; ``timedelta.max`` without a limit."""
        return timedelta.max if self.limit is None else self.limit - self.waited
