"""Text as paper takes it: no control characters, no sign that printers lack and words have."""

from __future__ import annotations

import functools
import unicodedata

_AS_WORDS = str.maketrans(
    {"₸": "тг", "…": "...", "\u00ad": None, "\u2011": "-", "\u2212": "-", "\u02b9": "'"}
)
_DROPPED = {"Cc", "Cf", "Cs"}

SIMPLER = str.maketrans("«»“”„‘’–—•", '"""""\'\'--*')
"""One plain sign for one typographic sign, for pages that lack these."""


@functools.lru_cache(maxsize=1024)
def printable(text: str) -> str:
    """The text on one line: composed letters, single blanks, nothing a printer would obey.

    Args:
        text: from an office's files, never to be trusted.
    """
    composed = unicodedata.normalize("NFC", text).translate(_AS_WORDS)
    blanks = (" " if letter.isspace() else letter for letter in composed)
    kept = (letter for letter in blanks if unicodedata.category(letter) not in _DROPPED)
    return " ".join("".join(kept).split())
