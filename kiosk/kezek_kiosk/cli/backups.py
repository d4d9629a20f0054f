"""``kezek backup`` and ``kezek restore``."""

from __future__ import annotations

from pathlib import Path

import click

from kezek_kiosk.cli.options import data_option

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
def restore_command(archive: Path, data: Path) -> None:
    """Make the office of ARCHIVE in --data, which must be new or empty."""
    from kezek_kiosk.upkeep.backup import restore

    proof = restore(archive, data)
    click.echo(
        f"Restored into {data}: {proof.chain.events} journal events, the chain is unbroken; "
        f"{proof.visits} visits and {proof.rows} rows say what the journal proves, up to event "
        f"{proof.mark.seq}, hash {proof.mark.short_hash}."
    )
