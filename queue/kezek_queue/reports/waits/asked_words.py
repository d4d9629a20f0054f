"""What was asked of the log in words: for the head of a file, and for the form on the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kezek_core.texts import LocalText
from kezek_queue.office.office import Office
from kezek_queue.reports.period import period_words
from kezek_queue.reports.waits.row_words import COLUMNS, VALUES
from kezek_queue.reports.words import REPORT_WORDS
from kezek_queue.translated import text
from kezek_queue.wait_log.asked import LogOrder, WaitFilter
from kezek_queue.wording.service_titles import ServiceTitles

ORDER_WORDS: Final[dict[LogOrder, LocalText]] = {
    LogOrder.NEWEST: text("newest first"),
    LogOrder.OLDEST: text("oldest first"),
    LogOrder.LONGEST: text("longest waits first"),
    LogOrder.SHORTEST: text("shortest waits first"),
    LogOrder.VERDICT: text("by verdict, breaches first"),
}
LABELS: Final[dict[str, LocalText]] = {
    "operator": text("Operator"),
    "number": text("Ticket number contains"),
    "order": text("Order"),
}


def asked_facts(
    asked: WaitFilter, order: LogOrder, office: Office, titles: ServiceTitles, language: str
) -> tuple[tuple[str, str], ...]:
    """Every condition with its value, the days first and the order last.

    Args:
        asked: the filter.
        order: how the rows are sorted.
        office: for the names of its categories.
        titles: of its services.
        language: ``kk``, ``ru`` or ``en``.
    """
    days = period_words(asked.first_day, asked.last_day, language)
    return (
        (REPORT_WORDS["period"].in_language(language), days),
        *(
            ({**COLUMNS, **LABELS}[name].in_language(language), value)
            for name, value in _conditions(asked, office, titles, language)
        ),
        (LABELS["order"].in_language(language), ORDER_WORDS[order].in_language(language)),
    )


def _conditions(
    asked: WaitFilter, office: Office, titles: ServiceTitles, language: str
) -> Iterator[tuple[str, str]]:
    if asked.service is not None:
        title = titles.get(asked.service)
        yield "service", asked.service if title is None else title.in_language(language)
    if asked.going_on:
        yield "verdict", REPORT_WORDS["open"].in_language(language)
    for name in ("verdict", "outcome", "stage"):
        value = getattr(asked, name)
        if value is not None:
            yield name, VALUES[f"{name}.{value.value}"].in_language(language)
    for name in ("window", "operator", "language"):
        value = getattr(asked, name)
        if value is not None:
            yield name, str(value)
    if asked.category is not None:
        category = office.categories.get(asked.category)
        yield "category", category.name.in_language(language) if category else asked.category
    if asked.number:
        yield "number", asked.number
