"""Reads the bytes a printer gets the way the command reference says, and nothing else.

It shares no code with the encoder: a wrong byte shows on the paper. Bytes may come in any chunks;
a command that is cut off waits for its rest. What the reference does not explain is a fault that
stays on the paper's record. Real-time commands are obeyed before bytes get here, see ``real_time``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kezek_printers.dot_columns import rows_of
from kezek_printers.errors import DecodeError
from kezek_printers.paper import Feed, Glyph, Mark, Paper, Picture, QrCode, TextLine
from kezek_printers.printer_memory import LINE_DOTS, Loaded, Memory, Style

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

CELL_DOTS = 24
CELL_WIDTH_DOTS = 12
UNREADABLE = "\ufffd"
_ALIGNMENTS = {0: "left", 1: "centre", 2: "right", 48: "left", 49: "centre", 50: "right"}
_CORRECTIONS = {48: "L", 49: "M", 50: "Q", 51: "H"}
_ORDER_IN_DATA = re.compile(rb"\x10(?:\x04[\x01-\x08]|\x05[\x00-\x03]|\x14[\x01-\x08])")
_CLEAR_BUFFERS = bytes.fromhex("140801031401060208")
_ESC, _GS, _FS, _DLE = 0x1B, 0x1D, 0x1C, 0x10


class _NeedMore(Exception):
    """The command in hand is not complete yet."""


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
        self._buffer, self._at, self._before = b"", 0, 0
        self._line: list[Glyph] = []
        self._line_dots = 0
        self._marks: list[Mark] = []
        self._faults: list[str] = []

    def feed(self, data: bytes) -> None:
        """Take bytes, however they are chopped."""
        self._buffer += data
        while self._at < len(self._buffer):
            begin = self._at
            try:
                self._command()
            except _NeedMore:
                self._at = begin
                break
        self._before += self._at
        self._buffer, self._at = self._buffer[self._at :], 0

    def forget(self) -> None:
        """Drop the beginning of a command that waits for its rest."""
        self._buffer, self._at = b"", 0

    def power_off(self) -> None:
        """Everything in memory is gone: buffer, line, styles, user-defined characters."""
        self.forget()
        self._begin_line()
        self.memory.reset()

    def take_paper(self) -> Paper:
        """Tear off what is on the paper now."""
        paper = self.pending
        self._begin_line()
        self._marks, self._faults = [], []
        return paper

    @property
    def position(self) -> int:
        """How many bytes were read since the beginning."""
        return self._before + self._at

    @property
    def pending(self) -> Paper:
        """What is on the paper that was not cut yet."""
        marks = list(self._marks)
        if self._line:
            marks.append(self._text_line(self._style.pitch_dots))
        return Paper(tuple(marks), tuple(self._faults))

    # Reading

    @property
    def _style(self) -> Style:
        return self.memory.style

    def _take(self, count: int = 1) -> bytes:
        end = self._at + count
        if end > len(self._buffer):
            raise _NeedMore
        taken = self._buffer[self._at : end]
        self._at = end
        return taken

    def _byte(self) -> int:
        return self._take()[0]

    def _number(self) -> int:
        return int.from_bytes(self._take(2), "little")

    def _dots(self, count: int, command: str) -> bytes:
        """Data of a picture, in which a printer would obey a real-time command."""
        data = self._take(count)
        found = _ORDER_IN_DATA.search(data)
        if found:
            self._fault(f"real-time command {found.group().hex(' ')} inside {command}")
        return data

    def _command(self) -> None:
        first = self._byte()
        if first in _CONTROLS:
            _CONTROLS[first](self)
        elif first < 0x20 or first == 0x7F:
            self._fault(f"control byte {first:02x}")
        elif first >= 0x80 and self._style.pairs:
            self._pair(first, self._byte())
        else:
            self._place(self._glyph(first))

    def _fault(self, what: str) -> None:
        if what not in self._faults:
            self._faults.append(what)

    # Letters

    def _place(self, glyph: Glyph) -> None:
        if self._line and self._line_dots + glyph.width_dots > self.width_dots:
            self._print_line()
        self._append(glyph)

    def _append(self, glyph: Glyph) -> None:
        self._line.append(glyph)
        self._line_dots += glyph.width_dots

    def _glyph(self, code: int) -> Glyph:
        style = self._style
        own = self.memory.loaded.get(code) if style.user_defined else None
        if own is None:
            return _built_in(self._character(code), style.width, style.height, style.bold)
        shape = own.glyph
        return Glyph(
            shape.character, style.width, style.height, style.bold, shape.rows, shape.columns
        )

    def _character(self, code: int) -> str:
        if code < 0x80:
            return chr(code)
        encoding = self.code_pages.get(self._style.page)
        if encoding is None:
            self._fault(f"code table {self._style.page} is not known")
            return UNREADABLE
        character = _upper_half(encoding)[code - 0x80]
        if character == UNREADABLE:
            self._fault(f"byte {code:02x} is nothing in {encoding}")
        return character

    def _pair(self, first: int, second: int) -> None:
        """Two bytes in the width of two cells: the Chinese sign nobody meant."""
        self._fault(f"bytes {first:02x} {second:02x} read as one Chinese sign: FS . is missing")
        for _ in range(2):
            self._place(Glyph(UNREADABLE, self._style.width, self._style.height))

    def _move_to(self) -> None:
        """``ESC $ nL nH``: the next character begins at that dot; the way there stays blank."""
        place = self._number()
        if not self._line_dots <= place < self.width_dots:
            self._fault(f"ESC $ to dot {place} after {self._line_dots} of {self.width_dots}")
            return
        cells, dots = divmod(place - self._line_dots, CELL_WIDTH_DOTS)
        for _ in range(cells):
            self._append(Glyph(" "))
        if dots:
            self._append(Glyph(" ", rows=(0,) * CELL_DOTS, columns=dots))

    # Printing

    def _text_line(self, pitch_dots: int) -> TextLine:
        return TextLine(tuple(self._line), self._style.align, pitch_dots)

    def _begin_line(self) -> None:
        self._line, self._line_dots = [], 0

    def _print_line(self) -> None:
        self._feed_paper(self._style.pitch_dots)

    def _feed_paper(self, dots: int) -> None:
        """Print the line in hand and feed; blank paper when there is no line."""
        if self._line:
            self._marks.append(self._text_line(dots))
            self._begin_line()
        elif dots:
            self._marks.append(Feed(dots))

    def _at_line_start(self, command: str) -> None:
        """Printers pass over such a command inside a line; here the line ends, and it is said."""
        if self._line:
            self._fault(f"{command} inside a line")
            self._print_line()

    def _pass_over(self) -> None:
        """``NUL``, and ``CR`` as printers are set from the factory."""

    def _cut_paper(self) -> None:
        self.when_cut(self.take_paper())

    def _clear_buffers(self) -> None:
        """The one real-time command that paper shows: the line in hand is never printed."""
        if self._take(len(_CLEAR_BUFFERS)) != _CLEAR_BUFFERS:
            self._fault("a real-time command in the order of the data")
        self._begin_line()

    # ESC

    def _escape(self) -> None:
        name = self._byte()
        command = _ESCAPES.get(name)
        if command is None:
            self._fault(f"ESC {name:02x}")
        else:
            command(self)

    def _initialise(self) -> None:
        self._begin_line()
        self.memory.reset()

    def _select_page(self) -> None:
        self._style.page = self._byte()

    def _justify(self) -> None:
        wanted = self._byte()
        self._at_line_start("ESC a")
        if wanted not in _ALIGNMENTS:
            self._fault(f"ESC a {wanted}")
        self._style.align = _ALIGNMENTS.get(wanted, self._style.align)

    def _emphasise(self) -> None:
        self._style.bold = bool(self._byte() & 1)

    def _select_mode(self) -> None:
        mode = self._byte()
        if mode & 0xC7:
            self._fault(f"ESC ! {mode:02x} asks for more than size and emphasis")
        self._style.bold = bool(mode & 0x08)
        self._style.height = 2 if mode & 0x10 else 1
        self._style.width = 2 if mode & 0x20 else 1

    def _feed_lines(self) -> None:
        lines = self._byte()
        pitch_dots = self._style.pitch_dots
        if self._line:
            self._feed_paper(pitch_dots)
            self._feed_paper(max(0, lines - 1) * pitch_dots)
        else:
            self._feed_paper(lines * pitch_dots)
        if self.tears_after_lines is not None and lines >= self.tears_after_lines:
            self._cut_paper()

    def _feed_dots(self) -> None:
        self._feed_paper(self._byte())

    def _default_pitch(self) -> None:
        self._style.pitch_dots = LINE_DOTS

    def _set_pitch(self) -> None:
        self._style.pitch_dots = self._byte()

    def _user_defined(self) -> None:
        self._style.user_defined = bool(self._byte() & 1)

    def _cancel_user_defined(self) -> None:
        self.memory.loaded.pop(self._byte(), None)

    def _define(self) -> None:
        """``ESC & y c1 c2 [x d1 ... d(y*x)]``: columns of dots, the top dot the highest bit."""
        height_bytes, first, last = self._take(3)
        if height_bytes != 3 or not 0x20 <= first <= last <= 0x7E:
            self._fault(f"ESC & {height_bytes} {first:02x} {last:02x}")
            return
        sizes_and_columns = []
        for code in range(first, last + 1):
            across = self._byte()
            sizes_and_columns.append((code, across, self._dots(height_bytes * across, "ESC &")))
        for code, across, columns in sizes_and_columns:
            if across > CELL_WIDTH_DOTS:
                self._fault(f"ESC & {code:02x} is {across} dots wide")
            rows = rows_of(columns, across, height_bytes)
            shape = Glyph(self.known_glyphs.get(rows, ""), rows=rows, columns=across)
            self.memory.loaded[code] = Loaded(shape, columns)

    def _bit_image(self) -> None:
        """``ESC * m nL nH``: a strip of 24 dots (m 32, 33) or 8 dots (m 0, 1) inside the line."""
        mode = self._byte()
        across = self._number()
        columns = self._dots(across * (3 if mode in (32, 33) else 1), "ESC *")
        if mode != 33:
            self._fault(f"ESC * with mode {mode}")
            return
        if self._line_dots + across > self.width_dots:
            self._fault(f"ESC * of {across} dots after {self._line_dots} of {self.width_dots}")
            return
        rows = rows_of(columns, across, 3)
        letters = self._read_strip(rows, across)
        if letters is None:
            self._append(Glyph("", rows=rows, columns=across))
            return
        for letter, cell in letters:
            self._append(Glyph(letter, rows=cell, columns=CELL_WIDTH_DOTS))

    def _read_strip(
        self, rows: tuple[int, ...], across: int
    ) -> list[tuple[str, tuple[int, ...]]] | None:
        """The letters of a strip that is made of whole known cells; None when it is not."""
        letters = []
        for shift in range(across - CELL_WIDTH_DOTS, -CELL_WIDTH_DOTS, -CELL_WIDTH_DOTS):
            cell = tuple((row >> shift) & 0xFFF for row in rows) if shift >= 0 else ()
            if cell not in self.known_glyphs:
                return None
            letters.append((self.known_glyphs[cell], cell))
        return letters

    # GS

    def _group(self) -> None:
        name = self._byte()
        command = _GROUPS.get(name)
        if command is None:
            self._fault(f"GS {name:02x}")
        else:
            command(self)

    def _size(self) -> None:
        size = self._byte()
        if size & 0x88:
            self._fault(f"GS ! {size:02x}")
        self._style.width, self._style.height = (size >> 4) % 8 + 1, (size & 0x0F) % 8 + 1

    def _cut(self) -> None:
        mode = self._byte()
        feed_dots = self._byte() if mode in (65, 66) else 0
        self._at_line_start("GS V")
        if mode not in (0, 1, 48, 49, 65, 66):
            self._fault(f"GS V {mode}")
        self._feed_paper(feed_dots)
        self._cut_paper()

    def _raster(self) -> None:
        """``GS v 0 m xL xH yL yH``: m 0 normal, 1 double width, 2 double height, 3 both."""
        kind, mode = self._take(2)
        across_bytes, down = self._number(), self._number()
        data = self._dots(across_bytes * down, "GS v 0")
        self._at_line_start("GS v 0")
        if kind != 0x30 or mode % 48 > 3 or not data:
            self._fault(f"GS v {kind:02x} {mode} {across_bytes}x{down}")
            return
        rows = tuple(data[y * across_bytes : (y + 1) * across_bytes] for y in range(down))
        picture = Picture(rows, self._style.align, width=1 + (mode & 1), height=1 + (mode >> 1 & 1))
        if picture.ink_dots > self.width_dots:
            self._fault(f"GS v 0 inks {picture.ink_dots} dots of {self.width_dots}")
        self._marks.append(picture)

    def _extended(self) -> None:
        """``GS ( X pL pH ...``."""
        name = self._byte()
        if name == 0x48 and not self.knows_print_done:
            self._place(self._glyph(name))
            return
        body = self._take(self._number())
        if name == 0x6B and body[:1] == b"\x31" and len(body) > 2:
            self._qr(body[1], body[2:])
        elif name == 0x48 and body[:2] == b"00" and len(body) == 6:
            self.reply(b"\x37\x22" + body[2:6] + b"\x00")
        else:
            self._fault(f"GS ( {name:02x} {body[:2].hex()}")

    def _qr(self, function: int, body: bytes) -> None:
        style = self._style
        if function == 0x43 and 1 <= body[0] <= 16:
            style.qr_module_dots = body[0]
        elif function == 0x45 and body[0] in _CORRECTIONS:
            style.qr_correction = _CORRECTIONS[body[0]]
        elif function == 0x50 and body[0] == 0x30:
            style.qr_data = body[1:]
        elif function == 0x51 and body == b"0":
            self._print_qr()
        elif function != 0x41 or body != b"2\0":
            self._fault(f"GS ( k function {function:02x} with {body[:4].hex(' ')}")

    def _print_qr(self) -> None:
        style = self._style
        self._at_line_start("GS ( k")
        if not style.qr_data:
            self._fault("GS ( k prints a QR code of nothing")
            return
        data = style.qr_data.decode("utf-8", "replace")
        self._marks.append(QrCode(data, style.qr_module_dots, style.qr_correction, style.align))

    def _transmit_status(self) -> None:
        which = self._byte()
        if which in (1, 2, 49, 50):
            self.reply(b"\x00")
        else:
            self._fault(f"GS r {which}")

    def _automatic_status(self) -> None:
        self.when_reporting(self._byte())

    def _field(self) -> None:
        name = self._byte()
        if name == 0x2E:
            self._style.pairs = False
        elif name == 0x26:
            self._style.pairs = True
        else:
            self._fault(f"FS {name:02x}")


@functools.cache
def _upper_half(encoding: str) -> str:
    """The characters of the bytes from 0x80."""
    return "".join(bytes([code]).decode(encoding, "replace") for code in range(0x80, 0x100))


@functools.lru_cache(maxsize=4096)
def _built_in(character: str, width: int, height: int, bold: bool) -> Glyph:
    """A letter of the printer's own font; a paper holds hundreds and few differ."""
    return Glyph(character, width, height, bold)


_CONTROLS: dict[int, Callable[[Decoder], None]] = {
    0x00: Decoder._pass_over,
    0x0A: Decoder._print_line,
    0x0D: Decoder._pass_over,
    _ESC: Decoder._escape,
    _GS: Decoder._group,
    _FS: Decoder._field,
    _DLE: Decoder._clear_buffers,
}
_ESCAPES: dict[int, Callable[[Decoder], None]] = {
    ord("@"): Decoder._initialise,
    ord("t"): Decoder._select_page,
    ord("a"): Decoder._justify,
    ord("$"): Decoder._move_to,
    ord("E"): Decoder._emphasise,
    ord("!"): Decoder._select_mode,
    ord("d"): Decoder._feed_lines,
    ord("J"): Decoder._feed_dots,
    ord("2"): Decoder._default_pitch,
    ord("3"): Decoder._set_pitch,
    ord("%"): Decoder._user_defined,
    ord("?"): Decoder._cancel_user_defined,
    ord("&"): Decoder._define,
    ord("*"): Decoder._bit_image,
}
_GROUPS: dict[int, Callable[[Decoder], None]] = {
    ord("!"): Decoder._size,
    ord("V"): Decoder._cut,
    ord("v"): Decoder._raster,
    ord("("): Decoder._extended,
    ord("r"): Decoder._transmit_status,
    ord("a"): Decoder._automatic_status,
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
