"""``kezek init`` and ``kezek check``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kezek_kiosk.cli.options import data_option, json_option
from kezek_kiosk.reader_language import in_reader_language


@click.command("init")
@data_option
@click.option("--demo", is_flag=True, help="The demo office: eight services, no question asked.")
@click.option(
    "--windows",
    type=click.IntRange(8, 99),
    default=8,
    show_default=True,
    help="Windows of the demo office.",
)
@click.option(
    "--office",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The office.toml to start from, with the folder translations beside it, if there is one.",
)
@json_option
def init_command(data: Path, demo: bool, windows: int, office: Path | None, as_json: bool) -> None:
    """Make a new office in --data."""
    from kezek_core.texts import TRANSLATIONS
    from kezek_kiosk.access.pin_rules import DEMO_PIN
    from kezek_kiosk.cli.certificates import make_own_certificate
    from kezek_kiosk.upkeep.new_office import create_demo_office, create_office

    if demo == (office is not None):
        raise click.UsageError("choose one: --demo, or --office FILE (see docs/office.md)")
    if office is None:
        create_demo_office(data, windows=windows)
    else:
        create_office(data, office.read_bytes(), translations=office.parent / TRANSLATIONS)
        make_own_certificate(data)
    if as_json:
        click.echo(json.dumps({"data": str(data), "demo": demo}))
        return
    click.echo(f"The office is ready in {data}.")
    if demo:
        click.echo(f"Sign in as operator1 ... operator8, supervisor or admin, PIN {DEMO_PIN}.")
    else:
        click.echo("It has a certificate of its own: `kezek tls show`, or `kezek tls off`.")
        click.echo(f"Next: kezek users add NAME --role admin --own --data {data}")
    click.echo(f"Start it: kezek run --data {data}")


@click.command("check")
@data_option
@json_option
def check_command(data: Path, as_json: bool) -> None:
    """Check an office: files, standards, database, journal; says what to do about each fault."""
    from kezek_kiosk.upkeep.office_check import check_office

    findings = check_office(data)
    in_words = in_reader_language()
    if as_json:
        rows = [
            {
                "check": finding.check,
                "ok": finding.ok,
                "detail": finding.message(in_words),
                "problems": [each.to_json(in_words) for each in finding.problems],
            }
            for finding in findings
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            lines = finding.message(in_words).replace("\n", f"\n{' ' * 20}")
            click.echo(f"{'ok' if finding.ok else 'FAULT':<6} {finding.check:<12} {lines}")
    if not all(finding.ok for finding in findings):
        raise click.exceptions.Exit(1)
