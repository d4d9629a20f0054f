"""Which calls stand on the board over the hall, and whose turn is next; pure, time is passed in."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass

HOLD_SECONDS = 6.0
SHORTEST_HOLD_SECONDS = 1.5
TURN_WITHIN_SECONDS = 18.0
"""From the moment the board hears of a call; in a burst the turns shorten just so far."""
HIGHLIGHT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class HallCall:
    """A number and the window it is called to."""

    number: str
    window: int


@dataclass(frozen=True, slots=True)
class HallRow:
    """What one row shows.

    Args:
        call: the call; None for an empty row.
        highlighted_until: when it stops to blink.
    """

    call: HallCall | None = None
    highlighted_until: float = 0.0


@dataclass(frozen=True, slots=True)
class _Turn:
    """A call that waits to be shown; one without a turn only joins the rows, in its order."""

    call: HallCall
    came_at: float
    has_turn: bool


class HallRows:
    """The rows of a board.

    Calls are shown one after another, in their order. Whoever has not come stays; of the others
    as many as there is room for. When more people have not come than there are rows, those below
    the newest take turns.

    Args:
        count: rows of the board.
    """

    def __init__(self, count: int) -> None:
        self._shown: list[HallRow] = []
        self._turns: deque[_Turn] = deque()
        self._standing: set[str] = set()
        self._count = count
        self._top_since: float | None = None
        self._page = 0
        self._page_until = 0.0

    def settle(self, calls: Iterable[HallCall], standing: Collection[str], *, anew: bool) -> None:
        """Know the hall as it is.

        Args:
            calls: the last calls, newest first.
            standing: the numbers that are called and have not come.
            anew: the rows become these calls, without highlight; else rows of others go.
        """
        known = list(calls)
        self._standing = set(standing)
        if anew:
            self._shown = [HallRow(call) for call in known]
            self._turns.clear()
            return
        numbers = {call.number for call in known}
        self._shown = [row for row in self._shown if row.call and row.call.number in numbers]

    def call(self, call: HallCall, now: float) -> None:
        """A number is called, or called again: it goes to the end of the line."""
        self._standing.add(call.number)
        if all(turn.call != call for turn in self._turns):
            self._turns.append(_Turn(call, now, has_turn=True))

    def passed(self, call: HallCall, now: float, *, lately: bool) -> None:
        """A number was called and answered while nobody looked: lately, it has its turn too."""
        self._turns.append(_Turn(call, now, has_turn=lately))

    def stand(self, number: str) -> None:
        """Nobody came after all, or has not come yet: the row stays."""
        self._standing.add(number)

    def answered(self, number: str) -> None:
        """The visitor came, or is called no more: the row may go when others need it."""
        self._standing.discard(number)

    def withdraw(self, number: str) -> None:
        """A call is void: it is neither shown nor waits any more."""
        self._turns = deque(turn for turn in self._turns if turn.call.number != number)
        self._shown = [row for row in self._shown if row.call and row.call.number != number]
        self._standing.discard(number)

    def advance(self, now: float) -> float | None:
        """Put the next call on top when it may; the instant of the next change, if one waits."""
        while self._turns and not self._turns[0].has_turn:
            self._place(HallRow(self._turns.popleft().call))
        if self._turns and now >= self._held_until():
            call = self._turns.popleft().call
            self._place(HallRow(call, now + HIGHLIGHT_SECONDS))
            self._top_since = now
        return self._held_until() if self._turns else self._turn_page(now)

    @property
    def rows(self) -> list[HallRow]:
        """All rows, from the top."""
        kept = self._kept()
        lower = kept[1:] if self._count > 1 else []
        length = -(-len(lower) // max(1, self._pages()))
        rows = [*kept[:1], *lower[self._page * length : (self._page + 1) * length]]
        return [*rows, *[HallRow()] * (self._count - len(rows))]

    def _place(self, row: HallRow) -> None:
        others = [each for each in self._shown if each.call and row.call
                  and each.call.number != row.call.number]  # fmt: skip
        self._shown = [row, *others]
        self._shown = self._kept()

    def _kept(self) -> list[HallRow]:
        """The newest, whoever has not come, and of the others the latest that fit."""
        surplus = len(self._shown) - self._count
        kept: list[HallRow] = []
        for row in reversed(self._shown[1:]):
            if surplus > 0 and row.call and row.call.number not in self._standing:
                surplus -= 1
            else:
                kept.append(row)
        return [*self._shown[:1], *reversed(kept)]

    def _held_until(self) -> float:
        if self._top_since is None:
            return 0.0
        shares = (
            (turn.came_at + TURN_WITHIN_SECONDS - self._top_since) / place
            for place, turn in enumerate(self._turns, start=1)
        )
        share = min(shares, default=HOLD_SECONDS)
        return self._top_since + min(HOLD_SECONDS, max(SHORTEST_HOLD_SECONDS, share))

    def _pages(self) -> int:
        """How many pages, of even length, the rows below the newest fill; 0 without any."""
        room = self._count - 1
        return -(-(len(self._kept()) - 1) // room) if room > 0 else 0

    def _turn_page(self, now: float) -> float | None:
        """More people than rows: those below the newest take turns."""
        pages = self._pages()
        if pages < 2:
            self._page = 0
            return None
        if now >= self._page_until:
            self._page = (self._page + 1) % pages
            self._page_until = now + HOLD_SECONDS
        self._page = min(self._page, pages - 1)
        return self._page_until
