"""``kezek version``."""

from __future__ import annotations

import platform
from importlib.metadata import version

import click


@click.command("version")
def version_command() -> None:
    """Print the version of Kezek and of Python."""
    click.echo(f"kezek {version('kezek')} on Python {platform.python_version()}")
