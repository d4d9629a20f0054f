"""How much paper a slip takes, from its first line to the cutter."""

from __future__ import annotations

from kezek_printers.profiles.printer_profile import PrinterProfile
from kezek_printers.slips.qr_size import symbol_modules
from kezek_printers.slips.slip_document import Block, Cut, Gap, Number, Qr, SlipDocument

DOTS_A_MM = 8
"""203 dots an inch."""

CELL_DOTS = 24
"""Font A is 24 dots high on every printer that we know."""

LINE_DOTS = 30
"""From one line to the next, as printers are set from the factory."""


def slip_length_mm(document: SlipDocument, profile: PrinterProfile) -> float:
    """How much paper a slip takes, from its first line to the cutter.

    Args:
        document: the slip, laid out.
        profile: its ``feed_lines`` is the way from the print head to the cutter.
    """
    dots = sum(_height_dots(block, profile) for block in document.blocks)
    return dots / DOTS_A_MM


def _height_dots(block: Block, profile: PrinterProfile) -> int:
    match block:
        case Number():
            return max(LINE_DOTS, block.times * CELL_DOTS)
        case Qr():
            return symbol_modules(block.data) * block.module_dots
        case Gap():
            return block.lines * LINE_DOTS
        case Cut():
            return profile.feed_lines * LINE_DOTS
        case _:
            return LINE_DOTS
