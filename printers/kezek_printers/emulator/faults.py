"""How an emulated printer misbehaves, and what it says of itself meanwhile."""

from __future__ import annotations

from dataclasses import dataclass


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
        switched_off: takes nothing and says nothing; what it held and knew is lost.
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
    switched_off: bool = False
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
