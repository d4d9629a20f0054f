"""Writes a slip with the printer's own font; what that cannot do is drawn."""

from __future__ import annotations

from kezek_printers.encode import escpos, raster
from kezek_printers.encode.lettering import PageLettering
from kezek_printers.errors import UnprintableText
from kezek_printers.profiles.printer_profile import PrinterProfile
from kezek_printers.slips.slip_document import (
    Align,
    Block,
    Cut,
    Gap,
    Line,
    Number,
    Pair,
    Qr,
    Rule,
    SlipDocument,
)

CELL_DOTS = 12


class TextWriter:
    """Collects the bytes of one slip and sends only the commands that change something."""

    def __init__(self, profile: PrinterProfile, lettering: PageLettering) -> None:
        self._profile = profile
        self._lettering = lettering
        self._parts: list[bytes] = []
        self._align: Align | None = None
        self._bold: bool | None = False

    def write(self, document: SlipDocument) -> bytes:
        """The bytes of all blocks."""
        for block in document.blocks:
            self._write(block)
        return b"".join(self._parts)

    def _write(self, block: Block) -> None:
        match block:
            case Line():
                self._line(block)
            case Pair():
                self._pair(block)
            case Rule():
                self._rule(block)
            case Gap():
                self._gap(block)
            case Number():
                self._number(block)
            case Qr():
                self._qr(block)
            case Cut():
                self._cut()

    def _gap(self, gap: Gap) -> None:
        if self._bold is None:
            self._weigh(bold=False)
        self._parts.append(escpos.LF * gap.lines)

    def _line(self, line: Line) -> None:
        try:
            letters = self._lettering.line(f"{line.marker:<{line.indent}}{line.text}", line.bold)
        except UnprintableText:
            self._draw(line)
            return
        self._set(line.align, line.bold)
        self._parts += (letters, escpos.LF)

    def _pair(self, pair: Pair) -> None:
        free = self._profile.columns - len(pair.left) - len(pair.right)
        if free < 1:
            self._line(Line(pair.left))
            self._line(Line(pair.right.rjust(self._profile.columns)))
            return
        try:
            left, right = (self._lettering.line(text, False) for text in (pair.left, pair.right))
        except UnprintableText:
            self._align_to(Align.LEFT)
            self._parts.append(raster.pair_bands(pair, self._profile.width_dots))
            return
        self._set(Align.LEFT, bold=False)
        place = escpos.move_to((self._profile.columns - len(pair.right)) * CELL_DOTS)
        self._parts += (left, min(place, b" " * free, key=len), right, escpos.LF)

    def _rule(self, rule: Rule) -> None:
        blank = " " if rule.words else ""
        dashes = self._profile.columns - len(blank + rule.words)
        self._line(Line("_" * dashes + blank + rule.words))

    def _number(self, number: Number) -> None:
        if not self._lettering.scalable(number.text):
            self._align_to(Align.CENTRE)
            self._parts.append(raster.number_bands(number.text, number.times, self._profile))
            return
        self._set(Align.CENTRE, bold=True)
        letters = self._lettering.line(number.text, True)
        self._parts += (escpos.character_size(number.times), letters, escpos.LF)
        # Whatever comes next sends ESC !, which ends the large size too.
        self._bold = None

    def _qr(self, code: Qr) -> None:
        self._set(Align.CENTRE, bold=False)
        self._parts.append(raster.qr_bytes(code, self._profile))

    def _cut(self) -> None:
        self._set(self._align or Align.LEFT, bold=False)
        self._parts.append(escpos.ending(self._profile))

    def _draw(self, line: Line) -> None:
        self._align_to(line.align)
        self._parts.append(raster.line_bands(line, self._profile.width_dots))

    def _set(self, align: Align, bold: bool) -> None:
        self._align_to(align)
        self._weigh(bold=bold)

    def _weigh(self, *, bold: bool) -> None:
        if bold is not self._bold:
            self._parts.append(escpos.BOLD if bold else escpos.PLAIN)
            self._bold = bold

    def _align_to(self, align: Align) -> None:
        if align is not self._align:
            self._parts.append(escpos.CENTRE if align is Align.CENTRE else escpos.LEFT)
            self._align = align
