"""The languages that an office adds: folders of catalogues beside its office file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from kezek_core.errors import KezekError
from kezek_core.extras import LibraryMissingError
from kezek_core.phrases import Phrase
from kezek_core.texts.compiled import has_catalogue, read_translations
from kezek_core.texts.languages import set_added
from kezek_core.texts.translation_check import UnfitTranslationError, check_translations

LANGUAGE_CODE = re.compile("[a-z]{2,3}")

_languages_of: dict[Path, tuple[str, ...]] = {}
"""The languages of each folder in use, in the order they were added."""

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
        folder: holds ``<catalogue>/<language>/LC_MESSAGES/messages.po`` or ``.mo``; one that is
            not there has nothing.

    Raises:
        CatalogueError: a catalogue in it cannot be read, or a text of it cannot be filled in; then
            nothing of the folder is used.
    """
    if folder in _folders or not (folder.exists() or folder.is_symlink()):
        return
    catalogues = tuple(added_catalogues(folder))
    for each in catalogues:
        _check(each)
    _languages_of[folder] = tuple(each.parts[-2] for each in catalogues)
    _remember()


def remove_languages(folder: Path) -> None:
    """Forget a folder that was added."""
    _languages_of.pop(folder, None)
    _remember()


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


def _remember() -> None:
    global _folders
    _folders = tuple(reversed(_languages_of))
    set_added(chain.from_iterable(_languages_of.values()))


def _check(folder: Path) -> None:
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
        if found is not None:
            check_translations(found)
    except UnfitTranslationError as error:
        raise CatalogueError(folder, error.expected, error.came) from error
