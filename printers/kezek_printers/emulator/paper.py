"""What a decoder found on the paper: lines of sized text, pictures and QR codes, in order."""

from __future__ import annotations

from dataclasses import dataclass

from kezek_printers.errors import UnprintableCode
from kezek_printers.slips.qr_size import symbol_modules

CELL_DOTS = 24
"""Font A is 24 dots high on every printer that we know."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as the printer was told to draw it.

    Args:
        character: what it reads as; empty for dots that are no known letter.
        width: times the cell's width, 1 to 8.
        height: times the cell's height, 1 to 8.
        bold: emphasised.
        rows: dots of the cell, top first, the leftmost dot the highest bit; None to take the
            printer's own font.
        columns: dots across; 12 for Font A.
    """

    character: str
    width: int = 1
    height: int = 1
    bold: bool = False
    rows: tuple[int, ...] | None = None
    columns: int = 12

    @property
    def width_dots(self) -> int:
        """Dots across, magnified."""
        return self.columns * self.width


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line; ``align`` is left, centre or right."""

    glyphs: tuple[Glyph, ...]
    align: str
    pitch_dots: int

    @property
    def text(self) -> str:
        """The line as it reads."""
        return "".join(glyph.character for glyph in self.glyphs)

    @property
    def height_dots(self) -> int:
        """From the line above: its pitch, or its tallest letter."""
        tallest = max((glyph.height for glyph in self.glyphs), default=1) * CELL_DOTS
        return max(self.pitch_dots, tallest)

    @property
    def size(self) -> int:
        """The largest magnification in the line."""
        return max((glyph.width * glyph.height for glyph in self.glyphs), default=0)


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster band: ``rows`` of packed bytes, magnified by ``width`` and ``height``."""

    rows: tuple[bytes, ...]
    align: str
    width: int = 1
    height: int = 1

    @property
    def height_dots(self) -> int:
        """Of all rows, magnified."""
        return len(self.rows) * self.height

    @property
    def ink_dots(self) -> int:
        """Dots from the left edge to the last one that is burnt, magnified."""
        union = 0
        for row in self.rows:
            union |= int.from_bytes(row, "big")
        blank = (union & -union).bit_length() - 1 if union else 0
        return (len(self.rows[0]) * 8 - blank if union else 0) * self.width


@dataclass(frozen=True, slots=True)
class QrCode:
    """A native QR code: its data, dots a module and error correction."""

    data: str
    module_dots: int
    correction: str
    align: str

    @property
    def height_dots(self) -> int:
        """Of the symbol as level M draws it; printers add no quiet zone."""
        try:
            return symbol_modules(self.data) * self.module_dots
        except UnprintableCode:
            return 0


@dataclass(frozen=True, slots=True)
class Feed:
    """Blank paper."""

    dots: int

    @property
    def height_dots(self) -> int:
        """As much as is fed."""
        return self.dots


Mark = TextLine | Picture | QrCode | Feed


@dataclass(frozen=True, slots=True)
class Paper:
    """One piece of paper, cut off.

    Args:
        marks: what is on it, from the top.
        faults: what the decoder could not explain.
    """

    marks: tuple[Mark, ...]
    faults: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[TextLine, ...]:
        """The printed lines."""
        return tuple(mark for mark in self.marks if isinstance(mark, TextLine))

    @property
    def text(self) -> str:
        """All printed lines as text."""
        return "\n".join(line.text.rstrip() for line in self.lines)

    @property
    def length_dots(self) -> int:
        """How much paper it takes, from the first mark to the cut."""
        return sum(mark.height_dots for mark in self.marks)

    @property
    def qr_data(self) -> tuple[str, ...]:
        """The data of every QR code."""
        return tuple(mark.data for mark in self.marks if isinstance(mark, QrCode))
