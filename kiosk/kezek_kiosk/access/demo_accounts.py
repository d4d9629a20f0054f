"""The people of a demo office."""

from __future__ import annotations

from kezek_kiosk.access.account import Account
from kezek_kiosk.access.accounts import Accounts
from kezek_kiosk.access.pin_rules import DEMO_PIN
from kezek_kiosk.access.roles import Role

DEMO_OPERATORS = 8


def make_demo_accounts(accounts: Accounts) -> tuple[Account, ...]:
    """Give a demo office its people: operator1 ... operator8, supervisor, admin; all DEMO_PIN.

    Nobody of them is asked for an own PIN: whoever looks at a demo is somebody else each time.
    """
    taken = {account.name for account in accounts.list()}
    wanted: list[tuple[str, Role, int | None]] = [
        (f"operator{window}", Role.OPERATOR, window) for window in range(1, DEMO_OPERATORS + 1)
    ]
    wanted += [("supervisor", Role.SUPERVISOR, None), ("admin", Role.ADMIN, None)]
    return tuple(
        accounts.create(name, role, DEMO_PIN, window, own=True)
        for name, role, window in wanted
        if name not in taken
    )
