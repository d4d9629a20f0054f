"""The report of waits as rows for programs: the table by service, and the log of every wait."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from kezek_core.texts import said_in
from kezek_core.waits import BANDS_MINUTES, WaitRow, WaitTable
from kezek_queue.reports.document import Rows
from kezek_queue.reports.waits.row_words import COLUMNS, VALUES
from kezek_queue.wait_log.rows import LogRow
from kezek_queue.wording.office_times import US_A_SECOND, OfficeTimes
from kezek_queue.wording.service_titles import ServiceTitles

TABLE_COLUMNS = (
    "service", "total", "served", "no_show", "left", "never_called", "waiting", "within",
    "breached", "estimated", "no_limit", "open", "share_within_percent", "median_seconds",
    "p90_seconds", "longest_seconds", *(f"band_{minutes}" for minutes in BANDS_MINUTES),
    "own_seconds", "own_waits", "returns", "within_with_own", "breached_with_own",
    "share_within_with_own_percent",
)  # fmt: skip
LOG_COLUMNS = (
    "number", "part", "service", "stage", "office_day", "issued_at", "called_at", "started_at",
    "finished_at", "window", "waited_seconds", "own_seconds", "limit_minutes", "verdict", "exact",
    "outcome", "language", "category", "standard", "edition", "source",
    "waited_with_own_seconds", "verdict_with_own", "returns",
)  # fmt: skip


def table_rows(table: WaitTable, titles: ServiceTitles, language: str) -> Rows:
    """The table of waits with its heading; the last row is all services together."""
    rows = [_heading(TABLE_COLUMNS, language)]
    rows += [_table_row(row, _title(row.service, titles, language)) for row in table.services]
    rows.append(_table_row(table.total, VALUES["all"].in_language(language)))
    return rows


def log_rows(
    waits: Iterable[LogRow], titles: ServiceTitles, language: str, zone: ZoneInfo
) -> Iterator[list[Any]]:
    """The log of waits with its heading, in office time: one row after another."""
    yield _heading(LOG_COLUMNS, language)
    words, times = said_in(language, VALUES), OfficeTimes(zone)
    services: dict[str, str] = {}
    for wait in waits:
        service = services.get(wait.service)
        if service is None:
            service = services[wait.service] = _title(wait.service, titles, language)
        waited, own = wait.wait_us / US_A_SECOND, wait.own_us / US_A_SECOND
        verdict = words[f"verdict.{wait.verdict}"]
        left_out = wait.leaves_out
        yield [
            wait.number,
            wait.part,
            service,
            words[f"stage.{wait.stage}"],
            wait.office_day,
            times.text(wait.issued_us),
            times.text(wait.called_us),
            times.text(wait.started_us),
            times.text(wait.finished_us),
            wait.window,
            waited,
            own,
            wait.limit_minutes,
            verdict,
            words["yes"] if wait.wait_exact else words["no"],
            words[f"outcome.{wait.outcome}"],
            wait.language,
            wait.category,
            wait.standard,
            wait.edition,
            wait.source,
            wait.with_own_us / US_A_SECOND if left_out else waited,
            words[f"verdict.{wait.verdict_with_own}"] if left_out else verdict,
            wait.returns,
        ]


def _heading(columns: Sequence[str], language: str) -> list[str]:
    return [COLUMNS[column].in_language(language) for column in columns]


def _table_row(row: WaitRow, title: str) -> list[Any]:
    values = row.to_json()
    bands = {f"band_{minutes}": _percent(row.bands[minutes]) for minutes in BANDS_MINUTES}
    values |= {"service": title, "share_within_percent": _percent(row.share_within_percent)}
    values |= bands
    values |= {
        "own_seconds": row.own.seconds,
        "own_waits": row.own.waits,
        "returns": row.own.returns,
        "within_with_own": row.own_counted.within,
        "breached_with_own": row.own_counted.breached,
        "share_within_with_own_percent": _percent(row.own_counted.share_within_percent),
    }
    return [values[column] for column in TABLE_COLUMNS]


def _title(service: str | None, titles: ServiceTitles, language: str) -> str:
    title = titles.get(service or "")
    return (service or "") if title is None else title.in_language(language)


def _percent(value: float | None) -> float | None:
    """Two decimals, cut down: 99.997 is not 100."""
    return None if value is None else math.floor(value * 100 + 1e-9) / 100
