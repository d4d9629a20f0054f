"""What is wrong with what was sent, in phrases that the catalogue of errors translates.

No phrase repeats what stood in a field: it may belong to a visitor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class FaultPhrase(Enum):
    """A part of a sentence; the value is the msgid of ``translations/errors``."""

    # What is expected.
    TEXT = "text of %(least)s to %(most)s characters on one line"
    TEXT_OR_NONE = "text of at most %(most)s characters on one line"
    LINES = "text, which may have several lines"
    KEY = "%(least)s to %(most)s visible ASCII characters"
    FLAG = "true or false"
    ONE_OF = "one of these: %(words)s"
    WHOLE = "a whole number from %(least)s to %(most)s"
    NUMBER = "a number from %(least)s to %(most)s"
    INSTANT = "an instant with its offset, for example 2026-11-23T10:00:00+05:00"
    DAY = "a date of the years 2000 to 2200, for example 2026-11-23"
    TIME_OF_DAY = "a time of day, for example 09:30"
    LIST = "a list of at most %(most)s, each of them %(each)s"
    COUNTS = "an object of at most %(most)s names, each with %(each)s"
    OBJECT = "an object with the fields %(words)s"
    EITHER = "%(one)s; or %(other)s"
    JSON_OBJECT = "a JSON object"
    NO_FIELD = "nothing; the fields are %(words)s"
    NO_FIELD_AT_ALL = "nothing; there are no fields here"
    NOT_BESIDE = "nothing beside the field %(beside)s"
    ONLY_BESIDE = "nothing without the field %(beside)s"
    STAFF_ONLY = "nothing, because a device accepts as nobody"
    NOT_BEFORE = "a date not before %(first)s"
    NOT_LONGER = "a date at most %(days)s days after the first one"
    VIRTUAL_DEVICE = "a device of the page /hardware, and a part that it has"
    ACCOUNT_NAME = "1-40 of a-z, 0-9, “.”, “-” and “_”, a letter first"
    WINDOW_NUMBER = "the number of a window"
    # What came.
    NOTHING = "nothing"
    SOME_TEXT = "text of length %(length)s"
    CONTROL_SIGNS = "text with line breaks or signs that cannot be seen"
    SOME_NUMBER = "a number"
    SOME_LIST = "a list of %(length)s"
    SOME_OBJECT = "an object"
    NO_JSON = "something that is no JSON"
    UNKNOWN_FIELD = "a field that is not known"
    SOMETHING_ELSE = "something else"
    # What to do next.
    SEND_IT = "Send this field."
    LEAVE_OUT = "Leave this field out."
    SEND_OBJECT = "Send a JSON object as the body."
    MEND_IT = "Mend this field and send everything again."


@dataclass(frozen=True, slots=True)
class Words:
    """A phrase and what fills it; among the values may be other words."""

    phrase: FaultPhrase
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.phrase.value % self.values


def words(phrase: FaultPhrase, **values: Any) -> Words:
    """A phrase with its values."""
    return Words(phrase, values)


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
    expected: Words
    came: Words
    what_to_do: Words = Words(FaultPhrase.MEND_IT)


def came_of(value: Any) -> Words:
    """Of what kind a value is."""
    if value is None:
        return words(FaultPhrase.NOTHING)
    if isinstance(value, str):
        return words(FaultPhrase.SOME_TEXT, length=len(value))
    if isinstance(value, bool):
        return words(FaultPhrase.FLAG)
    if isinstance(value, int | float):
        return words(FaultPhrase.SOME_NUMBER)
    if isinstance(value, list):
        return words(FaultPhrase.SOME_LIST, length=len(value))
    return words(FaultPhrase.SOME_OBJECT if isinstance(value, dict) else FaultPhrase.SOMETHING_ELSE)
