"""A text that can be said in another language: an English sentence and what it tells of.

Who finds a fault knows no language of a reader; who shows it knows no rule. The English sentence
is the msgid of the catalogue ``translations/faults``, its facts are filled in after translation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

Translate = Callable[[str], str]


class Phrase(str):
    """A text in English that says itself in other languages."""

    msgid: str
    facts: Mapping[str, object]

    def __new__(cls, msgid: str, /, **facts: object) -> Phrase:
        """Make a phrase.

        Args:
            msgid: the English text, with ``%(name)s`` for each fact.
            **facts: what is filled in; a fact may be a phrase itself.
        """
        made = super().__new__(cls, msgid % facts if facts else msgid)
        made.msgid, made.facts = msgid, facts
        return made


def said(text: str, translate: Translate) -> str:
    """A text in the language of ``translate``; one that is no phrase, such as a name, as it is."""
    if not isinstance(text, Phrase):
        return text
    translated = translate(text.msgid)
    if not text.facts:
        return translated
    facts = {
        name: said(fact, translate) if isinstance(fact, str) else fact
        for name, fact in text.facts.items()
    }
    return translated % facts
