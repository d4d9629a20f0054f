"""Reading one table of a TOML file: typed values out, what is wrong noted by name.

A value that cannot be read is noted and replaced by an empty one, so that one look at a file
finds all its faults; a file with faults is refused as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from enum import Enum
from re import Pattern
from typing import TypeVar

from kezek_core.phrases import SOMETHING_ELSE, TRUE_OR_FALSE, Phrase, one_of
from kezek_core.texts.languages import STATE_LANGUAGE, known_languages
from kezek_core.texts.local_text import LocalText
from kezek_core.toml_table.findings import Findings
from kezek_core.toml_table.forms import (
    CLOCK_FORM,
    DAY_FORM,
    MONTH_DAY_FORM,
    SHORT_MAX_CHARS,
    TEXT_FORM,
    TEXTS_FORM,
    Bound,
    any_text_of,
    choice_of,
    clock_of,
    day_of,
    flag_of,
    month_day_of,
    number_of,
    text_of,
    values_of,
    whole_form,
    whole_of,
    wholes_form,
    without_quotes,
)
from kezek_core.toml_table.problem import MISSING, Path

Value = TypeVar("Value")
Member = TypeVar("Member", bound=Enum)
Choice = TypeVar("Choice", str, int)


class Table:
    """One table of the file; every method reads one key."""

    def __init__(self, raw: Mapping[str, object], path: Path, findings: Findings) -> None:
        self._raw = raw
        self._path = path
        self._asked: list[str] = []
        self._inner: list[Table] = []
        self.findings = findings

    def at(self, *keys: str | int) -> Path:
        """Return the path of a key of this table."""
        return (*self._path, *keys)

    def has(self, key: str) -> bool:
        """Whether the key stands in the file."""
        return key in self._raw

    def keys(self) -> tuple[str, ...]:
        """Return the keys that stand in the file."""
        return tuple(self._raw)

    def wrong(self, key: str, expected: str, hint: str | None = None) -> None:
        """Note that what stands under ``key`` is not what was expected."""
        self.findings.note(self.at(key), self._raw.get(key, MISSING), expected, hint)

    def allow_others(self) -> None:
        """Know every key of this table that is there."""
        self._asked += self._raw

    def note_unknown_keys(self) -> None:
        """Note the keys, here and in all inner tables, that were never asked for; each once."""
        known = tuple(self._asked)
        for key in self._raw:
            if key not in known:
                self.findings.note_unknown(self.at(key), known)
                self._asked.append(key)
        for inner in self._inner:
            inner.note_unknown_keys()

    def note_repeated(self, key: str, names: list[str], what: str) -> None:
        """Note every name that comes more than once in the list under ``key``."""
        for name in sorted({each for each in names if each and names.count(each) > 1}):
            expected = Phrase(
                'every %(what)s once; "%(name)s" comes %(count)s times',
                what=what,
                name=name,
                count=names.count(name),
            )
            self.wrong(key, expected)

    def entries(self) -> dict[str, str]:
        """Return the texts of a table whose keys are dotted paths."""
        for path, value in self._raw.items():
            if isinstance(value, dict):
                self._asked.append(path)
                whole = f"{path}.{next(iter(value), 'key')}"
                hint = Phrase('put the whole path in quotes, as "%(path)s"', path=whole)
                self.wrong(path, Phrase("a text in quotes"), hint)
        return {path: self.text(path) for path, v in self._raw.items() if not isinstance(v, dict)}

    def text(self, key: str) -> str:
        """Return a text that must be there."""
        return self._needed(key, self.text_or_none(key), Phrase("a text in quotes")) or ""

    def text_or_none(self, key: str) -> str | None:
        """Return a text, None where the key is absent."""
        return self._optional(key, text_of, TEXT_FORM)

    def some_text(self, key: str) -> str:
        """Return a text that must be there and is not blank, whatever stands at its ends."""
        value = self.any_text_or_none(key)
        if not self.has(key) or (value is not None and not value.strip()):
            self.wrong(key, Phrase("a text in quotes"))
        return value or ""

    def any_text_or_none(self, key: str) -> str | None:
        """Return a text that may be empty, None where the key is absent."""
        return self._optional(key, any_text_of, Phrase("a text in quotes"))

    def secret(self, key: str, form: Pattern[str], expected: str) -> str:
        """Return a text of a form that must be there; no fault ever shows what stands there."""
        value = self._take(key)
        if isinstance(value, str) and form.fullmatch(value):
            return value
        came = MISSING if value is MISSING else SOMETHING_ELSE
        self.findings.note(self.at(key), came, expected)
        return ""

    def texts(self, key: str, expected: str = TEXTS_FORM) -> tuple[str, ...]:
        """Return a list of texts; absent is empty."""
        values = self._list(key, expected)
        if any(text_of(each) is None for each in values):
            self.wrong(key, expected)
        return tuple(each for each in values if isinstance(each, str))

    def wholes(self, key: str, lowest: int, highest: int) -> tuple[int, ...]:
        """Return a list of whole numbers within bounds; absent is empty."""
        values = [whole_of(each, lowest, highest) for each in self._list(key)]
        if None in values:
            self.wrong(key, wholes_form(lowest, highest))
        return tuple(each for each in values if each is not None)

    def whole(self, key: str, lowest: int, highest: int) -> int:
        """Return a whole number that must be there."""
        found = self.whole_or_none(key, lowest, highest)
        return self._needed(key, found, whole_form(lowest, highest)) or 0

    def whole_or_none(self, key: str, lowest: int, highest: int) -> int | None:
        """Return a whole number within bounds, None where the key is absent."""
        expected = whole_form(lowest, highest)
        return self._optional(key, lambda value: whole_of(value, lowest, highest), expected)

    def number_or_none(
        self, key: str, expected: str, bounds: tuple[Bound, Bound]
    ) -> Decimal | None:
        """Return a number within bounds, None where the key is absent."""
        return self._optional(key, lambda value: number_of(value, *bounds), expected)

    def flag(self, key: str) -> bool:
        """Return true or false; the key must be there."""
        return bool(self._needed(key, self.flag_or_none(key), TRUE_OR_FALSE))

    def flag_or_none(self, key: str) -> bool | None:
        """Return true or false, None where the key is absent."""
        return self._optional(key, flag_of, without_quotes(TRUE_OR_FALSE))

    def day(self, key: str) -> date:
        """Return a date that must be there."""
        found = self._needed(key, self.day_or_none(key), Phrase("a date as YYYY-MM-DD"))
        return found or date.min

    def day_or_none(self, key: str) -> date | None:
        """Return a date, None where the key is absent."""
        return self._optional(key, day_of, DAY_FORM)

    def month_day_or_none(self, key: str) -> str | None:
        """Return a day of any year as "MM-DD", None where the key is absent."""
        return self._optional(key, month_day_of, MONTH_DAY_FORM)

    def clock(self, key: str) -> time | None:
        """Return a time of day that must be there; None for a wrong one, which is noted."""
        return self._needed(key, self._optional(key, clock_of, CLOCK_FORM), CLOCK_FORM)

    def member(self, key: str, members: type[Member]) -> Member:
        """Return one of a few words; the key must be there."""
        found = self._needed(key, self.member_or_none(key, members), one_of(values_of(members)))
        return found or next(iter(members))

    def member_or_none(self, key: str, members: type[Member]) -> Member | None:
        """Return one of a few words, None where the key is absent."""
        found = self.choice_or_none(key, values_of(members))
        return None if found is None else members(found)

    def choice_or_none(self, key: str, choices: Sequence[Choice]) -> Choice | None:
        """Return one of a few words or numbers, None where the key is absent."""
        return self._optional(key, lambda value: choice_of(value, choices), one_of(choices))

    def members(self, key: str, members: type[Member]) -> tuple[Member, ...]:
        """Return a list of words, each at most once; absent is empty."""
        values, known = self._list(key), values_of(members)
        found = tuple(members(each) for each in values if isinstance(each, str) and each in known)
        for each in values:
            if not isinstance(each, str) or each not in known:
                self.findings.note(self.at(key), each, one_of(known))
        if len(set(found)) < len(found):
            self.wrong(key, Phrase("every word at most once"))
        return found

    def list_or_none(self, key: str, expected: str) -> list[object] | None:
        """Return a list of whatever it holds, None where the key is absent."""
        return self._list(key, expected) if self._take(key) is not MISSING else None

    def local_text(self, key: str) -> LocalText:
        """Return a text by language that must be there, at least in Kazakh."""
        table = self.table(key)
        kazakh = table.text(STATE_LANGUAGE)
        others = {each: table.text_or_none(each) for each in known_languages()[1:]}
        return LocalText(kazakh, **others)

    def short_text(self, key: str) -> LocalText:
        """Return a text by language of which no language is too long for a button."""
        text = self.local_text(key)
        for language, value in text.to_json().items():
            if value is not None and len(value) > SHORT_MAX_CHARS:
                expected = Phrase(
                    "at most %(most)s characters, here are %(length)s",
                    most=SHORT_MAX_CHARS,
                    length=len(value),
                )
                self.findings.note(self.at(key, language), value, expected)
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
        name = self._heading(key)
        self.wrong(key, Phrase("a table, opened by [%(name)s]", name=name))
        return None

    def tables(self, key: str) -> tuple[Table, ...]:
        """Return the tables of a list; absent is empty."""
        found = []
        name = self._heading(key)
        expected = Phrase("a table, opened by [[%(name)s]]", name=name)
        for place, each in enumerate(self._list(key, expected)):
            if isinstance(each, dict):
                found.append(self._open(each, key, place))
            else:
                self.findings.note(self.at(key, place), each, expected)
        return tuple(found)

    def _open(self, raw: Mapping[str, object], *keys: str | int) -> Table:
        inner = Table(raw, self.at(*keys), self.findings)
        self._inner.append(inner)
        return inner

    def _heading(self, key: str) -> str:
        return ".".join(each for each in self.at(key) if isinstance(each, str))

    def _take(self, key: str) -> object:
        if key not in self._asked:
            self._asked.append(key)
        return self._raw.get(key, MISSING)

    def _list(self, key: str, expected: str | None = None) -> list[object]:
        value = self._take(key)
        if value is MISSING or isinstance(value, list):
            return value if isinstance(value, list) else []
        self.wrong(key, expected or Phrase("a list in brackets"))
        return []

    def _optional(
        self, key: str, value_of: Callable[[object], Value | None], expected: str
    ) -> Value | None:
        value = self._take(key)
        found = None if value is MISSING else value_of(value)
        if found is None and value is not MISSING:
            self.wrong(key, expected)
        return found

    def _needed(self, key: str, value: Value | None, expected: str) -> Value | None:
        if key not in self._raw:
            self.wrong(key, expected, Phrase("add the key"))
        return value
