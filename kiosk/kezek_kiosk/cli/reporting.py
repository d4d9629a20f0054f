"""``kezek report``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kezek_kiosk.cli.delivery import deliver, file_options
from kezek_kiosk.cli.options import data_option, period_options

if TYPE_CHECKING:
    from kezek_queue import Queue

_service = click.option("--service", help="Only this service, by its slug.")
_standard = click.option("--standard", help="Only services under this standard, by its id.")


@click.group("report")
def report_command() -> None:
    """Reports for the people who answer for the limits."""


@report_command.command("waits")
@data_option
@period_options
@file_options
def waits_command(
    data: Path,
    first_day: date | None,
    last_day: date | None,
    file_format: str,
    language: str,
    output: Path | None,
) -> None:
    """Every wait against its limit, by service; the default is the present office day."""
    from kezek_kiosk.open_office import open_queue
    from kezek_queue.office import check_language
    from kezek_queue.reports import wait_report, waits_json

    with open_queue(data) as queue:
        check_language(queue.office, language)
        first, last = _period(queue, first_day, last_day)
        with queue.at_one_instant(first):  # the rows of its log are read while the file is written
            if file_format == "json":
                report: Any = waits_json(queue, first, last)
            else:
                report = wait_report(queue, first, last, language)
            deliver(report, file_format, output)


@report_command.command("indicators")
@data_option
@period_options
@_service
@_standard
@file_options
def indicators_command(
    data: Path,
    first_day: date | None,
    last_day: date | None,
    service: str | None,
    standard: str | None,
    file_format: str,
    language: str,
    output: Path | None,
) -> None:
    """The quality table 1.1-5.1 beside its norms; the default is the present office day."""
    from kezek_kiosk.open_office import open_queue
    from kezek_queue.office import check_language
    from kezek_queue.reports import Scope, indicator_report, indicators_json

    with open_queue(data) as queue:
        check_language(queue.office, language)
        first, last = _period(queue, first_day, last_day)
        scope = Scope(service, standard)
        if file_format == "json":
            report: Any = indicators_json(queue, first, last, scope)
        else:
            report = indicator_report(queue, first, last, scope, language)
        deliver(report, file_format, output)


@report_command.command("requests")
@data_option
@period_options
@_service
@_standard
@click.option("--state", help="Only requests that stand so, for example ready.")
@file_options
def requests_command(
    data: Path,
    first_day: date | None,
    last_day: date | None,
    service: str | None,
    standard: str | None,
    state: str | None,
    file_format: str,
    language: str,
    output: Path | None,
) -> None:
    """Requests accepted in the period and what came of them; it names no applicant."""
    from kezek_kiosk.open_office import open_queue
    from kezek_queue.office import check_language
    from kezek_queue.reports import RequestFilter, request_report, requests_json

    with open_queue(data) as queue:
        check_language(queue.office, language)
        first, last = _period(queue, first_day, last_day)
        wanted = RequestFilter(service, standard, state)
        if file_format == "json":
            report: Any = requests_json(queue, first, last, wanted)
        else:
            report = request_report(queue, first, last, wanted, language)
        deliver(report, file_format, output)


def _period(queue: Queue, first: date | None, last: date | None) -> tuple[date, date]:
    today = queue.snapshot().shown_day
    first = first or last or today
    last = last or max(first, today)
    if last < first:
        raise click.UsageError(f"expected --to on or after {first}, got {last}")
    return first, last
