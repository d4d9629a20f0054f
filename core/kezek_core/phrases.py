"""A text that can be said in another language: an English sentence and what it tells of.

Who finds a fault knows no language of a reader; who shows it knows no rule. The English sentence
is the msgid of the catalogue ``translations/faults``, its facts are filled in after translation.
What faults of files and faults of calls have in common is worded here, once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

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


def message_of(error: BaseException) -> str:
    """What an error says: its phrase, or the text that it has."""
    first = error.args[0] if error.args else None
    return first if isinstance(first, Phrase) else str(error)


NOTHING = Phrase("nothing")
SOMETHING_ELSE = Phrase("something else")
TRUE_OR_FALSE = Phrase("true or false")


def whole_from(least: int, most: int) -> Phrase:
    """The words for a whole number within bounds."""
    return Phrase("a whole number from %(least)s to %(most)s", least=least, most=most)


def number_from(least: object, most: object) -> Phrase:
    """The words for a number within bounds."""
    return Phrase("a number from %(least)s to %(most)s", least=least, most=most)


def one_of(known: Iterable[object]) -> Phrase:
    """The words for one of a few words or numbers."""
    return Phrase("one of these: %(words)s", words=", ".join(map(str, known)))


def list_of(count: int) -> Phrase:
    """The words for a list that came."""
    return Phrase("a list of %(count)s", count=count)
