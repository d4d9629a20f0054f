"""A text in the languages of its readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from kezek_core.texts.languages import STATE_LANGUAGE, known_languages

NO_BREAK_SPACE = "\u00a0"


class LocalText:
    """One text by language; Kazakh is never missing, any other language may be.

    Two texts are equal when they read the same in every language; a text never changes.

    Args:
        kk: in Kazakh.
        ru: in Russian.
        en: in English.
        **others: in other languages, by code.
    """

    __slots__ = ("_by_language",)

    def __init__(
        self, kk: str, ru: str | None = None, en: str | None = None, **others: str | None
    ) -> None:
        self._by_language = {"kk": kk, "ru": ru, "en": en, **others}

    @property
    def kk(self) -> str:
        """The text in the state language."""
        return self.in_language(STATE_LANGUAGE)

    def in_language(self, language: str) -> str:
        """The text in ``language``, or in Kazakh where that is missing."""
        return self._by_language.get(language) or self._by_language[STATE_LANGUAGE] or ""

    def to_json(self) -> dict[str, str | None]:
        """The texts by language; the three shipped languages always, None where one is missing."""
        return dict(self._by_language)

    @classmethod
    def from_json(cls, data: Mapping[str, str | None]) -> LocalText:
        """The text that ``to_json`` wrote."""
        others = {language: text for language, text in data.items() if language != STATE_LANGUAGE}
        return LocalText(data[STATE_LANGUAGE] or "", **others)

    def __eq__(self, other: object) -> bool:
        return self.to_json() == other.to_json() if isinstance(other, LocalText) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.kk)

    def __repr__(self) -> str:
        texts = ", ".join(f"{code}={text!r}" for code, text in self.to_json().items())
        return f"LocalText({texts})"


def same(text: str) -> LocalText:
    """A text that reads the same in every language."""
    return by_language(lambda _: text)


def by_language(say: Callable[[str], str]) -> LocalText:
    """The text that ``say`` makes for each language there are words for."""
    return LocalText(**{language: say(language) for language in known_languages()})


def chained(several: Iterable[LocalText], between: str) -> LocalText:
    """Texts in a row, language by language."""
    row = list(several)
    return by_language(lambda language: between.join(each.in_language(language) for each in row))


def filled(pattern: LocalText, **values: LocalText | str | int) -> LocalText:
    """A sentence with its ``{values}``, each in the sentence's own language."""

    def say(language: str) -> str:
        words = {
            name: value.in_language(language) if isinstance(value, LocalText) else value
            for name, value in values.items()
        }
        return pattern.in_language(language).format(**words)

    return by_language(say)


def said_in(language: str, texts: Mapping[str, LocalText]) -> dict[str, str]:
    """Named texts in one language."""
    return {name: text.in_language(language) for name, text in texts.items()}
