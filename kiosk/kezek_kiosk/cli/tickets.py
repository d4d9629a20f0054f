"""``kezek issue`` and ``kezek queue``: the library on the office's own database."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import click

from kezek_core.tickets import Stage
from kezek_kiosk.cli.options import data_option, json_option, language_option


@click.command("issue")
@click.argument("service")
@data_option
@json_option
@language_option
@click.option(
    "--stage", type=click.Choice(["submission", "pickup"]), default="submission", show_default=True
)
def issue_command(service: str, data: Path, as_json: bool, language: str, stage: str) -> None:
    """Issue a ticket for SERVICE, as the kiosk would."""
    from kezek_kiosk.open_office import open_queue

    with open_queue(data) as queue:
        issued = queue.issue(service, language=language, stage=Stage(stage), actor="cli")
    ticket = issued.ticket
    if as_json:
        document = {
            "id": ticket.id,
            "number": ticket.number,
            "service": ticket.service,
            "issued_at": ticket.issued_at.isoformat(),
            "limit_minutes": ticket.limit_minutes,
            "ahead": issued.ahead,
        }
        click.echo(json.dumps(document))
        return
    click.echo(f"{ticket.number}: {issued.ahead} ahead, limit {ticket.limit_minutes} min")


@click.command("queue")
@data_option
@json_option
def queue_command(data: Path, as_json: bool) -> None:
    """Show who waits, who is called and who is served."""
    from kezek_kiosk.open_office import open_queue

    with open_queue(data) as queue:
        tickets = queue.snapshot().tickets
    rows = [
        {
            "number": ticket.number,
            "service": ticket.service,
            "state": ticket.state.value,
            "window": ticket.window,
            "waited_seconds": ticket.wait.length.total_seconds(),
            "limit_minutes": ticket.limit_minutes,
        }
        for ticket in tickets
    ]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for ticket in tickets:
        minutes, seconds = divmod(ticket.wait.length // timedelta(seconds=1), 60)
        limit = f"limit {ticket.limit_minutes} min" if ticket.limit_minutes else "no limit"
        click.echo(
            f"{ticket.number:<6} {ticket.state.value:<8} {ticket.service:<20} "
            f"{minutes:>3}:{seconds:02} ({limit})"
        )
    if not tickets:
        click.echo("Nobody is in the queue.")
