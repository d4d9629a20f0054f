"""The LED board over the hall: the last calls in rows, each new one held for a while on top."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from kezek_hardware.board_line import BoardLine
from kezek_hardware.device import CLOSED, Device, DeviceClosedError, DeviceState, Owner
from kezek_hardware.frame_rules import FrameTextError
from kezek_hardware.window_board import check_addresses, darken

HOLD_SECONDS = 6.0
HIGHLIGHT_SECONDS = 5.0
IDLE_SECONDS = 5.0


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


class HallRows:
    """Which calls stand on the board; pure, the time is passed in.

    Calls that come together are shown one after another, each at least ``HOLD_SECONDS`` on top.

    Args:
        count: rows of the board.
    """

    def __init__(self, count: int) -> None:
        self._rows: list[HallRow] = []
        self._waiting: deque[HallCall] = deque()
        self._count = count
        self._held_until = 0.0

    def fill(self, calls: Iterable[HallCall]) -> None:
        """Let the rows be calls from before, newest first: after a start, without highlight."""
        self._rows = [HallRow(call) for call in calls][: self._count]

    def call(self, call: HallCall) -> None:
        """A number is called, or called again: it goes to the end of the line."""
        if call not in self._waiting:
            self._waiting.append(call)

    def withdraw(self, number: str) -> None:
        """A call is void: it is neither shown nor waits any more."""
        self._waiting = deque(call for call in self._waiting if call.number != number)
        self._rows = [row for row in self._rows if row.call and row.call.number != number]

    def advance(self, now: float) -> float | None:
        """Put the next call on top when it may; the instant of the next change, if one waits."""
        if self._waiting and now >= self._held_until:
            call = self._waiting.popleft()
            kept = [row for row in self._rows if row.call and row.call.number != call.number]
            self._rows = [HallRow(call, now + HIGHLIGHT_SECONDS), *kept][: self._count]
            self._held_until = now + HOLD_SECONDS
        return self._held_until if self._waiting else None

    @property
    def rows(self) -> list[HallRow]:
        """All rows, from the top."""
        empty = [HallRow()] * (self._count - len(self._rows))
        return [*self._rows, *empty]


class HallBoard(Device):
    """A board of rows, each row a board of its own on the line.

    Args:
        name: what the office calls it.
        line: its line; who made it starts and closes it. Its boards need at least six places.
        rows: the rows' addresses from the top.
        monotonic: seconds that never go back; the same as the line's.

    Raises:
        BoardWiringError: no row is named, or two share an address.
        FrameTextError: no row has such an address, or they are too narrow.
    """

    def __init__(
        self,
        name: str,
        line: BoardLine,
        rows: Sequence[int],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(name)
        check_addresses(name, list(rows), line)
        self._line = line
        self._addresses = list(rows)
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._rows = HallRows(len(rows))
        self._shown: list[HallRow | None] = [None] * len(rows)
        self._text(HallCall("A999", 99))
        self._owner = Owner(f"hall-board-{name}", self.look, monotonic=monotonic)

    def start(self) -> Self:
        """Start the owner."""
        self._check_open()
        self._owner.start()
        return self

    def fill(self, calls: Iterable[HallCall]) -> None:
        """Show calls from before, newest first: after a start or a long silence; never waits.

        Raises:
            FrameTextError: the rows cannot show one of them.
            DeviceClosedError: the board was closed.
        """
        self._check_open()
        known = list(calls)
        for call in known:
            self._text(call)
        with self._lock:
            self._rows.fill(known)
        self._owner.wake()

    def call(self, number: str, window: int) -> None:
        """A number is called, or called again; never waits. Raises as ``fill`` does."""
        self._check_open()
        call = HallCall(number, window)
        self._text(call)
        with self._lock:
            self._rows.call(call)
        self._owner.wake()

    def withdraw(self, number: str) -> None:
        """A call is void, its row goes.

        Raises:
            DeviceClosedError: the board was closed.
        """
        self._check_open()
        with self._lock:
            self._rows.withdraw(number)
        self._owner.wake()

    def state(self) -> DeviceState:
        """How the line stands."""
        return CLOSED if self._is_closed else self._line.state()

    def look(self, now: float) -> float:
        """One look of the owner: move the calls on, tell the line what changed.

        Returns:
            Seconds until the next look.
        """
        if self._is_closed:
            return IDLE_SECONDS
        with self._lock:
            changes_at = self._rows.advance(now)
            rows = self._rows.rows
        try:
            self._tell_changed(rows, now)
        except DeviceClosedError:
            return IDLE_SECONDS  # the line ends before the board: nobody sees it any more
        return IDLE_SECONDS if changes_at is None else max(changes_at - now, 0.001)

    def _tell_changed(self, rows: list[HallRow], now: float) -> None:
        for at, row in enumerate(rows):
            if self._shown[at] != row:
                self._tell(self._addresses[at], row, now)
                self._shown[at] = row

    def _tell(self, address: int, row: HallRow, now: float) -> None:
        if row.call is None:
            self._line.clear(address)
        else:
            left = max(row.highlighted_until - now, 0.0)
            self._line.show(address, self._text(row.call), blink_seconds=left)

    def _text(self, call: HallCall) -> str:
        """The number at the left edge, the window at the right one."""
        width = self._line.frames.text.width
        window = str(call.window).rjust(width - len(call.number))
        if not window.startswith(" "):
            raise FrameTextError(
                f"expected rows wide enough for {call.number} and window {call.window} with a "
                f"blank between, got {width} places; set width of the line in kezek.toml"
            )
        return call.number + window

    def _release(self) -> None:
        self._owner.stop()
        darken(self._line, self._addresses)
