"""``kezek backup``, ``kezek restore`` and ``kezek move``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kezek_kiosk.cli.options import INTERRUPTED, data_option

_archive = click.argument("archive", type=click.Path(dir_okay=False, path_type=Path))


@click.command("backup")
@_archive
@data_option
def backup_command(archive: Path, data: Path) -> None:
    """Write the office into ARCHIVE (.tar.gz), also while it runs."""
    from kezek_kiosk.upkeep.backup import back_up

    size_kib = back_up(data, archive) // 1024
    click.echo(f"{archive}: {size_kib} KiB. Keep it on another medium; it holds keys.")


@click.command("restore")
@_archive
@data_option
@click.option(
    "--to", metavar="URL|sqlite", help="Where its database shall be; default: as its settings say."
)
def restore_command(archive: Path, data: Path, to: str | None) -> None:
    """Make the office of ARCHIVE in --data, which must be new or empty."""
    from kezek_kiosk.upkeep.backup import restore

    proof = restore(archive, data, to=to)
    click.echo(
        f"Restored into {data}: {proof.chain.events} journal events, the chain is unbroken; "
        f"{proof.visits} visits and {proof.rows} rows say what the journal proves, up to event "
        f"{proof.mark.seq}, hash {proof.mark.short_hash}."
    )


@click.command("move")
@data_option
@click.option(
    "--to", required=True, metavar="URL|sqlite",
    help="postgresql://user@host/name, or sqlite for the file in --data.",
)  # fmt: skip
def move_command(data: Path, to: str) -> None:
    """Carry the office into another database, and go on there; no server may run."""
    from kezek_kiosk.upkeep.move import move

    try:
        moved = move(data, to, progress=_tell if sys.stderr.isatty() else None)
    except KeyboardInterrupt:
        click.echo("\nstopped: the office is where it was; the same command begins again", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    proof = moved.carried.proof
    click.echo(
        f"The office is in {moved.place}: {moved.carried.rows} rows, the same as before; "
        f"{proof.chain.events} journal events, the chain is unbroken, proven up to event "
        f"{proof.mark.seq}, hash {proof.mark.short_hash}."
    )
    click.echo(
        f"The old rows, people's names among them, still lie in {moved.left}: no erasure reaches "
        "them. Remove them when you have looked at the office (docs/how-to/moving.md)."
    )
    if moved.by_variable:
        click.echo(
            "KEZEK_DATABASE_URL goes before kezek.toml: unset it, or let it name the new place, "
            "before the server is started."
        )


def _tell(table: str, rows: int) -> None:
    click.echo(f"{table}: {rows} rows\x1b[K\r", err=True, nl=False)
