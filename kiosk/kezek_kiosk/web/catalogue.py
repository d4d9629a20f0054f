"""The catalogues that are read without a request: the words of faults and of errors."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kezek_core.phrases import Translate
from kezek_core.texts import Catalogue

TRANSLATIONS: Final = Path(__file__).parents[1] / "translations"
FAULTS: Final = Catalogue(TRANSLATIONS / "faults")
ERRORS: Final = Catalogue(TRANSLATIONS / "errors")


def fault_words(language: str) -> Translate:
    """Says the phrases of faults, of files and of calls, in a language."""
    return FAULTS.in_language(language).gettext
