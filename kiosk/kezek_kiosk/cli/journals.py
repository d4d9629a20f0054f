"""``kezek journal verify|export``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from kezek_core.phrases import Phrase, said
from kezek_kiosk.cli.options import INTERRUPTED, data_option, json_option
from kezek_kiosk.cli.whole_file import SCREEN, whole_file
from kezek_kiosk.reader_language import in_reader_language
from kezek_kiosk.upkeep.proof_text import chain_lines, held_up_to, proof_lines
from kezek_queue import CHAIN_START, ChainMark, Proof, Verification


class MarkOption(click.ParamType[ChainMark]):
    """A mark such as 5210:60972b4b91039070."""

    name = "mark"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> ChainMark:
        """Read the mark or say which form is expected."""
        try:
            return ChainMark.read(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.group("journal")
def journal_command() -> None:
    """The append-only, hash-chained journal."""


@journal_command.command("verify")
@data_option
@json_option
@click.option(
    "--chain", "chain_only", is_flag=True, help="Check the hash chain alone, not the tables."
)
@click.option(
    "--after", type=MarkOption(), metavar="SEQ:HASH",
    help="Go on from the mark of an earlier check; looks at the chain after it, and at no table.",
)  # fmt: skip
def verify_journal(data: Path, as_json: bool, chain_only: bool, after: ChainMark | None) -> None:
    """Prove chain and tables; exits with 1 when anything differs from the journal."""
    from kezek_kiosk.open_office import look_at_office

    outcome: Proof | Verification
    with look_at_office(data) as office, watched(quiet=as_json) as tell:
        if chain_only or after:
            outcome = office.verify_journal(after=after or CHAIN_START, progress=tell)
        else:
            outcome = office.prove_office(progress=tell)
    if as_json:
        click.echo(json.dumps(outcome.to_json(), ensure_ascii=False))
    else:
        in_words = in_reader_language()
        lines = (
            proof_lines(outcome, in_words)
            if isinstance(outcome, Proof)
            else chain_lines(outcome, in_words)
        )
        for line in lines:
            click.echo(line, err=not outcome.sound)
    if not outcome.sound:
        raise click.exceptions.Exit(1)


@contextmanager
def watched(
    *, quiet: bool, stopped: Callable[[ChainMark], Phrase] = held_up_to
) -> Iterator[Callable[[int, int, ChainMark], None]]:
    """Somebody who watches sees that it goes on; whoever stops it is told where to go on.

    Args:
        quiet: nothing is shown meanwhile.
        stopped: what is said to whoever stops it.
    """
    reached, in_words = CHAIN_START, in_reader_language()
    shown = not quiet and sys.stderr.isatty()

    def tell(done: int, of: int, mark: ChainMark) -> None:
        nonlocal reached
        reached = mark
        if shown:
            line = said(Phrase("%(done)s of %(all)s events", done=done, all=of), in_words)
            click.echo(f"{line}\x1b[K\r", err=True, nl=False)

    try:
        yield tell
    except KeyboardInterrupt:
        line = said(Phrase("stopped: %(reached)s", reached=stopped(reached)), in_words)
        click.echo(f"\n{line}", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    if shown:
        click.echo(err=True)


@journal_command.command("export")
@click.argument("target", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@data_option
def export_journal(target: Path, data: Path) -> None:
    """Write the journal as JSON lines, one event a line, with its hashes; to the screen with -."""
    from kezek_kiosk.open_office import look_at_office

    count = 0
    with look_at_office(data) as office, whole_file(target) as out:
        for line in office.export_journal():
            out.write(f"{line.rstrip()}\n".encode())
            count += 1
    click.echo(f"{count} events written to {target}", err=target == SCREEN)
