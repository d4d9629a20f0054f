"""Slips become ESC/POS bytes: text in the printer's font, Kazakh letters, drawn bands."""

from __future__ import annotations

from kezek_printers.encode.encode import encode, glyph_upload
from kezek_printers.encode.raster import lacking_letters

__all__ = [
    "encode",
    "glyph_upload",
    "lacking_letters",
]
