"""The words of the quality table's report; its column names are those of the acts' own table.

Source: order 287, annexes 1 and 2, appendix 2; resolution 1122 and order 3, appendices.
"""

from __future__ import annotations

from typing import Final

Words = dict[str, str]


def _words(kk: str, ru: str, en: str) -> Words:
    return {"kk": kk, "ru": ru, "en": en}


INDICATOR_WORDS: Final[dict[str, Words]] = {
    "title": _words(
        "Сапа және қол жетімділік көрсеткіштерінің мәні",
        "Значения показателей качества и доступности",
        "Values of the quality and accessibility indicators",
    ),
    "scope": _words("Қамтуы", "Охват", "Scope"),
    "office": _words("бүкіл мекеме", "всё учреждение", "the whole office"),
    "service_scope": _words("қызмет: {}", "услуга: {}", "service: {}"),
    "standard_scope": _words("стандарт: {}", "стандарт: {}", "standard: {}"),
    "indicator": _words(
        "Сапа және қол жетімділік көрсеткіштері",
        "Показатели качества и доступности",
        "Quality and accessibility indicators",
    ),
    "norm": _words(
        "Көрсеткіштің нормативтік мәні",
        "Нормативное значение показателя",
        "Norm of the indicator",
    ),
    "target": _words(
        "Көрсеткіштің келесі жылдағы нысаналы мәні",
        "Целевое значение показателя в последующем году",
        "Target value for the next year",
    ),
    "last": _words(
        "Көрсеткіштің есепті жылдағы ағымдағы мәні (актіден)",
        "Текущее значение показателя в отчётном году (по акту)",
        "Current value in the reporting year (as in the act)",
    ),
    "value": _words(
        "Көрсеткіштің осы кезеңдегі мәні",
        "Значение показателя за период",
        "Value in the period",
    ),
    "kept": _words("Норматив сақталды ма", "Норматив соблюдён?", "Is the norm kept?"),
    "numerator": _words("Алымы", "Числитель", "Numerator"),
    "denominator": _words("Бөлімі", "Знаменатель", "Denominator"),
    "yes": _words("сақталды", "соблюдён", "kept"),
    "no": _words("сақталмады", "не соблюдён", "not kept"),
    "no_norm": _words("норматив жоқ", "норматива нет", "no norm"),
    "differ": _words("әртүрлі", "различаются", "they differ"),
    "how": _words(
        "Әр көрсеткіш қалай есептеледі",
        "Как считается каждый показатель",
        "How each indicator is counted",
    ),
    "row": _words("Жол", "Строка", "Row"),
    "formula_words": _words("Не неге бөлінеді", "Что на что делится", "What is divided by what"),
    "norm_place": _words(
        "Нормативтің актідегі орны", "Где в акте установлен норматив", "Where the act sets the norm"
    ),
    "row_of_tables": _words(
        "құқықтық негізде аталған кестелердің {}-жолы",
        "строка {} таблиц, названных в правовом основании",
        "row {} of the tables named under the legal basis",
    ),
    "no_table": _words("нормативтер көрсетілмеген", "нормативы не указаны", "no norms are given"),
    "table_place": _words("Кестенің актідегі орны", "Место таблицы в акте", "Table in the act"),
    "limit": _words(
        "Кезектегі шекті уақыт, мин", "Предельное время в очереди, мин", "Queue limit, min"
    ),
    "note_value": _words(
        "Мән = 100 × алымы ÷ бөлімі. Ол ешқашан жақсы жағына дөңгелектелмейді: төмен қарай "
        "кесіледі, ал 4.1-жолда жоғары қарай. Санайтын ештеңе болмаған жолда мән жоқ: бұл 0 да, "
        "100 де емес.",
        "Значение = 100 × числитель ÷ знаменатель. Оно никогда не округляется в лучшую сторону: "
        "лишние знаки отбрасываются, а в строке 4.1 округляются вверх. Где считать нечего, "
        "значения нет: это не 0 и не 100.",
        "Value = 100 × numerator ÷ denominator. It is never rounded for the better: it is cut "
        "down, in row 4.1 up. Where there is nothing to count there is no value: neither 0 nor "
        "100.",
    ),
    "note_at_most": _words(
        "4.1-жолда мән неғұрлым аз болса, соғұрлым жақсы: норматив — ең көп мән.",
        "В строке 4.1 чем меньше, тем лучше: норматив — верхняя граница.",
        "In row 4.1 less is better: the norm is an upper bound.",
    ),
    "note_differ": _words(
        "«Әртүрлі» деп жазылған жолда мекеме стандарттарының нормативтері бір-бірінен өзгеше; әр "
        "қызметтің өз кестесінде өз нормативі тұр.",
        "Где написано «различаются», нормативы стандартов учреждения не совпадают; в таблице "
        "каждой услуги стоит её собственный норматив.",
        "Where it says “they differ”, the office's standards set different norms; the table of "
        "each service has its own.",
    ),
    "note_forty": _words(
        "1.2-жол кестесі бар барлық актіде 40 минут бойынша есептеледі, ал актідегі өз шекті "
        "уақыты басқа: {}. Оның сақталуы күту уақыты туралы есепте.",
        "Строка 1.2 во всех актах с такой таблицей считается по 40 минутам, а собственное "
        "предельное время в акте другое: {}. Его соблюдение — в отчёте о времени ожидания.",
        "Row 1.2 counts 40 minutes in every act that has the table, while the act's own limit of "
        "the queue is another: {}. The report of waits has the share within that limit.",
    ),
    "minutes": _words("{} мин", "{} мин", "{} min"),
    "submission": _words("құжат тапсыру", "сдача документов", "hand-in"),
    "pickup": _words("дайын құжатты алу", "получение готового", "pick-up"),
    # Headings of the file for programs.
    "code": _words("Көрсеткіш", "Показатель", "Indicator"),
    "norm_raw": _words("Норматив, %", "Норматив, %", "Norm, %"),
    "target_raw": _words("Нысаналы мәні, %", "Целевое значение, %", "Target, %"),
    "last_raw": _words("Актідегі ағымдағы мәні, %", "Текущее значение по акту, %", "Last value, %"),
    "value_raw": _words("Кезеңдегі мәні, %", "Значение за период, %", "Value in the period, %"),
    "not_measured": _words("Неге өлшенбеген", "Почему не измерено", "Why not measured"),
    "formula": _words("Формула нұсқасы", "Версия формулы", "Formula version"),
}
