"""The words of reports in Kazakh, Russian and English; those of waits are the screen's own."""

from __future__ import annotations

from typing import Final

from kezek_core.waits import Heading

Words = dict[str, str]


def _words(kk: str, ru: str, en: str) -> Words:
    return {"kk": kk, "ru": ru, "en": en}


SHORT_NAMES: Final[dict[str, Words]] = {
    "waits": _words("Күту уақыты", "Время ожидания", "Waits"),
    "log": _words("Күту журналы", "Журнал ожидания", "Log of waits"),
    "indicators": _words("Сапа көрсеткіштері", "Показатели качества", "Quality indicators"),
    "requests": _words("Өтініштер", "Обращения", "Requests"),
}
"""What a report's file and its first sheet are called."""

REPORT_WORDS: Final[dict[str, Words]] = {
    "title": _words(
        "Күту уақыты туралы есеп", "Отчёт о времени ожидания", "Report of waiting times"
    ),
    "log": _words("Күту журналы", "Журнал ожидания", "Log of waits"),
    "period": _words("Кезең", "Период", "Period"),
    "as_of": _words("Жасалған уақыты", "Составлен", "Made at"),
    "journal": _words("Журнал", "Журнал", "Journal"),
    "up_to": _words(
        "№ {seq} оқиғаға дейін, хеш {hash}",
        "до события № {seq}, хеш {hash}",
        "up to event {seq}, hash {hash}",
    ),
    "event": _words("Журналдың соңғы оқиғасы", "Последнее событие журнала", "Last journal event"),
    "hash": _words("Журнал хеші, толық", "Хеш журнала полностью", "Full journal hash"),
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
    "own_table": _words(
        "Келушілердің өзі болмаған уақыт ретінде есептелмегені",
        "Исключено как собственное отсутствие посетителей",
        "Left out as the visitors' own",
    ),
    "left_out": _words("Есептелмегені", "Исключено", "Left out"),
    "left_out_time": _words("уақыт, мин:с", "время, мин:с", "time, min:s"),
    "left_out_waits": _words("күту саны", "ожиданий", "waits"),
    "returns": _words("қайтып келгені", "вернулись после неявки", "no-shows that came back"),
    "not_counted": _words(
        "Болмаған уақыты есептелмегенде", "Без учёта отсутствия", "Absence not counted"
    ),
    "counted": _words("Болмаған уақыты есептелгенде", "С учётом отсутствия", "Absence counted"),
    "share_within": _words("сақталған үлесі", "доля в пределах", "share within"),
    "own_note": _words(
        "Шақырғанда келмей, кейін қайтып келген келушінің алғашқы жауапсыз шақырудан қайтып "
        "келгенге дейінгі уақыты күтуден шығарылады. Бірнеше бөліктен тұратын келуде ол уақыт "
        "жалпы қосындыға бір рет кіреді.",
        "Из ожидания исключается время от первого вызова без ответа до возвращения посетителя, "
        "который не подошёл по вызову и вернулся. Если посещение состоит из нескольких частей, "
        "это время входит в общий итог один раз.",
        "Of a visitor who did not come when called and came back later, the time from the first "
        "unanswered call to the return is left out of the wait. In a visit of several parts it is "
        "added to the total once.",
    ),
    "rule_note": _words(
        "Келмеді деп есептеу ережесі: кемінде {calls} шақыру, арасы {apart} с, алғашқысынан бері "
        "{after} с. Осы ереже бойынша: {count}.",
        "Правило неявки: вызовов не меньше {calls}, с промежутком {apart} с, от первого прошло "
        "{after} с. По этому правилу: {count}.",
        "A no-show counted after {calls} calls at least {apart} s apart and {after} s since the "
        "first. By this rule: {count}.",
    ),
    "rule_loose": _words(
        "Бұл ереже әдеттегіден жұмсақ ({usual}).",
        "Это правило мягче обычного ({usual}).",
        "This rule is looser than the usual one ({usual}).",
    ),
    "no_rule_note": _words(
        "Келмеді деп есептеу ережесі енгізілгенге дейін белгіленгені: {count}.",
        "Отмечено до введения правила неявки: {count}.",
        "Marked before there was a rule for no-shows: {count}.",
    ),
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
