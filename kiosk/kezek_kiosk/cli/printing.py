"""``kezek print ticket|selftest``: what a technician sends to a printer to see it work."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from kezek_core.ports import PrintOutcome
from kezek_core.slips import ExpectedWait, TicketSlip
from kezek_core.texts import LocalText
from kezek_core.tickets import Stage
from kezek_kiosk.cli.options import data_option
from kezek_printers import Printer

_url = click.option("--url", help="Printer address; default: the first printer of kezek.toml.")
_profile = click.option("--profile", help="Printer profile; default: that printer's.")

SAMPLE = TicketSlip(
    office=LocalText(
        "«Кезек» үлгі мекемесі", "Образцовое учреждение «Кезек»", "Kezek sample office"
    ),
    number="A015",
    service=LocalText("Үлгі қызмет: ӘәҒғҚқҢңӨөҰұҮүҺһІі", "Образец услуги", "Sample service"),
    stage=Stage.SUBMISSION,
    issued_at=datetime(2026, 1, 1, tzinfo=UTC),
    time_zone="Asia/Almaty",
    language="kk",
    ahead=7,
    expected_wait=ExpectedWait(12, 25),
    limit_minutes=30,
    status_url="HTTP://KEZEK.LOCAL:8080/T/SAMPLESAMPLESAMPLESAMPLE00",
)
"""A ticket with every Kazakh letter; its number is never called."""


@click.group("print")
def print_command() -> None:
    """Try a printer."""


@print_command.command("ticket")
@data_option
@_url
@_profile
@click.option("--language", type=click.Choice(["kk", "ru", "en"]), default="kk", show_default=True)
def print_ticket(data: Path, url: str | None, profile: str | None, language: str) -> None:
    """Print a sample ticket with every Kazakh letter on it."""
    _print(data, url, profile, replace(_now(SAMPLE), language=language))


@print_command.command("selftest")
@data_option
@_url
def print_selftest(data: Path, url: str | None) -> None:
    """Print the sample once for every way of printing Kazakh; pick the one that reads well."""
    from kezek_printers.profile_file import profile_names

    for name in profile_names():
        office = LocalText(f"Профиль: {name}", f"Профиль: {name}", f"Profile: {name}")
        _print(data, url, name, replace(_now(SAMPLE), office=office), may_fail=True)


def _now(slip: TicketSlip) -> TicketSlip:
    return replace(slip, issued_at=datetime.now(UTC))


def _print(
    data: Path, url: str | None, profile: str | None, slip: TicketSlip, *, may_fail: bool = False
) -> None:
    from kezek_kiosk.compose import PAPERS
    from kezek_kiosk.settings_file import load_settings

    first = load_settings(data).printers[0]
    printer = Printer(url or first.url, profile or first.profile, data / PAPERS)
    try:
        delivery = printer.print(slip)
    finally:
        printer.close()
    detail = f" ({delivery.detail})" if delivery.detail else ""
    click.echo(f"{printer.profile.name}: {delivery.outcome.value}{detail}")
    if delivery.outcome is not PrintOutcome.PRINTED and not may_fail:
        raise click.ClickException(
            "the ticket was not proven to be printed; check paper, cover, cable and --profile"
        )
