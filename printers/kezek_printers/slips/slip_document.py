"""A slip laid out on the character grid, before it becomes the bytes of any printer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Align(Enum):
    """Where a line stands across the paper."""

    LEFT = "left"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text that fits the columns.

    Args:
        text: what it says.
        align: where it stands.
        bold: emphasised.
        indent: cells from the left edge to the text; for LEFT only.
        marker: what stands in the indent: the number or bullet of an item.
    """

    text: str
    align: Align = Align.LEFT
    bold: bool = False
    indent: int = 0
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of two texts: one from the left edge, one up to the right edge."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line to sign on, from the left edge up to the words at the right edge."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """The one large thing on the slip, ``times`` as wide and high as the rest."""

    text: str
    times: int


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code with an edge of ``module_dots`` for each of its squares."""

    data: str
    module_dots: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Blank lines."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of the paper."""


Block = Line | Pair | Rule | Number | Qr | Gap | Cut


@dataclass(frozen=True, slots=True)
class SlipDocument:
    """All blocks of a slip, from the top.

    Args:
        columns: characters in a line.
        width_dots: dots across.
        blocks: what stands on it.
    """

    columns: int
    width_dots: int
    blocks: tuple[Block, ...]
