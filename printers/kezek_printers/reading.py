"""Reads back the bytes of a profile's slips: the decoder set up as that printer is."""

from __future__ import annotations

import functools

from kezek_printers.cells import cell_bitmap, has_cell
from kezek_printers.decoder import CODE_PAGES, Decoder
from kezek_printers.paper import Paper
from kezek_printers.profile import PrinterProfile

_RUSSIAN = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
_LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі" + _RUSSIAN + _RUSSIAN.lower() + "«»№—–…"
    "ӘәҒғҚқҢңӨөҰұҮүҺһІіАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя«»№—–…"
)


def decoder_for(profile: PrinterProfile) -> Decoder:
    """A decoder with the pages and width of the profile."""
    pages = dict(CODE_PAGES)
    if profile.kazakh_page is not None:
        pages[profile.kazakh_page] = "kz1048"
    return Decoder(width_dots=profile.width_dots, code_pages=pages, known_glyphs=_known_glyphs())


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
def _known_glyphs() -> dict[tuple[int, ...], str]:
    """Letters by the dots of their cell; a shape that two letters share is read as the first."""
    known: dict[tuple[int, ...], str] = {}
    for bold in (False, True):
        for letter in _LETTERS:
            if has_cell(letter):
                known.setdefault(cell_bitmap(letter, bold), letter)
    return known
