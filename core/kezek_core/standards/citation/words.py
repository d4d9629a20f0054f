"""A citation in words: one renderer a language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kezek_core.standards.citation.compact import parse_citation
from kezek_core.standards.citation.english import in_english
from kezek_core.standards.citation.kazakh import in_kazakh
from kezek_core.standards.citation.russian import in_russian
from kezek_core.standards.citation.values import Citation, citation_of
from kezek_core.standards.values import Act

RENDERERS: Mapping[str, Callable[[Citation], str]] = {
    "kk": in_kazakh,
    "ru": in_russian,
    "en": in_english,
}


def citation_words(citation: Citation, language: str) -> str:
    """The citation as a reader's language writes it; Kazakh where a language has no renderer."""
    return RENDERERS.get(language, in_kazakh)(citation) if citation.cut else citation.text


def source_words(source: str, language: str) -> str:
    """The source of a value, from its compact form: ``приказ № 287, пункт 7.2``.

    Args:
        source: as a standard, an office file or a ticket carries it; "" stays "".
        language: ``kk``, ``ru`` or ``en``.

    Returns:
        The citation in words; what is not of the compact form unchanged.
    """
    return citation_words(parse_citation(source), language)


def cited(act: Act, language: str) -> str:
    """The act that approved a standard, in full, as a report or a paper cites it."""
    return citation_words(citation_of(act), language)
