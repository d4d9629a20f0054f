"""Reads the bytes a printer gets the way the command reference says, and nothing else.

It shares no code with the encoder: a wrong byte shows on the paper. Bytes may come in any chunks;
a command that is cut off waits for its rest. What the reference does not explain is a fault that
stays on the paper's record. Real-time commands are obeyed before bytes get here, see ``real_time``.
The commands themselves stand in ``text_commands``, ``image_commands`` and ``function_commands``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kezek_printers import function_commands, image_commands, text_commands
from kezek_printers.byte_stream import ByteStream, NeedMoreBytes
from kezek_printers.errors import DecodeError
from kezek_printers.paper import Paper
from kezek_printers.paper_in_hand import PaperInHand
from kezek_printers.printer_memory import Memory

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

_CLEAR_BUFFERS = bytes.fromhex("140801031401060208")


@dataclass
class Decoder:
    """A state machine over the byte stream.

    A command is read whole before it changes anything, so that a chopped one can be read again.

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

    def feed(self, data: bytes) -> None:
        """Take bytes, however they are chopped."""
        self.stream.add(data)
        while not self.stream.is_empty:
            begin = self.stream.position
            try:
                self._command()
            except NeedMoreBytes:
                self.stream.back_to(begin)
                break
        self.stream.drop_read()

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

    def _command(self) -> None:
        first = self.stream.byte()
        if first in _CONTROLS:
            _CONTROLS[first](self)
        elif first in _PREFIXES:
            self._prefixed(*_PREFIXES[first])
        else:
            text_commands.print_letter(self, first)

    def _prefixed(self, prefix: str, commands: Mapping[int, Callable[[Decoder], None]]) -> None:
        name = self.stream.byte()
        command = commands.get(name)
        if command is None:
            self.fault(f"{prefix} {name:02x}")
        else:
            command(self)

    def _print_line(self) -> None:
        self.paper.print_line()

    def _pass_over(self) -> None:
        """``NUL``, and ``CR`` as printers are set from the factory."""

    def _clear_buffers(self) -> None:
        """The one real-time command that paper shows: the line in hand is never printed."""
        if self.stream.take(len(_CLEAR_BUFFERS)) != _CLEAR_BUFFERS:
            self.fault("a real-time command in the order of the data")
        self.paper.begin_line()


_CONTROLS: Mapping[int, Callable[[Decoder], None]] = {
    0x00: Decoder._pass_over,
    0x0A: Decoder._print_line,
    0x0D: Decoder._pass_over,
    0x10: Decoder._clear_buffers,
}
_PREFIXES: Mapping[int, tuple[str, Mapping[int, Callable[[Decoder], None]]]] = {
    0x1B: ("ESC", {**text_commands.ESCAPES, **image_commands.ESCAPES}),
    0x1C: ("FS", text_commands.FIELDS),
    0x1D: (
        "GS",
        {**text_commands.GROUPS, **image_commands.GROUPS, **function_commands.GROUPS},
    ),
}


def decode(data: bytes, decoder: Decoder) -> tuple[Paper, ...]:
    """Every paper that ``data`` cuts.

    Raises:
        DecodeError: bytes were left over, or some could not be explained.
    """
    papers: list[Paper] = []
    decoder.when_cut = papers.append
    start = decoder.position
    decoder.feed(data)
    faults = [fault for paper in (*papers, decoder.pending) for fault in paper.faults]
    left_over = len(data) - (decoder.position - start)
    if faults or decoder.pending.marks or left_over:
        raise DecodeError(
            f"expected commands of the reference up to a cut, found {faults or 'no cut'} and "
            f"{left_over} bytes left over; compare the bytes with the reference"
        )
    return tuple(papers)
