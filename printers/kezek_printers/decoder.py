"""Reads the bytes a printer gets the way the command reference says, and nothing else.

It shares no code with the encoder: a wrong byte shows on the paper. Bytes may come in any chunks;
a command that is cut off waits for its rest. What the reference does not explain is a fault that
stays on the paper's record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kezek_printers.errors import DecodeError
from kezek_printers.paper import Feed, Glyph, Mark, Paper, Picture, QrCode, TextLine

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

LINE_DOTS = 30
CELL_DOTS = 24
CELL_WIDTH_DOTS = 12
_ALIGNMENTS = {0: "left", 1: "centre", 2: "right", 48: "left", 49: "centre", 50: "right"}
_CORRECTIONS = {48: "L", 49: "M", 50: "Q", 51: "H"}
_ESC, _GS, _FS, _DLE = 0x1B, 0x1D, 0x1C, 0x10


class _NeedMore(Exception):
    """The command in hand is not complete yet."""


@dataclass
class _Style:
    """What ``ESC @`` resets."""

    page: int = 0
    align: str = "left"
    bold: bool = False
    width: int = 1
    height: int = 1
    pitch_dots: int = LINE_DOTS
    user_defined: bool = False


@dataclass
class Decoder:
    """A state machine over the byte stream.

    Args:
        width_dots: dots across the paper; a line that is longer breaks, as on a printer.
        code_pages: encoding of each ``ESC t`` number of this printer.
        known_glyphs: characters by the rows of their cell, to read user-defined characters.
        reply: takes what the printer answers.
        when_cut: takes each finished paper.
        status: byte that answers ``DLE EOT n``.
    """

    width_dots: int = 576
    code_pages: Mapping[int, str] = field(default_factory=lambda: CODE_PAGES)
    known_glyphs: Mapping[tuple[int, ...], str] = field(default_factory=dict)
    reply: Callable[[bytes], None] = lambda _answer: None
    when_cut: Callable[[Paper], None] = lambda _paper: None
    status: Callable[[int], int] = lambda _which: 0x12

    def __post_init__(self) -> None:
        self._style = _Style()
        self._glyphs: dict[int, Glyph] = {}
        self._buffer = b""
        self._at = 0
        self._line: list[Glyph] = []
        self._marks: list[Mark] = []
        self._faults: list[str] = []
        self._qr_data = b""
        self._qr_module_dots, self._qr_correction = 3, "L"

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
        self._buffer, self._at = self._buffer[self._at :], 0

    def power_off(self) -> None:
        """Everything in memory is gone: buffer, styles, user-defined characters."""
        self._buffer, self._at = b"", 0
        self._line, self._style = [], _Style()
        self._glyphs.clear()

    @property
    def pending(self) -> Paper:
        """What is on the paper that was not cut yet."""
        marks = list(self._marks)
        if self._line:
            marks.append(self._text_line())
        return Paper(tuple(marks), tuple(self._faults))

    # Reading

    def _take(self, count: int = 1) -> bytes:
        if self._at + count > len(self._buffer):
            raise _NeedMore
        taken = self._buffer[self._at : self._at + count]
        self._at += count
        return taken

    def _byte(self) -> int:
        return self._take()[0]

    def _command(self) -> None:
        first = self._byte()
        if first in _CONTROLS:
            _CONTROLS[first](self)
        elif first < 0x20:
            self._fault(f"control byte {first:02x}")
        else:
            self._place(self._glyph(first))

    def _place(self, glyph: Glyph) -> None:
        used_dots = sum(placed.width_dots for placed in self._line)
        if self._line and used_dots + glyph.width_dots > self.width_dots:
            self._print_line()
        self._line.append(glyph)

    def _fault(self, what: str) -> None:
        self._faults.append(what)

    def _glyph(self, code: int) -> Glyph:
        style = self._style
        own = self._glyphs.get(code) if style.user_defined else None
        if own is not None:
            return Glyph(
                own.character, style.width, style.height, style.bold, own.rows, own.columns
            )
        return Glyph(self._character(code), style.width, style.height, style.bold)

    def _character(self, code: int) -> str:
        if code < 0x80:
            return chr(code)
        encoding = self.code_pages.get(self._style.page)
        if encoding is None:
            self._fault(f"code table {self._style.page} is not known")
            return "\ufffd"
        try:
            return bytes([code]).decode(encoding)
        except UnicodeDecodeError:
            self._fault(f"byte {code:02x} is nothing in {encoding}")
            return "\ufffd"

    # Printing

    def _text_line(self) -> TextLine:
        return TextLine(tuple(self._line), self._style.align, self._style.pitch_dots)

    def _print_line(self) -> None:
        if self._line:
            self._marks.append(self._text_line())
            self._line = []
        else:
            self._marks.append(Feed(self._style.pitch_dots))

    def _flush(self) -> None:
        if self._line:
            self._print_line()

    def _carriage_return(self) -> None:
        """``CR`` is ignored, as printers are set from the factory."""

    def _cut_paper(self) -> None:
        self._flush()
        paper = Paper(tuple(self._marks), tuple(self._faults))
        self._marks, self._faults = [], []
        self.when_cut(paper)

    # ESC

    def _escape(self) -> None:
        name = self._byte()
        command = _ESCAPES.get(name)
        if command is None:
            self._fault(f"ESC {name:02x}")
        else:
            command(self)

    def _initialise(self) -> None:
        self._line, self._style = [], _Style()
        self._glyphs.clear()

    def _select_page(self) -> None:
        self._style.page = self._byte()

    def _justify(self) -> None:
        self._flush()
        self._style.align = _ALIGNMENTS.get(self._byte(), "left")

    def _move_to(self) -> None:
        """``ESC $ nL nH``: the next character begins at that dot; the way there stays blank."""
        place = int.from_bytes(self._take(2), "little")
        used_dots = sum(placed.width_dots for placed in self._line)
        if not used_dots <= place < self.width_dots:
            self._fault(f"ESC $ to dot {place} after {used_dots} of {self.width_dots}")
            return
        cells, dots = divmod(place - used_dots, CELL_WIDTH_DOTS)
        self._line += [Glyph(" ")] * cells
        if dots:
            self._line.append(Glyph(" ", rows=(0,) * CELL_DOTS, columns=dots))

    def _emphasise(self) -> None:
        self._style.bold = bool(self._byte() & 1)

    def _select_mode(self) -> None:
        mode = self._byte()
        if mode & 0x01:
            self._fault("ESC ! asks for Font B")
        self._style.bold = bool(mode & 0x08)
        self._style.height = 2 if mode & 0x10 else 1
        self._style.width = 2 if mode & 0x20 else 1

    def _feed_lines(self) -> None:
        lines = self._byte()
        self._flush()
        self._marks.append(Feed(lines * self._style.pitch_dots))

    def _feed_dots(self) -> None:
        dots = self._byte()
        self._flush()
        self._marks.append(Feed(dots))

    def _default_pitch(self) -> None:
        self._style.pitch_dots = LINE_DOTS

    def _set_pitch(self) -> None:
        self._style.pitch_dots = self._byte()

    def _user_defined(self) -> None:
        self._style.user_defined = bool(self._byte() & 1)

    def _cancel_user_defined(self) -> None:
        self._glyphs.pop(self._byte(), None)

    def _define(self) -> None:
        """``ESC & y c1 c2 [x d1 ... d(y*x)]``: columns of dots, the top dot the highest bit."""
        height_bytes, first, last = self._take(3)
        if height_bytes != 3 or not 0x20 <= first <= last <= 0x7E:
            self._fault(f"ESC & {height_bytes} {first:02x} {last:02x}")
        for code in range(first, last + 1):
            across = self._byte()
            columns = self._take(height_bytes * across)
            rows = _rows_of(columns, across, height_bytes)
            self._glyphs[code] = Glyph(self.known_glyphs.get(rows, ""), rows=rows, columns=across)

    def _bit_image(self) -> None:
        """``ESC * m nL nH``: a strip of 24 dots (m 33) inside the line."""
        mode, low, high = self._take(3)
        across = low + 256 * high
        if mode not in (32, 33):
            self._fault(f"ESC * with mode {mode}")
        columns = self._take(across * 3)
        rows = _rows_of(columns, across, 3)
        self._place(Glyph(self._read_strip(rows, across), rows=rows, columns=across))

    def _read_strip(self, rows: tuple[int, ...], across: int) -> str:
        """The letters of a strip that is made of whole known cells; empty when it is not."""
        letters = []
        for left in range(0, across, 12):
            shift = across - left - 12
            if shift < 0:
                return ""
            cell = tuple((row >> shift) & 0xFFF for row in rows)
            letters.append(self.known_glyphs.get(cell, ""))
        return "".join(letters) if all(letters) else ""

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
        self._style.width, self._style.height = (size >> 4) % 8 + 1, (size & 0x0F) % 8 + 1

    def _cut(self) -> None:
        mode = self._byte()
        if mode in (65, 66):
            feed = self._byte()
            self._flush()
            self._marks.append(Feed(feed))
        elif mode not in (0, 1, 48, 49):
            self._fault(f"GS V {mode}")
        self._cut_paper()

    def _raster(self) -> None:
        """``GS v 0 m xL xH yL yH``: m 0 normal, 1 double width, 2 double height, 3 both."""
        kind, mode = self._take(2)
        across_bytes = int.from_bytes(self._take(2), "little")
        down = int.from_bytes(self._take(2), "little")
        data = self._take(across_bytes * down)
        if kind != 0x30 or mode % 48 > 3:
            self._fault(f"GS v {kind:02x} {mode}")
        self._flush()
        rows = tuple(data[y * across_bytes : (y + 1) * across_bytes] for y in range(down))
        self._marks.append(
            Picture(rows, self._style.align, width=1 + (mode & 1), height=1 + (mode >> 1 & 1))
        )

    def _extended(self) -> None:
        """``GS ( X pL pH ...``."""
        name = self._byte()
        length = int.from_bytes(self._take(2), "little")
        body = self._take(length)
        if name == 0x6B and body[:1] == b"\x31":
            self._qr(body[1], body[2:])
        elif name == 0x48 and body[:2] == b"00":
            self.reply(b"\x37\x22" + body[2:6] + b"\x00")
        else:
            self._fault(f"GS ( {name:02x} {body[:2].hex()}")

    def _qr(self, function: int, body: bytes) -> None:
        if function == 0x43:
            self._qr_module_dots = body[0]
        elif function == 0x45:
            self._qr_correction = _CORRECTIONS.get(body[0], "L")
        elif function == 0x50:
            self._qr_data = body[1:]
        elif function == 0x51:
            self._flush()
            self._marks.append(
                QrCode(
                    self._qr_data.decode("utf-8", "replace"),
                    self._qr_module_dots,
                    self._qr_correction,
                    self._style.align,
                )
            )
        elif function != 0x41:
            self._fault(f"GS ( k function {function:02x}")

    def _transmit_status(self) -> None:
        self._byte()
        self.reply(b"\x00")

    def _automatic_status(self) -> None:
        self._byte()

    # FS and DLE

    def _field(self) -> None:
        name = self._byte()
        if name != 0x2E:
            self._fault(f"FS {name:02x}")

    def _real_time(self) -> None:
        name = self._byte()
        if name == 0x04:
            self.reply(bytes([self.status(self._byte())]))
        elif name == 0x05:
            self._byte()
        elif name == 0x14:
            self._clear_buffer(self._byte())
        else:
            self._fault(f"DLE {name:02x}")

    def _clear_buffer(self, function: int) -> None:
        if function == 8:
            self._take(7)
            self._line = []
            self.reply(b"\x37\x25\x00")
        else:
            self._take(2)


def _rows_of(columns: bytes, across: int, height_bytes: int) -> tuple[int, ...]:
    """Turn columns of dots into rows, the leftmost dot the highest bit."""
    down = height_bytes * 8
    rows = [0] * down
    for x in range(across):
        column = int.from_bytes(columns[x * height_bytes : (x + 1) * height_bytes], "big")
        for y in range(down):
            rows[y] = rows[y] << 1 | (column >> (down - 1 - y)) & 1
    return tuple(rows)


_CONTROLS: dict[int, Callable[[Decoder], None]] = {
    0x0A: Decoder._print_line,
    0x0D: Decoder._carriage_return,
    _ESC: Decoder._escape,
    _GS: Decoder._group,
    _FS: Decoder._field,
    _DLE: Decoder._real_time,
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
    decoder.feed(data)
    faults = [fault for paper in (*papers, decoder.pending) for fault in paper.faults]
    if faults or decoder.pending.marks:
        raise DecodeError(
            f"expected commands of the reference up to a cut, found {faults or 'no cut'}; "
            "compare the bytes with the reference"
        )
    return tuple(papers)
