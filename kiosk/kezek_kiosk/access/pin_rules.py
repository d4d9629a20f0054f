"""Which PINs are worth nothing: those that anybody would try first."""

from __future__ import annotations

from itertools import pairwise

from kezek_kiosk.access.roles import Role
from kezek_kiosk.errors import GuessablePinError, WeakPinError

LONGEST_PIN = 128
SHORTEST_PIN = 6
SHORTEST_OF_ADMINS = 10
"""Six digits are enough for a window; whoever may do everything can be tried from everywhere."""

DEMO_PIN = "246802"
"""The PIN of every account of a demo office; the sign-in page shows it there."""

COMMON = frozenset({
    "112233", "123321", "147258", "147852", "159357", "159753", "258456", "321654", "456123",
    "654123", "741852", "789456", "852456", "951753", "963852", "987321",
    "password", "password1", "qwerty", "qwerty123", "qwertyuiop", "asdfgh", "zxcvbn", "1q2w3e4r",
    "1q2w3e", "q1w2e3r4", "123qwe", "qwe123", "йцукен", "пароль", "құпиясөз", "kezek", "кезек",
    "admin123", "operator", "supervisor", "kezek123",
})  # fmt: skip
"""Figures drawn on a keypad, and the words that head every list of stolen passwords."""

DIGITS = 10


def shortest_pin(role: Role) -> int:
    """How many characters a PIN of a role has at least."""
    return SHORTEST_OF_ADMINS if role is Role.ADMIN else SHORTEST_PIN


def is_long_enough(pin: str, role: Role, *, demo: bool) -> bool:
    """Whether a PIN suffices for a role; that of a demo does for everybody there."""
    return len(pin) >= shortest_pin(role) or (demo and pin == DEMO_PIN)


def checked_pin(pin: str, name: str, role: Role, *, demo: bool) -> str:
    """A PIN that may be given to somebody.

    Args:
        pin: as typed.
        name: of the account.
        role: likewise.
        demo: whether the office is a demo, where ``DEMO_PIN`` is everybody's.

    Returns:
        The PIN.

    Raises:
        WeakPinError: it is too short or too long.
        GuessablePinError: it is among the first that anybody would try.
    """
    if not is_long_enough(pin, role, demo=demo) or len(pin) > LONGEST_PIN:
        shortest = shortest_pin(role)
        raise WeakPinError(
            f"expected a PIN or password of {shortest}-{LONGEST_PIN} characters for the role "
            f"{role.value}, got {len(pin)}; choose one of that length",
            shortest=shortest,
            longest=LONGEST_PIN,
        )
    if demo and pin == DEMO_PIN:
        return pin
    reason = why_guessable(pin, name)
    if reason is not None:
        raise GuessablePinError(
            f"expected a PIN that nobody guesses, got one that {reason}; choose another one, "
            "best of digits thrown with dice",
            reason=reason,
        )
    return pin


def why_guessable(pin: str, name: str) -> str | None:
    """What is wrong with a PIN, as the end of the sentence "one that ..."; None for a good one."""
    typed = pin.casefold()
    if typed == DEMO_PIN:
        return "every demo office shows"
    if name.casefold() in typed:
        return "holds the name"
    if _repeats(typed):
        return "repeats itself"
    if _counts(typed):
        return "counts up or down"
    if typed in COMMON:
        return "many people have"
    return None


def _repeats(typed: str) -> bool:
    """000000, 121212, 123123: a part of at most half the length, again and again."""
    return any(
        typed == (typed[:part] * len(typed))[: len(typed)] for part in range(1, len(typed) // 2 + 1)
    )


def _counts(typed: str) -> bool:
    """123456, 987654, 890123, 135791: the same step from each digit to the next."""
    if not (typed.isascii() and typed.isdigit()):
        return False
    digits = [int(each) for each in typed]
    steps = {(after - before) % DIGITS for before, after in pairwise(digits)}
    return len(steps) == 1
