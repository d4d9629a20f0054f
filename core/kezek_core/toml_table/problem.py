"""What is wrong with a standard's file: where, what came, what should stand there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from difflib import get_close_matches

from kezek_core.errors import CoreError

MAX_SHOWN_CHARS = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a standard's file.

    Args:
        file: name of the file.
        key: dotted path of the key, list places counted from 0; empty for the file as a whole.
        came: what stands there now.
        expected: the form that should stand there.
        hint: what to do next, where we can guess it.
        line: line of the fault, from 1; known only for a file that is not TOML at all.
        column: column of the fault, from 1.
    """

    file: str
    key: str
    came: str
    expected: str
    hint: str | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}:{self.column}"
        what = f"{self.key}: " if self.key else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{where}: {what}expected {self.expected}, came {self.came}{hint}"


class StandardFileError(CoreError, ValueError):
    """A standard's file cannot be used; ``problems`` names every fault found in it."""

    code = "standard_file"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(each) for each in problems))


class Missing:
    """What came where nothing came."""

    def __repr__(self) -> str:
        return "nothing"


MISSING = Missing()


@dataclass(slots=True)
class Findings:
    """The problems of one file, noted while it is read."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def note(self, key: str, came: object, expected: str, hint: str | None = None) -> None:
        """Remember a problem with what stands under ``key``."""
        self.problems.append(Problem(self.file, key, shown(came), expected, hint))

    def note_unknown(self, key: str, name: str, known: tuple[str, ...]) -> None:
        """Remember a key that nobody knows, with the nearest of the known ones."""
        expected = f"one of the keys {', '.join(known)}"
        hint = nearest(name, known) or "remove it, or write it as a known key"
        self.problems.append(Problem(self.file, key, "an unknown key", expected, hint))

    def note_unknown_path(self, key: str, path: str, known: frozenset[str]) -> None:
        """Remember a dotted path that leads to no value, with the nearest one that does."""
        expected = "the dotted path of a value of this file, list places counted from 0"
        self.note(key, path, expected, nearest(path, sorted(known)))


def nearest(name: str, known: Sequence[str]) -> str | None:
    """A question for the known word that a misspelt one is like; None where none is."""
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return f'did you mean "{near[0]}"?' if near else None


def shown(value: object) -> str:
    """Return a value of the file as a person would have written it, long ones cut short."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, str):
        text = f'"{" ".join(value.split())}"'
    elif isinstance(value, Mapping):
        text = f"a table of {len(value)}"
    elif isinstance(value, list):
        text = f"a list of {len(value)}"
    else:
        text = repr(value) if isinstance(value, Missing) else str(value)
    return text if len(text) <= MAX_SHOWN_CHARS else f"{text[: MAX_SHOWN_CHARS - 1]}…"
