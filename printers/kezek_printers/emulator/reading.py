"""Reads back the bytes of a profile's slips: the decoder set up as that printer is."""

from __future__ import annotations

import functools

from kezek_printers.emulator.decoder import Decoder
from kezek_printers.emulator.decoding import CODE_PAGES
from kezek_printers.emulator.paper import Paper
from kezek_printers.encode.cells import font_a, has_cell
from kezek_printers.profiles.printer_profile import PrinterProfile

_KAZAKH = "kz1048"
_RUSSIAN_PAGE = "cp866"
_RUSSIAN = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
_LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі" + _RUSSIAN + _RUSSIAN.lower() + "«»№—–…"


def decoder_for(profile: PrinterProfile) -> Decoder:
    """A decoder with the pages and width of the profile.

    Epson's number of the Kazakh page means something else on a printer whose profile has none, so
    such a printer cannot read it.
    """
    pages = {number: name for number, name in CODE_PAGES.items() if name != _KAZAKH}
    if profile.russian_page is not None:
        pages[profile.russian_page] = _RUSSIAN_PAGE
    if profile.kazakh_page is not None:
        pages[profile.kazakh_page] = _KAZAKH
    return Decoder(
        width_dots=profile.width_dots,
        code_pages=pages,
        known_glyphs=known_glyphs(),
        tears_after_lines=None if profile.cutter else max(1, profile.feed_lines),
    )


def read_papers(data: bytes, profile: PrinterProfile) -> tuple[Paper, ...]:
    """Every paper in the bytes; what was not cut off is the last one."""
    papers: list[Paper] = []
    decoder = decoder_for(profile)
    decoder.when_cut = papers.append
    decoder.feed(data)
    if decoder.pending.marks:
        papers.append(decoder.pending)
    return tuple(papers)


@functools.cache
def known_glyphs() -> dict[tuple[int, ...], str]:
    """Letters by the dots of their cell; a shape that two letters share is read as the first."""
    known: dict[tuple[int, ...], str] = {}
    for emphasised in (False, True):
        for letter in _LETTERS:
            if has_cell(letter):
                known.setdefault(font_a(letter, emphasised), letter)
    return known
