"""A JSON text with its own sum behind it, so that a bit which turned on the card is noticed."""

from __future__ import annotations

import re
from zlib import crc32

_SUMMED = re.compile(r"(.*\})#([0-9a-f]{8})", re.DOTALL)


class WrongSumError(ValueError):
    """A text is not what was written."""


def with_sum(text: str) -> str:
    """A JSON object's text as it is stored: ``{...}#1a2b3c4d``, CRC-32 over its UTF-8."""
    return f"{text}#{crc32(text.encode()):08x}"


def without_sum(stored: str) -> str:
    """The text; one from before version 0.2.0 has no sum.

    Raises:
        WrongSumError: the text is not what was written.
    """
    found = _SUMMED.fullmatch(stored)
    if found is None:
        return stored
    text, kept = found.groups()
    # A text that the card spoilt may hold half a sign.
    if f"{crc32(text.encode(errors='replace')):08x}" != kept:
        raise WrongSumError(f"its sum is not {kept}")
    return text
