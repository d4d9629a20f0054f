"""The state of a decoder: the stream it reads, the printer's memory, the paper in hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kezek_printers.emulator.paper import Paper
from kezek_printers.emulator.paper_in_hand import PaperInHand
from kezek_printers.emulator.printer_memory import Memory
from kezek_printers.encode.byte_stream import ByteStream

CODE_PAGES: Mapping[int, str] = {
    0: "cp437",
    2: "cp850",
    17: "cp866",
    18: "cp852",
    19: "cp858",
    46: "cp1251",
    53: "kz1048",
}
"""Epson's numbers of the code tables we can meet; a profile may number its pages otherwise."""


@dataclass
class Decoding:
    """Where the reading of a stream stands, and what its commands may do to the paper.

    Args:
        width_dots: dots across the paper; a line that is longer breaks, as on a printer.
        code_pages: encoding of each ``ESC t`` number of this printer.
        known_glyphs: characters by the rows of their cell, to read loaded characters and strips.
        reply: takes what the printer answers in the order of its data.
        when_cut: takes each finished paper.
        when_reporting: takes the ``n`` of ``GS a n``.
        tears_after_lines: a printer without a cutter: feeding so many lines ends the paper.
        knows_print_done: whether ``GS ( H`` is known; a clone prints its bytes.
        chinese: firmware that reads pairs of bytes until ``FS .``.
    """

    width_dots: int = 576
    code_pages: Mapping[int, str] = field(default_factory=lambda: CODE_PAGES)
    known_glyphs: Mapping[tuple[int, ...], str] = field(default_factory=dict)
    reply: Callable[[bytes], None] = lambda _answer: None
    when_cut: Callable[[Paper], None] = lambda _paper: None
    when_reporting: Callable[[int], None] = lambda _causes: None
    tears_after_lines: int | None = None
    knows_print_done: bool = True
    chinese: bool = False

    def __post_init__(self) -> None:
        self.memory = Memory(self.chinese)
        self.paper = PaperInHand(self.width_dots, self.memory)
        self.stream = ByteStream()

    def forget(self) -> None:
        """Drop the beginning of a command that waits for its rest."""
        self.stream.forget()

    def power_off(self) -> None:
        """Everything in memory is gone: buffer, line, styles, user-defined characters."""
        self.forget()
        self.paper.begin_line()
        self.memory.reset()

    def take_paper(self) -> Paper:
        """Tear off what is on the paper now."""
        return self.paper.tear_off()

    @property
    def position(self) -> int:
        """How many bytes were read since the beginning."""
        return self.stream.position

    @property
    def pending(self) -> Paper:
        """What is on the paper that was not cut yet."""
        return self.paper.so_far

    def fault(self, what: str) -> None:
        """Something that the reference does not explain; it stays on the paper's record."""
        self.paper.fault(what)

    def cut(self) -> None:
        """The paper is finished."""
        self.when_cut(self.take_paper())
