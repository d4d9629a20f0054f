"""The words of a room in every language: a gettext catalogue beside the code that uses it.

A msgid is a plain English sentence; Kazakh and Russian are complete, English holds only what
differs. An office adds a language with a folder of catalogues in the layout of Kezek's own,
``<catalogue>/<language>/LC_MESSAGES/messages.po`` (or ``.mo``). The one module of the core that
reads files: words that are part of the program, and nothing else.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from kezek_core.errors import KezekError
from kezek_core.extras import LibraryMissingError, naming_the_extra
from kezek_core.phrases import Phrase
from kezek_core.texts.languages import STATE_LANGUAGE, known_languages, set_added
from kezek_core.texts.local_text import LocalText, by_language

SOURCE = "en"
"""The language of the msgids."""


LANGUAGE_CODE = re.compile("[a-z]{2,3}")
PLACES: tuple[tuple[re.Pattern[str], Callable[[str, Mapping[str, str]], str]], ...] = (
    (re.compile(r"\{(\w+)\}"), lambda text, facts: text.format(**facts)),
    (re.compile(r"%\((\w+)\)s"), lambda text, facts: text % facts),
)
"""The two ways in which a text has places for facts, and how they are filled."""

_folders: tuple[Path, ...] = ()


class CatalogueError(KezekError, ValueError):
    """A catalogue that an office added cannot be used.

    Args:
        path: of the file or folder.
        expected: what belongs there.
        came: what is there instead.
    """

    code = "catalogue"

    def __init__(self, path: Path, expected: str, came: str) -> None:
        super().__init__(f"{path}: expected {expected}, got {came}; mend it or take it away")
        self.path, self.expected, self.came = path, expected, came
        self.facts = {"path": str(path), "expected": expected, "came": came}


def added_folders() -> tuple[Path, ...]:
    """The folders of catalogues that were added, the last one first."""
    return _folders


def add_languages(folder: Path) -> None:
    """Take the catalogues of a folder into use, in this process; a second time changes nothing.

    Args:
        folder: one that is not there has nothing.

    Raises:
        CatalogueError: a catalogue in it cannot be read, or a text of it cannot be filled in; then
            nothing of the folder is used.
    """
    if folder.is_dir() and folder not in _folders:
        for each in sorted(folder.glob("*/*/LC_MESSAGES")):
            _check(each)
        _use((folder, *_folders))


def remove_languages(folder: Path) -> None:
    """Forget a folder that was added."""
    _use(tuple(each for each in _folders if each != folder))


def _use(folders: tuple[Path, ...]) -> None:
    global _folders
    _folders = folders
    set_added(each.parts[-2] for folder in folders for each in folder.glob("*/*/LC_MESSAGES"))


class Catalogue:
    """The texts of one name, in every language that has it.

    Args:
        folder: ``translations/<name>``: a folder a language.
        source: the language of its msgids.
    """

    def __init__(self, folder: Path, source: str = SOURCE) -> None:
        self.folder, self.source = folder, source

    @classmethod
    def beside(cls, module: str, name: str, source: str = SOURCE) -> Catalogue:
        """The catalogue of a room, from the ``__file__`` of one of its modules."""
        return cls(Path(module).parent / "translations" / name, source)

    def in_language(self, language: str) -> gettext.NullTranslations:
        """What translates into a language; what that lacks is said in Kazakh."""
        return _translations(self.folder, self.source, language, added_folders())

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


@cache
def _translations(
    folder: Path, source: str, language: str, added: tuple[Path, ...]
) -> gettext.NullTranslations:
    found = [
        translations
        for root in (*(each / folder.name for each in added), folder)
        if (translations := _read(root / language / "LC_MESSAGES")) is not None
    ]
    if language not in (source, STATE_LANGUAGE):
        found.append(_translations(folder, source, STATE_LANGUAGE, added))
    if not found:
        return gettext.NullTranslations()
    for earlier, later in pairwise(found):
        earlier.add_fallback(later)
    return found[0]


def _read(folder: Path) -> gettext.NullTranslations | None:
    """The compiled catalogue; from its source where that is newer, None where there is neither."""
    source, compiled = folder / "messages.po", folder / "messages.mo"
    if compiled.exists() and not _is_newer(source, compiled):
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    return _compiled_in_memory(source) if source.exists() else None


def _check(folder: Path) -> None:
    """See that a catalogue says what it is asked: a ticket must not fail for a translation."""
    if not LANGUAGE_CODE.fullmatch(folder.parts[-2]):
        raise CatalogueError(
            folder.parent,
            Phrase("a language by its code of two or three letters"),
            folder.parts[-2],
        )
    try:
        found = _read(folder)
    except LibraryMissingError:
        raise
    except Exception as error:
        came = f"{type(error).__name__}: {error}"
        raise CatalogueError(folder, Phrase("a gettext catalogue"), came) from error
    for msgid, text in getattr(found, "_catalog", {}).items():
        asked = msgid[0] if isinstance(msgid, tuple) else msgid
        for place, fill in PLACES:
            facts = dict.fromkeys(place.findall(asked), "")
            try:
                if facts:
                    fill(text, facts)
            except (KeyError, IndexError, ValueError, TypeError) as error:
                expected = Phrase("a text with the places of %(msgid)s", msgid=repr(asked[:60]))
                raise CatalogueError(folder, expected, repr(text[:60])) from error


def _is_newer(source: Path, compiled: Path) -> bool:
    return source.exists() and source.stat().st_mtime > compiled.stat().st_mtime


def _compiled_in_memory(source: Path) -> gettext.NullTranslations:
    with naming_the_extra():
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

    with source.open("rb") as po:
        catalogue = read_po(po, abort_invalid=True)
    image = BytesIO()
    write_mo(image, catalogue)
    image.seek(0)
    return gettext.GNUTranslations(image)
