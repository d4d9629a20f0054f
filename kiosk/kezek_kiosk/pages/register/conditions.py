"""When a document is due that not everybody needs, in the words of the page's language.

The acts are in Kazakh: their own words are shown in Kazakh, ours in the other languages. The words
of an office's own standard stay as its file has them.
"""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

from kezek_kiosk.i18n import page_language

IN_OTHER_LANGUAGES: dict[str, Callable[[], str]] = {
    "Қажет болған жағдайда": lambda: _("When it is needed"),
    "Анықтаманы өкіл алған жағдайда": lambda: _("When a representative collects the certificate"),
    "Құжат иесінің орнына басқа адам келген жағдайда": lambda: _(
        "When somebody comes in place of the document's owner"
    ),
    "Дайын құжатты алған кезде": lambda: _("When the finished document is collected"),
    "Кәмелетке толмаған не паспорты мен жеке куәлігі әлі жоқ адам үшін": lambda: _(
        "For a minor, or a person who has no passport or identity card yet"
    ),
    "Өтінішті басқа адам берген жағдайда": lambda: _("When somebody else hands in the application"),
    "Бала 2007 жылғы 13 тамызға дейін туған жағдайда": lambda: _(
        "When the child was born before 13 August 2007"
    ),
    "Анықтама полиция бөлімшесіне қажет болған жағдайда": lambda: _(
        "When the certificate is for the police"
    ),
    "Неке 2008 жылға дейін қиылған жағдайда": lambda: _("When the marriage was before 2008"),
    "Неке 2008 жылға дейін бұзылған жағдайда": lambda: _("When the divorce was before 2008"),
    "Бала 2008 жылға дейін некеден тыс туған жағдайда": lambda: _(
        "When the child was born outside marriage before 2008"
    ),
}


def condition_words(condition: str) -> str:
    """The condition as the page says it."""
    known = IN_OTHER_LANGUAGES.get(condition)
    return condition if known is None or page_language() == "kk" else known()


def condition_language(condition: str) -> str:
    """The language that ``condition_words`` answers in, for ``lang``."""
    return page_language() if condition in IN_OTHER_LANGUAGES else "kk"
