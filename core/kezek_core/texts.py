"""Words in the three languages of the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("kk", "ru", "en")
"""Kazakh first, everywhere."""

MONTHS_KK = (
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
    "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
)  # fmt: skip
MONTHS_RU = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""The months as a date names them."""

NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True, slots=True)
class LocalText:
    """One text in Kazakh, Russian and English; Kazakh is never missing."""

    kk: str
    ru: str | None = None
    en: str | None = None

    def in_language(self, language: str) -> str:
        """The text in ``language``, or in Kazakh where that is missing."""
        return self.to_json().get(language) or self.kk

    def to_json(self) -> dict[str, str | None]:
        """The three texts by language."""
        return {"kk": self.kk, "ru": self.ru, "en": self.en}

    @classmethod
    def from_json(cls, data: Mapping[str, str | None]) -> LocalText:
        """The text that ``to_json`` wrote."""
        return cls(kk=data["kk"] or "", ru=data.get("ru"), en=data.get("en"))
