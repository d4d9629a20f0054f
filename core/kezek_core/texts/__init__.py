"""Texts in the languages of their readers: values, the languages there are, catalogues of words."""

from __future__ import annotations

from kezek_core.texts.added import (
    TRANSLATIONS,
    CatalogueError,
    HeldLanguages,
    add_languages,
    added_catalogues,
    catalogue_texts,
    remove_languages,
)
from kezek_core.texts.catalogue import Catalogue
from kezek_core.texts.compiled import CATALOGUE_FILES
from kezek_core.texts.languages import SHIPPED, STATE_LANGUAGE, known_languages
from kezek_core.texts.local_text import (
    NO_BREAK_SPACE,
    LocalText,
    by_language,
    chained,
    filled,
    said_in,
    same,
)

__all__ = [
    "CATALOGUE_FILES",
    "NO_BREAK_SPACE",
    "SHIPPED",
    "STATE_LANGUAGE",
    "TRANSLATIONS",
    "Catalogue",
    "CatalogueError",
    "HeldLanguages",
    "LocalText",
    "add_languages",
    "added_catalogues",
    "by_language",
    "catalogue_texts",
    "chained",
    "filled",
    "known_languages",
    "remove_languages",
    "said_in",
    "same",
]
