"""``kezek tls``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from kezek_kiosk.cli.options import data_option
from kezek_kiosk.open_office import OFFICE
from kezek_kiosk.settings.certificate_file import TLS_FILE, certificate_file
from kezek_kiosk.settings.file import load_settings
from kezek_kiosk.settings.settings import ServerSettings
from kezek_kiosk.upkeep.certificates import (
    ShownCertificate,
    drop_certificate,
    make_certificate,
    show_certificate,
    use_certificate,
)
from kezek_kiosk.web.known_hosts import certificate_names
from kezek_queue import load_office

RESTART = "Restart the server: it then speaks https and http on its port."


@click.group("tls")
def tls_command() -> None:
    """Https of the server's own: the office's certificate."""


@tls_command.command("make")
@data_option
def make(data: Path) -> None:
    """Make the office's own certificate, or make it anew; browsers ask once whether to trust it."""
    click.echo(_in_words(make_own_certificate(data)))
    click.echo(RESTART)


@tls_command.command("show")
@data_option
@click.option("--pem", is_flag=True, help="The certificate itself, for who shall trust it.")
def show(data: Path, pem: bool) -> None:
    """Show for which names the certificate is, until when, and its fingerprint."""
    file = certificate_file(data, _server(data))
    if file is None:
        click.echo("The office has no certificate; `kezek tls make` makes one.")
        return
    shown = show_certificate(file)
    click.echo(shown.pem if pem else _in_words(shown))


@tls_command.command("use")
@click.argument("certificate", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("key", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
def use(certificate: Path, key: Path, data: Path) -> None:
    """Use the CERTIFICATE (with its chain) and the KEY that the office was given, both PEM."""
    _server(data)
    click.echo(_in_words(use_certificate(data, certificate, key)))
    click.echo(RESTART)


@tls_command.command("off")
@data_option
def off(data: Path) -> None:
    """Speak plain http alone again; the certificate stays beside its place."""
    _server(data)
    if drop_certificate(data):
        click.echo(f"The certificate lies in {data / TLS_FILE}.off now. Restart the server.")
    else:
        click.echo("The office had no certificate.")


def make_own_certificate(data: Path) -> ShownCertificate:
    """The certificate of an office for all that its settings and its machine are called."""
    return make_certificate(data, certificate_names(_server(data)), _now())


def _server(data: Path) -> ServerSettings:
    return load_settings(data, demo=load_office(data / OFFICE).demo).server


def _in_words(shown: ShownCertificate) -> str:
    kind = "made by Kezek, renewed by itself" if shown.own else "given; renew it in time"
    return (
        f"Certificate for  {', '.join(shown.names)}\n"
        f"good             {shown.begins_at:%Y-%m-%d} to {shown.ends_at:%Y-%m-%d} ({kind})\n"
        f"SHA-256          {shown.fingerprint}"
    )


def _now() -> datetime:
    return datetime.now(UTC)
