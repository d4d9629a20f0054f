"""What is wrong with a file: where, what came, what should stand there, what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from enum import StrEnum

from kezek_core.errors import KezekError
from kezek_core.phrases import NOTHING, Phrase, Translate, list_of, said

MAX_SHOWN_CHARS = 60

Path = tuple[str | int, ...]
"""The keys that lead to a value; the place in a list is counted from 0, and shown from 1."""


class FaultCode(StrEnum):
    """What kind of fault it is; programs go by it."""

    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    NOT_UTF8 = "not_utf8"
    NOT_TOML = "not_toml"
    UNKNOWN_KEY = "unknown_key"
    MISSING_KEY = "missing_key"
    WRONG_VALUE = "wrong_value"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a file.

    Args:
        file: name of the file, or a phrase for what is none.
        path: of the key; empty for the file as a whole.
        came: what stands there now; a phrase, or the value as a person would write it.
        expected: the form that should stand there.
        hint: what to do next, where we can guess it.
        line: line of the fault, from 1; of the table where the key is missing; None when unknown.
        column: column of the fault, from 1; known only where the file is no TOML.
        code: the kind of fault.
    """

    file: str
    path: Path
    came: str
    expected: str
    hint: str | None = None
    line: int | None = None
    column: int | None = None
    code: FaultCode = FaultCode.WRONG_VALUE

    @property
    def key(self) -> str:
        """The dotted path, list places counted from 1: ``windows.2.services``."""
        return ".".join(
            str(each + 1) if isinstance(each, int) else printable(each) for each in self.path
        )

    def message(self, translate: Translate = str) -> str:
        """The fault in one line, in the language of ``translate``."""
        sentence = Phrase(
            "expected %(expected)s, came %(came)s", expected=self.expected, came=self.came
        )
        parts = [self._where(), _as_counted(self.path), sentence]
        line = ": ".join(said(each, translate) for each in parts if each)
        return f"{line}; {said(self.hint, translate)}" if self.hint else line

    def to_json(self, translate: Translate = str) -> dict[str, str | int | None]:
        """The fault as plain values for a program, its texts in the language of ``translate``."""
        return {
            "file": said(self.file, translate),
            "line": self.line,
            "column": self.column,
            "key": self.key,
            "code": self.code.value,
            "came": said(self.came, translate),
            "expected": said(self.expected, translate),
            "hint": None if self.hint is None else said(self.hint, translate),
        }

    def __str__(self) -> str:
        return self.message()

    def _where(self) -> str:
        if self.line is None:
            return self.file
        if self.column is None:
            return Phrase("%(file)s:%(line)s", file=self.file, line=self.line)
        return Phrase(
            "%(file)s:%(line)s:%(column)s", file=self.file, line=self.line, column=self.column
        )


class FaultyFileError(KezekError):
    """A file cannot be used; ``problems`` names every fault found in it.

    A room's own error for a kind of file inherits this first and its room's base after it.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.message())
        self.facts: dict[str, object] = {
            "file": str(self.problems[0].file),
            "count": len(self.problems),
            "problems": [each.to_json() for each in self.problems],
        }

    def message(self, translate: Translate = str) -> str:
        """Every fault, a line each, in the language of ``translate``."""
        return "\n".join(each.message(translate) for each in self.problems)


class Missing:
    """What came where nothing came."""


MISSING = Missing()


def nearest(name: str, known: Sequence[str]) -> Phrase | None:
    """A question for the known word that a misspelt one is like; None where none is."""
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return Phrase('did you mean "%(near)s"?', near=near[0]) if near else None


def shown(value: object) -> str:
    """Return a value of the file as a person would have written it, long ones cut short."""
    if isinstance(value, Phrase):
        return value
    if isinstance(value, Missing):
        return NOTHING
    if isinstance(value, Mapping):
        return Phrase("a table of %(count)s", count=len(value))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return list_of(len(value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | time):
        return value.isoformat()
    return printable(f'"{" ".join(value.split())}"' if isinstance(value, str) else str(value))


def printable(text: str) -> str:
    """A text that cannot disturb a terminal, cut short."""
    plain = text if text.isprintable() else "".join(map(_sign, text[:MAX_SHOWN_CHARS]))
    return plain if len(plain) <= MAX_SHOWN_CHARS else f"{plain[: MAX_SHOWN_CHARS - 1]}…"


def _sign(sign: str) -> str:
    return sign if sign.isprintable() else f"\\u{ord(sign):04x}"


def _as_counted(path: Path) -> str:
    """The key as people count: ``services of the 2nd [[windows]]``."""
    outer, table, inner = "", list[str](), list[str]()
    for each in path:
        if isinstance(each, str):
            table.append(printable(each))
            inner.append(printable(each))
            continue
        place = Phrase(
            "the %(ordinal)s [[%(list)s]]",
            ordinal=_ordinal(each + 1),
            list=".".join(table),
        )
        outer, inner = _of(place, outer), []
    return _of(".".join(inner), outer)


def _of(inner: str, outer: str) -> str:
    if not inner or not outer:
        return inner or outer
    return Phrase("%(inner)s of %(outer)s", inner=inner, outer=outer)


def _ordinal(number: int) -> Phrase:
    """1st in English; only there do figures take an ending of four."""
    if number % 100 not in (11, 12, 13):
        if number % 10 == 1:
            return Phrase("%(number)sst", number=number)
        if number % 10 == 2:
            return Phrase("%(number)snd", number=number)
        if number % 10 == 3:
            return Phrase("%(number)srd", number=number)
    return Phrase("%(number)sth", number=number)
