"""The words of the report of waits in Kazakh, Russian and English; the screen's own words."""

from __future__ import annotations

from typing import Final

from kezek_core.waits import Heading

Words = dict[str, str]


def _words(kk: str, ru: str, en: str) -> Words:
    return {"kk": kk, "ru": ru, "en": en}


REPORT_WORDS: Final[dict[str, Words]] = {
    "title": _words(
        "Күту уақыты туралы есеп", "Отчёт о времени ожидания", "Report of waiting times"
    ),
    "log": _words("Күту журналы", "Журнал ожидания", "Log of waits"),
    "period": _words("Кезең", "Период", "Period"),
    "as_of": _words("Жасалған уақыты", "Составлен", "Made at"),
    "formula": _words("Есептеу формуласы", "Формула расчёта", "Formula"),
    "basis": _words("Құқықтық негіз", "Правовое основание", "Legal basis"),
    "act": _words("Акт", "Акт", "Act"),
    "place": _words("Актідегі орны", "Место в акте", "Place in the act"),
    "edition": _words("Редакциясы", "Редакция", "Edition"),
    "position": _words("Жауапты қызметкер", "Руководитель смены", "Supervisor"),
    "signed": _words("қолы", "подпись", "signature"),
    "name": _words("тегі, аты", "фамилия, имя", "name"),
    "date": _words("күні", "дата", "date"),
    "all": _words("Барлық қызметтер", "Все услуги", "All services"),
    "note": _words(
        "Жақшада: соның ішінде шекті уақыттан асқаны. Үлестер барлық күтуге шаққанда есептеледі: "
        "кеткендер, шақырылмағандар және әлі күтіп тұрғандар да кіреді; ештеңе жоғары қарай "
        "дөңгелектелмейді.",
        "В скобках: из них с превышением времени. Доли — от всех ожиданий, включая тех, кто ушёл, "
        "не был вызван или ещё ждёт; вверх ничего не округляется.",
        "In brackets: of them past the limit. Shares are of all waits, those who left, were never "
        "called or still wait included; nothing is rounded up.",
    ),
    "service": _words("Қызмет", "Услуга", "Service"),
    "limit": _words("Шекті уақыт, мин", "Предельное время, мин", "Limit, min"),
    "total": _words("Барлық күту", "Все ожидания", "All waits"),
    "outcome": _words("Келу нәтижесі", "Итог посещения", "Outcome of the visit"),
    "served": _words("Қызмет көрсетілді", "Обслужено", "Served"),
    "no_show": _words("Келмеді", "Неявка", "Did not come"),
    "left": _words("Кезектен кетті", "Уход из очереди", "Left the queue"),
    "never_called": _words("Шақырылмады", "Без вызова", "Never called"),
    "waiting": _words("Күтуде", "Ожидает", "Waiting"),
    "judged": _words(
        "Шекті уақытпен салыстыру", "Сравнение с предельным временем", "Against the limit"
    ),
    "within": _words("Шекті уақыт сақталды", "Время соблюдено", "Within the limit"),
    "breached": _words("Шекті уақыттан асты", "Время превышено", "Limit exceeded"),
    "estimated": _words("Дәл өлшенбеді", "Измерено неточно", "Not measured exactly"),
    "no_limit": _words("Шекті уақыт жоқ", "Время не установлено", "No limit set"),
    "open": _words("Әлі күтуде", "Ещё ожидает", "Still waiting"),
    "share": _words(
        "Мына уақытқа сыйған күту үлесі", "Доля ожиданий в пределах", "Share of the waits within"
    ),
    "own": _words("шекті уақыт", "предельного времени", "own limit"),
    "minutes": _words("{} мин", "{} мин", "{} min"),
    "wait": _words("Күту, мин:с", "Ожидание, мин:с", "Wait, min:s"),
    "median": _words("медиана", "медиана", "median"),
    "p90": _words("90 %", "90 %", "90 %"),
    "longest": _words("ең ұзағы", "наибольшее", "longest"),
    "past": _words(
        "Шекті уақыттан асқандар, нәтижесі бойынша",
        "Время превышено, по итогу",
        "Past the limit, by outcome",
    ),
}

OUTCOMES: Final = (
    Heading.SERVED,
    Heading.NO_SHOW,
    Heading.LEFT,
    Heading.NEVER_CALLED,
    Heading.WAITING,
)
"""The five headings, in the order of the screen."""
