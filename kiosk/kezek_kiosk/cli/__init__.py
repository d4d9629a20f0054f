"""The command line: ``kezek COMMAND``; each command's module is imported only when it runs."""

from __future__ import annotations

import errno
import importlib
from typing import Any

import click

from kezek_core.errors import KezekError
from kezek_kiosk.cli.machine_faults import MACHINE_FAULTS, fault_sentence
from kezek_kiosk.reader_language import in_reader_language

COMMANDS = {
    "agent": "serving",
    "archive": "archiving",
    "backup": "backups",
    "check": "offices",
    "clock": "office_days",
    "closings": "office_days",
    "init": "offices",
    "issue": "tickets",
    "journal": "journals",
    "move": "backups",
    "people": "personal",
    "print": "printing",
    "queue": "tickets",
    "report": "reporting",
    "restore": "backups",
    "run": "serving",
    "serve": "serving",
    "simulate": "simulating",
    "standards": "standard_files",
    "summaries": "summarising",
    "tls": "certificates",
    "tokens": "people",
    "users": "people",
    "version": "versions",
}
"""Every command and the module of this package that holds it."""


class LazyGroup(click.Group):
    """Loads a command when it is asked for, and shows errors as one plain sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__name__}.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a refusal is a sentence and exit code 1, never a traceback."""
        try:
            return super().invoke(ctx)
        except KezekError as error:
            raise click.ClickException(error.message(in_reader_language())) from error
        except MACHINE_FAULTS as error:
            if getattr(error, "errno", None) == errno.EPIPE:
                raise  # whoever reads our lines has read enough: click ends without a word
            raise click.ClickException(fault_sentence(error)) from error


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Kezek: an electronic queue for offices that owe a waiting time by law."""
