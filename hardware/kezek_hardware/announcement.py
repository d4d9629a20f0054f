"""The sentence the hall hears when a ticket is called."""

from __future__ import annotations

import re

from kezek_hardware.numerals import cardinal, kazakh_ordinal

_TICKET = re.compile(r"([A-Z])(\d{1,3})")

# Ticket letters are chosen to read the same in Latin and Cyrillic, so the hall hears the
# Cyrillic letter people see: P is "эр", H is "эн", C is "эс".
_CYRILLIC_NAMES = {
    "A": "а",
    "B": "вэ",
    "C": "эс",
    "D": "дэ",
    "E": "е",
    "F": "эф",
    "G": "гэ",
    "H": "эн",
    "I": "и",
    "J": "йот",
    "K": "ка",
    "L": "эл",
    "M": "эм",
    "N": "эн",
    "O": "о",
    "P": "эр",
    "Q": "ку",
    "R": "эр",
    "S": "эс",
    "T": "тэ",
    "U": "у",
    "V": "вэ",
    "W": "дубль вэ",
    "X": "ха",
    "Y": "игрек",
    "Z": "зэт",
}
_LATIN_ONLY = frozenset("NRSUV")
"""Letters that sound like another letter that people see."""

_LATIN = {"kk": "латын", "ru": "латинская"}


def announcement(number: str, window: int, language: str) -> str:
    """The call of a ticket to a window, in words a voice can read.

    Args:
        number: the ticket number, a letter and up to three digits.
        window: 1 to 99.
        language: ``kk``, ``ru`` or ``en``.

    Raises:
        ValueError: the number, the window or the language cannot be spoken.
    """
    letter, digits = ticket_parts(number)
    if not 1 <= window <= 99:
        raise ValueError(f"expected a window from 1 to 99, got {window}")
    spoken = cardinal(digits, language)
    if language == "kk":
        called = kazakh_ordinal(window).capitalize()
        return f"Талон {letter_name(letter, language)} {spoken}. {called} терезеге келіңіз."
    if language == "ru":
        at = cardinal(window, "ru")
        return f"Талон {letter_name(letter, language)} {spoken}. Пройдите к окну номер {at}."
    at = cardinal(window, "en")
    return f"Ticket {letter_name(letter, language)} {spoken}. Please come to window {at}."


def ticket_parts(number: str) -> tuple[str, int]:
    """The letter and the digits of a ticket's number.

    Raises:
        ValueError: it is no such number.
    """
    match = _TICKET.fullmatch(number)
    if match is None:
        raise ValueError(f"expected a letter and up to three digits such as A015, got {number!r}")
    return match.group(1), int(match.group(2))


def letter_name(letter: str, language: str) -> str:
    """How a ticket's letter is said."""
    if language == "en":
        return letter
    name = _CYRILLIC_NAMES[letter]
    return f"{name} {_LATIN[language]}" if letter in _LATIN_ONLY else name
