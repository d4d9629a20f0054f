"""``kezek summaries rebuild``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kezek_core.phrases import Phrase
from kezek_kiosk.cli.journals import watched
from kezek_kiosk.cli.options import data_option, json_option
from kezek_queue import ChainMark


@click.group("summaries")
def summaries_command() -> None:
    """The summaries of closed office days, which long reports are made from."""


@summaries_command.command("rebuild")
@data_option
@json_option
def rebuild_summaries(data: Path, as_json: bool) -> None:
    """Count every closed day anew from the journal, and store what is missing or differs."""
    from kezek_kiosk.open_office import open_queue

    with open_queue(data) as queue, watched(quiet=as_json, stopped=_stays) as tell:
        days = queue.rebuild_summaries(progress=tell)
    if as_json:
        click.echo(json.dumps({"days": days}))
    elif days:
        click.echo(f"days summarised anew: {days}")
    else:
        click.echo("every closed day has its summary, as the journal proves it")


def _stays(_reached: ChainMark) -> Phrase:
    return Phrase("what was stored stays, the other days are counted from their waits; begin again")
