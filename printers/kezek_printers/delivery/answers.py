"""What a printer sends back, told apart: frames first, then single bytes.

The bytes inside a frame look like status bytes (an ASCII ``2`` passes for one), and an automatic
status report may stand before, between and after the answers to our questions.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from kezek_core.ports import Wire

READ_BYTES = 64
_FRAME, _PRINT_DONE, _CLEARED = 0x37, 0x22, 0x25
_ID_BYTES = 4


class AnswerKind(Enum):
    """How an answer is to be read."""

    STATUS = "status"
    PAPER = "paper"
    PRINT_DONE = "print_done"
    CLEARED = "cleared"
    REPORT = "report"
    NOISE = "noise"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer.

    Args:
        kind: STATUS answers ``DLE EOT``, PAPER answers ``GS r``, PRINT_DONE ``GS ( H``, CLEARED
            the command that clears the buffers; REPORT is automatic; NOISE is none of these.
        data: its byte, the four of a report, or the four of the id that was sent.
    """

    kind: AnswerKind
    data: bytes


class AnswerReader:
    """Parts what arrives into answers, however it is chopped."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> Iterator[Answer]:
        """The answers that are whole; the beginning of a frame waits for its rest."""
        self._held += data
        while self._held:
            answer, length = _first(self._held)
            if answer is None:
                return
            self._held = self._held[length:]
            yield answer


class Listener:
    """Hears one printer out, with deadlines.

    Args:
        wire: an open line.
        notice: is told every answer as it arrives, wanted or not.

    Attributes:
        report: the last automatic status report; None when there was none.
    """

    def __init__(self, wire: Wire, notice: Callable[[Answer], None] = lambda _answer: None) -> None:
        self.report: bytes | None = None
        self._wire = wire
        self._notice = notice
        self._reader = AnswerReader()
        self._heard: deque[Answer] = deque()

    def hear(self, wanted: Callable[[Answer], bool], *, deadline_seconds: float) -> Answer | None:
        """The first answer that is wanted; what comes before it is passed over.

        Returns:
            None when it does not come in time, however much else is said meanwhile.

        Raises:
            WireError: the line broke.
        """
        ends = time.monotonic() + deadline_seconds
        answer = self._pop(wanted)
        while answer is None:
            left = ends - time.monotonic()
            more = self._wire.read(READ_BYTES, deadline_seconds=max(0.0, left))
            self._heard.extend(self._read(more))
            answer = self._pop(wanted)
            if not more or left <= 0:
                break
        return answer

    def drop_stale(self, *, deadline_seconds: float) -> None:
        """Pass over what is there already: answers to somebody else's questions.

        Raises:
            WireError: the line broke.
        """
        ends = time.monotonic() + deadline_seconds
        while time.monotonic() < ends:
            stale = self._wire.read(READ_BYTES, deadline_seconds=0)
            if not stale:
                break
            # Read, not thrown away: a frame that is cut in half would leave bytes that mean more.
            self._read(stale)
        self._heard.clear()

    def _read(self, data: bytes) -> list[Answer]:
        answers = list(self._reader.feed(data))
        for answer in answers:
            if answer.kind is AnswerKind.REPORT:
                self.report = answer.data
            self._notice(answer)
        return answers

    def _pop(self, wanted: Callable[[Answer], bool]) -> Answer | None:
        while self._heard:
            answer = self._heard.popleft()
            if wanted(answer):
                return answer
        return None


def _first(held: bytes) -> tuple[Answer | None, int]:
    """The answer at the beginning and its length; None while its rest is missing."""
    first = held[0]
    if first == _FRAME:
        return _frame(held)
    if first & 0x93 == 0x12:
        return Answer(AnswerKind.STATUS, held[:1]), 1
    if first & 0x93 == 0x10:
        return _report(held)
    if first & 0x90 == 0:
        return Answer(AnswerKind.PAPER, held[:1]), 1
    return Answer(AnswerKind.NOISE, held[:1]), 1


def _frame(held: bytes) -> tuple[Answer | None, int]:
    if len(held) < 2:
        return None, 0
    length = {_PRINT_DONE: 3 + _ID_BYTES, _CLEARED: 3}.get(held[1], 0)
    inside = held[2 : length - 1]
    if not length or not all(0x20 <= byte <= 0x7E for byte in inside):
        return Answer(AnswerKind.NOISE, held[:1]), 1
    if len(held) < length:
        return None, 0
    if held[length - 1]:
        return Answer(AnswerKind.NOISE, held[:1]), 1
    kind = AnswerKind.PRINT_DONE if held[1] == _PRINT_DONE else AnswerKind.CLEARED
    return Answer(kind, inside), length


def _report(held: bytes) -> tuple[Answer | None, int]:
    if any(byte & 0x90 for byte in held[1:4]):
        return Answer(AnswerKind.NOISE, held[:1]), 1
    return (Answer(AnswerKind.REPORT, held[:4]), 4) if len(held) >= 4 else (None, 0)
