"""How a report leaves the command line: as text, JSON or a file that is whole or not there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kezek_kiosk.cli.options import language_option
from kezek_kiosk.cli.whole_file import whole_file

if TYPE_CHECKING:
    from kezek_queue.reports import Report

FORMATS = ("table", "json", "csv", "xlsx", "pdf")


def file_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--format``, ``--language`` and ``--output``."""
    file_format = click.option(
        "--format",
        "file_format",
        type=click.Choice(FORMATS),
        default=FORMATS[0],
        show_default=True,
    )
    output = click.option(
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        help="File to write; without it the text goes to the screen, XLSX and PDF to a named file.",
    )
    return file_format(language_option(output(command)))


def deliver(report: Report | dict[str, Any], file_format: str, output: Path | None) -> None:
    """Hand a report out.

    Args:
        report: the report; for ``json`` its document.
        file_format: one of ``FORMATS``.
        output: where to; None for the screen, or for a file that names itself.
    """
    if isinstance(report, dict):
        _write((json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode(), output)
        return
    if file_format == "table":
        from kezek_queue.reports import as_text

        _write(as_text(report).encode(), output)
        return
    from kezek_queue.reports import report_name, write_report

    written = write_report(report, file_format)
    if file_format == "csv":
        _write(written, output)
        return
    target = output or Path(report_name(report, file_format))
    _write(written, target)
    click.echo(str(target))


def _write(content: bytes, output: Path | None) -> None:
    """To the screen, or to a file that is whole or not there."""
    if output is None:
        click.echo(content, nl=False)
        return
    with whole_file(output) as file:
        file.write(content)
