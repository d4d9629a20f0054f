"""The virtual printer's works: an input buffer, a print head, paper, and a mind to misbehave.

It lives on when its line is closed, as a printer does: what waits in the buffer is printed after
the paper is reloaded, and its answer comes late.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kezek_printers.decoder import Decoder
from kezek_printers.paper import Paper
from kezek_printers.papers import MOST_KEPT, PaperShelf, Printed
from kezek_printers.printer_profile import PrinterProfile
from kezek_printers.reading import decoder_for
from kezek_printers.real_time import CLEAR_BUFFERS, Order, RealTimeFilter

BUFFER_BYTES = 4096
_CLEARED = b"\x37\x25\x00"


@dataclass
class Faults:
    """How the printer misbehaves; change it at any time.

    Args:
        paper_end: out of paper: prints nothing, says so.
        near_end: the roll is nearly over.
        cover_open: prints nothing, says so.
        error: the cutter is stuck.
        silent: answers nothing.
        unplugged: gone.
        takes_bytes: breaks off (as if unplugged) after so many bytes more.
        paper_ends_after_bytes: out of paper after so many bytes more were printed.
        bytes_a_second: takes no more than that; None for as fast as they come.
        status_noise: puts an automatic status report before and after every answer.
        knows_print_done: whether ``GS ( H`` is known; a clone prints its bytes.
    """

    paper_end: bool = False
    near_end: bool = False
    cover_open: bool = False
    error: bool = False
    silent: bool = False
    unplugged: bool = False
    takes_bytes: int | None = None
    paper_ends_after_bytes: int | None = None
    bytes_a_second: float | None = None
    status_noise: bool = False
    knows_print_done: bool = True

    @property
    def stopped(self) -> bool:
        """Whether nothing is printed now."""
        return self.paper_end or self.cover_open or self.error

    def status(self, which: int) -> int:
        """The byte that answers ``DLE EOT which``."""
        bits = {
            1: 0x08 if self.stopped else 0,
            2: (0x04 if self.cover_open else 0)
            | (0x20 if self.paper_end else 0)
            | (0x40 if self.error else 0),
            3: 0x08 if self.error else 0,
            4: (0x0C if self.near_end else 0) | (0x60 if self.paper_end else 0),
        }
        return 0x12 | bits.get(which, 0)

    def report(self) -> bytes:
        """The four bytes of automatic status."""
        first = 0x10 | (0x08 if self.stopped else 0) | (0x20 if self.cover_open else 0)
        paper = (0x03 if self.near_end else 0) | (0x0C if self.paper_end else 0)
        return bytes((first, 0x08 if self.error else 0, paper, 0x0F))


class PrinterMachine:
    """A printer that prints into a directory.

    Args:
        directory: where the papers go.
        profile: what it can do.
        faults: how it misbehaves.
        most_kept: the oldest papers above that many are thrown away.
        buffer_bytes: room for what cannot be printed yet.

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
    ) -> None:
        self.faults = faults or Faults()
        self._profile = profile
        self._shelf = PaperShelf(directory, most_kept)
        self._buffer_bytes = buffer_bytes
        self._decoder = self._new_decoder()
        self._real_time = RealTimeFilter()
        self._waiting = bytearray()
        self._on_paper = bytearray()
        self._paper_begins_at = 0
        self._memory_before = b""
        self._answers = b""
        self._reports = False
        self._last_report = b""

    def take(self, data: bytes) -> int:
        """Take bytes and print what can be printed.

        Returns:
            How many were taken; fewer when the buffer is full or the line broke.

        Raises:
            OSError: a finished paper cannot be written.
        """
        limit = self.faults.takes_bytes
        wanted = data if limit is None else data[:limit]
        taken = 0
        while taken < len(wanted):
            self._work()
            room = self._buffer_bytes - len(self._waiting)
            if room <= 0:
                break
            self._receive(wanted[taken : taken + room])
            taken += len(wanted[taken : taken + room])
        self._work()
        if limit is not None:
            self.faults.takes_bytes = limit - taken
            self.faults.unplugged |= taken == limit < len(data)
        return taken

    def answers(self, size: int) -> bytes:
        """Up to so many bytes of what the printer said; what it can print by now is printed.

        Raises:
            OSError: a finished paper cannot be written.
        """
        self._work()
        self._report_changes()
        answer, self._answers = self._answers[:size], self._answers[size:]
        return answer

    def say(self, answer: bytes) -> None:
        """Answer something now; nothing when it is silent."""
        if self.faults.silent:
            return
        noise = self.faults.report() if self.faults.status_noise else b""
        self._answers += noise + answer + noise

    def power_off(self) -> None:
        """Buffer and memory are lost; what hangs out of the printer is torn off and kept."""
        self._waiting.clear()
        self._answers, self._reports = b"", False
        self._real_time = RealTimeFilter()
        self._drop_half_command()
        begun = self._decoder.take_paper()
        if begun.marks:
            self._keep(begun)
        self._decoder.power_off()
        self._on_paper.clear()
        self._begin_paper()

    def _new_decoder(self) -> Decoder:
        decoder = decoder_for(self._profile)
        decoder.reply = self.say
        decoder.when_cut = self._keep
        decoder.when_reporting = self._report_from_now
        return decoder

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
        self._decoder.feed(now)
        if left is not None:
            self.faults.paper_ends_after_bytes = left - len(now) or None
            self.faults.paper_end |= left == len(now)

    def _keep(self, paper: Paper) -> None:
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
