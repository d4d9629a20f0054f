"""The log of waits as a workbook or on paper: what was asked stands over it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from kezek_core.texts import said_in
from kezek_queue.engine import Queue
from kezek_queue.errors import TooManyRowsError
from kezek_queue.reports.document import (
    Cell,
    CellKind,
    Column,
    Report,
    ReportLine,
    ReportTable,
    Tone,
    count_cell,
    day_cell,
    text_cell,
)
from kezek_queue.reports.period import made_at_words
from kezek_queue.reports.waits.asked_words import LABELS, asked_facts
from kezek_queue.reports.waits.row_words import COLUMNS, VALUES
from kezek_queue.reports.words import REPORT_WORDS
from kezek_queue.wait_log.asked import LogOrder, WaitFilter
from kezek_queue.wait_log.rows import LogRow
from kezek_queue.wording.figures import clock
from kezek_queue.wording.office_times import US_A_SECOND, OfficeTimes
from kezek_queue.wording.service_titles import ServiceTitles

NAME = "log"
ROWS_MOST: Final = {"xlsx": 100_000, "pdf": 2_000}
"""Waits that a file holds. A workbook cannot be sent before its last row is written, which is half
a minute then; paper is laid out word by word."""

TONES = {"breached": Tone.BAD, "within": Tone.GOOD, "estimated": Tone.QUIET}


def log_report(
    queue: Queue, asked: WaitFilter, order: LogOrder, language: str, file_format: str
) -> Report:
    """Word the waits asked for; its rows are read while they are written.

    Write it within `Queue.at_one_instant`, so that they are of the state its head names.

    Args:
        queue: the office.
        asked: which waits.
        order: how they are sorted.
        language: ``kk``, ``ru`` or ``en``.
        file_format: ``xlsx`` or ``pdf``.

    Raises:
        TooManyRowsError: more than the format holds.
    """
    most = ROWS_MOST[file_format]
    with queue.at_one_instant(asked.first_day) as mark:
        count = queue.count_waits(asked, most + 1)
    if count > most:
        raise TooManyRowsError(
            f"expected at most {most} waits for {file_format}, got more; "
            "choose fewer days or more conditions, or save them as CSV",
            most=most,
        )
    office, zone = queue.office, queue.office.hours.zone
    made_at = mark.at.astimezone(zone)
    titles = ServiceTitles(office, queue.standards)
    word = said_in(language, REPORT_WORDS)
    lines = _Lines(queue, asked, order, titles, language)
    return Report(
        name=NAME,
        title=word["log"],
        office=office.name.in_language(language),
        facts=(
            *asked_facts(asked, order, office, titles, language),
            (word["as_of"], made_at_words(made_at, language)),
        ),
        tables=(ReportTable(title="", columns=_columns(language), lines=lines),),
        basis=None,
        raw=[],
        first_day=asked.first_day,
        last_day=asked.last_day,
        made_at=made_at,
        mark=mark,
        language=language,
    )


class _Lines:
    """The lines of the table, read anew by everybody who goes through them."""

    def __init__(
        self, queue: Queue, asked: WaitFilter, order: LogOrder, titles: ServiceTitles,
        language: str,
    ) -> None:  # fmt: skip
        self._queue, self._asked, self._order = queue, asked, order
        self._titles, self._language = titles, language
        self._times = OfficeTimes(queue.office.hours.zone)
        self._words = said_in(language, VALUES)
        self._open = REPORT_WORDS["open"].in_language(language)

    def __iter__(self) -> Iterator[ReportLine]:
        with self._queue.stream_waits(self._asked, self._order) as stream:
            for row in stream.rows:
                yield ReportLine(self._cells(row))

    def _cells(self, row: LogRow) -> tuple[Cell, ...]:
        title = self._titles.get(row.service)
        return (
            text_cell(row.number),
            day_cell(date.fromisoformat(row.office_day)),
            text_cell(row.service if title is None else title.in_language(self._language)),
            text_cell(self._times.clock(row.issued_us)),
            text_cell(self._times.clock(row.called_us)),
            text_cell(self._times.clock(row.started_us)),
            _length(row.wait_us, exact=bool(row.wait_exact)),
            count_cell(row.limit_minutes),
            self._verdict(row),
            _length(row.own_us, exact=bool(row.own_exact)) if row.leaves_out else text_cell(""),
            count_cell(row.window) if row.window is not None else text_cell(""),
            text_cell(row.operator or ""),
            text_cell(self._words[f"outcome.{row.outcome}"]),
        )

    def _verdict(self, row: LogRow) -> Cell:
        if row.open:
            return text_cell(self._open)
        return text_cell(self._words[f"verdict.{row.verdict}"], TONES.get(row.verdict, Tone.PLAIN))


def _length(length_us: int, *, exact: bool) -> Cell:
    """A span, cut down to the second; a lower bound says that it is one."""
    seconds = length_us // US_A_SECOND
    if not exact:
        return text_cell(f"≥ {clock(seconds)}")
    return Cell(seconds, clock(seconds))


def _columns(language: str) -> tuple[Column, ...]:
    word = said_in(language, COLUMNS)
    seconds, count = CellKind.SECONDS, CellKind.COUNT
    return (
        Column(word["number"]),
        Column(word["office_day"]),
        Column(word["service"], share=1, sheet_width=34),
        Column(word["issued_at"]),
        Column(word["called_at"]),
        Column(word["started_at"]),
        Column(REPORT_WORDS["wait"].in_language(language), kind=seconds),
        Column(word["limit_minutes"], kind=count),
        Column(word["verdict"], sheet_width=20),
        Column(REPORT_WORDS["left_out_time"].in_language(language),
               group=REPORT_WORDS["left_out"].in_language(language), kind=seconds),
        Column(word["window"], kind=count),
        Column(LABELS["operator"].in_language(language), sheet_width=16),
        Column(word["outcome"], sheet_width=18),
    )  # fmt: skip
