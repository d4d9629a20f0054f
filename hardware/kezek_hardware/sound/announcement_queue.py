"""Which call the hall hears next: all in their order, once more later; pure.

A call is void when its visitor came or its number or window is called anew, and for no other reason
while the loudspeaker works: a burst is heard to its end. Calls that follow one another are heard
without a chime of their own, and without repetition.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace

LATE_AFTER_SECONDS = 300.0
"""So long no burst lasts: the loudspeaker was gone, and the boards have shown the call."""

CLOSE_SECONDS = 1.0
"""A call that waited and begins so soon after the one before needs no chime."""

REPEAT_AFTER_SECONDS = 12.0


@dataclass(frozen=True, slots=True)
class Call:
    """A number that is called to a window.

    Args:
        number: the ticket's.
        window: 1 to 99.
    """

    number: str
    window: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One time that a call shall be heard.

    Args:
        call: the call; None for the chime alone.
        due_at: not before this instant.
        repetition: whether it was heard before.
        follows: whether it waited for the words before it: the hall listens already.
    """

    call: Call | None
    due_at: float
    repetition: bool = False
    follows: bool = False


class AnnouncementQueue:
    """The calls that wait to be heard.

    Args:
        late_after_seconds: what waited longer is dropped.
        repeat_after_seconds: how long after its end a call is repeated, once; None: never.
    """

    def __init__(
        self,
        *,
        late_after_seconds: float = LATE_AFTER_SECONDS,
        repeat_after_seconds: float | None = REPEAT_AFTER_SECONDS,
    ) -> None:
        self._late_after_seconds = late_after_seconds
        self._repeat_after_seconds = repeat_after_seconds
        self._turns: list[Turn] = []
        self._heard_now: Turn | None = None
        self._quiet_since = -math.inf
        self.dropped = 0
        """Calls that were dropped because they came too late to be heard."""

    def ask(self, call: Call | None, now: float) -> None:
        """A call came in; what waited of the same ticket or window is void."""
        if call is not None:
            if self._heard_now is not None and _overtaken(self._heard_now.call, call):
                self._heard_now = None
            self._turns = [turn for turn in self._turns if not _overtaken(turn.call, call)]
        self._turns.append(Turn(call, now))

    def withdraw(self, number: str) -> None:
        """The visitor came, or the call is void: nothing of it is heard any more."""
        self._turns = [turn for turn in self._turns if not _calls(turn, number)]
        if self._heard_now is not None and _calls(self._heard_now, number):
            self._heard_now = None

    def keep(self, numbers: Collection[str]) -> None:
        """Only these are still called: nothing of others is heard any more."""
        for number in {turn.call.number for turn in self._turns if turn.call} - set(numbers):
            self.withdraw(number)

    def take(self, now: float) -> Turn | None:
        """What is heard now; None when nothing is.

        In a rush the next visitor's call matters more than the repetition of the last one: a
        repetition that finds others waiting is left out.
        """
        self._drop_late(now)
        due = [turn for turn in self._turns if turn.due_at <= now]
        first = next((turn for turn in due if not turn.repetition), None)
        if first is not None:
            self._turns = [turn for turn in self._turns if not (turn in due and turn.repetition)]
        chosen = first or next(iter(due), None)
        if chosen is not None:
            self._turns.remove(chosen)
            close = now - self._quiet_since <= CLOSE_SECONDS
            chosen = replace(chosen, follows=close and chosen.due_at < self._quiet_since)
        self._heard_now = chosen
        return chosen

    def heard(self, turn: Turn, now: float) -> None:
        """A call was heard to its end at ``now``: it is repeated once, unless it is overtaken."""
        self._quiet_since = now
        overtaken = turn is not self._heard_now
        if overtaken or turn.repetition or turn.call is None or not self._repeat_after_seconds:
            return
        self._turns.append(Turn(turn.call, now + self._repeat_after_seconds, repetition=True))

    @property
    def next_at(self) -> float | None:
        """When the next turn is due; None when nothing waits."""
        return min((turn.due_at for turn in self._turns), default=None)

    def _drop_late(self, now: float) -> None:
        kept = [turn for turn in self._turns if now - turn.due_at <= self._late_after_seconds]
        self.dropped += sum(not turn.repetition for turn in self._turns) - sum(
            not turn.repetition for turn in kept
        )
        self._turns = kept


def _calls(turn: Turn, number: str) -> bool:
    return turn.call is not None and turn.call.number == number


def _overtaken(old: Call | None, new: Call) -> bool:
    return old is not None and (old.number == new.number or old.window == new.window)
