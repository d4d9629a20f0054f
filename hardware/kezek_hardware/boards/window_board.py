"""The boards above the windows: each shows the number that is called to it."""

from __future__ import annotations

from collections.abc import Mapping

from kezek_hardware.boards.board_line import BoardLine
from kezek_hardware.device import CLOSED, Device, DeviceClosedError, DeviceState
from kezek_hardware.errors import HardwareError

CALL_BLINK_SECONDS = 5.0


class NoBoardError(HardwareError, KeyError):
    """A window was named that has no board."""

    code = "unknown_window_board"

    def __str__(self) -> str:
        return str(self.args[0])


class BoardWiringError(HardwareError, ValueError):
    """Boards are given addresses that cannot be."""

    code = "board_wiring"


class WindowBoards(Device):
    """One board a window, all on one line.

    Args:
        name: what the office calls them.
        line: their line; who made it starts and closes it.
        addresses: the board of every window by the window's number.

    Raises:
        BoardWiringError: no board is named, or two windows share one.
        FrameTextError: no board has such an address.
    """

    def __init__(self, name: str, line: BoardLine, addresses: Mapping[int, int]) -> None:
        super().__init__(name)
        check_addresses(name, list(addresses.values()), line)
        self._line = line
        self._addresses = dict(addresses)

    @property
    def windows(self) -> list[int]:
        """The windows that have a board."""
        return sorted(self._addresses)

    def call(self, window: int, number: str) -> None:
        """A number is called: it blinks for a while, then stands."""
        self.show(window, number, blink_seconds=CALL_BLINK_SECONDS)

    def show(self, window: int, number: str, *, blink_seconds: float = 0.0) -> None:
        """Show a number from now on; never waits.

        Raises:
            UnknownWindowError: the window has no board.
            FrameTextError: the board cannot show the number.
            DeviceClosedError: the boards or their line were closed.
        """
        self._check_open()
        self._line.show(self._address(window), number, blink_seconds=blink_seconds)

    def clear(self, window: int) -> None:
        """Nobody is called to the window; raises as ``show`` does."""
        self._check_open()
        self._line.clear(self._address(window))

    def state(self) -> DeviceState:
        """How the line stands."""
        return CLOSED if self._is_closed else self._line.state()

    def _address(self, window: int) -> int:
        if window not in self._addresses:
            raise NoBoardError(
                f"expected a window with a board ({', '.join(map(str, self.windows))}) at "
                f"{self.name}, got {window}; give it an address in kezek.toml"
            )
        return self._addresses[window]

    def _release(self) -> None:
        darken(self._line, list(self._addresses.values()))


def check_addresses(name: str, addresses: list[int], line: BoardLine) -> None:
    """Refuse boards without an address of their own.

    Raises:
        BoardWiringError: there is none, or two share one.
        FrameTextError: no board of the line's format has such an address.
    """
    if not addresses or len(set(addresses)) != len(addresses):
        raise BoardWiringError(
            f"expected an address of its own for every board of {name}, got {addresses}; "
            "correct it in kezek.toml and at the boards' switches"
        )
    for address in addresses:
        line.frames.check_address(address)


def darken(line: BoardLine, addresses: list[int]) -> None:
    """Clear boards whose holder ends; a line that ended before has done it."""
    for address in addresses:
        try:
            line.clear(address)
        except DeviceClosedError:
            return
