"""Where the keys of a TOML text stand: ``tomllib`` gives their values and no lines.

It reads a text that ``tomllib`` has read, so it checks nothing. Whatever it cannot follow it leaves
out: a fault then names the line of the table around it, or none, and never that of another key.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from contextlib import suppress

from kezek_core.toml_table.problem import Path

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)


def places_of(text: str) -> dict[Path, int]:
    """The line, from 1, of every key and every place in a list; of a table's header for a table.

    Args:
        text: sound TOML.
    """
    return _Scanner(text).scan().lines


def table_at_end(text: str) -> Path:
    """The table that a statement after ``text`` would belong to."""
    return _Scanner(text).scan().table


def keys_of(line: str) -> tuple[str, ...]:
    """The keys before the first ``=`` of a line; none where it does not begin with keys."""
    scanner = _Scanner(line.lstrip(" \t"))
    try:
        keys = scanner.keys()
    except _LostError:
        return ()
    return keys if scanner.next_is("=") else ()


class _LostError(Exception):
    """The text is not followed any further."""


class _Scanner:
    """Reads from the beginning to the end, or to what it cannot follow."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        self._length: dict[Path, int] = {}
        self.lines: dict[Path, int] = {}
        self.table: Path = ()

    def scan(self) -> _Scanner:
        """Go through the text; where it is lost the rest of it has no lines."""
        with suppress(_LostError, RecursionError):
            self._skip(_BLANK)
            while self._at < len(self._text):
                if self.next_is("["):
                    self._header()
                else:
                    self._pair(self.table)
                self._skip(_BLANK)
        return self

    def keys(self) -> tuple[str, ...]:
        """A dotted key, unquoted."""
        found = [self._key()]
        while self._takes("."):
            found.append(self._key())
        return tuple(found)

    def next_is(self, sign: str) -> bool:
        self._skip(_SPACE)
        return self._text.startswith(sign, self._at)

    def _header(self) -> None:
        line = self._line()
        many = self._takes("[[")
        self._at += 0 if many else 1
        *above, last = self.keys()
        parent: Path = ()
        for key in above:
            parent = self._into(self._named(parent, key, line))
        self.table = self._named(parent, last, line)
        if many:
            place = self._length.get(self.table, 0)
            self._length[self.table] = place + 1
            self.table = (*self.table, place)
        self.lines[self.table] = line
        self._needs("]]" if many else "]")

    def _named(self, parent: Path, key: str, line: int) -> Path:
        path = (*parent, key)
        self.lines.setdefault(path, line)
        return path

    def _into(self, path: Path) -> Path:
        """A header below a list of tables means the last of them."""
        return (*path, self._length[path] - 1) if path in self._length else path

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = table
        for key in self.keys():
            path = self._named(path, key, line)
        self._needs("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip(_SPACE)
        if self._takes("["):
            self._list(path)
        elif self._takes("{"):
            self._inline_table(path)
        elif self._text.startswith(('"', "'"), self._at):
            self._quoted()
        else:
            self._skip(_SCALAR)

    def _list(self, path: Path) -> None:
        place = 0
        while not self._takes("]", _BLANK):
            self.lines[(*path, place)] = self._line()
            self._value((*path, place))
            place += 1
            if not self._takes(",", _BLANK):
                self._needs("]", _BLANK)
                return

    def _inline_table(self, path: Path) -> None:
        while not self._takes("}", _BLANK):
            self._pair(path)
            if not self._takes(",", _BLANK):
                self._needs("}", _BLANK)
                return

    def _key(self) -> str:
        self._skip(_SPACE)
        bare = _BARE_KEY.match(self._text, self._at)
        if bare is None:
            return _unquoted(self._quoted())
        self._at = bare.end()
        return bare[0]

    def _quoted(self) -> str:
        found = _STRING.match(self._text, self._at)
        if found is None:
            raise _LostError
        self._at = found.end()
        return found[0]

    def _takes(self, sign: str, blank: re.Pattern[str] = _SPACE) -> bool:
        self._skip(blank)
        found = self._text.startswith(sign, self._at)
        self._at += len(sign) if found else 0
        return found

    def _needs(self, sign: str, blank: re.Pattern[str] = _SPACE) -> None:
        if not self._takes(sign, blank):
            raise _LostError

    def _skip(self, blank: re.Pattern[str]) -> None:
        found = blank.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _line(self) -> int:
        return bisect_right(self._breaks, self._at) + 1


def _unquoted(quoted: str) -> str:
    try:
        return str(tomllib.loads(f"key = {quoted}")["key"])
    except tomllib.TOMLDecodeError as error:
        raise _LostError from error
