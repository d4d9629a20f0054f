"""The texts of this room, in every language; and what acts and tables say in Kazakh."""

from __future__ import annotations

from kezek_core.texts.catalogue import Catalogue
from kezek_core.texts.languages import STATE_LANGUAGE
from kezek_core.texts.local_text import LocalText

_ACTS = Catalogue.beside(__file__, "acts", source=STATE_LANGUAGE)

text = Catalogue.beside(__file__, "core").text


def from_kazakh(kazakh: str) -> LocalText:
    """What an act or a table says in Kazakh, in other languages too where the catalogue has it.

    Args:
        kazakh: in the words of the source. One that is not in the catalogue, such as that of an
            office's own standard, stays Kazakh in every language.
    """
    return _ACTS.text(kazakh)
