"""The texts of this room, in every language."""

from __future__ import annotations

from kezek_core.texts import Catalogue

_CATALOGUE = Catalogue.beside(__file__, "queue")

text = _CATALOGUE.text
counted = _CATALOGUE.counted
