"""The virtual printer's works: an input buffer, a print head, paper, and a mind to misbehave.

It lives on when its line is closed, as a printer does: what waits in the buffer is printed after
the paper is reloaded, and its answer comes late.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from kezek_printers.emulator.decoder import Decoder
from kezek_printers.emulator.faults import Faults
from kezek_printers.emulator.paper import Paper
from kezek_printers.emulator.papers import MOST_KEPT, PaperShelf, Printed
from kezek_printers.emulator.reading import decoder_for
from kezek_printers.emulator.real_time import CLEAR_BUFFERS, Order, RealTimeFilter
from kezek_printers.profiles.printer_profile import PrinterProfile
from kezek_printers.slips.paper_subjects import PaperSubjects

__all__ = ["BUFFER_BYTES", "Faults", "PrinterMachine"]

BUFFER_BYTES = 4096
DOTS_A_MM = 8
_CLEARED = b"\x37\x25\x00"
_PRINT_DONE = b"\x37\x22"


class PrinterMachine:
    """A printer that prints into a directory.

    Args:
        directory: where the papers go.
        profile: what it can do.
        faults: how it misbehaves.
        most_kept: the oldest papers above that many are thrown away.
        buffer_bytes: room for what cannot be printed yet.
        mm_a_second: how fast the paper moves; ``GS ( H`` is answered when it stands still. None
            for at once.
        clock: seconds that only grow.

    Raises:
        OSError: the directory cannot be made.
    """

    def __init__(
        self,
        directory: Path,
        profile: PrinterProfile,
        faults: Faults | None = None,
        *,
        most_kept: int = MOST_KEPT,
        buffer_bytes: int = BUFFER_BYTES,
        mm_a_second: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.faults = faults or Faults()
        self._profile = profile
        self._shelf = PaperShelf(directory, most_kept)
        self._buffer_bytes = buffer_bytes
        self._mm_a_second = mm_a_second
        self._clock = clock
        self._moves_until = 0.0
        self._later: deque[tuple[float, bytes]] = deque()
        self._decoder = self._new_decoder()
        self._real_time = RealTimeFilter()
        self._waiting = bytearray()
        self._on_paper = bytearray()
        self._subjects = PaperSubjects()
        self._paper_begins_at = 0
        self._memory_before = b""
        self._answers = b""
        self._reports = False
        self._was_off = False
        self._last_report = b""

    def take(self, data: bytes) -> int:
        """Take bytes and print what can be printed.

        Returns:
            How many were taken; fewer when the buffer is full or the line broke.

        Raises:
            OSError: a finished paper cannot be written.
        """
        if self._is_off():
            return 0
        limit = self.faults.takes_bytes
        wanted = data if limit is None else data[:limit]
        taken = 0
        while taken < len(wanted):
            self._work()
            room = self.room_bytes
            if not room:
                break
            self._receive(wanted[taken : taken + room])
            taken += len(wanted[taken : taken + room])
        self._work()
        if limit is not None:
            self.faults.takes_bytes = limit - taken
            self.faults.unplugged |= taken == limit < len(data)
        return taken

    def note(self, subject: str) -> None:
        """What the bytes that come from now on are about; it is kept beside their paper."""
        self._subjects.note(subject, len(self._waiting))

    def answers(self, size: int) -> bytes:
        """Up to so many bytes of what the printer said; what it can print by now is printed.

        Raises:
            OSError: a finished paper cannot be written.
        """
        if self._is_off():
            return b""
        self._work()
        self._report_changes()
        while self._later and not self.faults.stopped and self._later[0][0] <= self._clock():
            self.say(self._later.popleft()[1])
        answer, self._answers = self._answers[:size], self._answers[size:]
        return answer

    @property
    def room_bytes(self) -> int:
        """How many bytes more it can take before it is busy."""
        return max(0, self._buffer_bytes - len(self._waiting))

    @property
    def answers_in_seconds(self) -> float | None:
        """How long until the next answer that waits for the paper; None when none does."""
        if not self._later:
            return None
        return max(0.0, self._later[0][0] - self._clock())

    def say(self, answer: bytes) -> None:
        """Answer something now; nothing when it is silent."""
        if self.faults.silent or self.faults.switched_off:
            return
        noise = self.faults.report() if self.faults.status_noise else b""
        self._answers += noise + answer + noise

    def power_off(self) -> None:
        """Buffer and memory are lost; what hangs out of the printer is torn off and kept."""
        self._waiting.clear()
        self._later.clear()
        self._answers, self._reports = b"", False
        self._real_time = RealTimeFilter()
        self._drop_half_command()
        begun = self._decoder.take_paper()
        self._subjects.forget_waiting(is_begun=bool(begun.marks))
        if begun.marks:
            self._keep(begun)
        self._decoder.power_off()
        self._on_paper.clear()
        self._begin_paper()

    def _is_off(self) -> bool:
        if self.faults.switched_off and not self._was_off:
            self.power_off()
        self._was_off = self.faults.switched_off
        return self._was_off

    def _new_decoder(self) -> Decoder:
        decoder = decoder_for(self._profile)
        decoder.reply = self._reply
        decoder.when_cut = self._keep
        decoder.when_reporting = self._report_from_now
        return decoder

    def _reply(self, answer: bytes) -> None:
        """An answer in the order of the data; the one to ``GS ( H`` waits for the paper."""
        if self._mm_a_second is not None and answer.startswith(_PRINT_DONE):
            self._later.append((self._moves_until, answer))
        else:
            self.say(answer)

    def _receive(self, data: bytes) -> None:
        for part in self._real_time.feed(data):
            if isinstance(part, Order):
                self._obey(part.command)
            else:
                self._waiting += part
                self._work()

    def _obey(self, command: bytes) -> None:
        if command == CLEAR_BUFFERS:
            if self._profile.clears_buffer:
                self._clear_buffers()
        elif command[1] == 0x04:
            self.say(bytes([self.faults.status(command[2])]))

    def _clear_buffers(self) -> None:
        self._waiting.clear()
        self._subjects.forget_waiting(is_begun=self._is_begun())
        self._later.clear()
        self._drop_half_command()
        self._on_paper += CLEAR_BUFFERS
        self._decoder.feed(CLEAR_BUFFERS)
        self.say(_CLEARED)

    def _drop_half_command(self) -> None:
        self._decoder.forget()
        del self._on_paper[self._decoder.position - self._paper_begins_at :]

    def _work(self) -> None:
        """Print what waits, up to where the paper ends."""
        if self.faults.stopped or not self._waiting:
            return
        left = self.faults.paper_ends_after_bytes
        now = bytes(self._waiting[:left])
        del self._waiting[: len(now)]
        self._on_paper += now
        self._decoder.knows_print_done = self.faults.knows_print_done
        for part in self._subjects.parts(now, self._is_begun):
            self._decoder.feed(part)
        if left is not None:
            self.faults.paper_ends_after_bytes = left - len(now) or None
            self.faults.paper_end |= left == len(now)

    def _is_begun(self) -> bool:
        return bool(self._decoder.pending.marks)

    def _keep(self, paper: Paper) -> None:
        if self._mm_a_second is not None:
            seconds = paper.length_dots / DOTS_A_MM / self._mm_a_second
            self._moves_until = max(self._moves_until, self._clock()) + seconds
        ends_at = self._decoder.position
        data = bytes(self._on_paper[: ends_at - self._paper_begins_at])
        self._shelf.put(
            Printed(
                data,
                paper,
                before=self._memory_before,
                width_dots=self._decoder.width_dots,
                code_pages=self._decoder.code_pages,
                profile=self._profile.name,
                subjects=self._subjects.take(),
            )
        )
        del self._on_paper[: len(data)]
        self._begin_paper()

    def _begin_paper(self) -> None:
        self._paper_begins_at = self._decoder.position
        self._memory_before = self._decoder.memory.commands()

    def _report_from_now(self, causes: int) -> None:
        self._reports, self._last_report = bool(causes), b""

    def _report_changes(self) -> None:
        """Automatic status: at once when it is switched on, then at every change."""
        report = self.faults.report()
        if self._reports and report != self._last_report and not self.faults.silent:
            self._answers += report
            self._last_report = report
