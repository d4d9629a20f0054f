"""The values a frame format is made of: line, address, text, pieces, answer; pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kezek_core.toml_table import FaultyFileError
from kezek_hardware.errors import HardwareError


class FrameFormatError(HardwareError, ValueError):
    """A frame format says what no format can say."""

    code = "frame_format"


class FaultyFrameFileError(FaultyFileError, FrameFormatError):
    """A frame format's file cannot be used; ``problems`` names every fault in it."""


class FrameTextError(HardwareError, ValueError):
    """A board cannot show a text, or has no such address."""

    code = "frame_text"


class FrameKind(Enum):
    """What a frame asks of a board."""

    SHOW = "show"
    BLINK = "blink"
    CLEAR = "clear"


class Field(Enum):
    """What is filled into a frame."""

    ADDRESS = "address"
    TEXT = "text"
    CHARACTERS = "characters"
    TEXT_BYTES = "text_bytes"
    CHECKSUM = "checksum"


Piece = bytes | Field


@dataclass(frozen=True, slots=True)
class FrameLayout:
    """The pieces of one frame, in their order.

    Args:
        before: what no checksum covers and stands first.
        covered: what the checksum covers.
        after: what follows, the checksum among it.
    """

    before: tuple[Piece, ...]
    covered: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All of them."""
        return self.before + self.covered + self.after


@dataclass(frozen=True, slots=True)
class LineSettings:
    """How bytes go over a serial line.

    Args:
        baud: bits a second.
        data_bits: 7 or 8.
        parity: ``none``, ``even`` or ``odd``.
        stop_bits: 1 or 2.
        pause_seconds: silence between two frames.
    """

    baud: int = 9600
    data_bits: int = 8
    parity: str = "none"
    stop_bits: int = 1
    pause_seconds: float = 0.02

    def seconds_of(self, size: int) -> float:
        """How long ``size`` bytes take on the line."""
        parity_bits = 0 if self.parity == "none" else 1
        return size * (1 + self.data_bits + parity_bits + self.stop_bits) / self.baud


@dataclass(frozen=True, slots=True)
class AddressRule:
    """How a board's address is written.

    Args:
        form: ``byte``, or ASCII digits ``decimal`` or ``hex``.
        digits: ASCII digits; not used by ``byte``.
        lowest: the first address a board may have.
        highest: the last one.
    """

    form: str = "byte"
    digits: int = 2
    lowest: int = 1
    highest: int = 247

    @property
    def size(self) -> int:
        """Bytes it takes."""
        return 1 if self.form == "byte" else self.digits


@dataclass(frozen=True, slots=True)
class TextRule:
    """What a board can show.

    Args:
        form: ``ascii``, a byte a character, or ``register``, 16 bits a character, high byte first.
        width: places of the board.
        narrowest: the fewest places such boards have.
        widest: the most.
        align: ``left`` or ``right``.
        characters: every character it shows; a blank is among them.
        drops_others: whether other characters are left out, else the text is refused.
    """

    form: str
    width: int
    narrowest: int
    widest: int
    align: str
    characters: str
    drops_others: bool

    @property
    def size(self) -> int:
        """Bytes of a whole text."""
        return self.width * (2 if self.form == "register" else 1)


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """What a board answers to a frame.

    Args:
        size: bytes of the whole answer.
        echo: how many of its first bytes repeat the frame's.
        within_seconds: how long it may take behind the frame.
    """

    size: int
    echo: int
    within_seconds: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A frame, understood.

    Args:
        kind: what it asks.
        address: of whom.
        text: what to show, all places; blanks when it clears.
    """

    kind: FrameKind
    address: int
    text: str
