"""Reading a gettext catalogue: compiled, or from its source where that is newer."""

from __future__ import annotations

import gettext
from codecs import BOM_UTF8
from io import BytesIO
from pathlib import Path

from kezek_core.extras import LibraryMissingError, naming_the_extra

CATALOGUE_FILES = SOURCE, COMPILED = "messages.po", "messages.mo"


def has_catalogue(folder: Path) -> bool:
    """Whether a folder ``<catalogue>/<language>/LC_MESSAGES`` holds anything to read."""
    return any((folder / name).exists() for name in CATALOGUE_FILES)


def read_translations(folder: Path) -> gettext.GNUTranslations:
    """The catalogue of a folder that `has_catalogue`.

    Args:
        folder: ``<catalogue>/<language>/LC_MESSAGES``.

    Raises:
        LibraryMissingError: only the source is there, and Babel is not installed.
        Exception: whatever gettext and Babel raise for a file that is no catalogue.
    """
    source, compiled = folder / SOURCE, folder / COMPILED
    if not compiled.exists() or _is_newer(source, compiled):
        try:
            return _compiled_in_memory(source)
        except LibraryMissingError:
            if not compiled.exists():
                raise
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)


def _is_newer(source: Path, compiled: Path) -> bool:
    return source.exists() and source.stat().st_mtime > compiled.stat().st_mtime


def _compiled_in_memory(source: Path) -> gettext.GNUTranslations:
    with naming_the_extra():
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

    # Editors of Windows put a byte order mark first; it says nothing, as in an office file.
    catalogue = read_po(BytesIO(source.read_bytes().removeprefix(BOM_UTF8)), abort_invalid=True)
    for each in list(catalogue):
        # Babel writes the English text for an empty plural; what is empty is said in Kazakh.
        if isinstance(each.string, tuple | list) and each.id and not all(each.string):
            catalogue.delete(each.id, each.context)
    image = BytesIO()
    write_mo(image, catalogue)
    image.seek(0)
    return gettext.GNUTranslations(image)
