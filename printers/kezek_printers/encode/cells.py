"""Bitmaps of characters in the 12x24 cell of a receipt printer's Font A."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

CELL_WIDTH = 12
_ROW_DIGITS = 3

Rows = tuple[int, ...]
"""24 rows of 12 bits, the leftmost dot in the highest bit."""


@cache
def _lines() -> dict[str, str]:
    text = (files("kezek_printers") / "fonts" / "cells-12x24.txt").read_text("ascii")
    cells = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {chr(int(code, 16)): digits for code, digits in cells}


def has_cell(character: str) -> bool:
    """Whether the bundled cells know the character."""
    return character in _lines()


@cache
def font_a(character: str, emphasised: bool = False) -> Rows:
    """The dots as a printer's Font A draws them: strokes of two dots, three when emphasised.

    Args:
        character: one character.
        emphasised: as ``ESC E`` draws it.

    Returns:
        24 rows of 12 bits, the leftmost dot in the highest bit.

    Raises:
        KeyError: the bundled cells lack the character.
    """
    digits = _lines()[character]
    rows = tuple(
        int(digits[start : start + _ROW_DIGITS], 16) for start in range(0, len(digits), _ROW_DIGITS)
    )
    return tuple(row | row >> 1 for row in rows) if emphasised else rows


def columns_24(rows: Rows) -> bytes:
    """A cell as ``ESC &`` and ``ESC *`` 24-dot take it: column by column, three bytes each."""
    data = bytearray()
    for dot in range(CELL_WIDTH):
        bit = CELL_WIDTH - 1 - dot
        column = 0
        for row in rows:
            column = column << 1 | row >> bit & 1
        data += column.to_bytes(3, "big")
    return bytes(data)
