"""What a printer says of itself; silence is its own answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from kezek_core.ports import Wire
from kezek_printers.delivery.answers import Answer, AnswerKind, Listener

QUESTIONS = (1, 2, 3, 4)


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
        error: any error that stops it, the cutter's included.
        cutter_error: whether the cutter is stuck.
        unrecoverable: whether only switching it off and on, or repair, helps.
        tickets_left: how many slips the roll still gives, reckoned from what was printed on it.
    """

    paper: PaperStatus = PaperStatus.UNKNOWN
    online: bool | None = None
    cover_open: bool | None = None
    error: bool | None = None
    cutter_error: bool | None = None
    unrecoverable: bool | None = None
    tickets_left: int | None = None

    @property
    def trouble(self) -> str | None:
        """Why nothing can be printed now, as a stable word; None when nothing speaks against it.

        One of paper_end, cover_open, cutter, error, offline.
        """
        if self.paper is PaperStatus.END:
            return "paper_end"
        if self.cover_open:
            return "cover_open"
        if self.cutter_error:
            return "cutter"
        if self.error:
            return "error"
        return "offline" if self.online is False else None


def status_query(which: int) -> bytes:
    """``DLE EOT n``: 1 printer, 2 offline cause, 3 error cause, 4 paper."""
    return bytes((0x10, 0x04, which))


def ask_status(
    wire: Wire,
    *,
    deadline_seconds: float,
    first_deadline_seconds: float | None = None,
    listener: Listener | None = None,
) -> PrinterStatus:
    """Ask all four questions, one after another; an unanswered one ends the asking.

    Args:
        wire: an open line.
        deadline_seconds: for each answer.
        first_deadline_seconds: for the first answer, when data before it must pass first.
        listener: who listens on this line already.

    Raises:
        WireError: the line broke.
    """
    listener = listener or Listener(wire)
    listener.drop_stale(deadline_seconds=deadline_seconds)
    replies: dict[int, int] = {}
    patience = deadline_seconds if first_deadline_seconds is None else first_deadline_seconds
    for which in QUESTIONS:
        wire.write(status_query(which), deadline_seconds=patience)
        reply = listener.hear(_is_status, deadline_seconds=patience)
        if reply is None:
            break
        replies[which] = reply.data[0]
        patience = deadline_seconds
    return read_status(replies)


def read_status(replies: Mapping[int, int]) -> PrinterStatus:
    """What the answers to ``DLE EOT`` mean, by the number of their question."""
    online, cause, error, paper = (replies.get(which) for which in QUESTIONS)
    return PrinterStatus(
        paper=_paper(paper, cause),
        online=None if online is None else not online & 0x08,
        cover_open=_bit(cause, 0x04),
        error=_error(cause, error),
        cutter_error=_bit(error, 0x08),
        unrecoverable=_bit(error, 0x20),
    )


def read_report(report: bytes) -> PrinterStatus:
    """What the four bytes of an automatic status report (``GS a``) mean."""
    first, errors, paper, _ = report
    return PrinterStatus(
        paper=_level(paper, near_end=0x03, end=0x0C),
        online=not first & 0x08,
        cover_open=bool(first & 0x20),
        error=bool(errors & 0x68),
        cutter_error=bool(errors & 0x08),
        unrecoverable=bool(errors & 0x20),
    )


def _is_status(answer: Answer) -> bool:
    return answer.kind is AnswerKind.STATUS


def _bit(reply: int | None, mask: int) -> bool | None:
    return None if reply is None else bool(reply & mask)


def _error(cause: int | None, error: int | None) -> bool | None:
    said = [answer for answer in (_bit(cause, 0x40), _bit(error, 0x68)) if answer is not None]
    return any(said) if said else None


def _paper(paper: int | None, cause: int | None) -> PaperStatus:
    if cause is not None and cause & 0x20:
        return PaperStatus.END
    return PaperStatus.UNKNOWN if paper is None else _level(paper, near_end=0x0C, end=0x60)


def _level(paper: int, *, near_end: int, end: int) -> PaperStatus:
    if paper & end:
        return PaperStatus.END
    return PaperStatus.NEAR_END if paper & near_end else PaperStatus.OK
