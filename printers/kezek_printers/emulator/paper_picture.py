"""Draws a decoded paper dot by dot: what the printer's head would burn."""

from __future__ import annotations

import functools
import io

import qrcode
from PIL import Image as Images
from PIL import ImageChops
from PIL.Image import Image

from kezek_printers.emulator.paper import Feed, Glyph, Paper, Picture, QrCode, TextLine
from kezek_printers.encode.cells import Rows, font_a, has_cell

CELL_DOTS = 24
MARGIN_DOTS = 24
INK, PAPER = 28, 252


def draw(paper: Paper, width_dots: int) -> Image:
    """The paper as a grey picture, one pixel a dot, with a margin all round.

    Args:
        paper: what the decoder found.
        width_dots: dots across the printable area.
    """
    bands = [_band(mark, width_dots) for mark in paper.marks]
    height_dots = sum(band.height for band in bands)
    whole = Images.new("L", (width_dots + 2 * MARGIN_DOTS, height_dots + 2 * MARGIN_DOTS), PAPER)
    top = MARGIN_DOTS
    for band in bands:
        whole.paste(band, (MARGIN_DOTS, top))
        top += band.height
    return whole


def as_png(paper: Paper, width_dots: int) -> bytes:
    """The picture as a PNG file."""
    target = io.BytesIO()
    draw(paper, width_dots).save(target, "PNG", optimize=True)
    return target.getvalue()


def _band(mark: TextLine | Picture | QrCode | Feed, width_dots: int) -> Image:
    if isinstance(mark, Feed):
        return Images.new("L", (width_dots, max(1, mark.dots)), PAPER)
    if isinstance(mark, TextLine):
        return _text(mark, width_dots)
    drawn = _qr(mark) if isinstance(mark, QrCode) else _raster(mark)
    return _aligned(drawn, mark.align, width_dots, drawn.height)


def _aligned(drawn: Image, align: str, width_dots: int, height_dots: int) -> Image:
    free = width_dots - drawn.width
    left = {"left": 0, "centre": free // 2, "right": free}[align]
    band = Images.new("L", (width_dots, height_dots), PAPER)
    band.paste(drawn, (max(0, left), 0))
    return band


def _text(line: TextLine, width_dots: int) -> Image:
    tallest = max((glyph.height for glyph in line.glyphs), default=1) * CELL_DOTS
    height_dots = max(line.pitch_dots, tallest)
    row = Images.new("L", (max(1, sum(glyph.width_dots for glyph in line.glyphs)), tallest), PAPER)
    left = 0
    for glyph in line.glyphs:
        cell = _cell(glyph)
        row.paste(cell, (left, tallest - cell.height))
        left += glyph.width_dots
    return _aligned(row, line.align, width_dots, height_dots)


@functools.lru_cache(maxsize=512)
def _cell(glyph: Glyph) -> Image:
    rows = glyph.rows if glyph.rows is not None else _built_in(glyph.character)
    packed_bytes = (glyph.columns + 7) // 8
    shift = packed_bytes * 8 - glyph.columns
    data = b"".join((row << shift).to_bytes(packed_bytes, "big") for row in rows)
    cell = _bitmap(data, glyph.columns, len(rows), glyph.width, glyph.height)
    return _emphasised(cell) if glyph.bold else cell


def _emphasised(cell: Image) -> Image:
    """Struck twice, the second time one dot to the right, however large the character is."""
    second = Images.new("L", cell.size, PAPER)
    second.paste(cell, (1, 0))
    return ImageChops.darker(cell, second)


def _built_in(character: str) -> Rows:
    """The printer's own letter; what cannot be read is a box, so that the eye finds it."""
    if has_cell(character):
        return font_a(character)
    edge, sides = 0x7FE, 0x402
    inside = CELL_DOTS - 6
    return (0, 0, edge, *([sides] * inside), edge, 0, 0)


def _raster(picture: Picture) -> Image:
    across = len(picture.rows[0]) * 8 if picture.rows else 8
    data = b"".join(picture.rows) or b"\0"
    return _bitmap(data, across, max(1, len(picture.rows)), picture.width, picture.height)


def _bitmap(data: bytes, across: int, down: int, width: int, height: int) -> Image:
    mask = Images.frombytes("1", (across, down), data)
    ink = Images.new("L", mask.size, PAPER)
    ink.paste(INK, (0, 0), mask)
    return ink.resize((across * width, down * height), Images.Resampling.NEAREST)


def _qr(code: QrCode) -> Image:
    """Modules as the printer draws them; printers add no quiet zone of their own."""
    symbol = qrcode.QRCode(
        error_correction=getattr(qrcode.constants, f"ERROR_CORRECT_{code.correction}"), border=0
    )
    symbol.add_data(code.data)
    symbol.make(fit=True)
    modules = symbol.get_matrix()
    small = Images.new("L", (len(modules), len(modules)), PAPER)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                small.putpixel((x, y), INK)
    side = len(modules) * code.module_dots
    return small.resize((side, side), Images.Resampling.NEAREST)
