"""``kezek users`` and ``kezek tokens``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from kezek_core.calendar import office_zone
from kezek_core.phrases import one_of
from kezek_kiosk.access.account import Account, PinDue
from kezek_kiosk.access.accounts import Accounts
from kezek_kiosk.access.roles import STAFF_ROLES, Role
from kezek_kiosk.access.tokens import Tokens
from kezek_kiosk.cli.options import data_option, json_option
from kezek_kiosk.cli.pin_options import pin_options
from kezek_kiosk.errors import BadRequestError
from kezek_kiosk.open_office import OFFICE, open_staff
from kezek_queue import load_office

_STAFF = click.Choice(sorted(role.value for role in STAFF_ROLES))
NO_WINDOW = "none"
_ANY_ROLE = click.Choice([role.value for role in Role])


@click.group("users")
def users_command() -> None:
    """People who sign in: operators, supervisors, administrators."""


@users_command.command("add")
@click.argument("name")
@data_option
@click.option("--role", type=_STAFF, required=True)
@click.option("--window", type=click.IntRange(1, 99), help="The operator's usual window.")
@pin_options
def add_user(name: str, data: Path, role: str, window: int | None, pin: str, own: bool) -> None:
    """Add NAME; the PIN is asked for."""
    with _accounts(data) as accounts:
        accounts.create(name, role, pin, window, own=own)
    click.echo(f"{name} may sign in as {role}.")


@users_command.command("list")
@data_option
@json_option
def list_users(data: Path, as_json: bool) -> None:
    """List the accounts."""
    with _accounts(data) as accounts:
        known = accounts.list()
    if as_json:
        click.echo(json.dumps([_row(each) for each in known]))
        return
    zone = office_zone(load_office(data / OFFICE).time_zone)
    for each in known:
        click.echo(_line(each, zone).rstrip())


@users_command.command("pin")
@click.argument("name")
@data_option
@pin_options
def set_pin(name: str, data: Path, pin: str, own: bool) -> None:
    """Give NAME a new PIN; whoever is barred stays barred."""
    with _accounts(data) as accounts:
        account = accounts.set_pin(name, pin, own=own)
    click.echo(f"{account.name} has a new PIN.{_still_barred(account)}")


@users_command.command("role")
@click.argument("name")
@click.argument("role", type=_STAFF)
@data_option
def set_role(name: str, role: str, data: Path) -> None:
    """Make NAME an operator, a supervisor or an admin; they sign in anew."""
    with _accounts(data) as accounts:
        account = accounts.set_role(name, role)
    click.echo(f"{account.name} is {account.role.value} from the next sign-in on.")


@users_command.command("window")
@click.argument("name")
@click.argument("window", metavar="NUMBER|none")
@data_option
def set_window(name: str, window: str, data: Path) -> None:
    """Change the usual window of NAME; none lets them choose one at sign-in."""
    known = [str(each) for each in load_office(data / OFFICE).windows]
    if window not in (*known, NO_WINDOW):
        raise BadRequestError.of("window", one_of((*known, NO_WINDOW)), window)
    with _accounts(data) as accounts:
        account = accounts.set_window(name, None if window == NO_WINDOW else int(window))
    sits = "no usual window" if account.window is None else f"window {account.window}"
    click.echo(f"{account.name} has {sits} from the next sign-in on.")


@users_command.command("off")
@click.argument("name")
@data_option
def deactivate_user(name: str, data: Path) -> None:
    """Let NAME sign in no more until `users on`; the history keeps the name."""
    with _accounts(data) as accounts:
        account = accounts.deactivate(name)
    click.echo(
        f"{account.name} may sign in no more; `kezek users on {account.name}` takes it back."
    )


@users_command.command("on")
@click.argument("name")
@data_option
def activate_user(name: str, data: Path) -> None:
    """Let NAME sign in again with the PIN they have; `users pin` gives a new one."""
    with _accounts(data) as accounts:
        account = accounts.activate(name)
    click.echo(f"{account.name} may sign in again as {account.role.value} with the PIN they have.")


def _row(account: Account) -> dict[str, object]:
    at = account.last.at
    return {
        "name": account.name,
        "role": account.role.value,
        "window": account.window,
        "active": account.active,
        "own_pin_needed": account.pin_due is PinDue.NEEDED,
        "last_sign_in_at": None if at is None else at.isoformat(),
        "last_sign_in_from": account.last.address,
        "failed_tries": account.last.failed_tries,
    }


def _line(account: Account, zone: ZoneInfo) -> str:
    """The same for people, in the office's time."""
    at, tries = account.last.at, account.last.failed_tries
    told = [
        "never signed in"
        if at is None
        else f"{at.astimezone(zone):%Y-%m-%d %H:%M} from {account.last.address}",
        f"{tries} failed since" if tries else "",
        "asked for an own PIN" if account.pin_due is PinDue.NEEDED else "",
        "" if account.active else "(may not sign in)",
    ]
    return (
        f"{account.name:<24} {account.role.value:<12} {account.window or '-':<4} "
        f"{', '.join(each for each in told if each)}"
    )


def _still_barred(account: Account) -> str:
    if account.active:
        return ""
    return (
        f" But {account.name} is barred and may not sign in: "
        f"`kezek users on {account.name}` lets them in again."
    )


@click.group("tokens")
def tokens_command() -> None:
    """Bearer tokens of kiosks, agents and programs."""


@tokens_command.command("create")
@data_option
@click.option("--role", type=_ANY_ROLE, required=True)
@click.option("--window", type=click.IntRange(1, 99), help="Bind an operator's token to a window.")
@click.option("--label", default="", help="What the token is for.")
def create_token(data: Path, role: str, window: int | None, label: str) -> None:
    """Print a new token; it is shown this once."""
    with open_staff(data) as store:
        click.echo(Tokens(store, _now).create(role, window, label))


@tokens_command.command("list")
@data_option
@json_option
def list_tokens(data: Path, as_json: bool) -> None:
    """List the tokens (never their text)."""
    with open_staff(data) as store:
        tokens = Tokens(store, _now).list()
    rows = [
        {"id": each.id, "role": each.role.value, "window": each.window, "label": each.label}
        for each in tokens
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['id']:<4} {row['role']:<12} {row['window'] or '-':<4} {row['label']}")


@tokens_command.command("revoke")
@click.argument("token_id", type=int)
@data_option
def revoke_token(token_id: int, data: Path) -> None:
    """Make token TOKEN_ID useless at once."""
    with open_staff(data) as store:
        Tokens(store, _now).revoke(token_id)
    click.echo(f"Token {token_id} opens nothing any more.")


@contextmanager
def _accounts(data: Path) -> Iterator[Accounts]:
    office = load_office(data / OFFICE)
    with open_staff(data, office.id) as store:
        accounts = Accounts(store, _now, demo=office.demo)
        try:
            yield accounts
        finally:
            accounts.close()


def _now() -> datetime:
    return datetime.now(UTC)
