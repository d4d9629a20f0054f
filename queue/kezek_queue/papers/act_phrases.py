"""What the shipped acts say in Kazakh alone, in Russian and English too.

Conditions of documents, grounds of refusal and reasons stand in a standard's file in the act's own
words. A phrase that is not here, from an office's own standard, stays as its file has it.
"""

from __future__ import annotations

from collections.abc import Mapping

from kezek_core.texts import LocalText

PHRASES: Mapping[str, tuple[str, str]] = {
    "Қажет болған жағдайда": ("при необходимости", "where needed"),
    "Анықтаманы өкіл алған жағдайда": (
        "если справку получает представитель",
        "if a representative collects the certificate",
    ),
    "Бала 2007 жылғы 13 тамызға дейін туған жағдайда": (
        "если ребенок родился до 13 августа 2007 года",
        "if the child was born before 13 August 2007",
    ),
    "Анықтама полиция бөлімшесіне қажет болған жағдайда": (
        "если справка нужна для органов внутренних дел",
        "if the certificate is for the police",
    ),
    "Неке 2008 жылға дейін қиылған жағдайда": (
        "если брак заключен до 2008 года",
        "if the marriage took place before 2008",
    ),
    "Неке 2008 жылға дейін бұзылған жағдайда": (
        "если брак расторгнут до 2008 года",
        "if the divorce took place before 2008",
    ),
    "Бала 2008 жылға дейін некеден тыс туған жағдайда": (
        "если ребенок родился вне брака до 2008 года",
        "if the child was born out of wedlock before 2008",
    ),
    "Құжат иесінің орнына басқа адам келген жағдайда": (
        "если вместо владельца документа пришел другой человек",
        "if somebody else comes instead of the owner",
    ),
    "Сұралған анықтама түріне қажет болған жағдайда": (
        "если требуется для запрошенного вида справки",
        "if the kind of certificate asked for needs it",
    ),
    "Дайын құжатты басқа адам алған жағдайда": (
        "если готовый документ получает другой человек",
        "if somebody else collects the document",
    ),
    "Кәмелетке толмаған не паспорты мен жеке куәлігі әлі жоқ адам үшін": (
        "для несовершеннолетних и для тех, у кого еще нет паспорта и удостоверения личности",
        "for minors and for those who have no passport or identity card yet",
    ),
    "Өтінішті басқа адам берген жағдайда": (
        "если заявление подает другой человек",
        "if somebody else hands in the application",
    ),
    "Қажетті құжаттар толық тапсырылмаған": (
        "необходимые документы сданы не полностью",
        "not all the documents were handed in",
    ),
    "Құжаттар топтамасы толық емес": (
        "неполный пакет документов",
        "the set of documents is incomplete",
    ),
    "Құжаттарды ресімдеуде қате бар": (
        "ошибки в оформлении документов",
        "the documents are made out with mistakes",
    ),
    "Қажетті құжаттар тапсырылмады": (
        "необходимые документы не сданы",
        "the documents were not handed in",
    ),
    "Құжаттардың түпнұсқасы жоқ": ("нет подлинников документов", "the originals are missing"),
    "Құжаттарда қате, түзету не тазарту бар": (
        "в документах есть ошибки, исправления или подчистки",
        "the documents have mistakes, corrections or erasures",
    ),
    "Анықтамаға қажет мәліметтер жетіспейді": (
        "не хватает сведений для справки",
        "data for the certificate are missing",
    ),
    "Мәліметті жақын шетел мұрағатынан алу керек": (
        "сведения надо получить из архива ближнего зарубежья",
        "data must come from an archive in a neighbouring country",
    ),
}


def phrase(kazakh: str) -> LocalText:
    """What an act says in Kazakh, with the Russian and English of the shipped acts."""
    russian, english = PHRASES.get(kazakh, (None, None))
    return LocalText(kazakh, _capital(russian), _capital(english))


def _capital(text: str | None) -> str | None:
    return text and text[:1].upper() + text[1:]
