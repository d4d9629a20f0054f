"""The decoder's reading of dots: loaded characters, strips inside a line and pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kezek_printers.emulator.paper import Glyph, Picture
from kezek_printers.emulator.printer_memory import Loaded
from kezek_printers.emulator.text_commands import CELL_WIDTH_DOTS
from kezek_printers.encode.dot_columns import rows_of

if TYPE_CHECKING:
    from kezek_printers.emulator.decoding import Decoding

_ORDER_IN_DATA = re.compile(rb"\x10(?:\x04[\x01-\x08]|\x05[\x00-\x03]|\x14[\x01-\x08])")


def _dots(decoder: Decoding, count: int, command: str) -> bytes:
    """Data of a picture, in which a printer would obey a real-time command."""
    data = decoder.stream.take(count)
    found = _ORDER_IN_DATA.search(data)
    if found:
        decoder.fault(f"real-time command {found.group().hex(' ')} inside {command}")
    return data


def _define(decoder: Decoding) -> None:
    """``ESC & y c1 c2 [x d1 ... d(y*x)]``: columns of dots, the top dot the highest bit."""
    height_bytes, first, last = decoder.stream.take(3)
    if height_bytes != 3 or not 0x20 <= first <= last <= 0x7E:
        decoder.fault(f"ESC & {height_bytes} {first:02x} {last:02x}")
        return
    sizes_and_columns = []
    for code in range(first, last + 1):
        across = decoder.stream.byte()
        columns = _dots(decoder, height_bytes * across, "ESC &")
        sizes_and_columns.append((code, across, columns))
    for code, across, columns in sizes_and_columns:
        if across > CELL_WIDTH_DOTS:
            decoder.fault(f"ESC & {code:02x} is {across} dots wide")
        rows = rows_of(columns, across, height_bytes)
        shape = Glyph(decoder.known_glyphs.get(rows, ""), rows=rows, columns=across)
        decoder.memory.loaded[code] = Loaded(shape, columns)


def _bit_image(decoder: Decoding) -> None:
    """``ESC * m nL nH``: a strip of 24 dots (m 32, 33) or 8 dots (m 0, 1) inside the line."""
    mode, across = decoder.stream.byte(), decoder.stream.number()
    columns = _dots(decoder, across * (3 if mode in (32, 33) else 1), "ESC *")
    if mode != 33:
        decoder.fault(f"ESC * with mode {mode}")
        return
    paper = decoder.paper
    if paper.line_dots + across > paper.width_dots:
        decoder.fault(f"ESC * of {across} dots after {paper.line_dots} of {paper.width_dots}")
        return
    rows = rows_of(columns, across, 3)
    letters = _read_strip(decoder, rows, across)
    if letters is None:
        paper.append(Glyph("", rows=rows, columns=across))
        return
    for letter, cell in letters:
        paper.append(Glyph(letter, rows=cell, columns=CELL_WIDTH_DOTS))


def _read_strip(
    decoder: Decoding, rows: tuple[int, ...], across: int
) -> list[tuple[str, tuple[int, ...]]] | None:
    """The letters of a strip that is made of whole known cells; None when it is not."""
    letters = []
    for shift in range(across - CELL_WIDTH_DOTS, -CELL_WIDTH_DOTS, -CELL_WIDTH_DOTS):
        cell = tuple((row >> shift) & 0xFFF for row in rows) if shift >= 0 else ()
        if cell not in decoder.known_glyphs:
            return None
        letters.append((decoder.known_glyphs[cell], cell))
    return letters


def _raster(decoder: Decoding) -> None:
    """``GS v 0 m xL xH yL yH``: m 0 normal, 1 double width, 2 double height, 3 both."""
    kind, mode = decoder.stream.take(2)
    across_bytes, down = decoder.stream.number(), decoder.stream.number()
    data = _dots(decoder, across_bytes * down, "GS v 0")
    paper = decoder.paper
    paper.end_line("GS v 0")
    if kind != 0x30 or mode % 48 > 3 or not data:
        decoder.fault(f"GS v {kind:02x} {mode} {across_bytes}x{down}")
        return
    rows = tuple(data[y * across_bytes : (y + 1) * across_bytes] for y in range(down))
    align = decoder.memory.style.align
    picture = Picture(rows, align, width=1 + (mode & 1), height=1 + (mode >> 1 & 1))
    if picture.ink_dots > paper.width_dots:
        decoder.fault(f"GS v 0 inks {picture.ink_dots} dots of {paper.width_dots}")
    paper.add(picture)


ESCAPES: Mapping[int, Callable[[Decoding], None]] = {ord("&"): _define, ord("*"): _bit_image}
GROUPS: Mapping[int, Callable[[Decoding], None]] = {ord("v"): _raster}
