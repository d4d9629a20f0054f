"""What citations name in words: issuers, laws known by their names, standards within an act."""

from __future__ import annotations

from collections.abc import Mapping

from kezek_core.texts import LocalText

_JUSTICE = LocalText(
    "Қазақстан Республикасы Әділет министрінің",
    "Министра юстиции Республики Казахстан",
    "of the Minister of Justice of the Republic of Kazakhstan",
)
_GOVERNMENT = LocalText(
    "Қазақстан Республикасы Үкіметінің",
    "Правительства Республики Казахстан",
    "of the Government of the Republic of Kazakhstan",
)
ISSUERS: Mapping[str, LocalText] = {
    "Қазақстан Республикасының Әділет министрі": _JUSTICE,
    "the Minister of Justice": _JUSTICE,
    "Қазақстан Республикасының Бас прокуроры": LocalText(
        "Қазақстан Республикасы Бас прокурорының",
        "Генерального Прокурора Республики Казахстан",
        "of the Prosecutor General of the Republic of Kazakhstan",
    ),
    "the Prosecutor General's Office": LocalText(
        "Қазақстан Республикасы Бас прокуратурасының",
        "Генеральной прокуратуры Республики Казахстан",
        "of the Prosecutor General's Office of the Republic of Kazakhstan",
    ),
    "Қазақстан Республикасының Үкіметі": _GOVERNMENT,
    "the Government": _GOVERNMENT,
    "Оңтүстік Қазақстан облысы Арыс қаласының әкімдігі": LocalText(
        "Оңтүстік Қазақстан облысы Арыс қаласы әкімдігінің",
        "акимата города Арыс Южно-Казахстанской области",
        "of the akimat of the city of Arys, South Kazakhstan Region",
    ),
    "the akimat of Arys": LocalText(
        "Арыс қаласы әкімдігінің", "акимата города Арыс", "of the akimat of the city of Arys"
    ),
    "the director": LocalText("Директордың", "директора", "of the director"),
}
"""Who issued an act, in the case that the act's kind asks for, by what data call them."""

BUDGET_LAW = "Law of Kazakhstan on the republican budget"
NAMED_ACTS: Mapping[str, LocalText] = {
    "Law of Kazakhstan on holidays": LocalText(
        "«Қазақстан Республикасындағы мерекелер туралы» {republic}{dated} Заңы",
        "Закон Республики Казахстан{dated} «О праздниках в Республике Казахстан»",
        "Law of Kazakhstan{dated} on holidays",
    ),
    "Labour Code of Kazakhstan": LocalText(
        "{republic}{dated} Еңбек кодексі",
        "Трудовой кодекс Республики Казахстан{dated}",
        "Labour Code of Kazakhstan{dated}",
    ),
    "Civil Code of Kazakhstan (General Part)": LocalText(
        "{republic}{dated} Азаматтық кодексінің Жалпы бөлімі",
        "Гражданский кодекс Республики Казахстан (Общая часть){dated}",
        "Civil Code of Kazakhstan (General Part){dated}",
    ),
    "Decree of the President on the revised republican budget for 2020": LocalText(
        "«2020 жылға арналған нақтыланған республикалық бюджет туралы» "
        "Қазақстан Республикасы Президентінің{dated} Жарлығы",
        "Указ Президента Республики Казахстан{dated} "
        "«Об уточненном республиканском бюджете на 2020 год»",
        "Decree of the President{dated} on the revised republican budget for 2020",
    ),
    BUDGET_LAW: LocalText(
        "«{years} арналған республикалық бюджет туралы» {republic}{dated} Заңы",
        "Закон Республики Казахстан{dated} «О республиканском бюджете на {years}»",
        "Law of Kazakhstan{dated} on the republican budget for {years}",
    ),
    "the office's own rule": LocalText(
        "мекеменің өз қағидасы", "собственное правило учреждения", "the office's own rule"
    ),
    "the term is prolonged to this length in all": LocalText(
        "мерзім барлығы осы ұзақтыққа дейін ұзартылады",
        "срок продлевается до этой длительности всего",
        "the term is prolonged to this length in all",
    ),
}
"""Acts and rules that are cited by name; blanks take what is known of them."""

STANDARDS: Mapping[str, LocalText] = {
    "criminal record": LocalText(
        "соттылық туралы стандарты",
        "стандарт о справке о судимости",
        "criminal record standard",
    ),
    "apostille": LocalText("апостиль стандарты", "стандарт об апостиле", "apostille standard"),
    "guardianship": LocalText(
        "қорғаншылық стандарты", "стандарт об опеке", "guardianship standard"
    ),
    "minors' assets": LocalText(
        "кәмелетке толмағандар мүлкі стандарты",
        "стандарт об имуществе несовершеннолетних",
        "minors' assets standard",
    ),
}
"""Standards that share an act with another one; the Kazakh word belongs to its act."""
