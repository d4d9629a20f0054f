"""The words of the report of requests in Kazakh, Russian and English."""

from __future__ import annotations

from typing import Final

Words = dict[str, str]


def _words(kk: str, ru: str, en: str) -> Words:
    return {"kk": kk, "ru": ru, "en": en}


REQUEST_WORDS: Final[dict[str, Words]] = {
    "title": _words("Өтініштер туралы есеп", "Отчёт об обращениях", "Report of requests"),
    "list": _words("Өтініштер тізімі", "Список обращений", "List of requests"),
    "filter": _words("Тізімде", "В списке", "In the list"),
    "all": _words("Барлық қызметтер", "Все услуги", "All services"),
    "number": _words("Нөмірі", "Номер", "Number"),
    "standard": _words("Стандарт", "Стандарт", "Standard"),
    "accepted_on": _words("Қабылданды", "Принято", "Accepted"),
    "due_on": _words("Мерзімі", "Срок", "Due"),
    "state": _words("Күйі", "Состояние", "State"),
    "ready_on": _words("Дайын болды", "Готово", "Ready"),
    "closed_on": _words("Жабылды", "Закрыто", "Closed"),
    "kept": _words("Мерзім сақталды ма", "Срок соблюдён?", "On time?"),
    "days_late": _words(
        "Кешігу, күнтізбелік күн", "Опоздание, календарных дней", "Days late, calendar"
    ),
    "times_returned": _words("Қайтарылды, рет", "Возвращено, раз", "Times returned"),
    "extended": _words("Ұзартылды", "Продлено", "Extended"),
    "fee_tenge": _words("Баж, теңге", "Пошлина, тенге", "Duty, tenge"),
    "handed_in": _words("Тапсырылған топтамалар", "Сданные пакеты", "Sets handed in"),
    "accepted": _words("Қабылданды", "Принято", "Accepted"),
    "refused_incomplete": _words(
        "Толық болмағандықтан қабылданбады",
        "Отказано: неполный пакет",
        "Refused as incomplete",
    ),
    "answers": _words("Қабылданған өтініштерге жауап", "Ответ на принятые", "Answers"),
    "on_time": _words("Мерзімінде", "В срок", "On time"),
    "late": _words("Кешігіп", "С опозданием", "Late"),
    "open": _words("Жауап күтіп тұр", "Ждут ответа", "Open"),
    "overdue": _words("Соның ішінде мерзімі өткен", "Из них просрочено", "Of them overdue"),
    "uncollected": _words(
        "Уақытында алынбаған нәтиже", "Не получено в срок хранения", "Uncollected results"
    ),
    "verdict.on_time": _words("мерзімінде", "в срок", "on time"),
    "verdict.late": _words("кешігіп", "с\u00a0опозданием", "late"),
    "verdict.overdue": _words("мерзімі өтті", "просрочено", "overdue"),
    "verdict.open": _words("мерзімі өткен жоқ", "срок не истёк", "within the term"),
    "yes": _words("иә", "да", "yes"),
    "no": _words("жоқ", "нет", "no"),
    "state.accepted": _words("қабылданды", "принято", "accepted"),
    "state.sent": _words("уәкілетті органда", "в уполномоченном органе", "at the authority"),
    "state.returned": _words("қайтарылды", "возвращено", "returned"),
    "state.corrected": _words("түзетілді", "исправлено", "corrected"),
    "state.ready": _words("дайын", "готово", "ready"),
    "state.issued": _words("берілді", "выдано", "issued"),
    "state.refused": _words("бас тартылды", "отказано", "refused"),
    "state.unclaimed": _words("алынбады", "не получено", "unclaimed"),
    "state.handed_over": _words(
        "уәкілетті органға берілді", "передано в уполномоченный орган", "handed to the authority"
    ),
    "term": _words("Мерзімі", "Срок", "Term"),
    "note": _words(
        "Кезеңде қабылданған өтініштер, әрқайсысы бір рет. Қабылданды = мерзімінде + кешігіп + "
        "жауап күтіп тұр. Жауап — нәтиженің дайын болуы немесе қызметтен бас тарту; мерзім "
        "ұзартылса, соңғы күн жаңа мерзім бойынша алынады. Есепте ешкімнің аты жазылмайды.",
        "Обращения, принятые за период, каждое один раз. Принято = в срок + с опозданием + ждут "
        "ответа. Ответ — готовый результат или отказ в услуге; после продления последний день "
        "берётся по новому сроку. В отчёте не названо ни одно имя.",
        "Requests accepted in the period, each once. Accepted = on time + late + open. The answer "
        "is a ready result or a refusal of the service; after an extension the new last day "
        "counts. The report names nobody.",
    ),
    "none": _words(
        "Осы күндері өтініш қабылданған жоқ.",
        "За эти дни обращений не принято.",
        "No request was accepted in these days.",
    ),
}
