"""Whether a catalogue can say what it is asked: no ticket may fail for a translation."""

from __future__ import annotations

import gettext
import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from kezek_core.phrases import Phrase

SIGNS = re.compile(r"%\(\w+\)s|%%|%|\{[^{}]*\}|\{\{|\}\}|[{}]")
"""What a text is filled in by."""

COUNTED = (*range(1000), 1_000_000)
"""The numbers that plural forms are tried with; every rule of Unicode repeats within them."""

CONTEXT_ENDS = "\x04"
MOST_SHOWN_CHARS = 60


class UnfitTranslationError(ValueError):
    """A catalogue that would fail as it is used.

    Args:
        expected: what belongs there.
        came: what is there instead.
    """

    def __init__(self, expected: str, came: str) -> None:
        super().__init__(f"expected {expected}, got {came}")
        self.expected, self.came = expected, came


def check_translations(found: gettext.GNUTranslations) -> None:
    """See that every text takes the facts of its msgid, and every number finds its form.

    Raises:
        UnfitTranslationError: one does not.
    """
    numbers = _numbers_of_forms(found)
    forms: dict[str, set[int]] = defaultdict(set)
    for msgid, form, text in texts_of(found):
        if form is not None:
            forms[msgid].add(form)
        signs = sorted(SIGNS.findall(msgid))
        if sorted(SIGNS.findall(text)) != signs:
            raise UnfitTranslationError(_wanted(msgid, signs), _shown(text))
    if forms and not found.info().get("plural-forms"):
        raise UnfitTranslationError(
            Phrase("a line Plural-Forms in the head of the catalogue"), Phrase("nothing")
        )
    for msgid, there in forms.items():
        if not numbers <= there:
            expected = Phrase(
                "%(count)s plural forms of %(msgid)s", count=len(numbers), msgid=_shown(msgid)
            )
            raise UnfitTranslationError(expected, str(len(there)))


def texts_of(found: gettext.GNUTranslations) -> Iterator[tuple[str, int | None, str]]:
    """Each msgid, the number of its plural form, and what is said for it."""
    for key, text in getattr(found, "_catalog", {}).items():
        msgid, form = key if isinstance(key, tuple) else (key, None)
        if msgid:
            yield msgid.rpartition(CONTEXT_ENDS)[2], form, text


def _numbers_of_forms(found: gettext.GNUTranslations) -> set[int]:
    """The forms that a catalogue's rule asks for; gettext tries it only when there is a number."""
    try:
        plural: Callable[[int], int] = getattr(found, "plural")  # noqa: B009 - not in typeshed
        return {int(plural(count)) for count in COUNTED}
    except Exception as error:
        came = str(found.info().get("plural-forms"))
        expected = Phrase("plural forms that every number has one of")
        raise UnfitTranslationError(expected, f"{came} ({error})") from error


def _wanted(msgid: str, signs: list[str]) -> str:
    if not signs:
        return Phrase(
            "a translation of %(msgid)s without the signs %(signs)s",
            msgid=_shown(msgid),
            signs="% { }",
        )
    return Phrase(
        "a translation of %(msgid)s with these places and no others: %(places)s",
        msgid=_shown(msgid),
        places=" ".join(signs),
    )


def _shown(text: str) -> str:
    return repr(text if len(text) <= MOST_SHOWN_CHARS else f"{text[: MOST_SHOWN_CHARS - 1]}…")
