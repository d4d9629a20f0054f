"""A catalogue of translations for whoever has no request: compiled, or read from its source."""

from __future__ import annotations

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

from kezek_core.phrases import Translate
from kezek_core.texts import LANGUAGES

TRANSLATIONS = Path(__file__).parents[1] / "translations"


@cache
def catalogue(folder: Path, language: str) -> gettext.NullTranslations:
    """The catalogue of a language: the compiled file, or the source compiled in memory.

    Args:
        folder: below ``translations``, with a folder for each language.
        language: kk, ru or en; another one gets Kazakh.
    """
    inner = folder / (language if language in LANGUAGES else LANGUAGES[0]) / "LC_MESSAGES"
    source, compiled = inner / "messages.po", inner / "messages.mo"
    fresh = compiled.exists() and (
        not source.exists() or compiled.stat().st_mtime >= source.stat().st_mtime
    )
    if fresh:
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    return _compiled_in_memory(source)


def fault_words(language: str) -> Translate:
    """Says the phrases of faults, of files and of calls, in a language."""
    return catalogue(TRANSLATIONS / "faults", language).gettext


def _compiled_in_memory(source: Path) -> gettext.NullTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as po:
        read = read_po(po)
    image = BytesIO()
    write_mo(image, read)
    image.seek(0)
    return gettext.GNUTranslations(image)
