"""Who is told of calls: boards above windows, the hall's board, the loudspeaker, the panels."""

from __future__ import annotations

from kezek_hardware.boards import HallBoard, HallCall, WindowBoards
from kezek_hardware.pins import CallPanel
from kezek_hardware.sound import Speaker
from kezek_kiosk.agent.call_follower import HallNow


class QuietSink:
    """Does nothing; the others override what concerns them."""

    def settle(self, hall: HallNow) -> None:
        """Show the hall as it is, calling nobody."""

    def called(self, number: str, window: int) -> None:
        """A number is called to a window, now."""

    def passed(self, number: str, window: int, *, lately: bool) -> None:
        """A number was called, and answered before anybody here knew."""

    def came(self, number: str, window: int) -> None:
        """The visitor stands at the window."""

    def left(self, number: str, window: int) -> None:
        """The window is free of this number."""

    def stands(self, number: str, window: int) -> None:
        """The number stands at the window without being called now."""

    def changed(self) -> None:
        """Something happened in the queue, whatever it was."""


class WindowBoardSink(QuietSink):
    """The boards above the windows: each the number that is called there or served.

    Args:
        boards: the boards of one line.
    """

    def __init__(self, boards: WindowBoards) -> None:
        self._boards = boards
        self._shown: dict[int, str] = {}

    def settle(self, hall: HallNow) -> None:
        """Every board anew, dark where nobody stands."""
        for window in self._boards.windows:
            number = hall.at.get(window)
            if number is None:
                self._boards.clear(window)
                self._shown.pop(window, None)
            else:
                self.stands(number, window)

    def called(self, number: str, window: int) -> None:
        """The number blinks for a while, then stands."""
        if window in self._boards.windows:
            self._boards.call(window, number)
            self._shown[window] = number

    def left(self, number: str, window: int) -> None:
        """Dark again, unless the next number is there already."""
        if self._shown.get(window) == number:
            self._boards.clear(window)
            del self._shown[window]

    def stands(self, number: str, window: int) -> None:
        """The number without blinking."""
        if window in self._boards.windows:
            self._boards.show(window, number)
            self._shown[window] = number


class HallBoardSink(QuietSink):
    """The hall's board: the last calls, as the board's page shows them.

    Args:
        board: the board.
    """

    def __init__(self, board: HallBoard) -> None:
        self._board = board

    def settle(self, hall: HallNow) -> None:
        """The last calls, without highlight; after an interruption what was missed follows."""
        calls = (HallCall(number, window) for number, window in hall.calls)
        self._board.settle(calls, hall.called.values(), anew=hall.anew)

    def called(self, number: str, window: int) -> None:
        """On top, for a while by itself."""
        self._board.call(number, window)

    def passed(self, number: str, window: int, *, lately: bool) -> None:
        """Shown all the same, if it is not too long ago."""
        self._board.passed(number, window, lately=lately)

    def came(self, number: str, window: int) -> None:
        """The row has done its work."""
        del window
        self._board.answered(number)

    def left(self, number: str, window: int) -> None:
        """Likewise."""
        del window
        self._board.answered(number)

    def stands(self, number: str, window: int) -> None:
        """It is called again without a new call."""
        del window
        self._board.stand(number)


class SpeakerSink(QuietSink):
    """The loudspeaker: what is called now, and nothing that is over.

    Args:
        speaker: the loudspeaker.
    """

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker

    def settle(self, hall: HallNow) -> None:
        """What waits of those who have come meanwhile is not heard."""
        self._speaker.keep(hall.called.values())

    def called(self, number: str, window: int) -> None:
        """Chime and voice."""
        self._speaker.announce(number, window)

    def came(self, number: str, window: int) -> None:
        """Nobody needs to be called a second time."""
        del window
        self._speaker.withdraw(number)

    def left(self, number: str, window: int) -> None:
        """Likewise."""
        del window
        self._speaker.withdraw(number)


class PanelSink(QuietSink):
    """A call panel: looks at its window when anything happens.

    Args:
        panel: the panel.
    """

    def __init__(self, panel: CallPanel) -> None:
        self._panel = panel

    def changed(self) -> None:
        """Look now."""
        self._panel.notify()
