"""The strategy GLYPHS: fifteen Kazakh letters loaded into the printer, one byte each ever after."""

from __future__ import annotations

import functools

from kezek_printers.encode.cells import columns_24, font_a
from kezek_printers.encode.escpos import BUILT_IN, INITIALISE, USER_DEFINED, define_character
from kezek_printers.encode.glyphs import KAZAKH_LETTERS, SIGNS
from kezek_printers.encode.lettering import RUSSIAN_CODEC, PageLettering

_SIGN_OF = dict(zip(KAZAKH_LETTERS, SIGNS, strict=True))


class GlyphLettering(PageLettering):
    """Russian from the page, Kazakh from loaded characters."""

    def __init__(self) -> None:
        super().__init__(RUSSIAN_CODEC)

    def own(self, letter: str) -> bytes | None:
        """The sign a letter took over; a sign itself is printed with the loaded ones off."""
        if letter in _SIGN_OF:
            return _SIGN_OF[letter].encode("ascii")
        if letter in SIGNS:
            return BUILT_IN + letter.encode("ascii") + USER_DEFINED
        return None

    def letters(self, text: str) -> bytes:
        """Signs side by side, such as the rule of a signature, need one turn off and on."""
        return super().letters(text).replace(USER_DEFINED + BUILT_IN, b"")


@functools.cache
def upload() -> bytes:
    """Everything to send once after the printer is connected or was switched off."""
    commands = (
        define_character(ord(sign), columns_24(font_a(letter))) for letter, sign in _SIGN_OF.items()
    )
    return INITIALISE + b"".join(commands)
