"""``kezek journal verify|export``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kezek_kiosk.cli.options import data_option, json_option


@click.group("journal")
def journal_command() -> None:
    """The append-only, hash-chained journal."""


@journal_command.command("verify")
@data_option
@json_option
def verify_journal(data: Path, as_json: bool) -> None:
    """Recompute the chain; names the first broken link and exits with 1 if there is one."""
    from kezek_queue import Queue, SystemClock

    with Queue.open(data, clock=SystemClock()) as queue:
        result = queue.verify_journal()
    if as_json:
        document = {
            "sound": result.sound,
            "events": result.events,
            "first_broken_seq": result.first_broken_seq,
            "reason": result.reason,
        }
        click.echo(json.dumps(document))
    elif result.sound:
        click.echo(f"{result.events} events, the chain is unbroken")
    else:
        click.echo(f"event {result.first_broken_seq} breaks the chain: {result.reason}", err=True)
    if not result.sound:
        raise click.exceptions.Exit(1)


@journal_command.command("export")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@data_option
def export_journal(target: Path, data: Path) -> None:
    """Write the journal as JSON lines, one event a line, with its hashes."""
    from kezek_queue import Queue, SystemClock

    unfinished = target.with_name(f".{target.name}.unfinished")
    count = 0
    with (
        Queue.open(data, clock=SystemClock()) as queue,
        unfinished.open("w", encoding="utf-8") as out,
    ):
        for line in queue.export_journal():
            out.write(line.rstrip("\n") + "\n")
            count += 1
    unfinished.rename(target)
    click.echo(f"{count} events written to {target}")
