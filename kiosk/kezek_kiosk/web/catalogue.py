"""The catalogues of this room: of its pages, of errors and of faults."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kezek_core.phrases import Translate
from kezek_core.texts import Catalogue

CATALOGUES: Final = (
    "visitor", "staff", "errors", "register", "indicators", "survey", "help", "hardware",
)  # fmt: skip
"""The words of the pages, a name a room of pages; of a text in two of them the last one counts."""

TRANSLATIONS: Final = Path(__file__).parents[1] / "translations"
PAGES: Final = Catalogue(*(TRANSLATIONS / name for name in CATALOGUES))
FAULTS: Final = Catalogue(TRANSLATIONS / "faults")
ERRORS: Final = Catalogue(TRANSLATIONS / "errors")


def fault_words(language: str) -> Translate:
    """Says the phrases of faults, of files and of calls, in a language."""
    return FAULTS.in_language(language).gettext
