"""What is wrong with what was sent, in phrases.

No phrase repeats what stood in a field: it may belong to a visitor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kezek_core.phrases import NOTHING, SOMETHING_ELSE, TRUE_OR_FALSE, Phrase, list_of

MEND_IT = Phrase("Mend this field and send everything again.")
INSTANT = Phrase("an instant with its offset, for example 2026-11-23T10:00:00+05:00")


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in what was sent.

    Args:
        field: its place: ``person.name``, ``devices[2].kind``, a header, or ``body``.
        expected: what belongs there.
        came: of what kind it was, never what it said.
        what_to_do: a whole sentence.
    """

    field: str
    expected: Phrase
    came: Phrase
    what_to_do: Phrase = MEND_IT


def line_of(least: int, most: int) -> Phrase:
    """The words for text on one line.

    Args:
        least: characters; 0 where it may be empty.
        most: characters.
    """
    if not least:
        return Phrase("text of at most %(most)s characters on one line", most=most)
    return Phrase("text of %(least)s to %(most)s characters on one line", least=least, most=most)


def came_of(value: Any) -> Phrase:
    """Of what kind a value is."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return Phrase("text of length %(length)s", length=len(value))
    if isinstance(value, bool):
        return TRUE_OR_FALSE
    if isinstance(value, int | float):
        return Phrase("a number")
    if isinstance(value, list):
        return list_of(len(value))
    return Phrase("an object") if isinstance(value, dict) else SOMETHING_ELSE
