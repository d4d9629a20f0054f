"""Digits as they were meant, typed on the wrong layout or read with a scanner's remark before them.

On the Kazakh layout the keys of 1 to 0 write letters and signs. Where only digits make sense, the
place of the key was meant.
"""

from __future__ import annotations

import re

DIGITS = "1234567890"
_ROWS = (
    '"әіңғ,.үұқ',  # Kazakh
    '"ӘІҢҒ,.ҮҰҚ',  # Kazakh, with Caps Lock
    "!ӘІҢҒ;:ҮҰҚ",  # Kazakh, with Shift
    '!"№;%:?*()',  # Russian, with Shift
)
"""What the keys of 1 to 0 write; source: xkb symbols ``kz`` and ``ru``, as on Windows."""

_TABLES = tuple(dict(zip(row, DIGITS, strict=True)) for row in _ROWS)

_SEEN_AS = str.maketrans("АВСЕНКМОРТХ", "ABCEHKMOPTX")
"""Cyrillic letters of tickets, and the Latin ones that nobody tells from them."""

_SYMBOLOGY = re.compile(r"^\][A-Za-z][0-9A-Za-z]")
"""An AIM identifier such as ``]Q1``; source: ISO/IEC 15424."""


def digits_meant(text: str) -> str:
    """The digits of a text that is nothing but keys of digits; any other text as it is.

    Args:
        text: as typed or pasted, without separators.
    """
    for table in _TABLES:
        if all(sign in table or sign in DIGITS for sign in text):
            return "".join(table.get(sign, sign) for sign in text)
    return text


def ticket_number_meant(text: str) -> str:
    """A ticket's number as people copy it: with the Cyrillic letter that looks like its own.

    Args:
        text: as typed.
    """
    letter, digits = text.strip().upper()[:1], text.strip()[1:]
    return letter.translate(_SEEN_AS) + digits_meant(digits)


def without_symbology(code: str) -> str:
    """What a scanner read, without what it says of the kind of code.

    Args:
        code: as it came from the scanner.
    """
    return _SYMBOLOGY.sub("", code)
