"""The words of the rows of waits in Kazakh, Russian and English."""

from __future__ import annotations

from typing import Final

Words = dict[str, str]


def _words(kk: str, ru: str, en: str) -> Words:
    return {"kk": kk, "ru": ru, "en": en}


COLUMNS: Final[dict[str, Words]] = {
    "service": _words("Қызмет", "Услуга", "Service"),
    "total": _words("Барлығы", "Всего", "Total"),
    "served": _words("Қызмет көрсетілді", "Обслужено", "Served"),
    "no_show": _words("Келмеді", "Неявка", "No-show"),
    "left": _words("Кезектен кетті", "Уход из очереди", "Left"),
    "never_called": _words("Шақырылмады", "Без вызова", "Never called"),
    "waiting": _words("Күтуде", "Ожидают", "Waiting"),
    "within": _words("Шекті уақыт сақталды", "Время соблюдено", "Within the limit"),
    "breached": _words("Шекті уақыттан асты", "Время превышено", "Breached"),
    "estimated": _words("Дәл өлшенбеді", "Измерено неточно", "Not measured exactly"),
    "no_limit": _words("Шекті уақыт жоқ", "Время не установлено", "No limit set"),
    "open": _words("Аяқталмаған", "Не завершено", "Open"),
    "share_within_percent": _words(
        "Шекті уақыт сақталды, %", "Время соблюдено, %", "Within the limit, %"
    ),
    "median_seconds": _words("Медиана, с", "Медиана, с", "Median, s"),
    "p90_seconds": _words("90-процентиль, с", "90-й процентиль, с", "90th percentile, s"),
    "longest_seconds": _words("Ең ұзақ күту, с", "Самое долгое ожидание, с", "Longest wait, s"),
    "band_20": _words("20 мин ішінде, %", "До 20 мин, %", "Within 20 min, %"),
    "band_30": _words("30 мин ішінде, %", "До 30 мин, %", "Within 30 min, %"),
    "band_40": _words("40 мин ішінде, %", "До 40 мин, %", "Within 40 min, %"),
    "band_60": _words("60 мин ішінде, %", "До 60 мин, %", "Within 60 min, %"),
    "own_waits": _words(
        "Бір бөлігі есептелмеген күту саны",
        "Ожиданий с исключённым временем",
        "Waits with something left out",
    ),
    "returns": _words("Келмей, кейін қайтып келген", "Вернулись после неявки", "Came back"),
    "within_with_own": _words(
        "Болмаған уақытын қосқанда: шекті уақыт сақталды",
        "С учётом отсутствия: время соблюдено",
        "With absence counted: within the limit",
    ),
    "breached_with_own": _words(
        "Болмаған уақытын қосқанда: шекті уақыттан асты",
        "С учётом отсутствия: время превышено",
        "With absence counted: breached",
    ),
    "share_within_with_own_percent": _words(
        "Болмаған уақытын қосқанда: шекті уақыт сақталды, %",
        "С учётом отсутствия: время соблюдено, %",
        "With absence counted: within the limit, %",
    ),
    "waited_with_own_seconds": _words(
        "Болмаған уақытын қосқандағы күту, с",
        "Ожидание с учётом отсутствия, с",
        "Wait with absence counted, s",
    ),
    "verdict_with_own": _words(
        "Болмаған уақытын қосқандағы қорытынды",
        "Вывод с учётом отсутствия",
        "Verdict with absence counted",
    ),
    "number": _words("Талон", "Талон", "Ticket"),
    "part": _words("Бөлік", "Часть", "Part"),
    "stage": _words("Кезең", "Этап", "Stage"),
    "office_day": _words("Жұмыс күні", "Рабочий день", "Office day"),
    "issued_at": _words("Берілді", "Выдан", "Issued"),
    "called_at": _words("Шақырылды", "Вызван", "Called"),
    "started_at": _words("Қабылдау басталды", "Приём начат", "Started"),
    "finished_at": _words("Қабылдау аяқталды", "Приём завершён", "Finished"),
    "window": _words("Терезе", "Окно", "Window"),
    "waited_seconds": _words("Күту, с", "Ожидание, с", "Wait, s"),
    "own_seconds": _words(
        "Келушінің өзі болмаған уақыт, с", "Отсутствие посетителя, с", "Visitor's own absence, s"
    ),
    "limit_minutes": _words("Шекті уақыт, мин", "Предельное время, мин", "Limit, min"),
    "verdict": _words("Қорытынды", "Вывод", "Verdict"),
    "exact": _words("Дәл өлшенді", "Измерено точно", "Measured exactly"),
    "outcome": _words("Нәтиже", "Итог", "Outcome"),
    "language": _words("Тіл", "Язык", "Language"),
    "category": _words("Санат", "Категория", "Category"),
    "standard": _words("Стандарт", "Стандарт", "Standard"),
    "edition": _words("Редакция", "Редакция", "Edition"),
    "source": _words("Құқықтық негіз", "Правовое основание", "Legal source"),
}

_VALUES: Final[dict[str, Words]] = {
    "all": _words("Барлық қызметтер", "Все услуги", "All services"),
    "yes": _words("иә", "да", "yes"),
    "no": _words("жоқ", "нет", "no"),
    "stage.submission": _words("құжаттарды тапсыру", "сдача документов", "hand-in"),
    "stage.pickup": _words("дайын құжаттарды алу", "получение готовых документов", "pick-up"),
    "stage.service": _words("терезеде қабылдау", "приём у окна", "service at the window"),
    "verdict.within": _words("шекті уақыт сақталды", "время соблюдено", "within the limit"),
    "verdict.breached": _words("шекті уақыттан асты", "время превышено", "breached"),
    "verdict.estimated": _words("дәл өлшенбеді", "измерено неточно", "not measured exactly"),
    "verdict.no_limit": _words("шекті уақыт жоқ", "время не установлено", "no limit set"),
    "outcome.served": _words("қызмет көрсетілді", "обслужено", "served"),
    "outcome.serving": _words("қабылдауда", "на приёме", "being served"),
    "outcome.transferred": _words("басқа қызметке бағытталды", "переведён", "transferred"),
    "outcome.no_show": _words("келмеді", "неявка", "no-show"),
    "outcome.left": _words("кезектен кетті", "уход из очереди", "left"),
    "outcome.never_called": _words("шақырылмады", "без вызова", "never called"),
    "outcome.waiting": _words("күтуде", "ожидает", "waiting"),
    "outcome.called": _words("шақырылды", "вызван", "called"),
    "outcome.held": _words("кейінге қалдырылды", "отложен", "held"),
}

VALUES: Final[dict[str, Words]] = {
    language: {key: words[language] for key, words in _VALUES.items()}
    for language in ("kk", "ru", "en")
}
"""Words of the cells by language, then by kind and value."""
