"""``kezek people export|erase``: one person's data, for whoever answers for them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kezek_kiosk.cli.options import data_option
from kezek_kiosk.cli.whole_file import whole_file

if TYPE_CHECKING:
    from kezek_kiosk.web.context import AppContext

ACTOR = "cli"
OWNER_ONLY = 0o600
NUMBER_HELP = "NUMBER: of a request or complaint as on its paper, or refusal-… of a refusal."


@click.group("people")
def people_command() -> None:
    """What is held of one person: seen, and forgotten."""


@people_command.command("export", epilog=NUMBER_HELP)
@click.argument("number")
@data_option
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file that only its owner may read; without it the data are printed.",
)
def export_person(number: str, data: Path, output: Path | None) -> None:
    """Everything held of the person behind NUMBER, as JSON."""
    from kezek_kiosk.upkeep.personal_data import export_person as exported

    with _house(data) as context:
        held = exported(context, number)
    text = json.dumps(held, ensure_ascii=False, indent=2) + "\n"
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        with whole_file(output, OWNER_ONLY) as file:
            file.write(text.encode())
    except OSError as error:
        raise click.ClickException(
            f"expected to write {output}, got: {error.strerror}; choose another place"
        ) from error
    click.echo(
        f"{output} holds everything about {number}. Only you may read it; "
        "delete it when it was handed over."
    )


@people_command.command("erase", epilog=NUMBER_HELP)
@click.argument("number")
@data_option
@click.option("--yes", is_flag=True, help="Do not ask whether to go on.")
def erase_person(number: str, data: Path, yes: bool) -> None:
    """Forget the person behind NUMBER for ever; what is counted in reports stays."""
    from kezek_kiosk.upkeep.erasure import erase_person as erased

    with _house(data) as context:
        if not yes:
            click.confirm(_question(context, number), abort=True)
        was_there = erased(context, number, actor=ACTOR)
    if was_there:
        click.echo(
            f"{number} names nobody any more, on the virtual printer's papers neither. "
            "Backups made before still do: remove them when their time has come."
        )
    else:
        click.echo(f"{number} named nobody any more; nothing was left to erase.")


def _question(context: AppContext, number: str) -> str:
    """What is about to be done, once the number is known to be right."""
    from kezek_kiosk.upkeep.personal_data import export_person as exported

    held = exported(context, number)
    warning = ""
    if held.get("complaint", {}).get("resolved_on", "") is None:
        warning = "This complaint is not answered yet, and without a contact it never can be. "
    return (
        f"{warning}Erase name, contacts and texts of {number} for ever? They cannot be brought back"
    )


@contextmanager
def _house(data: Path) -> Iterator[AppContext]:
    from kezek_kiosk.compose import build_services

    context = build_services(data)
    try:
        yield context
    finally:
        context.close()
