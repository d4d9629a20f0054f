"""What a printer keeps in mind between two bytes, and how to bring another one to the same state.

A paper can only be read again together with what the printer had in memory when it began: loaded
characters above all. ``Memory.commands`` says that in the printer's own language.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kezek_printers.emulator.paper import Glyph

LINE_DOTS = 30
_ALIGN_BYTE = {"left": 0, "centre": 1, "right": 2}
_CORRECTION_BYTE = {"L": 48, "M": 49, "Q": 50, "H": 51}


@dataclass(slots=True)
class Style:
    """What ``ESC @`` sets back.

    Args:
        page: number of ``ESC t``.
        align: left, centre or right.
        bold: emphasised.
        width: times the cell's width.
        height: times the cell's height.
        pitch_dots: from line to line.
        user_defined: whether loaded characters take the place of built-in ones.
        pairs: whether bytes from 0x80 are read in pairs, as Chinese firmware does.
        qr_module_dots: edge of a QR square.
        qr_correction: L, M, Q or H.
        qr_data: stored by ``GS ( k``.
    """

    page: int = 0
    align: str = "left"
    bold: bool = False
    width: int = 1
    height: int = 1
    pitch_dots: int = LINE_DOTS
    user_defined: bool = False
    pairs: bool = False
    qr_module_dots: int = 3
    qr_correction: str = "L"
    qr_data: bytes = b""

    def commands(self, born: Style) -> bytes:
        """The commands from the style ``born`` to this one."""
        said = [
            (self.page != born.page, b"\x1bt" + bytes([self.page])),
            (self.align != born.align, b"\x1ba" + bytes([_ALIGN_BYTE[self.align]])),
            (self.bold != born.bold, b"\x1bE" + bytes([self.bold])),
            (self._size != born._size, b"\x1d!" + bytes([self._size])),
            (self.pitch_dots != born.pitch_dots, b"\x1b3" + bytes([self.pitch_dots])),
            (self.user_defined != born.user_defined, b"\x1b%" + bytes([self.user_defined])),
            (self.pairs != born.pairs, b"\x1c&" if self.pairs else b"\x1c."),
            (
                self.qr_module_dots != born.qr_module_dots,
                b"\x1d(k\x03\x001C" + bytes([self.qr_module_dots]),
            ),
            (
                self.qr_correction != born.qr_correction,
                b"\x1d(k\x03\x001E" + bytes([_CORRECTION_BYTE[self.qr_correction]]),
            ),
            (
                self.qr_data != born.qr_data,
                b"\x1d(k" + (len(self.qr_data) + 3).to_bytes(2, "little") + b"1P0" + self.qr_data,
            ),
        ]
        return b"".join(command for differs, command in said if differs)

    @property
    def _size(self) -> int:
        return (self.width - 1) << 4 | (self.height - 1)


@dataclass(frozen=True, slots=True)
class Loaded:
    """One user-defined character: how it reads and looks, and the columns it came in."""

    glyph: Glyph
    columns: bytes


@dataclass(slots=True)
class Memory:
    """Style and loaded characters.

    Args:
        chinese: firmware that reads pairs of bytes until ``FS .`` tells it not to.
    """

    chinese: bool = False
    style: Style = field(init=False)
    loaded: dict[int, Loaded] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """What ``ESC @`` and the power switch do."""
        self.style = Style(pairs=self.chinese)
        self.loaded.clear()

    def commands(self) -> bytes:
        """What brings a printer that was just switched on to this state; empty if nothing must."""
        definitions = (
            b"\x1b&\x03" + bytes([code, code, one.glyph.columns]) + one.columns
            for code, one in sorted(self.loaded.items())
        )
        return b"".join(definitions) + self.style.commands(Style(pairs=self.chinese))
