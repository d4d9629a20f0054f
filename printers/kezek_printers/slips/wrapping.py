"""Breaking text into lines on the character grid."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from kezek_printers.slips.printable import untied

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


def hanging_lines(text: str, columns: int, indent: int) -> tuple[str, ...]:
    """Full lines, the last one not left with a lonely word.

    Args:
        text: see ``balanced_lines``.
        columns: most characters in the first line.
        indent: how many fewer there are in the others, which begin that much further right.
    """
    lines = _filled(text, columns, indent)
    for width in range(columns - 1, columns // 2, -1):
        if len(lines) < 2 or len(lines[-1]) >= (columns - indent) // _SHORT_LAST_LINE:
            break
        tried = _narrower(text, width, len(lines), indent)
        if tried is None:
            break
        lines = tried
    return tuple(map(untied, lines))


def _narrower(text: str, width: int, most_lines: int, indent: int = 0) -> list[str] | None:
    """The lines at that width; None when there would be more of them, or broken words."""
    if any(len(word) > width - indent for word in text.split(" ")):
        return None
    lines = _filled(text, width, indent)
    return lines if len(lines) <= most_lines else None


def _filled(text: str, columns: int, indent: int = 0) -> list[str]:
    lines: list[str] = []
    for word in _words(text, columns - indent):
        room = columns - indent if len(lines) > 1 else columns
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += " " + word
        else:
            lines.extend(_pieces(word, columns - indent))
    return lines


def _pieces(word: str, columns: int) -> list[str]:
    return [word[at : at + columns] for at in range(0, len(word), columns)]


def _words(text: str, columns: int) -> Iterator[str]:
    """The words; where tied ones do not fit a line together, the tie gives."""
    for word in filter(None, text.split(" ")):
        yield from (word,) if len(word) <= columns else untied(word).split()
