"""A line as a person meant it: without what cannot be seen, with the apostrophe that was meant."""

from __future__ import annotations

import unicodedata

from kezek_core.papers.letters import PAPER_LETTERS

_APOSTROPHES = {0x02BB: "'", 0x02BC: "'"}
"""Uzbek and Kazakh names have them; keyboards and printers have the plain one."""

_UNSEEN = "Cf"
"""Format characters: zero-width spaces, soft hyphens, marks of direction, byte order marks."""


def cleaned_line(text: str) -> str:
    """A line without invisible signs, with plain apostrophes and single blanks.

    Args:
        text: as typed or pasted.
    """
    seen = (sign for sign in text if unicodedata.category(sign) != _UNSEEN)
    return " ".join("".join(seen).translate(_APOSTROPHES).split())


def unprintable_sign(text: str) -> str | None:
    """The first sign that no paper can carry, with its code point; None when all can be printed.

    Args:
        text: one line.

    Returns:
        For example ``م (U+0645)``; a sign that cannot be shown is named by its code point alone.
    """
    for sign in unicodedata.normalize("NFC", text):
        if sign not in PAPER_LETTERS:
            code = f"U+{ord(sign):04X}"
            return f"{sign} ({code})" if sign.isprintable() and not _joins(sign) else code
    return None


def _joins(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")
