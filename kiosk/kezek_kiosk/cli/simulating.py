"""``kezek simulate``."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from kezek_core.calendar import office_zone
from kezek_kiosk.cli.options import DayOption, data_option
from kezek_kiosk.simulate.profile import PROFILES

DEMO_ZONE = "Asia/Almaty"


@click.command("simulate")
@click.option("--against", "server", help="Address of a running server: replay one day there.")
@click.option(
    "--years",
    type=click.IntRange(1, 20),
    help="Make a demo office in --data with so many years behind it.",
)
@click.option(
    "--visits",
    type=click.IntRange(1),
    help="With --years: tickets in all, about.  [default: 200000 a year]",
)
@data_option
@click.option(
    "--token",
    envvar="KEZEK_TOKEN",
    help="Admin token; default: one is made in --data, and revoked afterwards.",
)
@click.option("--profile", type=click.Choice(sorted(PROFILES)), default="city", show_default=True)
@click.option("--visitors", type=click.IntRange(1, 7000), help="Other number of visitors.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed, the same day.")
@click.option(
    "--on",
    "day",
    type=DayOption(),
    help="Date of the replayed day; default: tomorrow of the server.",
)
@click.option(
    "--real-clock",
    is_flag=True,
    help="The server keeps real time: commands come as fast as they are answered.",
)
def simulate_command(
    server: str | None,
    years: int | None,
    visits: int | None,
    data: Path,
    token: str | None,
    profile: str,
    visitors: int | None,
    seed: int,
    day: object,
    real_clock: bool,
) -> None:
    """Replay a day against a server, or make an office with years of visits behind it.

    With --against a day goes through the HTTP API, and the report is set beside the replay's own
    count; the server must run with --simulated-clock unless --real-clock is given. With --years a
    new demo office is filled up to yesterday: a few days are lived through the queue and copied
    to all the others, with a journal that 'kezek journal verify' proves.
    """
    if (server is None) == (years is None):
        raise click.UsageError("choose one: --against SERVER, or --years N")
    if years is not None:
        _make_years(data, years, visits, seed)
    elif server is not None:
        _replay(server, data, token, profile, visitors, seed, day, real_clock=real_clock)


def _make_years(data: Path, years: int, visits: int | None, seed: int) -> None:
    from kezek_kiosk.simulate.years import VISITS_A_YEAR, YearsPlan, create_years

    yesterday = (datetime.now(office_zone(DEMO_ZONE)) - timedelta(days=1)).date()
    plan = YearsPlan.of_years(years, visits or years * VISITS_A_YEAR, yesterday, seed)
    with click.progressbar(length=plan.visits, label="tickets") as bar:
        tickets = create_years(data, plan, lambda done: bar.update(done - bar.pos))
    days = plan.days()
    click.echo(f"{tickets} tickets on {len(days)} days, {days[0]} to {days[-1]}, are in {data}.")
    click.echo(f"Prove them: kezek journal verify --data {data}")


def _replay(
    server: str,
    data: Path,
    token: str | None,
    profile: str,
    visitors: int | None,
    seed: int,
    day: object,
    *,
    real_clock: bool,
) -> None:
    from kezek_kiosk.agent.api_client import ApiClient
    from kezek_kiosk.simulate.compare import compare_with_report
    from kezek_kiosk.simulate.replay import Replay
    from kezek_kiosk.simulate.tokens import lent_token

    chosen = PROFILES[profile]
    if visitors is not None:
        chosen = replace(chosen, visitors=visitors, burst=min(chosen.burst, visitors))
    with lent_token(data, token) as bearer, ApiClient(server, bearer) as api:
        opens_at = _opening(api.get("/queue")["now"], day)
        with click.progressbar(length=chosen.visitors, label="visitors") as bar:
            replay = Replay(
                api,
                chosen,
                seed,
                opens_at,
                virtual_clock=not real_clock,
                progress=lambda _: bar.update(1),
            )
            began = time.perf_counter()
            ledger = replay.run()
            seconds = time.perf_counter() - began
        found = compare_with_report(api, ledger, exact_waits=not real_clock)
    totals = ledger.totals()["total"]
    click.echo(f"{replay.commands} commands in {seconds:.1f} s ({replay.commands / seconds:.0f}/s)")
    click.echo(", ".join(f"{name} {count}" for name, count in sorted(totals.items())))
    for line in found:
        click.echo(line, err=True)
    if found:
        raise click.ClickException(f"the report and the replay differ in {len(found)} places")
    exact = ", its lengths of waits aside" if real_clock else ", every wait included"
    click.echo(f"The report equals the replay's own count{exact}.")


def _opening(server_now: str, day: object) -> datetime:
    """Nine o'clock in Almaty of the chosen day, or of the server's tomorrow."""
    zone = office_zone(DEMO_ZONE)
    now = datetime.fromisoformat(server_now).astimezone(zone)
    on = day if isinstance(day, date) else (now + timedelta(days=1)).date()
    return datetime(on.year, on.month, on.day, 9, tzinfo=zone).astimezone(UTC)
