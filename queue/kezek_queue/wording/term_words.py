"""A length of days, months or years in words: "3 рабочих дня", and short "3 раб. дн."."""

from __future__ import annotations

from kezek_core.standards import PeriodUnit, Term
from kezek_core.texts import LocalText
from kezek_queue.translated import counted

_ONE_AND_MANY = {
    PeriodUnit.WORKING_DAYS: ("{count} working day", "{count} working days"),
    PeriodUnit.CALENDAR_DAYS: ("{count} calendar day", "{count} calendar days"),
    PeriodUnit.MONTHS: ("{count} month", "{count} months"),
    PeriodUnit.YEARS: ("{count} year", "{count} years"),
}


def term_words(term: Term | None, language: str) -> str:
    """The length of a term in full; "" where the standard sets none.

    Args:
        term: of a standard.
        language: of the reader.
    """
    if term is None:
        return ""
    return counted(*_ONE_AND_MANY[term.unit], term.amount).in_language(language)


def span_words(amount: int, unit: PeriodUnit) -> LocalText:
    """A length in the abbreviations that need no endings."""
    return counted(*_ONE_AND_MANY[unit], amount, context="in short")
