"""Every command is documented, and every documented command exists."""

from __future__ import annotations

import re
from pathlib import Path

import click

from kezek_kiosk.cli import main

DOCS = Path(__file__).parents[3] / "docs" / "cli.md"


def _commands(group: click.Group, path: str) -> set[str]:
    context = click.Context(group)
    found = set()
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        inner = isinstance(command, click.Group)
        found |= _commands(command, f"{path} {name}") if inner else {f"{path} {name}"}  # type: ignore[arg-type]
    return found


def test_the_manual_names_every_command_and_no_other() -> None:
    documented = set(re.findall(r"^\| `(kezek [a-z ]+)` \|", DOCS.read_text("utf-8"), re.M))

    assert documented == _commands(main, "kezek")
