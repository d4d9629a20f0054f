"""``kezek archive``."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from kezek_kiosk.cli.options import data_option, json_option

MIB = 1024 * 1024


@click.command("archive")
@data_option
@click.option(
    "--before", required=True, metavar="DATE", type=click.DateTime(["%Y-%m-%d"]),
    help="The first office day that stays.",
)  # fmt: skip
@json_option
def archive_command(data: Path, before: datetime, as_json: bool) -> None:
    """Move old years into a file of their own, which reports still read; no server may run."""
    from kezek_kiosk.upkeep.archive import archive

    made = archive(data, before.date())
    if as_json:
        told = None if made is None else {
            "name": made.name, "visits": made.visits, "sha256": made.sha256,
            "first_day": made.first_day.isoformat(), "last_day": made.last_day.isoformat(),
            "first_seq": made.first_seq, "last_seq": made.last_seq, "last_hash": made.last_hash,
        }  # fmt: skip
        click.echo(json.dumps({"archive": told}))
    elif made is None:
        click.echo("nothing is moved: no closed and packed office day lies before that date")
    else:
        size_mib = (data / made.name).stat().st_size / MIB
        click.echo(
            f"{made.visits} visits of {made.first_day} to {made.last_day} are in {made.name} "
            f"({size_mib:.0f} MiB), events {made.first_seq} to {made.last_seq}; SHA-256 "
            f"{made.sha256}."
        )
        click.echo(
            "Leave the file beside the office: reports, the log and the proof read it there. The "
            "room in kezek.db is used again."
        )
