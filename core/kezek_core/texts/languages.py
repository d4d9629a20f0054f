"""The languages there are words for: three of Kezek, and those that an office adds by data."""

from __future__ import annotations

from collections.abc import Iterable

STATE_LANGUAGE = "kk"
"""Never missing, in any text; what another language lacks is said in it."""

SHIPPED = (STATE_LANGUAGE, "ru", "en")
"""Complete in every catalogue of Kezek; Kazakh first, everywhere."""

_added: tuple[str, ...] = ()


def known_languages() -> tuple[str, ...]:
    """Codes of the languages that there are words for: the shipped ones, then those added."""
    return (*SHIPPED, *_added)


def set_added(languages: Iterable[str]) -> None:
    """Say which languages there are besides the shipped ones; `catalogue` does."""
    global _added
    _added = tuple(sorted({*languages} - {*SHIPPED}))
