"""How a command gets a PIN: asked for, or piped; on its own line only with a warning."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

import click

SEEN_BY_OTHERS = (
    "Warning: a PIN on the command line is seen by everybody on this machine in the list of "
    "processes, and stays in the shell's history. Leave out --pin to be asked for it, or pipe it "
    "with --pin-stdin."
)


def pin_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its ``pin``, and ``own``: whether the person typed it themselves."""

    @functools.wraps(command)
    def with_pin(*given: Any, pin: str | None, pin_stdin: bool, **options: Any) -> Any:
        return command(*given, pin=_pin(pin, from_stdin=pin_stdin), **options)

    for option in (
        click.option("--pin", help="The PIN; others see it: better leave it out."),
        click.option("--pin-stdin", is_flag=True, help="Read the PIN from standard input."),
        click.option(
            "--own", is_flag=True, help="The person types it here: ask for no other at sign-in."
        ),
    ):
        with_pin = option(with_pin)
    return with_pin


def _pin(given: str | None, *, from_stdin: bool) -> str:
    if given is not None and from_stdin:
        raise click.UsageError("choose one: --pin, or --pin-stdin")
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if given is None:
        asked: str = click.prompt("Pin", hide_input=True, confirmation_prompt=True)
        return asked
    click.echo(SEEN_BY_OTHERS, err=True)
    return given
