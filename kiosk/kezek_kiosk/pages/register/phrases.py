"""What an act says in Kazakh alone, in the words of the page's language where we have them."""

from __future__ import annotations

from markupsafe import Markup

from kezek_core.texts import STATE_LANGUAGE
from kezek_core.translated import from_kazakh
from kezek_kiosk.web.i18n import page_language


def act_text(kazakh: str, language: str) -> str:
    """A phrase of a standard's file in a language; as the file has it where we have no words."""
    return from_kazakh(kazakh).in_language(language)


def act_words(kazakh: str) -> Markup:
    """The same on a page, marked with the language that it came out in."""
    text = act_text(kazakh, page_language())
    language = STATE_LANGUAGE if text == kazakh else page_language()
    return Markup('<span lang="{}">{}</span>').format(language, text)
