"""``kezek print ticket|selftest|detect``: how a technician finds a printer and sees it work."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kezek_core.papers import ExpectedWait, TicketSlip
from kezek_core.ports import PrintOutcome
from kezek_core.texts import TRANSLATIONS, LocalText, add_languages, known_languages
from kezek_core.tickets import Stage
from kezek_kiosk.cli.options import data_option, json_option, language_option
from kezek_printers import Printer

if TYPE_CHECKING:
    from kezek_kiosk.settings.devices import PrinterSettings
    from kezek_printers.profiles import PrinterProfile

_url = click.option("--url", help="Printer address; default: the first printer of kezek.toml.")
_profile = click.option("--profile", help="Printer profile; default: that printer's.")

NARROW_DOTS = 432
"""Paper of 58 mm has 384 dots on most printers, 420 to 432 on some."""

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
@language_option
def print_ticket(data: Path, url: str | None, profile: str | None, language: str) -> None:
    """Print a sample ticket with every Kazakh letter on it."""
    add_languages(data / TRANSLATIONS)
    if language not in known_languages():
        raise click.BadParameter(
            f"expected one of {', '.join(known_languages())}, got {language!r}",
            param_hint="--language",
        )
    _print(data, url, profile, replace(_now(SAMPLE), language=language))


@print_command.command("selftest")
@data_option
@_url
@click.option(
    "--paper",
    type=click.Choice(["58", "80"]),
    help="Only the profiles for paper of that width, in mm; default: both.",
)
def print_selftest(data: Path, url: str | None, paper: str | None) -> None:
    """Print the sample once for every way of printing Kazakh; pick the one that reads well."""
    chosen = url or _first_printer(data).url
    for profile in _candidates(paper, is_virtual=chosen.startswith("virtual:")):
        way = f"{profile.name} ({profile.strategy.value})"
        office = LocalText(f"Профиль: {way}", f"Профиль: {way}", f"Profile: {way}")
        _print(data, chosen, profile.name, replace(_now(SAMPLE), office=office), may_fail=True)
    click.echo(
        "Take the paper on which every letter of ӘәҒғҚқҢңӨөҰұҮүҺһІі reads well, the lines fill the "
        "width and the QR code can be scanned, and write its profile into kezek.toml."
    )


@print_command.command("detect")
@data_option
@click.option(
    "--address",
    "addresses",
    multiple=True,
    help="HOST or HOST:PORT of a network printer to knock at; may be given again.",
)
@json_option
def print_detect(data: Path, addresses: tuple[str, ...], as_json: bool) -> None:
    """Find connected printers and say what to write into kezek.toml; sends nothing to them."""
    from kezek_kiosk.cli.detected import as_text, detect, named_in, to_json

    found, named = detect(addresses), named_in(data)
    if as_json:
        click.echo(json.dumps(to_json(found, named), ensure_ascii=False, indent=2))
    else:
        click.echo(as_text(found, named))


def _candidates(paper: str | None, *, is_virtual: bool) -> list[PrinterProfile]:
    """The profiles to try, those of one strategy together."""
    from kezek_printers.profiles import Strategy, load_profile, profile_names

    order = list(Strategy)
    profiles = [
        load_profile(name)
        for name in profile_names()
        if is_virtual or not name.startswith("virtual-")
    ]
    fitting = [each for each in profiles if paper in {None, _paper_mm(each)}]
    return sorted(fitting, key=lambda each: order.index(each.strategy))


def _paper_mm(profile: PrinterProfile) -> str:
    return "58" if profile.width_dots <= NARROW_DOTS else "80"


def _first_printer(data: Path) -> PrinterSettings:
    from kezek_kiosk.settings.file import load_settings

    return load_settings(data).printers[0]


def _now(slip: TicketSlip) -> TicketSlip:
    return replace(slip, issued_at=datetime.now(UTC))


def _print(
    data: Path, url: str | None, profile: str | None, slip: TicketSlip, *, may_fail: bool = False
) -> None:
    from kezek_kiosk.settings.settings import PAPERS

    first = _first_printer(data)
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
