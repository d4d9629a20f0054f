"""How papers and pages name a document, with what may be brought instead of it."""

from __future__ import annotations

from collections.abc import Iterable

from kezek_core.standards import Document, instead_of
from kezek_core.texts import LocalText, by_language, chained, filled
from kezek_core.translated import from_kazakh
from kezek_queue.translated import text

NOT_NEEDED_BY_ALL = text("not needed by everybody")
INSTEAD = text("{document}, or instead of it: {others}")
"""None of the three has to agree with the gender or case of the documents."""


def named(document: Document, documents: Iterable[Document]) -> LocalText:
    """A document and, behind it, each one that suffices instead, with its condition.

    Args:
        document: what is asked for.
        documents: all papers of the standard.
    """
    others = [with_condition(each) for each in instead_of(documents, document)]
    if not others:
        return document.title
    row = chained(map(small, others), "; ")
    return filled(INSTEAD, document=document.title, others=row)


def named_in_short(document: Document, documents: Iterable[Document]) -> LocalText:
    """The same without conditions, where there is little room."""
    others = [small(each.title) for each in instead_of(documents, document)]
    if not others:
        return document.title
    return filled(INSTEAD, document=document.title, others=chained(others, ", "))


def listed(document: Document, documents: Iterable[Document]) -> LocalText:
    """The same for a list of all papers: one that not everybody needs says when."""
    name = named(document, documents)
    if document.required:
        return name
    when = when_words(document) or NOT_NEEDED_BY_ALL
    return _in_brackets(name, when)


def with_condition(document: Document) -> LocalText:
    """A document with its condition in brackets, where it has one."""
    when = when_words(document)
    return document.title if when is None else _in_brackets(document.title, when)


def when_words(document: Document) -> LocalText | None:
    """The condition of a document as the middle of a sentence; None where there is none."""
    return small(from_kazakh(document.condition)) if document.condition else None


def small(text: LocalText) -> LocalText:
    """The text as the middle of a sentence begins; an abbreviation stays in capitals."""
    return by_language(lambda language: _lower_first(text.in_language(language)))


def _in_brackets(first: LocalText, second: LocalText) -> LocalText:
    return by_language(
        lambda language: f"{first.in_language(language)} ({second.in_language(language)})"
    )


def _lower_first(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
