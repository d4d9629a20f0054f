"""The languages that an office adds: folders of catalogues beside its office file."""

from __future__ import annotations

import gettext
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import copy
from pathlib import Path

from kezek_core.errors import KezekError
from kezek_core.extras import LibraryMissingError
from kezek_core.phrases import Phrase
from kezek_core.texts.compiled import has_catalogue, read_translations
from kezek_core.texts.languages import set_added
from kezek_core.texts.translation_check import UnfitTranslationError, check_translations, texts_of

LANGUAGE_CODE = re.compile("[a-z]{2,3}")

Catalogues = Mapping[tuple[str, str], gettext.GNUTranslations]
"""What was read of a folder, by the names of catalogue and language."""

_read_of: dict[Path, Catalogues] = {}
"""Each folder in use, in the order they were added."""

_holders: Counter[Path] = Counter()
_generation = 0


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


def generation() -> int:
    """Another number whenever folders were added or removed."""
    return _generation


def added_translations(name: str, language: str) -> list[gettext.GNUTranslations]:
    """What the folders in use say for a catalogue in a language, the one added last first.

    Each as it was read when its folder was added: a file that somebody edits meanwhile fails no
    page. They are the caller's to chain.
    """
    found = (read.get((name, language)) for read in reversed(_read_of.values()))
    return [copy(each) for each in found if each is not None]


TRANSLATIONS = "translations"
"""The folder beside an office's file with catalogues of the office's own."""


def add_languages(folder: Path) -> None:
    """Take the catalogues of a folder into use, in this process; a second time changes nothing.

    Args:
        folder: holds ``<catalogue>/<language>/LC_MESSAGES/messages.po`` or ``.mo``; one that is
            not there has nothing.

    Raises:
        CatalogueError: a catalogue in it cannot be read, or a text of it cannot be filled in; then
            nothing of the folder is used.
    """
    if folder in _read_of or not (folder.exists() or folder.is_symlink()):
        return
    _read_of[folder] = {
        (each.parts[-3], each.parts[-2]): _checked(each) for each in added_catalogues(folder)
    }
    _remember()


def remove_languages(folder: Path) -> None:
    """Forget a folder that was added."""
    if _read_of.pop(folder, None) is not None:
        _remember()


class HeldLanguages:
    """The languages of a folder, in use until their last holder lets go of them.

    Args:
        folder: one that `add_languages` was given.
    """

    def __init__(self, folder: Path) -> None:
        self._folder: Path | None = folder
        _holders[folder] += 1

    def release(self) -> None:
        """Let go; a second time changes nothing."""
        folder, self._folder = self._folder, None
        if folder is None:
            return
        _holders[folder] -= 1
        if _holders[folder] <= 0:
            del _holders[folder]
            remove_languages(folder)


def added_catalogues(folder: Path) -> Iterator[Path]:
    """The folders ``<catalogue>/<language>/LC_MESSAGES`` that hold something to read.

    Raises:
        CatalogueError: the folder is none, or may not be looked into.
    """
    try:
        for catalogue in sorted(folder.iterdir()):
            for language in sorted(catalogue.iterdir()) if catalogue.is_dir() else ():
                if has_catalogue(language / "LC_MESSAGES"):
                    yield language / "LC_MESSAGES"
    except OSError as error:
        path = Path(error.filename or folder)
        came = error.strerror or str(error)
        raise CatalogueError(path, Phrase("a folder that Kezek may read"), came) from error


def catalogue_texts(folder: Path) -> Iterator[str]:
    """What a catalogue says, text by text.

    Args:
        folder: one of `added_catalogues`.

    Raises:
        CatalogueError: as `add_languages`.
    """
    return (text for _, _, text in texts_of(_checked(folder)))


def _remember() -> None:
    global _generation
    _generation += 1
    set_added(language for read in _read_of.values() for _, language in read)


def _checked(folder: Path) -> gettext.GNUTranslations:
    if not LANGUAGE_CODE.fullmatch(folder.parts[-2]):
        raise CatalogueError(
            folder.parent,
            Phrase("a language by its code of two or three letters"),
            folder.parts[-2],
        )
    try:
        found = read_translations(folder)
    except LibraryMissingError:
        raise
    except Exception as error:
        came = f"{type(error).__name__}: {error}"
        raise CatalogueError(folder, Phrase("a gettext catalogue"), came) from error
    try:
        check_translations(found)
    except UnfitTranslationError as error:
        raise CatalogueError(folder, error.expected, error.came) from error
    return found
