"""``kezek report``."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kezek_kiosk.cli.options import data_option, period_options

if TYPE_CHECKING:
    from kezek_kiosk.wait_report import WaitReport
    from kezek_queue import Queue


@click.group("report")
def report_command() -> None:
    """Reports for the people who answer for the limits."""


@report_command.command("waits")
@data_option
@period_options
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["table", "json", "csv", "xlsx", "pdf"]),
    default="table",
    show_default=True,
)
@click.option("--language", type=click.Choice(["kk", "ru", "en"]), default="kk", show_default=True)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; without it the text goes to the screen, XLSX and PDF to a named file.",
)
def waits_command(
    data: Path,
    first_day: date | None,
    last_day: date | None,
    file_format: str,
    language: str,
    output: Path | None,
) -> None:
    """Every wait against its limit, by service; the default is the present office day."""
    from kezek_kiosk.report_files import report_name, write_report
    from kezek_kiosk.wait_report import wait_report
    from kezek_queue import Queue, SystemClock

    with Queue.open(data, clock=SystemClock()) as queue:
        first, last = _period(queue, first_day, last_day)
        if file_format == "json":
            table = queue.wait_table(first, last).to_json()
            document = {"from": first.isoformat(), "to": last.isoformat(), **table}
            _deliver((json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode(), output)
            return
        report = wait_report(queue, first, last, language)
    if file_format == "table":
        _deliver(_as_text(report).encode(), output)
        return
    written = write_report(report, file_format)
    if file_format == "csv":
        _deliver(written, output)
        return
    target = output or Path(report_name(report, file_format))
    _deliver(written, target)
    click.echo(str(target))


def _period(queue: Queue, first: date | None, last: date | None) -> tuple[date, date]:
    today = queue.snapshot().office_day
    first = first or last or today
    last = last or max(first, today)
    if last < first:
        raise click.UsageError(f"expected --to on or after {first}, got {last}")
    return first, last


def _as_text(report: WaitReport) -> str:
    """One column of the table below the other: a terminal is narrower than the table is wide."""
    columns = [column for column in report.columns if not column.sheet_only]
    lines = [report.title, *(f"{label}: {value}" for label, value in report.facts)]
    for line in report.lines:
        lines += ["", line.name]
        for column in columns[1:]:
            heading = ", ".join(part for part in (column.group, column.heading) if part)
            lines.append(f"  {heading:<48} {line.text(column, report.language) or '-'}")
    return "\n".join(lines) + "\n"


def _deliver(content: bytes, output: Path | None) -> None:
    """To the screen, or to a file that is whole or not there."""
    if output is None:
        sys.stdout.buffer.write(content)
        return
    unfinished = output.with_name(f".{output.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.rename(output)
