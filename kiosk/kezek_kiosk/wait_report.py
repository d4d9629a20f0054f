"""The report of waits as people hand it in: title, period, table, legal basis, signature line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from kezek_core.standard import edition_on, limit_minutes
from kezek_core.waits import VisitWait, WaitTable, tabulate
from kezek_kiosk.act_words import cited
from kezek_kiosk.csv_export import Rows, log_rows, table_rows
from kezek_kiosk.formats import UNKNOWN, edition_words, source_words
from kezek_kiosk.i18n import format_day
from kezek_kiosk.report_table import Column, Line, columns
from kezek_kiosk.report_words import REPORT_WORDS
from kezek_kiosk.service_titles import ServiceTitles
from kezek_queue import Office, Queue, Service, StandardLibrary


@dataclass(frozen=True, slots=True)
class Basis:
    """Where one limit stands.

    Args:
        service: its name.
        limit: in minutes, as text.
        act: the act as it is cited.
        place: the place in the act.
        edition: the edition applied.
    """

    service: str
    limit: str
    act: str
    place: str
    edition: str


@dataclass(frozen=True, slots=True)
class WaitReport:
    """A report, worded and ready to be written in any format.

    Args:
        title: what it is.
        office: whose it is.
        facts: pairs of label and value: the period, the moment, the formula.
        columns: of the table.
        lines: one for each service, the total last.
        note: how the table is to be read.
        basis_heads: what the columns of the legal basis are called.
        basis: one for each limit applied.
        raw: the table for programs: seconds as measured, shares with two decimals; heading first.
        log: gives every wait, heading first; worded only for a file that holds it.
        first_day: first office day.
        last_day: last office day, included.
        made_at: the instant that open waits are measured to, in office time.
        language: ``kk``, ``ru`` or ``en``.
    """

    title: str
    office: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    note: str
    basis_heads: tuple[str, ...]
    basis: tuple[Basis, ...]
    raw: Rows
    log: Callable[[], Rows]
    first_day: date
    last_day: date
    made_at: datetime
    language: str

    def word(self, name: str) -> str:
        """A word of the report in its language."""
        return REPORT_WORDS[name][self.language]


def wait_report(queue: Queue, first_day: date, last_day: date, language: str) -> WaitReport:
    """Word the waits of some office days.

    Args:
        queue: the office.
        first_day: first office day.
        last_day: last office day, included.
        language: ``kk``, ``ru`` or ``en``.
    """
    office, zone = queue.office, queue.office.hours.zone
    titles = ServiceTitles(office, queue.standards)
    made_at = queue.snapshot().now.astimezone(zone)
    waits = queue.waits(first_day, last_day)
    table = tabulate(waits, services=office.services)
    applied = applied_limits(queue, waits, made_at.date())
    word = {name: words[language] for name, words in REPORT_WORDS.items()}
    return WaitReport(
        title=word["title"],
        office=office.name.in_language(language),
        facts=(
            (word["period"], _days(first_day, last_day, language)),
            (word["as_of"], f"{format_day(made_at.date(), language)}, {_clock(made_at)}"),
            (word["formula"], table.formula),
        ),
        columns=columns(language),
        lines=tuple(_lines(table, limit_texts(applied), titles, language)),
        note=word["note"],
        basis_heads=tuple(word[name] for name in ("service", "limit", "act", "place", "edition")),
        basis=tuple(_basis(office, queue.standards, titles, applied, language)),
        raw=table_rows(table, titles, language),
        log=partial(log_rows, waits, titles, language, zone),
        first_day=first_day,
        last_day=last_day,
        made_at=made_at,
        language=language,
    )


Applied = tuple[str, int, str, str, str]
"""Service, limit in minutes, standard, edition and place in the act."""


def applied_limits(queue: Queue, waits: Iterable[VisitWait], today: date) -> list[Applied]:
    """The limits that waits were judged by; of a service that nobody waited for, today's.

    Args:
        queue: the office.
        waits: of the report's days.
        today: the day whose edition stands for a service without waits.
    """
    judged = {
        (wait.service, wait.limit_minutes, wait.standard, wait.edition, wait.source)
        for wait in waits
        if wait.limit_minutes is not None
    }
    waited_for = {wait.service for wait in waits}
    nobody = (each for each in queue.office.services.values() if each.id not in waited_for)
    return sorted({*judged, *_in_force(queue, nobody, today)})


def limit_texts(applied: Iterable[Applied]) -> dict[str, str]:
    """The limits of each service in minutes, ``30`` or ``30 / 40`` when its stages differ."""
    limits: defaultdict[str, set[int]] = defaultdict(set)
    for service, minutes, *_ in applied:
        limits[service].add(minutes)
    return {service: " / ".join(map(str, sorted(found))) for service, found in limits.items()}


def _in_force(queue: Queue, asked: Iterable[Service], today: date) -> Iterator[Applied]:
    for service in asked:
        standard, stage = queue.standards.get(service.standard), service.stages[0]
        minutes = limit_minutes(standard, stage)
        if minutes is not None:
            place = standard.source(f"waiting_minutes.{stage.value}") or ""
            yield service.id, minutes, standard.id, edition_on(standard, today).name, place


def _lines(
    table: WaitTable, limits: Mapping[str, str], titles: ServiceTitles, language: str
) -> Iterator[Line]:
    for row in table.services:
        service = row.service or ""
        yield Line(_title(service, titles, language), limits.get(service, UNKNOWN), row)
    yield Line(REPORT_WORDS["all"][language], "", table.total)


def _basis(
    office: Office,
    standards: StandardLibrary,
    titles: ServiceTitles,
    applied: Sequence[Applied],
    language: str,
) -> Iterator[Basis]:
    """Every limit applied with its act, in the order of the office's services."""
    order = {service: place for place, service in enumerate(office.services)}
    for service, minutes, standard, edition, place in sorted(
        applied, key=lambda each: (order.get(each[0], len(order)), each)
    ):
        yield Basis(
            service=_title(service, titles, language),
            limit=str(minutes),
            # The office may have put a standard away since: what it said is in the waits.
            act=cited(standards.get(standard).act, language) if standard in standards.ids() else "",
            place=source_words(place, language),
            edition=edition_words(edition),
        )


def _title(service: str, titles: ServiceTitles, language: str) -> str:
    title = titles.get(service)
    return service if title is None else title.in_language(language)


def _days(first: date, last: date, language: str) -> str:
    if first == last:
        return format_day(first, language)
    return f"{format_day(first, language)} – {format_day(last, language)}"


def _clock(at: datetime) -> str:
    """Hours, minutes and the distance from UTC: a report outlives the memory of its zone."""
    return f"{at:%H:%M} (UTC{at.isoformat()[-6:]})"
