"""Breaking text into lines on the character grid."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from kezek_printers.printable import untied

_SHORT_LAST_LINE = 4
"""A last line shorter than this share of the width looks like a slip of the hand."""


@functools.lru_cache(maxsize=1024)
def balanced_lines(text: str, columns: int) -> tuple[str, ...]:
    """As few lines as the text needs, as even as they can be, no letter lost.

    Args:
        text: words between single blanks; words tied by no-break blanks stay on one line.
        columns: most characters in a line; a longer word is broken where the line ends.
    """
    lines = _filled(text, columns)
    for width in range(columns - 1, 0, -1):
        tried = _narrower(text, width, len(lines))
        if tried is None:
            break
        lines = tried
    return tuple(map(untied, lines))


def paragraph_lines(text: str, columns: int) -> tuple[str, ...]:
    """Full lines from the left edge, the last one not left with a lonely word.

    Args:
        text: see ``balanced_lines``.
        columns: see ``balanced_lines``.
    """
    lines = _filled(text, columns)
    for width in range(columns - 1, columns // 2, -1):
        if len(lines) < 2 or len(lines[-1]) * _SHORT_LAST_LINE >= columns:
            break
        tried = _narrower(text, width, len(lines))
        if tried is None:
            break
        lines = tried
    return tuple(map(untied, lines))


def _narrower(text: str, width: int, most_lines: int) -> list[str] | None:
    """The lines at that width; None when there would be more of them, or broken words."""
    if any(len(word) > width for word in text.split(" ")):
        return None
    lines = _filled(text, width)
    return lines if len(lines) <= most_lines else None


def _filled(text: str, columns: int) -> list[str]:
    lines: list[str] = []
    for word in _words(text, columns):
        if lines and len(lines[-1]) + 1 + len(word) <= columns:
            lines[-1] += " " + word
        else:
            lines.extend(word[at : at + columns] for at in range(0, len(word), columns))
    return lines


def _words(text: str, columns: int) -> Iterator[str]:
    """The words; where tied ones do not fit a line together, the tie gives."""
    for word in filter(None, text.split(" ")):
        yield from (word,) if len(word) <= columns else untied(word).split()
