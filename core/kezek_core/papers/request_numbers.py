"""The number of a request: year, running number and a check digit that catches a slip of the hand.

The check digit is Damm's: one wrong digit and two neighbours swapped never pass.
"""

from __future__ import annotations

from dataclasses import dataclass

from kezek_core.errors import CoreError
from kezek_core.typed_digits import digits_meant, without_symbology

DIGITS = 9
LARGEST_COUNT = 999_999
SEPARATORS = " -\u00a0\u2010\u2011\u2012\u2013\u2014"
"""Between the groups people type a space or whatever dash their keyboard has."""

_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
"""Damm's totally anti-symmetric quasigroup of order ten.

Source: H. M. Damm, Total anti-symmetrische Quasigruppen, Marburg 2004.
"""


class NoRequestNumberError(CoreError, ValueError):
    """What was typed or scanned is no request number."""

    code = "request_number"


class CheckDigitError(NoRequestNumberError):
    """The check digit does not fit: a digit is wrong, or two are swapped."""

    code = "mistyped_number"


class NumbersUsedUpError(NoRequestNumberError):
    """A year has no number left."""

    code = "numbers_used_up"


@dataclass(frozen=True, slots=True)
class RequestNumber:
    """A request number.

    Args:
        year: its last two digits, 0 to 99.
        count: the running number of the year, 1 to 999999.
    """

    year: int
    count: int

    def __post_init__(self) -> None:
        if not 0 <= self.year <= 99:
            raise NoRequestNumberError(
                f"expected the last two digits of a year, got {self.year}; pass year % 100"
            )
        if not 1 <= self.count <= LARGEST_COUNT:
            raise NumbersUsedUpError(
                f"expected a running number from 1 to {LARGEST_COUNT}, got {self.count}; a year "
                "has no more of them, ask the maintainers for a longer number"
            )

    @property
    def stored(self) -> str:
        """Nine digits: as stored and as the QR code carries it."""
        body = f"{self.year:02d}{self.count:06d}"
        return f"{body}{check_digit(body)}"

    @property
    def shown(self) -> str:
        """As people read it, for example ``26-000123-4``."""
        return shown(self.stored)


def check_digit(digits: str) -> int:
    """Damm's check digit of a run of digits."""
    state = 0
    for digit in digits:
        state = _TABLE[state][int(digit)]
    return state


def shown(stored: str) -> str:
    """A stored number as people read it."""
    return f"{stored[:2]}-{stored[2:8]}-{stored[8:]}"


def digits_of(text: str) -> str:
    """The nine digits of a request number as it was typed or scanned, unchecked.

    Args:
        text: with or without dashes and spaces; digits may have come from a layout that has
            letters at their place, a code with the remark of its scanner.

    Raises:
        NoRequestNumberError: not nine digits.
    """
    digits = digits_meant(without_symbology(text.strip()).translate(_WITHOUT_SEPARATORS))
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        raise NoRequestNumberError(
            f"expected a request number of {DIGITS} digits like 26-000123-4, got {text[:40]!r}; "
            "type it as it stands on the receipt, or scan the receipt's code"
        )
    return digits


def parse(text: str) -> RequestNumber:
    """Read a request number as it was typed or scanned.

    Args:
        text: with or without dashes and spaces.

    Returns:
        The number; whether there is such a request is another question.

    Raises:
        NoRequestNumberError: not nine digits.
        CheckDigitError: the check digit does not fit.
    """
    digits = digits_of(text)
    if check_digit(digits) != 0 or int(digits[2:8]) == 0:
        raise CheckDigitError(
            f"expected the last digit of {shown(digits)} to fit the others, it does not: one "
            "digit is wrong, or two are swapped; compare it with the receipt and type it again"
        )
    return RequestNumber(int(digits[:2]), int(digits[2:8]))


_WITHOUT_SEPARATORS = {ord(each): None for each in SEPARATORS}
