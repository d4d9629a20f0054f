"""Text as paper takes it: no control characters, no sign that printers lack and words have."""

from __future__ import annotations

import functools
import re
import unicodedata

_AS_WORDS = str.maketrans(
    {"₸": "тг", "…": "...", "\u00ad": None, "\u2011": "-", "\u2212": "-", "\u02b9": "'"}
    | dict.fromkeys("\u02bb\u02bc\u02bd\u02bf\u02be", "'")  # apostrophes of Uzbek and other letters
    | {"\u018f": "Ә", "\u0259": "ә"}  # the Latin schwa looks like the Kazakh letter, which is drawn
)
_DROPPED = {"Cc", "Cf", "Cs"}
_TIE = "\u00a0"
_TYPED_TIES = {"\u00a0", "\u202f", "\u2007"}
_BLANKS = re.compile(f"[ {_TIE}]+")
_TIES = (
    re.compile(r"(?<![^\s(«\"])([№N§]|[авикосу]|по|от|на|за|до|из|об|во|со|ко|не) (?=\S)", re.I),
    re.compile(r"(\d) (?=[^\W\d_A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]{1,6}\b)"),
    re.compile(r"(\S) (?=[—–] )"),
)
"""Where a line must not end: after a number sign or a small word, before a unit, before a dash."""

SIMPLER = str.maketrans("«»“”„‘’–—•", '"""""\'\'--∙')
"""One plain sign for one typographic sign, for pages that lack these."""


def printable(text: str) -> str:
    """The text on one line: composed letters, single blanks, nothing a printer would obey.

    Args:
        text: from an office's files, never to be trusted.
    """
    return untied(tied(text))


@functools.lru_cache(maxsize=1024)
def tied(text: str) -> str:
    """The same as ``printable``, with no-break blanks where a line must not end."""
    composed = unicodedata.normalize("NFC", text).translate(_AS_WORDS)
    blanks = (_blank(letter) if letter.isspace() else letter for letter in composed)
    kept = "".join(one for one in blanks if unicodedata.category(one) not in _DROPPED)
    single = _BLANKS.sub(lambda run: " " if " " in run.group() else _TIE, kept).strip(" " + _TIE)
    for place in _TIES:
        single = place.sub(rf"\1{_TIE}", single)
    return single


def untied(text: str) -> str:
    """Text whose lines are settled, with plain blanks only."""
    return text.replace(_TIE, " ")


def _blank(space: str) -> str:
    return _TIE if space in _TYPED_TIES else " "
