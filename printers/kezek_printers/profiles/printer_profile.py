"""What a printer can do, as its profile says: never guessed from its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Strategy(Enum):
    """How Kazakh letters reach the paper."""

    CODEPAGE = "codepage"
    GLYPHS = "glyphs"
    INLINE = "inline"
    RASTER = "raster"


class Acknowledgement(Enum):
    """How the printer says that a slip is on the paper, the strongest first."""

    GS_H = "gs_h"
    GS_R = "gs_r"
    STATUS = "status"
    NONE = "none"


class Presenter(Enum):
    """What hands a cut slip out."""

    NONE = "none"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """One kind of printer.

    Args:
        name: the profile's file stem, as kezek.toml names it.
        columns: characters of Font A in a line.
        width_dots: dots across the paper.
        strategy: how Kazakh letters are printed.
        kazakh_page: number of ``ESC t`` for KZ-1048; needed by CODEPAGE only.
        native_qr: whether ``GS ( k`` draws QR codes.
        acknowledgement: the fence after a slip.
        cutter: whether ``GS V`` cuts.
        answers_status: whether ``DLE EOT`` is answered.
        feed_lines: lines from the print head to the cutter.
        russian_page: number of ``ESC t`` for code page 866; needed by GLYPHS and INLINE.
        clears_buffer: whether ``DLE DC4`` 8 drops what was received; False when not known.
        automatic_status: whether ``GS a`` makes it tell every change by itself.
        presenter: what brings a cut slip out of a kiosk printer; none for others.
        description: what the technician chooses by.
        sources: where each value is known from, by the name of the field.
    """

    name: str
    columns: int
    width_dots: int
    strategy: Strategy
    kazakh_page: int | None = None
    native_qr: bool = True
    acknowledgement: Acknowledgement = Acknowledgement.STATUS
    cutter: bool = True
    answers_status: bool = True
    feed_lines: int = 4
    russian_page: int | None = None
    clears_buffer: bool = False
    automatic_status: bool = False
    presenter: Presenter = Presenter.NONE
    description: str = ""
    sources: Mapping[str, str] = field(default_factory=dict, compare=False)
