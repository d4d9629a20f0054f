"""Which call the hall hears next: in their order, once more later, never too late; pure."""

from __future__ import annotations

from dataclasses import dataclass

LATE_AFTER_SECONDS = 30.0
"""A call that was not begun by then is seen on the boards long since."""

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
    """

    call: Call | None
    due_at: float
    repetition: bool = False


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
        self._heard_now = chosen
        return chosen

    def heard(self, turn: Turn, now: float) -> None:
        """A call was heard to its end at ``now``: it is repeated once, unless it is overtaken."""
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
