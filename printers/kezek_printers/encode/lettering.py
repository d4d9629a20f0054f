"""Writing a line of text in the bytes of a printer's own font.

A letter is a byte of the code page; failing that, a look-alike or a plainer sign of that page; then
dots in the line (``ESC *``). What has no dots either is refused: never a question mark.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from itertools import groupby

from kezek_printers.encode.cells import columns_24, font_a, has_cell
from kezek_printers.encode.escpos import bit_image
from kezek_printers.encode.glyphs import LOOK_ALIKES
from kezek_printers.errors import UnprintableText
from kezek_printers.slips.printable import SIMPLER

KAZAKH_CODEC = "kz1048"
RUSSIAN_CODEC = "cp866"


class PageLettering:
    """Letters of one code page; the strategies CODEPAGE (kz1048) and INLINE (cp866).

    A subclass may override ``own`` and ``letters``.

    Args:
        codec: Python's name of the page the printer was switched to.
    """

    def __init__(self, codec: str) -> None:
        self.codec = codec
        self.line = functools.lru_cache(maxsize=2048)(self._line)

    def _line(self, text: str, bold: bool) -> bytes:
        """The bytes of cleaned text, without a line feed.

        Raises:
            UnprintableText: a character has neither a byte nor dots.
        """
        return b"".join(
            _strip(letters, bold) if as_dots else self.letters(letters)
            for as_dots, letters in self._runs(text)
        )

    def scalable(self, text: str) -> bool:
        """Whether the text can be enlarged: dots in the line cannot."""
        return all(self._bytes(letter) is not None for letter in text)

    def own(self, letter: str) -> bytes | None:
        """Bytes for the letter that go before those of the page; None when there are none."""
        return None

    def letters(self, text: str) -> bytes:
        """The bytes of text that needs no dots."""
        return b"".join(self._bytes(letter) or b"" for letter in text)

    def _runs(self, text: str) -> Iterator[tuple[bool, str]]:
        for as_dots, letters in groupby(text, key=lambda letter: self._bytes(letter) is None):
            yield as_dots, "".join(letters)

    def _bytes(self, letter: str) -> bytes | None:
        own = self.own(letter)
        return own if own is not None else _page_byte(self.codec, letter)


@functools.cache
def _page_byte(codec: str, letter: str) -> bytes | None:
    for candidate in (letter, LOOK_ALIKES.get(letter, letter), letter.translate(SIMPLER)):
        try:
            return candidate.encode(codec)
        except UnicodeEncodeError:
            continue
    return None


def _strip(letters: str, bold: bool) -> bytes:
    return bit_image(b"".join(columns_24(font_a(_drawn(one), bold)) for one in letters))


def _drawn(letter: str) -> str:
    if has_cell(letter):
        return letter
    raise UnprintableText(
        f"expected letters that can be printed, got {letter!r} (U+{ord(letter):04X}); "
        "take it out of the name, or choose a printer profile that draws whole lines"
    )
