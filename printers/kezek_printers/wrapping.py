"""Breaking text into lines on the character grid."""

from __future__ import annotations

import functools


@functools.lru_cache(maxsize=1024)
def balanced_lines(text: str, columns: int) -> tuple[str, ...]:
    """As few lines as the text needs, as even as they can be, no letter lost.

    Args:
        text: words between single blanks.
        columns: most characters in a line; a longer word is broken where the line ends.
    """
    fewest = _filled(text, columns)
    width = columns
    while width > 1 and len(_filled(text, width - 1)) == len(fewest):
        if any(len(word) >= width for word in text.split()):
            break
        width -= 1
    return tuple(_filled(text, width))


def _filled(text: str, columns: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= columns:
            lines[-1] += " " + word
        else:
            lines.extend(word[at : at + columns] for at in range(0, len(word), columns))
    return lines
