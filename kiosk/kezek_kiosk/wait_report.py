"""The report of waits as people hand it in: title, period, legal basis, table, signature line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kezek_core.standard import Standard
from kezek_core.standard_words import ActKind
from kezek_kiosk.csv_export import Rows, log_rows, table_rows
from kezek_kiosk.csv_words import FILE_NAMES
from kezek_kiosk.i18n import format_day
from kezek_kiosk.service_titles import ServiceTitles
from kezek_queue import Queue

_WORDS = {
    "title": {
        "kk": "Күту уақыты туралы есеп",
        "ru": "Отчёт о времени ожидания",
        "en": "Report of waiting times",
    },
    "log": {"kk": "Күту журналы", "ru": "Журнал ожидания", "en": "Log of waits"},
    "period": {"kk": "Кезең", "ru": "Период", "en": "Period"},
    "formula": {"kk": "Есептеу формуласы", "ru": "Формула расчёта", "en": "Formula"},
    "basis": {"kk": "Құқықтық негізі", "ru": "Правовое основание", "en": "Legal basis"},
    "signature": {
        "kk": "Жауапты қызметкер",
        "ru": "Руководитель смены",
        "en": "Supervisor",
    },
    "signed": {"kk": "қолы", "ru": "подпись", "en": "signature"},
    "between": {"kk": "{first} – {last}", "ru": "{first} — {last}", "en": "{first} – {last}"},
    "act": {
        "kk": "{issuer}, {date}, № {number} {kind}",
        "ru": "{issuer}, {kind} от {date} № {number}",
        "en": "{issuer}, {kind} No. {number} of {date}",
    },
}
_ACT_KINDS = {
    ActKind.LAW: {"kk": "заң", "ru": "закон", "en": "law"},
    ActKind.DECREE: {"kk": "жарлық", "ru": "указ", "en": "decree"},
    ActKind.RESOLUTION: {"kk": "қаулы", "ru": "постановление", "en": "resolution"},
    ActKind.ORDER: {"kk": "бұйрық", "ru": "приказ", "en": "order"},
    ActKind.DECISION: {"kk": "шешім", "ru": "решение", "en": "decision"},
    ActKind.RULES: {"kk": "қағидалар", "ru": "правила", "en": "rules"},
}


@dataclass(frozen=True, slots=True)
class WaitReport:
    """A report, worded and ready to be written in any format.

    Args:
        title: what it is.
        office: whose it is.
        facts: pairs of label and value: the period, the formula.
        basis_label: heading of the legal basis.
        basis: one line for each act applied.
        rows: the table, its heading first and the total last.
        log_title: name of the log.
        log: every wait, heading first.
        signature: who signs, and the word under the line.
        file_name: without an ending.
        language: ``kk``, ``ru`` or ``en``.
    """

    title: str
    office: str
    facts: tuple[tuple[str, str], ...]
    basis_label: str
    basis: tuple[str, ...]
    rows: Rows
    log_title: str
    log: Rows
    signature: tuple[str, str]
    file_name: str
    language: str

    @property
    def heading(self) -> list[Any]:
        """Names of the columns."""
        return self.rows[0]


def wait_report(queue: Queue, first_day: date, last_day: date, language: str) -> WaitReport:
    """Word the waits of some office days.

    Args:
        queue: the office.
        first_day: first office day.
        last_day: last office day, included.
        language: ``kk``, ``ru`` or ``en``.
    """
    titles = ServiceTitles(queue.office, queue.standards)
    table = queue.wait_table(first_day, last_day)
    waits = queue.waits(first_day, last_day)
    days = str(first_day) if first_day == last_day else f"{first_day} - {last_day}"
    applied = sorted({service.standard for service in queue.office.services.values()})
    return WaitReport(
        title=_word("title", language),
        office=queue.office.name.in_language(language),
        facts=(
            (_word("period", language), _period(first_day, last_day, language)),
            (_word("formula", language), str(table.to_json()["formula"])),
        ),
        basis_label=_word("basis", language),
        basis=_basis((queue.standards.get(name) for name in applied), language),
        rows=table_rows(table, titles, language),
        log_title=_word("log", language),
        log=log_rows(waits, titles, language, queue.office.hours.zone),
        signature=(_word("signature", language), _word("signed", language)),
        file_name=f"{FILE_NAMES[language]['waits']} {days}",
        language=language,
    )


def _period(first_day: date, last_day: date, language: str) -> str:
    first, last = format_day(first_day, language), format_day(last_day, language)
    if first_day == last_day:
        return first
    return _word("between", language).format(first=first, last=last)


def _basis(standards: Iterable[Standard], language: str) -> tuple[str, ...]:
    """The acts the office applies, each once."""
    lines = {
        _word("act", language).format(
            issuer=standard.act.issuer,
            kind=_ACT_KINDS[standard.act.kind][language],
            date=format_day(standard.act.on, language),
            number=standard.act.number,
        )
        for standard in standards
    }
    return tuple(sorted(lines))


def _word(name: str, language: str) -> str:
    return _WORDS[name][language]
