"""``kezek clock`` and ``kezek closings``: what a clock that nobody trusts asks of staff."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from kezek_kiosk.cli.options import data_option, json_option

SOURCES = {
    "synchronised": "set by the network",
    "anchored": "set by the network earlier, since the machine started",
    "told": "as staff said, since the machine started",
    "unknown": "NOT KNOWN: a guess; say what it is with: kezek clock --set 'YYYY-MM-DD HH:MM'",
}


@click.command("clock")
@data_option
@json_option
@click.option(
    "--set",
    "wall_time",
    type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]),
    help="Day and time of the office's wall clock; hours go by it, no wait does.",
)
def clock_command(data: Path, as_json: bool, wall_time: datetime | None) -> None:
    """Show what time it is at the office and who says so."""
    from kezek_kiosk.open_office import open_queue

    with open_queue(data) as queue:
        zone = queue.office.hours.zone
        if wall_time is not None:
            queue.tell_time(wall_time.replace(tzinfo=zone), actor="cli")
        time = queue.time()
    at, source = time.moment.at.astimezone(zone), time.source.value
    if as_json:
        click.echo(json.dumps({"now": at.isoformat(), "source": source, "known": time.known}))
        return
    click.echo(f"{at:%Y-%m-%d %H:%M}: {SOURCES[source]}")


@click.command("closings")
@data_option
@json_option
@click.option("--take-back", type=click.DateTime(["%Y-%m-%d"]), help="Let everyone of a day wait.")
@click.option("--ticket", "tickets", multiple=True, help="Only this id; may be given again.")
@click.option("--reason", default="", help="Why, in words; it stands in the journal for good.")
def closings_command(
    data: Path, as_json: bool, take_back: datetime | None, tickets: tuple[str, ...], reason: str
) -> None:
    """Show whom a closing out has ended in the last hours, or take it back."""
    from kezek_kiosk.open_office import open_queue

    if take_back is None and (tickets or reason):
        raise click.UsageError("expected --take-back DAY with --ticket and --reason; add the day")
    with open_queue(data) as queue:
        if take_back is not None:
            waiting = queue.take_back_closing(
                take_back.date(), reason=reason, tickets=tickets or None, actor="cli"
            )
            found = {take_back.date().isoformat(): [ticket.id for ticket in waiting]}
        else:
            found = {
                closing.office_day.isoformat(): [ticket.id for ticket in closing.tickets]
                for closing in queue.closings()
            }
    if as_json:
        click.echo(json.dumps(found))
        return
    word = "wait again" if take_back is not None else "closed out"
    for office_day, ids in found.items():
        click.echo(f"{office_day}: {len(ids)} {word}: {', '.join(ids)}")
    if not found:
        click.echo("Nobody was closed out in the last hours.")
