"""The term of a standard in a few words: "3 рабочих дня"."""

from __future__ import annotations

from kezek_core.standards import PeriodUnit, Term

KAZAKH = {
    PeriodUnit.WORKING_DAYS: "жұмыс күні",
    PeriodUnit.CALENDAR_DAYS: "күнтізбелік күн",
    PeriodUnit.MONTHS: "ай",
    PeriodUnit.YEARS: "жыл",
}
RUSSIAN = {
    PeriodUnit.WORKING_DAYS: ("рабочий день", "рабочих дня", "рабочих дней"),
    PeriodUnit.CALENDAR_DAYS: ("календарный день", "календарных дня", "календарных дней"),
    PeriodUnit.MONTHS: ("месяц", "месяца", "месяцев"),
    PeriodUnit.YEARS: ("год", "года", "лет"),
}
ENGLISH = {
    PeriodUnit.WORKING_DAYS: ("working day", "working days"),
    PeriodUnit.CALENDAR_DAYS: ("calendar day", "calendar days"),
    PeriodUnit.MONTHS: ("month", "months"),
    PeriodUnit.YEARS: ("year", "years"),
}


def term_words(term: Term | None, language: str) -> str:
    """The length of a term; "" where the standard sets none.

    Args:
        term: of a standard.
        language: ``kk``, ``ru`` or ``en``.
    """
    if term is None:
        return ""
    if language == "kk":
        return f"{term.amount} {KAZAKH[term.unit]}"
    if language == "ru":
        return f"{term.amount} {RUSSIAN[term.unit][_russian_form(term.amount)]}"
    return f"{term.amount} {ENGLISH[term.unit][term.amount != 1]}"


def _russian_form(amount: int) -> int:
    if amount % 10 == 1 and amount % 100 != 11:
        return 0
    return 1 if 2 <= amount % 10 <= 4 and not 12 <= amount % 100 <= 14 else 2
