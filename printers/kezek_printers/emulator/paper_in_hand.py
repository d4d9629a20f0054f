"""The paper that comes out of a printer, up to its cut: the line in hand and all before it."""

from __future__ import annotations

from kezek_printers.emulator.paper import Feed, Glyph, Mark, Paper, TextLine
from kezek_printers.emulator.printer_memory import Memory


class PaperInHand:
    """Marks, faults and the line that was not printed yet.

    Args:
        width_dots: dots across; a line that is longer breaks, as on a printer.
        memory: alignment and line pitch are read from it.
    """

    def __init__(self, width_dots: int, memory: Memory) -> None:
        self.width_dots = width_dots
        self._memory = memory
        self._line: list[Glyph] = []
        self.line_dots = 0
        self._marks: list[Mark] = []
        self._faults: list[str] = []

    def fault(self, what: str) -> None:
        """Something that the reference does not explain; said once."""
        if what not in self._faults:
            self._faults.append(what)

    def place(self, glyph: Glyph) -> None:
        """A character; it begins the next line where this one is full."""
        if self._line and self.line_dots + glyph.width_dots > self.width_dots:
            self.print_line()
        self.append(glyph)

    def append(self, glyph: Glyph) -> None:
        """Something that is known to fit the line."""
        self._line.append(glyph)
        self.line_dots += glyph.width_dots

    def begin_line(self) -> None:
        """Drop the line in hand."""
        self._line, self.line_dots = [], 0

    def print_line(self) -> None:
        """``LF``."""
        self.feed(self._pitch_dots)

    def feed(self, dots: int) -> None:
        """Print the line in hand and feed; blank paper when there is no line."""
        if self._line:
            self._marks.append(self._text_line(dots))
            self.begin_line()
        elif dots:
            self._marks.append(Feed(dots))

    def feed_lines(self, lines: int) -> None:
        """``ESC d``: the line in hand is the first of them."""
        if self._line:
            self.feed(self._pitch_dots)
            self.feed(max(0, lines - 1) * self._pitch_dots)
        else:
            self.feed(lines * self._pitch_dots)

    def end_line(self, command: str) -> None:
        """Printers pass over such a command inside a line; here the line ends, and it is said."""
        if self._line:
            self.fault(f"{command} inside a line")
            self.print_line()

    def add(self, mark: Mark) -> None:
        """A picture or a QR code."""
        self._marks.append(mark)

    @property
    def so_far(self) -> Paper:
        """What is on the paper, the line in hand included."""
        marks = list(self._marks)
        if self._line:
            marks.append(self._text_line(self._pitch_dots))
        return Paper(tuple(marks), tuple(self._faults))

    def tear_off(self) -> Paper:
        """What is on the paper; the next one begins."""
        paper = self.so_far
        self.begin_line()
        self._marks, self._faults = [], []
        return paper

    @property
    def _pitch_dots(self) -> int:
        return self._memory.style.pitch_dots

    def _text_line(self, pitch_dots: int) -> TextLine:
        return TextLine(tuple(self._line), self._memory.style.align, pitch_dots)
