"""``kezek standards list|show|check|export``."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from kezek_core.phrases import Phrase
from kezek_core.standards import (
    Standard,
    check_standard,
    completeness,
    legal_state,
    parse_standard,
    to_json,
)
from kezek_core.tickets import Stage
from kezek_core.toml_table import FaultyFileError, unreadable
from kezek_kiosk.cli.options import DEFAULT_DATA, DayOption, json_option
from kezek_kiosk.cli.regulations import check_steps
from kezek_kiosk.reader_language import OF_COMMANDS, in_reader_language
from kezek_queue.office import StandardLibrary

_data = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=DEFAULT_DATA,
    envvar="KEZEK_DATA",
    help="Also read the office's own standards from DIR/standards.",
)


@click.group("standards")
def standards_command() -> None:
    """Service standards: the legal limits, as checked data."""


@standards_command.command("list")
@_data
@json_option
@click.option(
    "--on", type=DayOption(), default=None, help="Legal state on this date; default today."
)
def list_standards(data: Path, as_json: bool, on: date | None) -> None:
    """List every standard with its limits and legal state."""
    day = on or date.today()  # noqa: DTZ011  (a date on the command line is an office date)
    rows = [_row(standard, day) for standard in _library(data).all()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        limits = ", ".join(
            f"{stage} {minutes} min" for stage, minutes in row["waiting_minutes"].items() if minutes
        )
        click.echo(f"{row['id']:<42} {row['legal_state']:<18} {limits}")


@standards_command.command("show")
@click.argument("standard_id")
@_data
@json_option
def show_standard(standard_id: str, data: Path, as_json: bool) -> None:
    """Show one standard, whole."""
    standard = _library(data).get(standard_id)
    document = to_json(standard)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for path, value in _flat(document):
        click.echo(f"{path:<44} {value}")


@standards_command.command("check")
@click.argument("files", nargs=-1, type=click.Path(dir_okay=False, path_type=Path))
@_data
@json_option
@click.option(
    "--rules",
    type=click.Choice(["126"]),
    help="Also list what Rules No. 126 of 2014 ask of a standard, and whether it is there.",
)
@click.option(
    "--regulation",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Check the steps of this regulation against its standard instead (--rules 126, item 19).",
)
def check_standards(
    files: tuple[Path, ...], data: Path, as_json: bool, rules: str | None, regulation: Path | None
) -> None:
    """Check standard files; without FILES all shipped ones and the office's own."""
    if regulation is not None:
        _check_regulation(regulation, files, data, rules, as_json=as_json)
        return
    contents = [(path.name, _read(path)) for path in files] or list(
        StandardLibrary.contents(data / "standards")
    )
    problems = [problem for name, each in contents for problem in check_standard(each, name)]
    in_words = in_reader_language()
    elements = [] if rules is None or problems else [_elements(*each) for each in contents]
    if as_json:
        document: dict[str, Any] = {
            "checked": len(contents),
            "problems": [problem.to_json(in_words) for problem in problems],
        }
        if rules is not None:
            document["rules_126"] = elements
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(problem.message(in_words), err=True)
        for standard in elements:
            _echo_elements(standard)
        click.echo(f"{len(contents)} standards checked, {len(problems)} problems")
    if problems:
        raise click.exceptions.Exit(1)


def _check_regulation(
    regulation: Path, files: tuple[Path, ...], data: Path, rules: str | None, *, as_json: bool
) -> None:
    if rules is None:
        raise click.UsageError("expected --rules 126 beside --regulation; add it")
    if files:
        raise click.UsageError("expected no FILES beside --regulation; check them by themselves")
    content = _read(regulation)
    if not check_steps(content, regulation.name, _library(data), as_json=as_json):
        raise click.exceptions.Exit(1)


def _elements(name: str, content: bytes) -> dict[str, Any]:
    """Each element that the rules require of one standard."""
    standard = parse_standard(content, file_name=name)
    return {
        "id": standard.id,
        "elements": [
            {
                "id": finding.element.id,
                "title": finding.element.title.to_json(),
                "source": finding.element.source,
                "presence": finding.presence.value,
                "fault": finding.is_fault,
                "where": finding.where,
                "note": finding.note,
            }
            for finding in completeness(standard)
        ],
    }


def _echo_elements(standard: dict[str, Any]) -> None:
    click.echo(standard["id"])
    for element in standard["elements"]:
        mark = "!" if element["fault"] else " "
        where = element["where"] or element["note"] or ""
        click.echo(f" {mark} {element['presence']:<15} {element['title'][OF_COMMANDS]:<52} {where}")


@standards_command.command("export")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@_data
def export_standards(target: Path, data: Path) -> None:
    """Write every standard into one JSON file."""
    documents = [to_json(standard) for standard in _library(data).all()]
    target.write_text(json.dumps(documents, ensure_ascii=False, indent=2) + "\n", "utf-8")
    click.echo(f"{len(documents)} standards written to {target}")


def _library(data: Path) -> StandardLibrary:
    return StandardLibrary.load(data / "standards")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        expected, hint = Phrase("a file that can be read"), Phrase("check the path")
        raise FaultyFileError((unreadable(str(path), error, expected, hint),)) from error


def _row(standard: Standard, on: date) -> dict[str, Any]:
    return {
        "id": standard.id,
        "title": standard.title.to_json(),
        "waiting_minutes": {
            stage.value: getattr(standard.waiting_minutes, stage.value) for stage in Stage
        },
        "legal_state": legal_state(standard, on).value,
    }


def _flat(value: Any, path: str = "") -> list[tuple[str, Any]]:
    """Every leaf of a document with its dotted path."""
    if isinstance(value, dict) and value:
        return [
            leaf
            for key, inner in value.items()
            for leaf in _flat(inner, f"{path}.{key}" if path else str(key))
        ]
    if isinstance(value, list) and value:
        return [leaf for i, inner in enumerate(value) for leaf in _flat(inner, f"{path}[{i}]")]
    return [(path, "-" if value in (None, [], {}) else value)]
