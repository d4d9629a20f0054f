"""The line to one printer, and who on it is still to be heard.

A slip whose proof did not come may still come out: a printer that ran out of paper goes on after
the reload and answers late. So its line is kept open and listened to, and nothing else is sent on
it before the printer speaks again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from kezek_core.ports import Wire
from kezek_printers.delivery.answers import Answer, AnswerKind, Listener
from kezek_printers.delivery.delivery import TIMEOUT, Deadlines, Delivery
from kezek_printers.delivery.status import PrinterStatus, ask_status, read_report
from kezek_printers.profiles.printer_profile import PrinterProfile
from kezek_printers.wires.wire_errors import WireError

log = logging.getLogger(__name__)

SILENT, BUSY = "silent", "busy"
_MOMENT_SECONDS = 0.05


class PrinterLine:
    """Opens the line when it is needed and remembers the proof that is still awaited.

    Args:
        connect: opens the line.
        manners: what the printer can do on a line.
        limits: how long to wait for answers.
    """

    def __init__(
        self,
        connect: Callable[[], Wire],
        manners: Callable[[Wire], PrinterProfile],
        limits: Deadlines,
    ) -> None:
        self._connect = connect
        self._manners = manners
        self._limits = limits
        self._open: tuple[Wire, Listener] | None = None
        self._awaited = ""
        self._had_its_time = False
        self._late: list[str] = []
        self._proven = False

    @property
    def is_open(self) -> bool:
        """Whether there is a line now."""
        return self._open is not None

    @property
    def awaits(self) -> bool:
        """Whether the proof of a slip may still come on this line."""
        return bool(self._awaited)

    def open(self) -> tuple[Wire, Listener]:
        """The line and who listens on it.

        Raises:
            WireError: the printer cannot be reached.
        """
        if self._open is None:
            wire = self._connect()
            self._open = wire, Listener(wire, self._notice)
        return self._open

    def close(self) -> None:
        """Release the line and expect nothing more; may be called twice."""
        line, self._open, self._awaited = self._open, None, ""
        if line is not None:
            line[0].close()

    def can_ask(self) -> bool:
        """Whether the printer answers ``DLE EOT`` on this line.

        Raises:
            WireError: the printer cannot be reached.
        """
        return self._manners(self.open()[0]).answers_status

    def ask(self) -> PrinterStatus:
        """What the printer says; what it last reported by itself when it is too busy to answer.

        Raises:
            WireError: the line broke.
        """
        wire, listener = self.open()
        status = ask_status(wire, deadline_seconds=self._limits.status_seconds, listener=listener)
        if status.online is None and listener.report is not None:
            reported = read_report(listener.report)
            return reported if reported.trouble else status
        return status

    def expect(self, doubt: Delivery) -> None:
        """Listen for the fence of an uncertain slip from now on."""
        self._awaited = doubt.fence
        # Nothing stopped the printer and it had its time: that answer is not waited for again.
        self._had_its_time = doubt.detail == TIMEOUT

    def settle(self) -> str | None:
        """See a slip in doubt through before the next one: what stops it, or None to go on.

        A line whose slip did not come out, though nothing stops the printer, is given up. Waiting
        takes half of a fence, and no slip is sent after waiting in vain: the print job's lease
        must not run out.
        """
        if not self._awaited:
            return None
        try:
            trouble = self._trouble() if self.can_ask() else None
            if trouble is None:
                self._hear(
                    _MOMENT_SECONDS if self._had_its_time else self._limits.fence_seconds / 2
                )
        except WireError as error:
            log.debug("the line to the printer broke while a slip was awaited: %s", error)
            trouble = None
            self.close()
        if trouble is None and self._awaited:
            self.close()
            return None if self._had_its_time else BUSY
        return trouble

    def listen(self, seconds: float) -> None:
        """Hear what is there, and for so long what is awaited."""
        if self._open is None:
            return
        try:
            if self._awaited and seconds > 0:
                self._hear(seconds)
            else:
                self._open[1].drop_stale(deadline_seconds=_MOMENT_SECONDS)
        except WireError as error:
            log.debug("the printer went away: %s", error)
            self.close()

    def late(self) -> tuple[str, ...]:
        """The fences that came late, each once."""
        late, self._late = tuple(self._late), []
        return late

    def proven(self) -> bool:
        """Whether the awaited fence has come since this was last asked."""
        proven, self._proven = self._proven, False
        return proven

    def _trouble(self) -> str | None:
        status = self.ask()
        return SILENT if status.online is None else status.trouble

    def _hear(self, seconds: float) -> None:
        self.open()[1].hear(lambda _answer: not self._awaited, deadline_seconds=seconds)

    def _notice(self, answer: Answer) -> None:
        is_ours = answer.kind is AnswerKind.PRINT_DONE and answer.data.decode() == self._awaited
        if is_ours and self._awaited:
            self._late.append(self._awaited)
            self._awaited, self._proven = "", True
