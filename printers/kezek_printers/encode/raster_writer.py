"""Writes a slip as drawn bands; only a plain number stays text."""

from __future__ import annotations

from kezek_printers.encode import escpos, raster
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


class RasterWriter:
    """Collects the bytes of one slip."""

    def __init__(self, profile: PrinterProfile) -> None:
        self._profile = profile
        self._parts: list[bytes] = []
        self._align: Align | None = None

    def write(self, document: SlipDocument) -> bytes:
        """The bytes of all blocks."""
        for block in document.blocks:
            self._write(block)
        return b"".join(self._parts)

    def _write(self, block: Block) -> None:
        width_dots = self._profile.width_dots
        match block:
            case Line():
                self._add(block.align, raster.line_bands(block, width_dots))
            case Pair():
                self._add(Align.LEFT, raster.pair_bands(block, width_dots))
            case Rule():
                self._add(Align.LEFT, raster.rule_bands(block, width_dots))
            case Gap():
                self._parts.append(escpos.LF * block.lines)
            case Number():
                self._add(Align.CENTRE, self._number(block))
            case Qr():
                self._add(Align.CENTRE, raster.qr_bytes(block, self._profile))
            case Cut():
                self._parts.append(escpos.ending(self._profile))

    def _add(self, align: Align, data: bytes) -> None:
        if align is not self._align:
            self._parts.append(escpos.CENTRE if align is Align.CENTRE else escpos.LEFT)
            self._align = align
        self._parts.append(data)

    def _number(self, number: Number) -> bytes:
        if not number.text.isascii():
            return raster.number_bands(number.text, number.times, self._profile)
        large = escpos.BOLD + escpos.character_size(number.times)
        return large + number.text.encode("ascii") + escpos.LF + escpos.PLAIN
