"""Reading one table of a standard's file: typed values out, what is wrong noted by name.

A value that cannot be read is noted and replaced by an empty one, so that one look at a file
finds all its faults; a file with faults never becomes a standard.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from kezek_core.texts import LocalText
from kezek_core.toml_table.problem import MISSING, Findings

Value = TypeVar("Value")
Word = TypeVar("Word", bound=StrEnum)

CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SHORT_MAX_CHARS = 28
"""A longer name does not fit a button of the kiosk or a line of the ticket."""


class Table:
    """One table of the file; every method reads one key."""

    def __init__(self, raw: Mapping[str, object], path: str, findings: Findings) -> None:
        self._raw = raw
        self._path = path
        self._findings = findings
        self._asked: list[str] = []
        self._inner: list[Table] = []

    def at(self, key: str) -> str:
        """Return the dotted path of a key of this table."""
        return f"{self._path}.{key}" if self._path else key

    def has(self, key: str) -> bool:
        """Whether the key stands in the file."""
        return key in self._raw

    def wrong(self, key: str, expected: str, hint: str | None = None) -> None:
        """Note that what stands under ``key`` is not what was expected."""
        self._findings.note(self.at(key), self._raw.get(key, MISSING), expected, hint)

    def note_unknown_keys(self) -> None:
        """Note the keys, here and in all inner tables, that were never asked for."""
        for key in self._raw:
            if key not in self._asked:
                self._findings.note_unknown(self.at(key), key, tuple(self._asked))
        for inner in self._inner:
            inner.note_unknown_keys()

    def note_repeated(self, key: str, names: list[str], what: str) -> None:
        """Note every name that comes more than once in the list under ``key``."""
        for name in sorted({each for each in names if each and names.count(each) > 1}):
            self.wrong(key, f'every {what} once; "{name}" comes {names.count(name)} times')

    def entries(self) -> dict[str, str]:
        """Return the texts of a table whose keys are dotted paths."""
        for path, value in self._raw.items():
            if isinstance(value, dict):
                self._asked.append(path)
                hint = f'put the whole path in quotes, as "{path}.{next(iter(value), "key")}"'
                self.wrong(path, "a text in quotes", hint)
        return {path: self.text(path) for path, v in self._raw.items() if not isinstance(v, dict)}

    def text(self, key: str) -> str:
        """Return a text that must be there."""
        return self._required(key, self.text_or_none(key), "a text in quotes") or ""

    def text_or_none(self, key: str) -> str | None:
        """Return a text, None where the key is absent."""
        value = self._take(key)
        if value is MISSING or _is_text(value):
            return value if isinstance(value, str) else None
        self.wrong(key, "a text in quotes, not empty, without spaces or breaks at its ends")
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; absent is empty."""
        values = self._list(key)
        if not all(_is_text(each) for each in values):
            self.wrong(key, 'a list of texts, none of them empty, as ["...", "..."]')
        return tuple(each for each in values if isinstance(each, str))

    def whole(self, key: str, lowest: int, highest: int) -> int:
        """Return a whole number that must be there."""
        found = self.whole_or_none(key, lowest, highest)
        return self._required(key, found, _whole_form(lowest, highest)) or 0

    def whole_or_none(self, key: str, lowest: int, highest: int) -> int | None:
        """Return a whole number within bounds, None where the key is absent."""
        value = self._take(key)
        if value is MISSING:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest:
            return value
        self.wrong(key, _whole_form(lowest, highest))
        return None

    def number_or_none(self, key: str, expected: str, bounds: tuple[int, int]) -> Decimal | None:
        """Return a number within bounds, None where the key is absent."""
        value = self._take(key)
        if value is MISSING:
            return None
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            number = Decimal(value)
            if number.is_finite() and bounds[0] <= number <= bounds[1]:
                return number
        self.wrong(key, expected)
        return None

    def flag(self, key: str) -> bool:
        """Return true or false; the key must be there."""
        return bool(self._required(key, self.flag_or_none(key), "true or false"))

    def flag_or_none(self, key: str) -> bool | None:
        """Return true or false, None where the key is absent."""
        value = self._take(key)
        if value is MISSING or isinstance(value, bool):
            return value if isinstance(value, bool) else None
        self.wrong(key, "true or false, without quotes")
        return None

    def day(self, key: str) -> date:
        """Return a date that must be there."""
        return self._required(key, self.day_or_none(key), "a date as YYYY-MM-DD") or date.min

    def day_or_none(self, key: str) -> date | None:
        """Return a date, None where the key is absent."""
        value = self._take(key)
        if value is MISSING:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str) and DAY.fullmatch(value) and (day := _day(value)):
            return day
        self.wrong(key, "a date of the calendar as YYYY-MM-DD, for example 2007-11-30")
        return None

    def month_day_or_none(self, key: str) -> str | None:
        """Return a day of any year as "MM-DD", None where the key is absent."""
        value = self._take(key)
        if value is MISSING:
            return None
        # 2000 was a leap year: the 29th of February is a day too.
        if isinstance(value, str) and DAY.fullmatch(f"2000-{value}") and _day(f"2000-{value}"):
            return value
        self.wrong(key, 'a day of the year in quotes, as "MM-DD", for example "04-01"')
        return None

    def clock(self, key: str) -> time | None:
        """Return a time of day that must be there; None for a wrong one, which is noted."""
        value = self._take(key)
        if isinstance(value, str) and (found := CLOCK.fullmatch(value)):
            return time(int(found[1]), int(found[2]))
        self.wrong(key, 'a time of day in quotes, as "HH:MM", for example "09:00"')
        return None

    def word(self, key: str, words: type[Word]) -> Word:
        """Return one of a few words; the key must be there."""
        found = self._required(key, self.word_or_none(key, words), _choices(words))
        return found or next(iter(words))

    def word_or_none(self, key: str, words: type[Word]) -> Word | None:
        """Return one of a few words, None where the key is absent."""
        value = self._take(key)
        if value is MISSING:
            return None
        if isinstance(value, str) and value in frozenset(words):
            return words(value)
        self.wrong(key, _choices(words))
        return None

    def words(self, key: str, words: type[Word]) -> tuple[Word, ...]:
        """Return a list of words, each at most once; absent is empty."""
        values, known = self._list(key), frozenset(words)
        found = tuple(words(each) for each in values if isinstance(each, str) and each in known)
        for each in values:
            if not isinstance(each, str) or each not in known:
                self._findings.note(self.at(key), each, _choices(words))
        if len(set(found)) < len(found):
            self.wrong(key, "every word at most once")
        return found

    def local_text(self, key: str) -> LocalText:
        """Return a text by language that must be there, at least in Kazakh."""
        table = self.table(key)
        return LocalText(table.text("kk"), table.text_or_none("ru"), table.text_or_none("en"))

    def short_text(self, key: str) -> LocalText:
        """Return a text by language of which no language is too long for a button."""
        text = self.local_text(key)
        for language, value in text.to_json().items():
            if value is not None and len(value) > SHORT_MAX_CHARS:
                expected = f"at most {SHORT_MAX_CHARS} characters, here are {len(value)}"
                self._findings.note(f"{self.at(key)}.{language}", value, expected)
        return text

    def table(self, key: str) -> Table:
        """Return the table under a key; an absent one is empty, so that its keys are missed."""
        return self.table_or_none(key) or self._open({}, key)

    def table_or_none(self, key: str) -> Table | None:
        """Return the table under a key, None where the key is absent."""
        value = self._take(key)
        if value is MISSING:
            return None
        if isinstance(value, dict):
            return self._open(value, key)
        self.wrong(key, f"a table, opened by [{self.at(key)}]")
        return None

    def tables(self, key: str) -> tuple[Table, ...]:
        """Return the tables of a list; absent is empty."""
        found = []
        for index, each in enumerate(self._list(key)):
            if isinstance(each, dict):
                found.append(self._open(each, f"{key}.{index}"))
            else:
                expected = f"a table, opened by [[{self.at(key)}]]"
                self._findings.note(self.at(f"{key}.{index}"), each, expected)
        return tuple(found)

    def _open(self, raw: Mapping[str, object], key: str) -> Table:
        inner = Table(raw, self.at(key), self._findings)
        self._inner.append(inner)
        return inner

    def _take(self, key: str) -> object:
        if key not in self._asked:
            self._asked.append(key)
        return self._raw.get(key, MISSING)

    def _list(self, key: str) -> list[object]:
        value = self._take(key)
        if value is MISSING or isinstance(value, list):
            return value if isinstance(value, list) else []
        self.wrong(key, "a list")
        return []

    def _required(self, key: str, value: Value | None, expected: str) -> Value | None:
        if key not in self._raw:
            self.wrong(key, expected, "add the key")
        return value


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value) and value == value.strip()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _whole_form(lowest: int, highest: int) -> str:
    return f"a whole number from {lowest} to {highest}, without quotes"


def _choices(words: type[StrEnum]) -> str:
    return f"one of {', '.join(words)}"
