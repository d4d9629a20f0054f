"""Citations: where a rule stands in an act, as a value, and its words in each language."""

from __future__ import annotations

from kezek_core.standards.citation.compact import compact, parse_citation
from kezek_core.standards.citation.values import (
    ActUnit,
    Citation,
    NumberSpan,
    Pinpoint,
    citation_of,
)
from kezek_core.standards.citation.words import citation_words, cited, source_words

__all__ = [
    "ActUnit",
    "Citation",
    "NumberSpan",
    "Pinpoint",
    "citation_of",
    "citation_words",
    "cited",
    "compact",
    "parse_citation",
    "source_words",
]
