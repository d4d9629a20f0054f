"""The virtual printer: takes the very bytes, answers like a printer, keeps every paper.

It is a line like the others and obeys their contract. It misbehaves on request, as a printer does.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kezek_core.ports import Wire
from kezek_printers.paper import Paper
from kezek_printers.papers import MOST_KEPT, PaperEntry, PaperShelf, list_papers, render_paper
from kezek_printers.profile import PrinterProfile
from kezek_printers.reading import decoder_for
from kezek_printers.wire_errors import PrinterUnplugged, WireClosed, WireTimeout

__all__ = ["Faults", "PaperEntry", "VirtualPrinter", "list_papers", "render_paper"]


@dataclass
class Faults:
    """How the printer misbehaves; change it at any time.

    Args:
        paper_end: out of paper: takes nothing more, says so.
        near_end: the roll is nearly over.
        cover_open: takes nothing, says so.
        error: the cutter is stuck.
        silent: answers nothing.
        unplugged: gone.
        takes_bytes: breaks off (as if unplugged) after so many bytes.
    """

    paper_end: bool = False
    near_end: bool = False
    cover_open: bool = False
    error: bool = False
    silent: bool = False
    unplugged: bool = False
    takes_bytes: int | None = None

    @property
    def stopped(self) -> bool:
        """Whether nothing is printed now."""
        return self.paper_end or self.cover_open or self.error


class VirtualPrinter(Wire):
    """A printer that prints into a directory.

    Args:
        directory: where the papers go.
        profile: what it can do.
        faults: how it misbehaves.
        most_kept: the oldest papers above that many are thrown away.
    """

    def __init__(
        self,
        directory: Path,
        profile: PrinterProfile,
        faults: Faults | None = None,
        most_kept: int = MOST_KEPT,
    ) -> None:
        self.faults = faults or Faults()
        self._profile = profile
        self._shelf = PaperShelf(directory, most_kept)
        self._decoder = decoder_for(profile)
        self._decoder.reply = self._answer
        self._decoder.when_cut = self._keep
        self._decoder.status = self._status
        self._since_cut = b""
        self._answers = b""
        self._open = True
        self._check_there(0)

    def write(self, data: bytes, *, deadline_seconds: float) -> None:
        """Print the bytes; a stopped printer takes real-time questions and nothing else."""
        self._check_there(0)
        if self.faults.stopped and not _is_real_time(data):
            raise WireTimeout(
                f"expected the virtual printer to take {len(data)} bytes, it is stopped; "
                "mend its fault",
                bytes_taken=0,
            )
        limit = self.faults.takes_bytes
        taken = data if limit is None else data[:limit]
        for place in range(len(taken)):
            self._since_cut += taken[place : place + 1]
            self._decoder.feed(taken[place : place + 1])
        if limit is not None:
            self.faults.takes_bytes = limit - len(taken)
            if len(taken) < len(data):
                self.faults.unplugged = True
                self._check_there(len(taken))

    def read(self, size: int, *, deadline_seconds: float) -> bytes:
        """What the printer answered; nothing when it is silent."""
        self._check_there(0)
        if self.faults.silent:
            self._answers = b""
        answer, self._answers = self._answers[:size], self._answers[size:]
        return answer

    def close(self) -> None:
        """Release the line; may be called twice."""
        self._open = False

    def _check_there(self, taken: int) -> None:
        if not self._open:
            raise WireClosed("expected an open virtual printer, it was closed; open it again")
        if self.faults.unplugged:
            raise PrinterUnplugged(
                "expected a virtual printer, it was unplugged; plug it in", bytes_taken=taken
            )

    def _answer(self, reply: bytes) -> None:
        self._answers += reply

    def _keep(self, paper: Paper) -> None:
        data, self._since_cut = self._since_cut, b""
        self._shelf.put(data, paper, self._profile.name)

    def _status(self, which: int) -> int:
        faults = self.faults
        bits = {
            1: 0x08 if faults.stopped else 0,
            2: (0x04 if faults.cover_open else 0)
            | (0x20 if faults.paper_end else 0)
            | (0x40 if faults.error else 0),
            3: 0x08 if faults.error else 0,
            4: (0x0C if faults.near_end else 0) | (0x60 if faults.paper_end else 0),
        }
        return 0x12 | bits.get(which, 0)


def _is_real_time(data: bytes) -> bool:
    return data[:2] in (b"\x10\x04", b"\x10\x05", b"\x10\x14")
