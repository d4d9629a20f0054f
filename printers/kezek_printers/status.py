"""What a printer says of itself; silence is its own answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kezek_core.ports import Wire


class PaperStatus(Enum):
    """How much paper there is."""

    OK = "ok"
    NEAR_END = "near_end"
    END = "end"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """One look at a printer; None means that it did not say.

    Args:
        paper: by the near-end and end sensors.
        online: whether it takes data.
        cover_open: whether its cover is open.
        error: an error that stops it (cutter, temperature).
    """

    paper: PaperStatus = PaperStatus.UNKNOWN
    online: bool | None = None
    cover_open: bool | None = None
    error: bool | None = None

    @property
    def trouble(self) -> str | None:
        """Why nothing can be printed now, as a stable word; None when nothing speaks against it."""
        if self.paper is PaperStatus.END:
            return "paper_end"
        if self.cover_open:
            return "cover_open"
        if self.error:
            return "error"
        return "offline" if self.online is False else None


def status_query(which: int) -> bytes:
    """``DLE EOT n``: 1 printer, 2 offline cause, 3 error cause, 4 paper."""
    return bytes((0x10, 0x04, which))


def is_status(reply: int) -> bool:
    """Whether a byte has the fixed bits of an answer to ``DLE EOT``."""
    return reply & 0x93 == 0x12


def ask_status(wire: Wire, *, deadline_seconds: float) -> PrinterStatus:
    """Ask all four questions, one after another; an unanswered one ends the asking.

    Raises:
        WireError: the line broke.
    """
    replies: dict[int, int] = {}
    for which in (1, 2, 3, 4):
        wire.write(status_query(which), deadline_seconds=deadline_seconds)
        reply = _reply(wire, deadline_seconds)
        if reply is None:
            break
        replies[which] = reply
    return read_status(replies)


def read_status(replies: dict[int, int]) -> PrinterStatus:
    """What the answers mean, by the number of their question."""
    cause, error, paper = replies.get(2), replies.get(3), replies.get(4)
    return PrinterStatus(
        paper=_paper(paper, cause),
        online=None if 1 not in replies else not replies[1] & 0x08,
        cover_open=None if cause is None else bool(cause & 0x04),
        error=None if error is None else bool(error & 0x68),
    )


def _paper(paper: int | None, cause: int | None) -> PaperStatus:
    if (paper is not None and paper & 0x60) or (cause is not None and cause & 0x20):
        return PaperStatus.END
    if paper is None:
        return PaperStatus.UNKNOWN
    return PaperStatus.NEAR_END if paper & 0x0C else PaperStatus.OK


def _reply(wire: Wire, deadline_seconds: float) -> int | None:
    """The next byte that can be an answer; other bytes are noise of the line."""
    while True:
        data = wire.read(1, deadline_seconds=deadline_seconds)
        if not data:
            return None
        if is_status(data[0]):
            return data[0]
