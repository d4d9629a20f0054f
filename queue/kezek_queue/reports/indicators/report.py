"""The quality and accessibility table 1.1-5.1 as people hand it in, laid out as the acts do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kezek_core.waits import IndicatorRow
from kezek_queue.engine import Queue
from kezek_queue.reports.document import Report
from kezek_queue.reports.indicators.tables import IndicatorTables, Scope
from kezek_queue.reports.mark import mark_json
from kezek_queue.reports.period import made_at_words, period_words

__all__ = ["IndicatorReport", "Scope", "indicator_report", "indicators_json"]

NAME = "indicators"


@dataclass(frozen=True, slots=True)
class IndicatorReport(Report):
    """The report with what the screen needs to lay its rows out.

    Args:
        rows: the core's rows, in the order of the acts.
        formulas: of each row, in words.
        places: where the norm of each row stands; "" where there is none.
    """

    rows: tuple[IndicatorRow, ...] = ()
    formulas: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def indicators_json(queue: Queue, first: date, last: date, scope: Scope) -> dict[str, Any]:
    """The table as plain values.

    Raises:
        UnknownServiceError: the office has no such service, or none under the standard.
    """
    with queue.at_one_instant(first) as mark:
        table = queue.indicators(first, last, service=scope.service, standard=scope.standard)
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "service": scope.service,
        "standard": scope.standard,
        **table.to_json(),
        **mark_json(mark),
    }


def indicator_report(
    queue: Queue, first_day: date, last_day: date, scope: Scope, language: str
) -> IndicatorReport:
    """Word the quality table of some days.

    Args:
        queue: the office.
        first_day: first day.
        last_day: last day, included.
        scope: the whole office, one service or one standard.
        language: ``kk``, ``ru`` or ``en``.

    Raises:
        UnknownServiceError: the office has no such service, or none under the standard.
    """
    asked = {"service": scope.service, "standard": scope.standard}
    with queue.at_one_instant(first_day) as mark:
        table = queue.indicators(first_day, last_day, **asked)
    made_at = mark.at.astimezone(queue.office.hours.zone)
    words = IndicatorTables(queue, table, scope, made_at.date(), language)
    places = tuple(words.place(row) for row in table.rows)
    formulas = tuple(row.words.formula.in_language(language) for row in table.rows)
    return IndicatorReport(
        name=NAME,
        title=words.labels["title"],
        office=queue.office.name.in_language(language),
        facts=(
            (words.labels["scope"], words.scope()),
            (words.common["period"], period_words(first_day, last_day, language)),
            (words.common["as_of"], made_at_words(made_at, language)),
            (words.common["formula"], table.formula),
        ),
        tables=(words.figures(), words.how(formulas, places)),
        basis=words.basis(),
        raw=words.raw(formulas),
        first_day=first_day,
        last_day=last_day,
        made_at=made_at,
        mark=mark,
        language=language,
        rows=table.rows,
        formulas=formulas,
        places=places,
    )
