"""The decoder's reading of text: letters of a code page, styles, places and feeds."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kezek_printers.emulator.paper import Glyph
from kezek_printers.emulator.printer_memory import LINE_DOTS

if TYPE_CHECKING:
    from kezek_printers.emulator.decoding import Decoding

CELL_WIDTH_DOTS, CELL_DOTS = 12, 24
UNREADABLE = "\ufffd"
_ALIGNMENTS = {0: "left", 1: "centre", 2: "right", 48: "left", 49: "centre", 50: "right"}
_CUTS, _CUTS_AFTER_FEED = (0, 1, 48, 49), (65, 66)


def print_letter(decoder: Decoding, code: int) -> None:
    """A byte that is no command: a letter, or with Chinese firmware the first half of a sign."""
    if code < 0x20 or code == 0x7F:
        decoder.fault(f"control byte {code:02x}")
    elif code >= 0x80 and decoder.memory.style.pairs:
        _place_pair(decoder, code, decoder.stream.byte())
    else:
        decoder.paper.place(_glyph(decoder, code))


def _glyph(decoder: Decoding, code: int) -> Glyph:
    style = decoder.memory.style
    own = decoder.memory.loaded.get(code) if style.user_defined else None
    if own is None:
        return _built_in(_character(decoder, code), style.width, style.height, style.bold)
    shape = own.glyph
    return Glyph(shape.character, style.width, style.height, style.bold, shape.rows, shape.columns)


def _character(decoder: Decoding, code: int) -> str:
    if code < 0x80:
        return chr(code)
    page = decoder.memory.style.page
    encoding = decoder.code_pages.get(page)
    if encoding is None:
        decoder.fault(f"code table {page} is not known")
        return UNREADABLE
    character = _upper_half(encoding)[code - 0x80]
    if character == UNREADABLE:
        decoder.fault(f"byte {code:02x} is nothing in {encoding}")
    return character


def _place_pair(decoder: Decoding, first: int, second: int) -> None:
    """Two bytes in the width of two cells: the Chinese sign nobody meant."""
    decoder.fault(f"bytes {first:02x} {second:02x} read as one Chinese sign: FS . is missing")
    style = decoder.memory.style
    for _ in range(2):
        decoder.paper.place(Glyph(UNREADABLE, style.width, style.height))


@functools.cache
def _upper_half(encoding: str) -> str:
    """The characters of the bytes from 0x80."""
    return "".join(bytes([code]).decode(encoding, "replace") for code in range(0x80, 0x100))


@functools.lru_cache(maxsize=4096)
def _built_in(character: str, width: int, height: int, bold: bool) -> Glyph:
    """A letter of the printer's own font; a paper holds hundreds and few differ."""
    return Glyph(character, width, height, bold)


def _initialise(decoder: Decoding) -> None:
    decoder.paper.begin_line()
    decoder.memory.reset()
    decoder.when_reporting(0)


def _select_page(decoder: Decoding) -> None:
    decoder.memory.style.page = decoder.stream.byte()


def _justify(decoder: Decoding) -> None:
    wanted = decoder.stream.byte()
    decoder.paper.end_line("ESC a")
    if wanted not in _ALIGNMENTS:
        decoder.fault(f"ESC a {wanted}")
    style = decoder.memory.style
    style.align = _ALIGNMENTS.get(wanted, style.align)


def _move_to(decoder: Decoding) -> None:
    """``ESC $ nL nH``: the next character begins at that dot; the way there stays blank."""
    place, paper = decoder.stream.number(), decoder.paper
    if not paper.line_dots <= place < paper.width_dots:
        decoder.fault(f"ESC $ to dot {place} after {paper.line_dots} of {paper.width_dots}")
        return
    cells, dots = divmod(place - paper.line_dots, CELL_WIDTH_DOTS)
    for _ in range(cells):
        paper.append(Glyph(" "))
    if dots:
        paper.append(Glyph(" ", rows=(0,) * CELL_DOTS, columns=dots))


def _emphasise(decoder: Decoding) -> None:
    decoder.memory.style.bold = bool(decoder.stream.byte() & 1)


def _select_mode(decoder: Decoding) -> None:
    mode, style = decoder.stream.byte(), decoder.memory.style
    if mode & 0xC7:
        decoder.fault(f"ESC ! {mode:02x} asks for more than size and emphasis")
    style.bold = bool(mode & 0x08)
    style.height = 2 if mode & 0x10 else 1
    style.width = 2 if mode & 0x20 else 1


def _size(decoder: Decoding) -> None:
    size, style = decoder.stream.byte(), decoder.memory.style
    if size & 0x88:
        decoder.fault(f"GS ! {size:02x}")
    style.width, style.height = (size >> 4) % 8 + 1, (size & 0x0F) % 8 + 1


def _feed_lines(decoder: Decoding) -> None:
    lines = decoder.stream.byte()
    decoder.paper.feed_lines(lines)
    if decoder.tears_after_lines is not None and lines >= decoder.tears_after_lines:
        decoder.cut()


def _feed_dots(decoder: Decoding) -> None:
    decoder.paper.feed(decoder.stream.byte())


def _cut(decoder: Decoding) -> None:
    mode = decoder.stream.byte()
    feed_dots = decoder.stream.byte() if mode in _CUTS_AFTER_FEED else 0
    decoder.paper.end_line("GS V")
    if mode not in (*_CUTS, *_CUTS_AFTER_FEED):
        decoder.fault(f"GS V {mode}")
    decoder.paper.feed(feed_dots)
    decoder.cut()


def _cut_and_present(decoder: Decoding) -> None:
    """``FS P n b c t`` of Custom's kiosk printers: how far, blinking, then ``E`` or ``R``, when."""
    _, blinking, after, _ = decoder.stream.take(4)
    decoder.paper.end_line("FS P")
    if blinking > 1 or after not in b"ER":
        decoder.fault(f"FS P {blinking} {after:02x}")
    decoder.cut()


def _default_pitch(decoder: Decoding) -> None:
    decoder.memory.style.pitch_dots = LINE_DOTS


def _set_pitch(decoder: Decoding) -> None:
    decoder.memory.style.pitch_dots = decoder.stream.byte()


def _user_defined(decoder: Decoding) -> None:
    decoder.memory.style.user_defined = bool(decoder.stream.byte() & 1)


def _cancel_user_defined(decoder: Decoding) -> None:
    decoder.memory.loaded.pop(decoder.stream.byte(), None)


def _pairs(wanted: bool) -> Callable[[Decoding], None]:
    def select(decoder: Decoding) -> None:
        decoder.memory.style.pairs = wanted

    return select


ESCAPES: Mapping[int, Callable[[Decoding], None]] = {
    ord("@"): _initialise,
    ord("t"): _select_page,
    ord("a"): _justify,
    ord("$"): _move_to,
    ord("E"): _emphasise,
    ord("!"): _select_mode,
    ord("d"): _feed_lines,
    ord("J"): _feed_dots,
    ord("2"): _default_pitch,
    ord("3"): _set_pitch,
    ord("%"): _user_defined,
    ord("?"): _cancel_user_defined,
}
GROUPS: Mapping[int, Callable[[Decoding], None]] = {ord("!"): _size, ord("V"): _cut}
FIELDS: Mapping[int, Callable[[Decoding], None]] = {
    ord("&"): _pairs(True),
    ord("."): _pairs(False),
    ord("P"): _cut_and_present,
}
