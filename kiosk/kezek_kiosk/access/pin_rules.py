"""Which PINs are worth nothing: those that anybody would try first."""

from __future__ import annotations

from itertools import pairwise

from kezek_kiosk.errors import GuessablePinError, WeakPinError

PIN_LENGTHS = range(6, 129)

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


def checked_pin(pin: str, name: str, *, demo: bool) -> str:
    """A PIN that may be given to somebody.

    Args:
        pin: as typed.
        name: of the account.
        demo: whether the office is a demo, where ``DEMO_PIN`` is everybody's.

    Returns:
        The PIN.

    Raises:
        WeakPinError: it is too short or too long.
        GuessablePinError: it is among the first that anybody would try.
    """
    if len(pin) not in PIN_LENGTHS:
        raise WeakPinError(
            f"expected a PIN or password of {PIN_LENGTHS.start}-{PIN_LENGTHS.stop - 1} "
            f"characters, got {len(pin)}; choose one of that length",
            shortest=PIN_LENGTHS.start,
            longest=PIN_LENGTHS.stop - 1,
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
