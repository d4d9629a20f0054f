"""The report of waits as people hand it in: title, period, table, legal basis, signature line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from kezek_core.standards import cited, edition_on, limit_minutes, source_words
from kezek_core.texts import said_in
from kezek_core.waits import USUAL_RULE, NoShowRule, WaitTable
from kezek_queue.counts.day_summary import AppliedLimit
from kezek_queue.engine import Queue
from kezek_queue.office.office import Office, Service
from kezek_queue.office.standard_library import StandardLibrary
from kezek_queue.reports.document import (
    CellKind,
    Column,
    Report,
    ReportLine,
    ReportTable,
    Row,
    Sheet,
    SheetColumn,
    text_line,
)
from kezek_queue.reports.mark import mark_json
from kezek_queue.reports.period import made_at_words, period_words
from kezek_queue.reports.waits.rows import LOG_COLUMNS, log_rows, table_rows
from kezek_queue.reports.waits.table import own_columns, own_line, wait_columns, wait_line
from kezek_queue.reports.words import REPORT_WORDS
from kezek_queue.wait_log.asked import WaitFilter
from kezek_queue.wording.figures import UNKNOWN, edition_words
from kezek_queue.wording.service_titles import ServiceTitles

NAME = "waits"
SHEET_ROWS_MOST = 100_000
"""Waits that a sheet holds: half a minute of writing; a longer log is saved as CSV."""

DAY, INSTANT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
LOG_FORMATS = {
    "office_day": DAY,
    **dict.fromkeys(("issued_at", "called_at", "started_at", "finished_at"), INSTANT),
}
LOG_WIDTHS = {"service": 34, "source": 34, "verdict": 18, "outcome": 22, "standard": 26}


def wait_report(queue: Queue, first_day: date, last_day: date, language: str) -> Report:
    """Word the waits of some office days.

    Args:
        queue: the office.
        first_day: first office day.
        last_day: last office day, included.
        language: ``kk``, ``ru`` or ``en``.
    """
    office, zone = queue.office, queue.office.hours.zone
    titles = ServiceTitles(office, queue.standards)
    with queue.at_one_instant(first_day) as mark:
        figures = queue.wait_figures(first_day, last_day)
        sheets = _log_sheets(queue, WaitFilter(first_day, last_day), titles, language)
    made_at = mark.at.astimezone(zone)
    table = figures.table
    applied = applied_limits(queue, figures.table, figures.limits, made_at.date())
    word = said_in(language, REPORT_WORDS)
    return Report(
        name=NAME,
        title=word["title"],
        office=office.name.in_language(language),
        facts=(
            (word["period"], period_words(first_day, last_day, language)),
            (word["as_of"], made_at_words(made_at, language)),
            (word["formula"], table.formula),
        ),
        tables=(
            ReportTable(
                title="",
                columns=wait_columns(language),
                lines=tuple(_lines(table, limit_texts(applied), titles, language)),
                notes=(word["note"],),
            ),
            ReportTable(
                title=word["own_table"],
                columns=own_columns(language),
                lines=tuple(_own_lines(table, titles, language)),
                notes=(word["own_note"], *_rule_notes(office, figures.no_show_rules, language)),
            ),
        ),
        basis=_basis(office, queue.standards, titles, applied, language),
        raw=table_rows(table, titles, language),
        sheets=sheets,
        first_day=first_day,
        last_day=last_day,
        made_at=made_at,
        mark=mark,
        language=language,
    )


def _log_sheets(
    queue: Queue, asked: WaitFilter, titles: ServiceTitles, language: str
) -> tuple[Sheet, ...]:
    """The log on a sheet of its own; none where it would be too long for one."""
    if queue.count_waits(asked, SHEET_ROWS_MOST + 1) > SHEET_ROWS_MOST:
        return ()

    def rows() -> Iterator[Row]:
        with queue.stream_waits(asked) as stream:
            yield from log_rows(stream.rows, titles, language, queue.office.hours.zone)

    columns = tuple(_log_column(name) for name in LOG_COLUMNS)
    return (Sheet(REPORT_WORDS["log"].in_language(language), columns, rows),)


def waits_json(queue: Queue, first_day: date, last_day: date) -> dict[str, Any]:
    """The same figures for programs, with the rules that no-shows counted by."""
    with queue.at_one_instant(first_day) as mark:
        figures = queue.wait_figures(first_day, last_day)
    return {
        "from": first_day.isoformat(),
        "to": last_day.isoformat(),
        **figures.table.to_json(),
        "no_show_rules": [
            {"rule": None if rule is None else rule.to_json(), "no_shows": count}
            for rule, count in figures.no_show_rules.most_common()
        ],
        **mark_json(mark),
    }


def _own_lines(table: WaitTable, titles: ServiceTitles, language: str) -> Iterator[ReportLine]:
    """The services where something was left out, and always all of them together."""
    for row in table.services:
        if row.own.waits or row.own.returns:
            yield own_line(_title(row.service or "", titles, language), row, language)
    yield own_line(REPORT_WORDS["all"].in_language(language), table.total, language)


def _rule_notes(
    office: Office, used: Mapping[NoShowRule | None, int], language: str
) -> Iterator[str]:
    """By which rule no-shows counted; the office's present one even when there was none."""
    for rule, count in {office.no_show: 0, **used}.items():
        if rule is None:
            yield REPORT_WORDS["no_rule_note"].in_language(language).format(count=count)
            continue
        note = (
            REPORT_WORDS["rule_note"]
            .in_language(language)
            .format(
                calls=rule.calls, apart=rule.apart_seconds, after=rule.after_seconds, count=count
            )
        )
        if rule.looser_than(USUAL_RULE):
            usual = " / ".join(map(str, USUAL_RULE.to_json().values()))
            note += " " + REPORT_WORDS["rule_loose"].in_language(language).format(usual=usual)
        yield note


def applied_limits(
    queue: Queue, table: WaitTable, judged: Collection[AppliedLimit], today: date
) -> list[AppliedLimit]:
    """The limits that waits were judged by; of a service that nobody waited for, today's.

    Args:
        queue: the office.
        table: the waits of the report's days.
        judged: what they were judged by.
        today: the day whose edition stands for a service without waits.
    """
    waited_for = {row.service for row in table.services if row.total}
    nobody = (each for each in queue.office.services.values() if each.id not in waited_for)
    return sorted({*judged, *_in_force(queue, nobody, today)})


def limit_texts(applied: Iterable[AppliedLimit]) -> dict[str, str]:
    """The limits of each service in minutes, ``30`` or ``30 / 40`` when its stages differ."""
    limits: defaultdict[str, set[int]] = defaultdict(set)
    for each in applied:
        limits[each.service].add(each.minutes)
    return {service: " / ".join(map(str, sorted(found))) for service, found in limits.items()}


def _in_force(queue: Queue, asked: Iterable[Service], today: date) -> Iterator[AppliedLimit]:
    for service in asked:
        standard, stage = queue.standards.get(service.standard), service.stages[0]
        minutes = limit_minutes(standard, stage)
        if minutes is not None:
            place = standard.source(f"waiting_minutes.{stage.value}") or ""
            edition = edition_on(standard, today).name
            yield AppliedLimit(service.id, minutes, standard.id, edition, place)


def _lines(
    table: WaitTable, limits: Mapping[str, str], titles: ServiceTitles, language: str
) -> Iterator[ReportLine]:
    for row in table.services:
        service = row.service or ""
        name = _title(service, titles, language)
        yield wait_line(name, limits.get(service, UNKNOWN), row, language)
    yield wait_line(REPORT_WORDS["all"].in_language(language), "", table.total, language)


def _log_column(name: str) -> SheetColumn:
    shown = LOG_FORMATS.get(name, "")
    return SheetColumn(LOG_WIDTHS.get(name, 19 if shown else 12), shown)


def _basis(
    office: Office,
    standards: StandardLibrary,
    titles: ServiceTitles,
    applied: Sequence[AppliedLimit],
    language: str,
) -> ReportTable:
    """Every limit applied with its act, in the order of the office's services."""
    word = said_in(language, REPORT_WORDS)
    order = {service: place for place, service in enumerate(office.services)}
    in_order = sorted(applied, key=lambda each: (order.get(each.service, len(order)), each))
    return ReportTable(
        title=word["basis"],
        columns=(
            Column(word["service"], share=43),
            Column(word["limit"], kind=CellKind.COUNT),
            Column(word["act"], share=121),
            Column(word["place"], share=76),
            Column(word["edition"]),
        ),
        lines=tuple(_basis_line(each, standards, titles, language) for each in in_order),
    )


def _basis_line(
    applied: AppliedLimit, standards: StandardLibrary, titles: ServiceTitles, language: str
) -> ReportLine:
    standard = applied.standard
    # The office may have put a standard away since: what it said is in the waits.
    act = cited(standards.get(standard).act, language) if standard in standards.ids() else ""
    return text_line(
        (
            _title(applied.service, titles, language),
            str(applied.minutes),
            act,
            source_words(applied.source, language),
            edition_words(applied.edition),
        )
    )


def _title(service: str, titles: ServiceTitles, language: str) -> str:
    title = titles.get(service)
    return service if title is None else title.in_language(language)
