"""The words of a room in every language: a gettext catalogue beside the code that uses it.

A msgid is a plain English sentence; Kazakh and Russian are complete, English holds only what
differs. An office adds a language with a folder of catalogues in the layout of Kezek's own,
``<catalogue>/<language>/LC_MESSAGES/messages.po`` (or ``.mo``). Of the core only this package
reads files: words that are part of the program, and nothing else.
"""

from __future__ import annotations

import gettext
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from kezek_core.texts.added import added_translations, generation
from kezek_core.texts.compiled import has_catalogue, read_translations
from kezek_core.texts.languages import STATE_LANGUAGE, known_languages
from kezek_core.texts.local_text import LocalText, by_language

SOURCE = "en"
"""The language of the msgids."""


class Catalogue:
    """The texts of a name, in every language that has it; of several names, the last one counts.

    Args:
        folders: each ``translations/<name>``, with a folder a language.
        source: the language of the msgids.
    """

    def __init__(self, *folders: Path, source: str = SOURCE) -> None:
        self.folders, self.source = folders, source

    @classmethod
    def beside(cls, module: str, name: str, source: str = SOURCE) -> Catalogue:
        """The catalogue of a room, from the ``__file__`` of one of its modules."""
        return cls(Path(module).parent / "translations" / name, source=source)

    def in_language(self, language: str) -> gettext.NullTranslations:
        """What translates into a language; what that lacks is said in Kazakh."""
        return _translations(self.folders, self.source, language, generation())

    def text(self, msgid: str, context: str = "") -> LocalText:
        """A text of this catalogue.

        Args:
            msgid: as the source has it.
            context: tells two texts apart that read the same in the source.
        """
        return _Translated(self, msgid, context)

    def counted(self, one: str, many: str, count: int, context: str = "") -> LocalText:
        """A text with ``{count}`` in the form that each language has for that number."""

        def say(language: str) -> str:
            translations = self.in_language(language)
            if context:
                return translations.npgettext(context, one, many, count)
            return translations.ngettext(one, many, count)

        return by_language(lambda language: say(language).format(count=count))


class _Translated(LocalText):
    """A text that is looked up as it is read, so that a language may be added later."""

    __slots__ = ("_catalogue", "_context", "_msgid")

    def __init__(self, catalogue: Catalogue, msgid: str, context: str) -> None:
        self._catalogue, self._msgid, self._context = catalogue, msgid, context

    def in_language(self, language: str) -> str:
        translations = self._catalogue.in_language(language)
        if self._context:
            return translations.pgettext(self._context, self._msgid)
        return translations.gettext(self._msgid)

    def to_json(self) -> dict[str, str | None]:
        return {language: self.in_language(language) for language in known_languages()}


@lru_cache(maxsize=256)
def _translations(
    folders: tuple[Path, ...], source: str, language: str, added: int
) -> gettext.NullTranslations:
    """The catalogues of a language one behind the other; ``added`` numbers those of offices."""
    own = tuple(reversed(folders))
    found: list[gettext.NullTranslations] = [
        translations for folder in own for translations in added_translations(folder.name, language)
    ]
    places = (folder / language / "LC_MESSAGES" for folder in own)
    found += (read_translations(place) for place in places if has_catalogue(place))
    if language not in (source, STATE_LANGUAGE):
        found.append(_translations(folders, source, STATE_LANGUAGE, added))
    if not found:
        return gettext.NullTranslations()
    for earlier, later in pairwise(found):
        earlier.add_fallback(later)
    return found[0]
