"""``kezek journal verify|export``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kezek_kiosk.cli.options import data_option, json_option
from kezek_kiosk.cli.whole_file import whole_file
from kezek_queue import ChainMark


@click.group("journal")
def journal_command() -> None:
    """The append-only, hash-chained journal."""


@journal_command.command("verify")
@data_option
@json_option
def verify_journal(data: Path, as_json: bool) -> None:
    """Prove chain and tables; exits with 1 when anything differs from the journal."""
    from kezek_kiosk.open_office import look_at_office
    from kezek_kiosk.upkeep.proof_text import proof_lines

    with look_at_office(data) as office:
        proof = office.prove_office(progress=None if as_json else _show_progress)
    if as_json:
        click.echo(json.dumps(proof.to_json(), ensure_ascii=False))
    else:
        for line in proof_lines(proof):
            click.echo(line, err=not proof.sound)
    if not proof.sound:
        raise click.exceptions.Exit(1)


def _show_progress(done: int, of: int, mark: ChainMark) -> None:
    """Somebody who watches sees that it goes on; a file or a pipe gets the outcome alone."""
    if sys.stderr.isatty():
        ending = "\n" if done == of else "\r"
        click.echo(f"{done} of {of} events{ending}", err=True, nl=False)


@journal_command.command("export")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@data_option
def export_journal(target: Path, data: Path) -> None:
    """Write the journal as JSON lines, one event a line, with its hashes."""
    from kezek_kiosk.open_office import look_at_office

    count = 0
    with look_at_office(data) as office, whole_file(target) as out:
        for line in office.export_journal():
            out.write(f"{line.rstrip()}\n".encode())
            count += 1
    click.echo(f"{count} events written to {target}")
