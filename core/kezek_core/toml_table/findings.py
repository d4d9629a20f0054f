"""The faults of one file, noted while it is read, each with its line."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from math import inf

from kezek_core.phrases import Phrase
from kezek_core.toml_table.places import places_of
from kezek_core.toml_table.problem import MISSING, FaultCode, Path, Problem, nearest, shown
from kezek_core.toml_table.source import Source


class Findings:
    """Everything that is wrong with a file.

    Args:
        file: its name.
        source: what it says; a tree that came from no file has no lines.
    """

    def __init__(self, file: str, source: Source) -> None:
        self.file = file
        self._source = source
        self._noted: list[Problem] = []

    def __bool__(self) -> bool:
        """Whether anything is wrong."""
        return bool(self._noted or self._source.problems)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them: first what is no TOML, then the rest in the order of the file's lines."""
        noted = (replace(each, line=self._line(each.path)) for each in self._noted)
        return (*self._source.problems, *sorted(noted, key=lambda each: each.line or inf))

    def note(self, path: Path, came: object, expected: str, hint: str | None = None) -> None:
        """Remember a problem with what stands at ``path``; ``MISSING`` where nothing does."""
        code = FaultCode.WRONG_VALUE
        if came is MISSING:
            code = FaultCode.MISSING_KEY
            if self._is_unread(path):
                return  # it stands on a line that is noted already
        self._noted.append(Problem(self.file, path, shown(came), expected, hint, code=code))

    def note_unknown(
        self, path: Path, known: tuple[str, ...], expected: Phrase | None = None
    ) -> None:
        """Remember a key that nobody knows, with the nearest of the known ones.

        Args:
            path: of the key.
            known: what may stand there.
            expected: where there are too many to list them.
        """
        expected = expected or Phrase("one of the keys %(known)s", known=", ".join(known))
        hint = nearest(str(path[-1]), known)
        hint = hint or Phrase("remove it, or write it as a known key")
        came = Phrase("an unknown key")
        code = FaultCode.UNKNOWN_KEY
        self._noted.append(Problem(self.file, path, came, expected, hint, code=code))

    def is_noted(self, path: Path) -> bool:
        """Whether something is wrong at ``path`` or below it."""
        return any(each.path[: len(path)] == path for each in self._noted)

    def _is_unread(self, path: Path) -> bool:
        """Whether the key, a table around it or a part of it stands on a line left out."""
        shorter = ((each, min(len(each), len(path))) for each in self._source.unread)
        return any(each[:size] == path[:size] for each, size in shorter)

    def _line(self, path: Path) -> int | None:
        """Of the key, or of the nearest table around a key that is not there."""
        around = (path[:end] for end in range(len(path), 0, -1))
        return next((self._lines[each] for each in around if each in self._lines), None)

    @cached_property
    def _lines(self) -> dict[Path, int]:
        return places_of(self._source.text)
