"""From a slip to the bytes of one kind of printer."""

from __future__ import annotations

import functools

from kezek_core.papers import FormSlip, Slip
from kezek_printers.encode import escpos, glyph_lettering
from kezek_printers.encode.lettering import KAZAKH_CODEC, RUSSIAN_CODEC, PageLettering
from kezek_printers.encode.raster_writer import RasterWriter
from kezek_printers.encode.slip_length import slip_length_mm
from kezek_printers.encode.text_caches import forget_texts
from kezek_printers.encode.text_writer import TextWriter
from kezek_printers.errors import BrokenProfile
from kezek_printers.profiles.printer_profile import PrinterProfile, Strategy
from kezek_printers.slips.layout import lay_out
from kezek_printers.slips.slip_document import SlipDocument


def encode(slip: Slip, profile: PrinterProfile, *, glyphs_resident: bool = False) -> bytes:
    """The bytes that print the slip, up to and with the cut.

    Args:
        slip: what the paper says.
        profile: what the printer can do.
        glyphs_resident: ``glyph_upload`` was sent since the printer was connected, so the letters
            need not travel with the slip.

    Raises:
        UnprintableText: a character can neither be written nor drawn.
        UnprintableCode: the address does not fit a QR code.
        BrokenSlip: its instant or time zone cannot be read.
    """
    return encode_measured(slip, profile, glyphs_resident=glyphs_resident)[0]


def encode_measured(
    slip: Slip, profile: PrinterProfile, *, glyphs_resident: bool = False
) -> tuple[bytes, float]:
    """The bytes of a slip, and how many millimetres of paper it takes; see ``encode``."""
    try:
        document = lay_out(slip, columns=profile.columns, width_dots=profile.width_dots)
        data = encode_document(document, profile, glyphs_resident=glyphs_resident)
        return data, slip_length_mm(document, profile)
    finally:
        if isinstance(slip, FormSlip):
            # It names a person: nothing of it stays in memory longer than the print.
            forget_texts(_lettering(profile.strategy))


def encode_document(
    document: SlipDocument, profile: PrinterProfile, *, glyphs_resident: bool = False
) -> bytes:
    """The bytes that print any laid out slip; see ``encode``."""
    opening = _opening(profile, glyphs_resident)
    if profile.automatic_status:
        opening += escpos.AUTOMATIC_STATUS
    if profile.strategy is Strategy.RASTER:
        return opening + RasterWriter(profile).write(document)
    return opening + TextWriter(profile, _lettering(profile.strategy)).write(document)


def glyph_upload(profile: PrinterProfile) -> bytes:
    """What to send once after connecting, so that slips need not carry the Kazakh letters.

    Returns:
        About 630 bytes for the strategy GLYPHS, none for the others.
    """
    return glyph_lettering.upload() if profile.strategy is Strategy.GLYPHS else b""


@functools.lru_cache(maxsize=64)
def _opening(profile: PrinterProfile, glyphs_resident: bool) -> bytes:
    """``ESC @`` would clear resident glyphs; every slip leaves the printer as it found it."""
    if profile.strategy is Strategy.GLYPHS:
        loaded = b"" if glyphs_resident else glyph_lettering.upload()
        page = escpos.select_page(_known(profile.russian_page, profile, "russian_page"))
        return loaded + escpos.CANCEL_KANJI + page + escpos.USER_DEFINED
    clean = escpos.INITIALISE + escpos.CANCEL_KANJI
    if profile.strategy is Strategy.CODEPAGE:
        return clean + escpos.select_page(_known(profile.kazakh_page, profile, "kazakh_page"))
    if profile.strategy is Strategy.INLINE:
        return clean + escpos.select_page(_known(profile.russian_page, profile, "russian_page"))
    return clean


def _known(page: int | None, profile: PrinterProfile, key: str) -> int:
    if page is None:
        raise BrokenProfile(
            f"expected {key} in profile {profile.name} for the strategy "
            f"{profile.strategy.value}, got nothing; add the number of ESC t"
        )
    return page


@functools.cache
def _lettering(strategy: Strategy) -> PageLettering:
    if strategy is Strategy.GLYPHS:
        return glyph_lettering.GlyphLettering()
    return PageLettering(KAZAKH_CODEC if strategy is Strategy.CODEPAGE else RUSSIAN_CODEC)
