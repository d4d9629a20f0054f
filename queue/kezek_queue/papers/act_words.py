"""How an act is cited: who issued it, when, and its number, as each language writes it."""

from __future__ import annotations

from datetime import date

from kezek_core.standards import Act, ActKind
from kezek_queue.papers.form_words import MONTHS_EN, MONTHS_RU, NO_BREAK

KINDS = {
    "kk": {
        ActKind.LAW: "заңы",
        ActKind.DECREE: "жарлығы",
        ActKind.RESOLUTION: "қаулысы",
        ActKind.ORDER: "бұйрығы",
        ActKind.DECISION: "шешімі",
        ActKind.RULES: "қағидалары",
    },
    "ru": {
        ActKind.LAW: "Закон",
        ActKind.DECREE: "Указ",
        ActKind.RESOLUTION: "Постановление",
        ActKind.ORDER: "Приказ",
        ActKind.DECISION: "Решение",
        ActKind.RULES: "Правила",
    },
    "en": {
        ActKind.LAW: "Law",
        ActKind.DECREE: "Decree",
        ActKind.RESOLUTION: "Resolution",
        ActKind.ORDER: "Order",
        ActKind.DECISION: "Decision",
        ActKind.RULES: "Rules",
    },
}
ISSUERS = {
    "Қазақстан Республикасының Әділет министрі": {
        "ru": "Министра юстиции Республики Казахстан",
        "en": "of the Minister of Justice of the Republic of Kazakhstan",
    },
    "Қазақстан Республикасының Бас прокуроры": {
        "ru": "Генерального Прокурора Республики Казахстан",
        "en": "of the Prosecutor General of the Republic of Kazakhstan",
    },
    "Қазақстан Республикасының Үкіметі": {
        "ru": "Правительства Республики Казахстан",
        "en": "of the Government of the Republic of Kazakhstan",
    },
    "Оңтүстік Қазақстан облысы Арыс қаласының әкімдігі": {
        "ru": "акимата города Арыс Южно-Казахстанской области",
        "en": "of the akimat of the city of Arys, South Kazakhstan Region",
    },
}
"""Who issued an act, in the case its name asks for; another issuer stays in Kazakh."""

MONTHS_KK_ATTRIBUTIVE = (
    "қаңтардағы", "ақпандағы", "наурыздағы", "сәуірдегі", "мамырдағы", "маусымдағы",
    "шілдедегі", "тамыздағы", "қыркүйектегі", "қазандағы", "қарашадағы", "желтоқсандағы",
)  # fmt: skip


def cited(act: Act, language: str) -> str:
    """The act as a report or a paper cites it.

    Args:
        act: the act that approved a standard.
        language: ``kk``, ``ru`` or ``en``.
    """
    kind = KINDS[language][act.kind]
    number = f"{'No.' if language == 'en' else '№'}{NO_BREAK}{act.number}"
    if language == "kk":
        return f"{_of(act.issuer)} {_dated_kk(act.on)} {number} {kind}"
    issuer = ISSUERS.get(act.issuer, {}).get(language, f"({act.issuer})")
    if language == "ru":
        month = MONTHS_RU[act.on.month - 1]
        return f"{kind} {issuer} от {act.on.day} {month} {act.on.year} года {number}"
    month = MONTHS_EN[act.on.month - 1]
    return f"{kind} {issuer} {number} of {act.on.day} {month} {act.on.year}"


def _of(issuer: str) -> str:
    """The Kazakh genitive of an office's name, which ends in its possessive suffix."""
    return f"{issuer}{'нің' if issuer.endswith('і') else 'ның'}"


def _dated_kk(on: date) -> str:
    return f"{on.year} жылғы {on.day} {MONTHS_KK_ATTRIBUTIVE[on.month - 1]}"
