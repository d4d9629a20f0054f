"""``kezek backup``, ``kezek restore`` and ``kezek move``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kezek_core.phrases import Phrase, said
from kezek_kiosk.cli.options import INTERRUPTED, data_option
from kezek_kiosk.reader_language import in_reader_language

if TYPE_CHECKING:
    from kezek_kiosk.upkeep.move import Moved

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

    in_words = in_reader_language()

    def tell(table: str, rows: int) -> None:
        line = said(Phrase("%(table)s: %(rows)s rows", table=table, rows=rows), in_words)
        click.echo(f"{line}\x1b[K\r", err=True, nl=False)

    try:
        moved = move(data, to, progress=tell if sys.stderr.isatty() else None)
    except KeyboardInterrupt:
        stopped = Phrase("stopped: the office is where it was; the same command begins again")
        click.echo(f"\n{said(stopped, in_words)}", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    for line in _moved_lines(moved):
        click.echo(said(line, in_words))


def _moved_lines(moved: Moved) -> Iterator[Phrase]:
    proof = moved.carried.proof
    yield Phrase(
        "The office is in %(place)s: %(rows)s rows, the same as before; %(events)s journal events, "
        "the chain is unbroken, proven up to event %(seq)s, hash %(hash)s.",
        place=moved.place,
        rows=moved.carried.rows,
        events=proof.chain.events,
        seq=proof.mark.seq,
        hash=proof.mark.short_hash,
    )
    yield Phrase(
        "The old rows, people's names among them, still lie in %(left)s: no erasure reaches them. "
        "Remove them when you have looked at the office (docs/how-to/moving.md).",
        left=moved.left,
    )
    if moved.by_variable:
        yield Phrase(
            "KEZEK_DATABASE_URL goes before kezek.toml: unset it, or let it name the new place, "
            "before the server is started."
        )
