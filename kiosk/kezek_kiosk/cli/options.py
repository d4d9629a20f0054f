"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

DEFAULT_DATA = Path("kezek-data")

INTERRUPTED = 130
"""The exit code of what was stopped with Ctrl-C."""

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=DEFAULT_DATA,
    envvar="KEZEK_DATA",
    show_default=True,
    show_envvar=True,
    help="The directory that holds all state of the office.",
)
language_option = click.option(
    "--language", default="kk", metavar="CODE", show_default=True,
    help="One of the languages of the office, for example ru.",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program.")


class DayOption(click.ParamType[date]):
    """A date such as 2026-11-22."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the date or say which form is expected."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"expected a date such as 2026-11-22, got {value!r}", param, ctx)


def period_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--from`` and ``--to``, both office days, both included."""
    first = click.option(
        "--from", "first_day", type=DayOption(), help="First office day (ISO date)."
    )
    last = click.option("--to", "last_day", type=DayOption(), help="Last office day (ISO date).")
    return first(last(command))
