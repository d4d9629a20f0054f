"""The LED board over the hall: the last calls in rows, each new one held for a while on top."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Self

from kezek_hardware.boards.board_line import BoardLine
from kezek_hardware.boards.frame_rules import FrameTextError
from kezek_hardware.boards.hall_rows import HallCall, HallRow, HallRows
from kezek_hardware.boards.window_board import check_addresses, darken
from kezek_hardware.device import CLOSED, Device, DeviceClosedError, DeviceState, Owner

IDLE_SECONDS = 5.0


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

    def settle(self, calls: Iterable[HallCall], standing: Collection[str], *, anew: bool) -> None:
        """Know the hall as it is, after a start or a long silence; never waits.

        Args:
            calls: the last calls, newest first.
            standing: the numbers that are called and have not come.
            anew: whether the rows shall be these calls; else only rows of others go.

        Raises:
            FrameTextError: the rows cannot show one of them.
            DeviceClosedError: the board was closed.
        """
        self._check_open()
        known = list(calls)
        for call in known:
            self._text(call)
        with self._lock:
            self._rows.settle(known, standing, anew=anew)
        self._owner.wake()

    def call(self, number: str, window: int) -> None:
        """A number is called, or called again; never waits. Raises as ``settle`` does."""
        call = self._checked(number, window)
        with self._lock:
            self._rows.call(call, self._monotonic())
        self._owner.wake()

    def passed(self, number: str, window: int, *, lately: bool) -> None:
        """A number was called and answered unseen; raises as ``settle`` does.

        Args:
            number: the ticket's.
            window: where to.
            lately: whether it shall have its turn all the same.
        """
        call = self._checked(number, window)
        with self._lock:
            self._rows.passed(call, self._monotonic(), lately=lately)
        self._owner.wake()

    def stand(self, number: str) -> None:
        """The visitor has not come after all; the row stays."""
        with self._lock:
            self._rows.stand(number)

    def answered(self, number: str) -> None:
        """The visitor came, or is called no more: the row may go when others need it."""
        with self._lock:
            self._rows.answered(number)

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

    def _checked(self, number: str, window: int) -> HallCall:
        self._check_open()
        call = HallCall(number, window)
        self._text(call)
        return call

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
