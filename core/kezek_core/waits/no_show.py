"""When a no-show counts: how often and how long a visitor must have been called before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from kezek_core.moments import Boots, Moment, span_between

NO_TIME = timedelta()


@dataclass(frozen=True, slots=True)
class NoShowRule:
    """What must have happened before nobody came.

    Args:
        calls: calls nobody answered, the first among them; 1 to 5.
        apart_seconds: a call sooner than this after the last one that counted is heard in the
            hall but does not count; 0 to 120.
        after_seconds: time since the first of them; 0 to 600.
    """

    calls: int = 2
    apart_seconds: int = 20
    after_seconds: int = 60

    def look(self, calls: Sequence[Moment], now: Moment, boots: Boots) -> CallsSoFar:
        """How far the calls of a visitor have come.

        Args:
            calls: the calls nobody has answered yet, the first first.
            now: the instant asked about.
            boots: what is known of the boots; a span that is only a lower bound counts as long
                as it surely was.
        """
        counted = self._counted(calls, boots)
        if not counted:
            return CallsSoFar(self, 0, NO_TIME, self._rest(self.calls, NO_TIME, NO_TIME))
        missing = self.calls - len(counted)
        waits = self._left(self.apart_seconds, counted[-1], now, boots) if missing else NO_TIME
        after = self._left(self.after_seconds, counted[0], now, boots)
        return CallsSoFar(self, len(counted), waits, self._rest(missing, waits, after))

    def to_json(self) -> dict[str, int]:
        """The rule as plain values, as an event keeps it."""
        return {
            "calls": self.calls,
            "apart_seconds": self.apart_seconds,
            "after_seconds": self.after_seconds,
        }

    def looser_than(self, other: NoShowRule) -> bool:
        """Whether a no-show may count here that would not count there."""
        mine, theirs = self.to_json(), other.to_json()
        return any(mine[name] < theirs[name] for name in mine)

    def _counted(self, calls: Sequence[Moment], boots: Boots) -> list[Moment]:
        apart = timedelta(seconds=self.apart_seconds)
        counted: list[Moment] = []
        for call in calls:
            if not counted or span_between(counted[-1], call, boots).length >= apart:
                counted.append(call)
        return counted[: self.calls]

    def _rest(self, missing: int, waits: timedelta, after: timedelta) -> timedelta:
        """The least time until the rule is met, with every missing call at its first chance."""
        if missing <= 0:
            return after
        return max(after, waits + timedelta(seconds=self.apart_seconds) * (missing - 1))

    @staticmethod
    def _left(seconds: int, since: Moment, now: Moment, boots: Boots) -> timedelta:
        passed = span_between(since, now, boots).length
        return max(NO_TIME, timedelta(seconds=seconds) - passed)


@dataclass(frozen=True, slots=True)
class CallsSoFar:
    """How far the calls of a visitor have come towards a no-show that counts.

    Args:
        rule: what must have happened.
        counted: calls that count so far.
        call_in: time until one more call counts; zero when it does now, or none is missing.
        possible_in: the least time until the no-show counts; zero when only a call is missing.
    """

    rule: NoShowRule
    counted: int
    call_in: timedelta
    possible_in: timedelta

    @property
    def calls_missing(self) -> int:
        """Calls that must still be made."""
        return max(0, self.rule.calls - self.counted)

    @property
    def enough(self) -> bool:
        """Whether a no-show counts now."""
        return not self.calls_missing and not self.possible_in


USUAL_RULE = NoShowRule()
"""What an office has that sets nothing."""

LOOSEST_RULE = NoShowRule(calls=1, apart_seconds=0, after_seconds=0)
STRICTEST_RULE = NoShowRule(calls=5, apart_seconds=120, after_seconds=600)
"""The bounds of what an office may set; what it sets stands in every event and report."""
