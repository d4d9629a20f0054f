"""Texts in the languages of their readers: values, the languages there are, catalogues of words."""

from __future__ import annotations

from kezek_core.texts.added import (
    CatalogueError,
    add_languages,
    added_catalogues,
    added_folders,
    remove_languages,
)
from kezek_core.texts.catalogue import Catalogue
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
    "NO_BREAK_SPACE",
    "SHIPPED",
    "STATE_LANGUAGE",
    "Catalogue",
    "CatalogueError",
    "LocalText",
    "add_languages",
    "added_catalogues",
    "added_folders",
    "by_language",
    "chained",
    "filled",
    "known_languages",
    "remove_languages",
    "said_in",
    "same",
]
